"""`tracker export` as its owner meets it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.terminal import Terminal, terminal


def told(folder: Path) -> dict[str, object]:
    """What a package says of how it was made."""
    found: dict[str, object] = json.loads((folder / "datapackage.json").read_bytes())["tracker"]
    return found


def watched(shell: Terminal) -> None:
    """An album is watched, and was looked at."""
    shell.run("watch", "add", f"album:{shell.world.cast.album}")
    assert shell.run("check").exit_code == 0


def test_a_record_is_exported_and_fills_another_home(tmp_path: Path) -> None:
    """The whole way: a package, its lines on the screen, an empty home that knows what was watched, and checks again."""
    with terminal(tmp_path) as shell:
        watched(shell)
        done = shell.run("export", str(tmp_path / "mine"))
        assert (done.exit_code, done.stderr) == (0, "")
        assert "rows in 19 tables written to" in done.stdout
        assert (told(tmp_path / "mine")["format"], told(tmp_path / "mine")["names"]) == ("csv", True)
        dry = shell.run("import", str(tmp_path / "mine"), TRACKER_HOME=str(tmp_path / "new"))
        assert (dry.exit_code, "Nothing was written" in dry.stdout) == (0, True)
        odd = shell.run("import", str(tmp_path / "mine"), "--every", "1d", TRACKER_HOME=str(tmp_path / "new"))
        assert (odd.exit_code, odd.stderr.count("\n")) == (2, 1)
        filled = shell.run(
            "import", str(tmp_path / "mine" / "datapackage.json"), "--yes", TRACKER_HOME=str(tmp_path / "new")
        )
        assert (filled.exit_code, filled.stderr) == (0, "")
        assert "watches" in filled.stdout
        listed = shell.run("watch", "list", "--json", TRACKER_HOME=str(tmp_path / "new"))
        assert [json.loads(line)["watch"] for line in listed.stdout.splitlines()] == [1]
        assert shell.run("check", TRACKER_HOME=str(tmp_path / "new")).exit_code == 0
        full = shell.run("import", str(tmp_path / "mine"), "--yes", TRACKER_HOME=str(tmp_path / "new"))
        assert (full.exit_code, full.stderr.count("\n")) == (1, 1)
        assert "already holds a record" in full.stderr


def test_what_cannot_be_exported_is_told_in_one_line(tmp_path: Path) -> None:
    """A folder that is full, a date that is none, a form that is none: exit code 2, and nothing is written."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").touch()
    with terminal(tmp_path) as shell:
        for words, said in (
            (["export", str(tmp_path / "full")], "not empty"),
            (["export", str(tmp_path / "no" / "where")], "make it first"),
            (["export", str(tmp_path / "new"), "--since", "soon"], "write a date"),
        ):
            refused = shell.run(*words)
            assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1), words
            assert said in refused.stderr
        assert shell.run("export", str(tmp_path / "new"), "--format", "xlsx").exit_code == 2
    assert not (tmp_path / "new").exists()


def test_the_options_do_what_they_say(tmp_path: Path) -> None:
    """A form, no names, a part, and a second time only on demand."""
    with terminal(tmp_path) as shell:
        watched(shell)
        words = ["export", str(tmp_path / "mine"), "--format", "jsonl", "--no-names", "--since", "2026-05-01"]
        assert shell.run(*words).exit_code == 0
        assert (tmp_path / "mine" / "names.jsonl").read_bytes() == b""
        assert told(tmp_path / "mine")["since"] == "2026-05-01T00:00:00Z"
        again = shell.run(*words)
        assert (again.exit_code, "--force" in again.stderr) == (2, True)
        assert shell.run("export", str(tmp_path / "mine"), "--force").exit_code == 0
        assert (tmp_path / "mine" / "names.csv").read_bytes().count(b"\r\n") > 1
