"""`tracker plan` as its owner meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path


def test_the_plan_is_told_and_says_when_it_does_not_fit(tmp_path: Path) -> None:
    """The budget, each watch, the next check; with a budget that is too small the ways out; as JSON the promised keys."""
    with terminal(tmp_path) as shell:
        assert "Nothing is looked at." in shell.run("plan").stdout
        shell.run(
            "watch",
            "add",
            f"album:{shell.world.cast.album}",
            "--market",
            "DE",
            "--market",
            "US",
            "--every",
            "1h",
        )
        assert shell.run("check").exit_code == 0
        shown = shell.run("plan")
        assert (shown.exit_code, shown.stderr) == (0, "")
        assert "it fits" in shown.stdout
        assert "Next: " in shown.stdout
        small = shell.run("plan", TRACKER_REQUESTS_PER_DAY="20")
        assert "does NOT fit" in small.stdout
        assert "then all fits." in small.stdout
        told = json.loads(shell.run("plan", "--json").stdout)
        assert list(told) == [
            "calls_per_day",
            "calls_per_day_alone",
            "budget_per_day",
            "fits",
            "watches",
            "options",
            "unread",
            "tier",
            "round",
            "visits",
        ]
        assert list(told["visits"]) == [
            "rates_known",
            "rates_unknown",
            "never_changed",
            "calls_per_day",
            "visited",
            "calls_7d",
        ]


def test_unknown_change_rates_are_said_as_such(tmp_path: Path) -> None:
    """In the plan with their number and the calls by purpose, and of a track with the looks that say so little."""
    with terminal(tmp_path) as shell:
        shell.run("watch", "add", f"album:{shell.world.cast.album}", "--market", "DE")
        shell.run("check")
        shell.run("check")
        shown = shell.run("plan").stdout
        assert "No change rate is known for 6 of 6 tracks" in shown
        assert "calls a day are left for them" in shown
        assert "Calls of the looks of the last 7 days: 1 for the rhythms, 1 asked for by you." in shown
        assert "Visits: none" in shell.run("plan", TRACKER_REQUESTS_PER_DAY="1").stdout
        track = shell.world.catalog.tracks_of(shell.world.cast.album)[0].id
        assert (
            "DE: change rate unknown (0 changes in 1 look after the first" in shell.run("show", track).stdout
        )
        (rate,) = json.loads(shell.run("show", track, "--json").stdout)["rates"]
        assert (rate["market"], rate["changes"], rate["looks"]) == ("DE", 0, 2)
        assert rate["changes_per_day_low"] is None
