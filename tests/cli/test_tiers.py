"""Tier and lists of markets as the owner meets them: in `doctor`, `plan` and `show`, before and after they are known."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.cli.terminal import Terminal, terminal
from tracker.store.repository import open_store

if TYPE_CHECKING:
    from pathlib import Path


def lines(shell: Terminal, *words: str) -> list[str]:
    """What a command says."""
    said = shell.run(*words)
    assert (said.exit_code, said.stderr) == (0, "")
    return said.stdout.splitlines()


@pytest.mark.parametrize(
    ("tier", "known"),
    [("A", "tier A or B: 50 tracks or 20 albums a call"), ("C", "tier C: one track or album a call")],
)
def test_the_tier_is_found_by_the_first_check_that_pays(tmp_path: Path, tier: str, known: str) -> None:
    """Before it nothing is claimed and the poorest is reckoned with; afterwards both commands tell the same."""
    with terminal(tmp_path, tier=tier) as shell:  # type: ignore[arg-type]
        file = tmp_path / "songs.txt"
        tracks = [track.id for track in shell.world.catalog.tracks_of(shell.world.cast.album)]
        file.write_text("\n".join(f"spotify:track:{track}" for track in tracks), encoding="utf-8")
        assert any(
            "for many at once: not found out yet" in line for line in lines(shell, "doctor", "--offline")
        )
        assert "Reckoned with tier C: one track or album a call." in lines(shell, "plan")
        lines(shell, "import", str(file), "--yes")
        lines(shell, "check")
        assert any(known in line and "(seen " in line for line in lines(shell, "doctor", "--offline"))
        assert f"Reckoned with {known}." in lines(shell, "plan")
        told = json.loads(shell.run("plan", "--json").stdout)
        assert told["tier"] == ("A or B" if tier == "A" else "C")


def test_a_contradiction_is_shown_and_counted(tmp_path: Path) -> None:
    """`show` says which market the list leaves out, with no cause; `doctor` how many pairs there are."""
    with terminal(tmp_path) as shell:
        assert "lists of markets: none read" in lines(shell, "doctor", "--offline")
        lines(shell, "watch", "add", f"album:{shell.world.cast.album}")
        lines(shell, "check")
        track = shell.world.catalog.tracks_of(shell.world.cast.album)[0].id
        with closing(open_store(f"sqlite:///{shell.home / 'tracker.db'}", durable=False)) as store:
            store.offers.keep({track: ("AT", "FR")}, shell.world.start)
        shown = lines(shell, "show", track)
        assert any("own list of its markets names 2 markets" in line for line in shown)
        assert "    the list leaves out DE, though it is reported as playable there" in shown
        told = json.loads(shell.run("show", track, "--json").stdout)["offers"]
        assert told["contradictions"] == [{"market": "DE", "listed": False}]
        assert [each["markets"] for each in told["lists"]] == [["AT", "FR"]]
        assert any("of 1 track; in 1 of 1 pairs" in line for line in lines(shell, "doctor", "--offline"))
