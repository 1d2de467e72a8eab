"""`tracker import` and `tracker watch keep` in a terminal against the simulated service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.cli.terminal import Terminal, terminal
from tracker.simulator import small_world


def tracks(shell: Terminal) -> list[str]:
    """The tracks of the world's own list."""
    world = shell.world
    return [entry.item for entry in world.playlists[world.cast.own_playlist].entries]


def told(shell: Terminal, *words: str) -> dict[str, Any]:
    """The one object that a command prints."""
    ended = shell.run(*words)
    assert ended.exit_code == 0, ended.output
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_a_dry_run_comes_first_and_writes_nothing(tmp_path: Path) -> None:
    """What was understood, what it costs, and that nothing was written; without a terminal nobody is asked."""
    with terminal(tmp_path) as shell:
        one, other = tracks(shell)[:2]
        path = tmp_path / "Rainy Days.txt"
        path.write_text(
            f"{one}\nspotify:track:{other}\nspotify:track:{other}\nA song\nspotify:album:{one}\n",
            encoding="utf-8",
        )
        ended = shell.run("import", str(path), "--market", "DE", "--market", "US")
        assert ended.exit_code == 0
        said = " ".join(ended.output.split())
        for expected in (
            "different tracks 2",
            "places that repeat a track (kept) 1",
            "no id, URI or link of the service ('A song') line 4",
            f"tracker watch add album:{one}",
            "As a new list 'Rainy Days', in DE, US, every 1w: 3 new places.",
            "It costs 2 calls a check in each market",
            "at most 0.6 calls a day; the budget is 400",
            "Nothing was written: this was a dry run.",
        ):
            assert expected in said
        assert shell.run("watch", "list").output.startswith("Nothing is watched yet")


def test_a_list_is_imported_checked_and_imported_again(tmp_path: Path) -> None:
    """The price before the first check is a call a track; the same file twice adds nothing; a new one adds and takes out."""
    with terminal(tmp_path) as shell:
        ids = tracks(shell)
        path = tmp_path / "list.txt"
        path.write_text("\n".join(ids[:4]), encoding="utf-8")
        assert (
            "Imported: 4 places added."
            in shell.run("import", str(path), "--name", "Mine", "--every", "1d", "--yes").output
        )
        assert shell.run("watch", "list").output.split()[-1] == "4.0"
        assert "4 playable" in shell.run("check").output
        assert shell.run("watch", "list").output.split()[-1] == "1.0"
        same = shell.run("import", str(path), "--name", "Mine", "--yes")
        assert "This very file was imported" in same.output
        shown = json.loads(shell.run("show", ids[0], "--json").stdout)
        assert [(each["file"], each["added_on"]) for each in shown["imported"]] == [("list.txt", None)]
        assert 'imported, no evidence: "list.txt"' in shell.run("show", ids[0]).output
        path.write_text("\n".join(ids[2:6]), encoding="utf-8")
        dry = told(shell, "import", str(path), "--name", "Mine", "--json")
        assert (dry["watch"], dry["added"], dry["absent"], dry["removed"], dry["imported"]) == (
            1,
            2,
            2,
            0,
            False,
        )
        assert dry["every_s"] == 86400, "a list keeps its rhythm"
        assert dry["markets"] == ["DE"]
        other = told(shell, "import", str(path), "--json")
        assert (other["watch"], other["markets"]) == (None, ["DE"])
        done = told(shell, "import", str(path), "--name", "Mine", "--json", "--yes", "--replace")
        assert (done["added"], done["removed"], done["imported"]) == (2, 2, True)
        shell.run("check")
        kinds = [json.loads(line)["kind"] for line in shell.run("events", "--json").stdout.splitlines()]
        assert sorted(kinds) == ["entry_added"] * 2 + ["entry_removed"] * 2


def test_a_list_that_is_too_dear_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """Exit 2, one line, and the way out: a playlist of one's own."""
    with terminal(tmp_path) as shell:
        path = tmp_path / "list.txt"
        path.write_text("\n".join(tracks(shell)), encoding="utf-8")
        ended = shell.run("import", str(path), "--yes", TRACKER_REQUESTS_PER_DAY="5")
        assert ended.exit_code == 2
        assert "One check would cost 6 calls, and the budget is 5 a day" in ended.stderr
        assert shell.run("watch", "list").output.startswith("Nothing is watched yet")


def test_a_lost_playlist_is_told_and_kept(tmp_path: Path) -> None:
    """`status` says what to do once the loss is confirmed, and doing it makes a list of what was known."""
    world = small_world()
    with terminal(tmp_path, world) as shell:
        shell.login()
        ref = world.cast.shared_playlist
        shell.run("watch", "add", f"playlist:{ref}")
        shell.run("check")
        assert "Lost:" not in shell.run("status").output
        world.make_private(ref, world.start)
        for _ in range(8):
            shell.run("check")
        assert "`tracker watch keep 1` watches its last known tracks as a list" in shell.run("status").output
        ended = shell.run("watch", "keep", "1")
        assert ended.output.startswith("Kept as list 2: Kitchen (kept), 1 place, in DE; 1 call a check")
        assert "1 playable" in shell.run("check", "2").output
        assert shell.run("watch", "keep", "2").exit_code == 2
        assert shell.run("watch", "keep", "1").exit_code == 2


def test_in_a_terminal_the_owner_is_asked(tmp_path: Path) -> None:
    """No is the answer unless somebody says yes, first to the import and then to taking places out."""
    with terminal(tmp_path) as shell:
        ids = tracks(shell)
        path = tmp_path / "list.txt"
        path.write_text("\n".join(ids[:3]), encoding="utf-8")
        assert "Nothing was written" in typed(shell, "\n", "import", str(path))
        assert "3 places added" in typed(shell, "y\n", "import", str(path))
        path.write_text("\n".join(ids[1:4]), encoding="utf-8")
        assert "1 place added, 1 place taken out" in typed(shell, "y\ny\n", "import", str(path))


def typed(shell: Terminal, keys: str, *words: str) -> str:
    """What a command prints on a terminal of its own, where somebody types."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "tracker", *words]
    environ = shell.environ | {"PATH": os.environ["PATH"], "COLUMNS": "200", "TERM": "dumb"}
    with subprocess.Popen(command, env=environ, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, keys.encode())
        said = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end is closed: the command has ended
                break
            if not part:
                break
            said += part
        assert process.wait(timeout=30) == 0, said
    os.close(ours)
    return " ".join(said.decode().split())


def test_the_usual_markets_are_those_of_new_lists_only(tmp_path: Path) -> None:
    """A list that is there keeps its markets, whatever is usual by now."""
    with terminal(tmp_path) as shell:
        path = tmp_path / "list.txt"
        path.write_text("\n".join(tracks(shell)[:2]), encoding="utf-8")
        told(shell, "import", str(path), "--json", "--yes", "--market", "FR")
        path.write_text("\n".join(tracks(shell)[:3]), encoding="utf-8")
        for name, markets in (("list", ["FR"]), ("another", ["DE", "US"])):
            ended = shell.run("import", str(path), "--name", name, "--json", TRACKER_MARKETS="DE,US")
            assert json.loads(ended.stdout)["markets"] == markets
