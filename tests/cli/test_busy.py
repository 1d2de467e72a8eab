"""Two processes at one record: the second one waits its turn, and says so."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tests.cli.terminal import terminal
from tracker.settings import load
from tracker.usecases.rounds import duty_of
from tracker.wiring import open_app


def test_what_another_process_checks_is_left_to_it(tmp_path: Path) -> None:
    """One line, exit code 3, and no call for that watch; the other watch is checked all the same."""
    with terminal(tmp_path) as shell:
        for link in (f"album:{shell.world.cast.album}", f"artist:{shell.world.cast.artist}"):
            assert shell.run("watch", "add", link, "--market", "DE").exit_code == 0
        with closing(open_app(load(shell.environ))) as other:
            now, watch = other.clock.now(), other.store.all()[0]
            slot = other.store.due_at(duty_of(watch, "DE"), now)
            assert other.store.claim(duty_of(watch, "DE"), slot, now, now + timedelta(minutes=5))
            said = shell.run("check")
        assert said.exit_code == 3
        assert "being checked by another process" in said.stderr
        assert said.stdout.count("complete") == 1
