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
        ]
