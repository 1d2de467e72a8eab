"""`tracker packed`, as its owner meets it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.terminal import Terminal, terminal
from tests.packing import many_albums
from tracker.simulator import small_world


def watching(shell: Terminal) -> None:
    """Watch and check an artist of many small albums."""
    album = many_albums(shell.world, 30)[0]
    (artist,) = shell.world.catalog.albums[album].artist_ids
    assert shell.run("watch", "add", f"artist:{artist}").exit_code == 0
    assert shell.run("check").exit_code == 0


def lists(shell: Terminal) -> list[str]:
    """The packed lists in the owner's library."""
    return [each.name for each in shell.world.playlists.values() if each.kept and "packed list" in each.name]


def test_from_starting_to_stopping(tmp_path: Path) -> None:
    """Said before, asked, one more permission, filled, shown, undone: nothing is left in the account."""
    with terminal(tmp_path, small_world()) as shell:
        watching(shell)
        shell.login()
        assert "switched off" in shell.run("packed", "show").stdout
        asked = shell.run("packed", "start")
        assert asked.exit_code == 1, "nobody said yes"
        assert "makes 1 private list and adds 90 tracks; it touches no other list" in asked.stdout
        assert "2 calls instead of 30" in asked.stdout
        assert (lists(shell), shell.run("packed", "show", "--json").stdout) == ([], "")
        refused = shell.run("packed", "start", "--yes")
        assert refused.exit_code == 4
        assert refused.stderr.startswith("tracker: The packed lists need one permission more")
        assert lists(shell) == []
        assert "allows writing private playlists too" in shell.login()
        started = shell.run("packed", "start", "--yes")
        assert (started.exit_code, started.stderr) == (0, "")
        assert "90 tracks in 1 packed list: 2 calls show them all." in started.stdout
        assert lists(shell) == ["Disappearing Tracks: packed list 1 (made by the tracker)"]
        (told,) = [json.loads(line) for line in shell.run("packed", "show", "--json").stdout.splitlines()]
        assert (told["number"], told["state"], told["tracks"], told["calls_a_look"]) == (1, "ok", 90, 2)
        assert told["deleted_at"] is None
        assert "ok" in shell.run("packed", "show").stdout
        assert shell.run("packed", "stop").exit_code == 1, "nobody said yes"
        stopped = shell.run("packed", "stop", "--yes")
        assert "1 packed list emptied and taken out of your library." in stopped.stdout
        assert "reading only" in stopped.stdout
        assert lists(shell) == []
        assert "switched off already" in shell.run("packed", "stop", "--yes").stdout


def test_wrong_use_is_told_and_writes_nothing(tmp_path: Path) -> None:
    """Nothing watched, no market, no login: one line each."""
    with terminal(tmp_path, small_world()) as shell:
        nothing = shell.run("packed", "start", "--yes")
        assert (nothing.exit_code, "has been checked yet" in nothing.stderr) == (2, True)
        nowhere = shell.run("packed", "start", "--yes", TRACKER_ACCOUNT_MARKET="")
        assert (nowhere.exit_code, "TRACKER_ACCOUNT_MARKET" in nowhere.stderr) == (2, True)
        watching(shell)
        login = shell.run("packed", "start", "--yes")
        assert (login.exit_code, "tracker login" in login.stderr) == (4, True)
        assert lists(shell) == []


def test_forgetting_says_that_lists_stay_in_the_account(tmp_path: Path) -> None:
    """`disconnect` and `purge --all` before and after; `stop --leave` leaves them on purpose."""
    with terminal(tmp_path, small_world()) as shell:
        watching(shell)
        shell.run("packed", "start", "--yes")
        for words in (("disconnect",), ("purge", "--all"), ("packed", "stop", "--leave")):
            shell.login()
            assert shell.run("packed", "start", "--yes").exit_code == 0
            asked = shell.run(*words)
            assert words[0] == "packed" or "run `tracker packed stop` first" in asked.stdout
            done = shell.run(*words, "--yes")
            said = done.stdout + done.stderr
            assert ("yours to delete there" in said) or ("left as they are" in said)
            assert shell.run("packed", "show", "--json").stdout == ""
            if words[0] != "packed":
                watching(shell)
                shell.run("packed", "start", "--yes")
        assert len(lists(shell)) == 3
