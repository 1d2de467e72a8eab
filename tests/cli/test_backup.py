"""`tracker backup` and `tracker restore` as their owner meets them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.cli.terminal import Terminal, terminal


def watched(shell: Terminal) -> int:
    """How many things are watched."""
    return len(shell.run("watch", "list", "--json").stdout.splitlines())


def test_a_home_is_lost_and_found(tmp_path: Path) -> None:
    """Back up, lose the database, be told, restore, go on; the login is not in the backup."""
    file = tmp_path / "backup.db"
    with terminal(tmp_path) as shell:
        shell.login()
        shell.run("watch", "add", f"playlist:{shell.world.cast.own_playlist}")
        assert shell.run("check").exit_code == 0
        kept = shell.run("backup", str(file))
        assert (kept.exit_code, kept.stderr, "The login is not in it" in kept.stdout) == (0, "", True)
        assert b"sim-refresh" not in file.read_bytes()
        again = shell.run("backup", str(file))
        assert (again.exit_code, "is there already" in again.stderr) == (1, True)
        full = shell.run("restore", str(file))
        assert (full.exit_code, "already holds a record" in full.stderr) == (1, True)
        (shell.home / "tracker.db").unlink()
        lost = shell.run("status")
        assert (lost.exit_code, "tracker restore FILE" in lost.stderr) == (1, True)
        assert shell.run("restore", str(file)).exit_code == 0
        assert watched(shell) == 1
        assert shell.run("check").exit_code == 0


def test_a_damaged_record_names_its_cure_and_the_cure_works(tmp_path: Path) -> None:
    """Every verb refuses it in one line, the file stays as it is, and doing as the line says helps."""
    with terminal(tmp_path) as shell:
        shell.run("watch", "add", f"album:{shell.world.cast.album}")
        shell.run("backup", str(tmp_path / "backup.db"))
        database = shell.home / "tracker.db"
        whole = database.read_bytes()
        database.write_bytes(whole[:8192] + bytes(8192) + whole[16384:])
        damaged = database.read_bytes()
        for words in (["status"], ["check"], ["report"], ["restore", str(tmp_path / "backup.db")]):
            refused = shell.run(*words)
            assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (1, "", 1), words
            assert f"{database}: The record is damaged" in refused.stderr
        assert database.read_bytes() == damaged
        shutil.move(database, tmp_path / "damaged.db")
        assert shell.run("restore", str(tmp_path / "backup.db")).exit_code == 0
        assert watched(shell) == 1


def test_doctor_says_how_the_record_is_kept(tmp_path: Path) -> None:
    """Journal and file system are in its line about the database."""
    with terminal(tmp_path) as shell:
        (line,) = [ln for ln in shell.run("doctor", "--offline").stdout.splitlines() if "database:" in ln]
        assert "journal " in line
        assert "file system " in line
        assert json.loads((shell.home / "record.json").read_text(encoding="utf-8"))["last_check"] == 0
