"""`tracker watch add`: the price before anything is added, and the question where the budget would not pay."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Terminal

SMALL = {"TRACKER_REQUESTS_PER_DAY": "20"}


def watched(shell: Terminal) -> list[str]:
    """The labels of what is watched."""
    lines = shell.run("watch", "list", "--json").stdout.splitlines()
    return [json.loads(line)["label"] for line in lines]


def at_a_terminal(shell: Terminal, answer: str, *words: str) -> str:
    """Run `tracker WORDS…` in a process at a terminal on which somebody types an answer; what it showed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "tracker", *words]
    environ = shell.environ | SMALL | {"PATH": os.environ["PATH"], "TERM": "dumb"}
    with subprocess.Popen(command, env=environ, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, answer.encode())
        shown = bytearray()
        try:
            while some := os.read(ours, 4096):
                shown += some
        except OSError:  # that is how a terminal ends
            pass
        assert process.wait(timeout=60) == 0
    os.close(ours)
    return shown.decode()


def test_the_price_is_said_before_it_is_added(tmp_path: Path) -> None:
    """A line for each link, then what all watches need, then what was added: all are priced before the first is added."""
    with terminal(tmp_path) as shell:
        cast = shell.world.cast
        added = shell.run(
            "watch", "add", f"album:{cast.album}", f"artist:{cast.artist}", "-m", "DE", "-m", "US"
        )
        assert (added.exit_code, added.stderr) == (0, "")
        lines = added.stdout.splitlines()
        assert lines[0].endswith("6 tracks; 1 call a check in DE, 1 in US; about 2.0 calls a day.")
        assert "releases; " in lines[1]
        assert lines[2].startswith("With these 2, all watches need ")
        assert lines[2].endswith("of 400 calls a day: it fits.")
        assert [line.split()[0] for line in lines[3:]] == ["Watching", "Watching"]


def test_a_script_is_warned_and_not_held_up(tmp_path: Path) -> None:
    """Without a terminal it is added; that it does not fit, and the ways out, stand on stderr."""
    with terminal(tmp_path) as shell:
        shell.login()
        words = ("watch", "add", f"playlist:{shell.world.big_playlist(120)}", "-m", "DE", "-m", "US")
        added = shell.run(*words, **SMALL)
        assert added.exit_code == 0
        assert "it does NOT fit" in added.stdout
        assert "then all fits." in added.stderr
        assert "nobody is here to be asked" in added.stderr
        assert len(watched(shell)) == 1
        again = shell.run(*words, "--yes", **SMALL)
        assert "nobody is here" not in again.stderr


@pytest.mark.parametrize(("answer", "added"), [("n\n", 0), ("y\n", 1)])
def test_at_a_terminal_the_owner_is_asked(tmp_path: Path, answer: str, added: int) -> None:
    """With the ways out before the question; a no adds nothing."""
    with terminal(tmp_path) as shell:
        artist = f"artist:{shell.world.cast.artist}"
        shown = at_a_terminal(shell, answer, "watch", "add", artist, "-m", "DE", "-m", "US", "--every", "1h")
        assert "Add it all the same?" in shown
        assert shown.index("then all fits.") < shown.index("Add it all the same?")
        assert ("Nothing was added." in shown) is (added == 0)
        assert len(watched(shell)) == added


def test_what_fits_is_not_asked_about(tmp_path: Path) -> None:
    """At a terminal too: it is just added."""
    with terminal(tmp_path) as shell:
        shown = at_a_terminal(shell, "", "watch", "add", f"album:{shell.world.cast.album}")
        assert "it fits" in shown
        assert "?" not in shown
        assert len(watched(shell)) == 1


def test_what_is_wrong_keeps_nothing_else_from_being_added(tmp_path: Path) -> None:
    """The wrong link is told and the exit code is 2; the right one is priced and added."""
    with terminal(tmp_path) as shell:
        added = shell.run("watch", "add", f"album:{'0' * 22}", f"album:{shell.world.cast.album}")
        assert (added.exit_code, added.stderr.count("\n")) == (2, 1)
        assert "With it, all watches need" in added.stdout
        assert len(watched(shell)) == 1


def test_a_closed_door_in_the_middle_adds_nothing(tmp_path: Path) -> None:
    """All links are asked for first, so what cannot be asked leaves the list as it was."""
    with terminal(tmp_path) as shell:
        cast = shell.world.cast
        refused = shell.run(
            "watch", "add", f"album:{cast.album}", f"track:{cast.track}", TRACKER_REQUESTS_PER_DAY="1"
        )
        assert refused.exit_code == 5
        assert watched(shell) == []


def test_the_status_says_what_is_next(tmp_path: Path) -> None:
    """The budget used, and the looks to come: in words, and under `budget.next` for programs."""
    with terminal(tmp_path) as shell:
        shell.run("watch", "add", f"album:{shell.world.cast.album}", "-m", "DE", "-m", "US")
        assert shell.run("status").stdout.count(" at once.") == 2
        shell.run("check")
        shown = shell.run("status").stdout
        assert "Budget: 3 of 400 calls in the last 24 hours." in shown
        assert shown.count("Next: ") == 2
        assert ", 1 call." in shown
        first, second = json.loads(shell.run("status", "--json").stdout)["budget"]["next"]
        assert (first["what"], first["market"], first["calls"], second["market"]) == ("check", "DE", 1, "US")
