"""A daemon as its parent sees it: a process, and the diary that it writes."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from tests.faults import daemons_child

PATIENCE_S = 60.0
MOMENT_S = 0.01
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload([daemons_child.__name__])  # a second of imports, once instead of for each daemon


class TooLateError(RuntimeError):
    """What the harness waited for did not come."""


def until(what: str, happened: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
    """Wait for something in another process; TooLateError if it does not come."""
    pause = threading.Event()
    for _ in range(int(patience_s / MOMENT_S)):
        if happened():
            return
        pause.wait(MOMENT_S)
    raise TooLateError(what)


@dataclass(frozen=True, slots=True)
class Daemon:
    """A process that watches, its diary, and the line on which it is told to begin."""

    process: ForkServerProcess
    diary: Path
    line: Connection

    def said(self, key: str) -> list[dict[str, Any]]:
        """What it wrote under this key, oldest first; a line that is not whole yet does not count."""
        if not self.diary.exists():
            return []
        whole, _, _ = self.diary.read_text(encoding="utf-8").rpartition("\n")
        return [line for line in map(json.loads, whole.splitlines()) if key in line]

    def ready(self) -> None:
        """Wait until it could begin."""
        until("a daemon opens its record", lambda: self.said("ready") or not self.process.is_alive())

    def begin(self) -> None:
        """Let it look for work."""
        self.line.send("begin")

    def rounds(self, number: int = 2) -> None:
        """Wait for so many rounds; of two the second has begun after now."""
        wanted = len(self.said("round")) + number
        until("a daemon's round", lambda: len(self.said("round")) >= wanted)

    def strike(self, number: signal.Signals) -> None:
        """Send it a signal."""
        if self.process.pid:
            os.kill(self.process.pid, number)

    def dismiss(self) -> None:
        """Tell it to end after its round, and wait for that."""
        self.process.terminate()
        self.process.join(PATIENCE_S)

    def bury(self) -> None:
        """End it at once, also if it is stopped, and forget it."""
        self.process.kill()
        self.process.join()
        self.line.close()


def started(environ: Mapping[str, str], lease_s: float, diary: Path) -> Daemon:
    """Start a daemon with a lease of so many seconds; it waits to be told to begin."""
    ours, theirs = FORKS.Pipe()
    process = FORKS.Process(target=daemons_child.main, args=(environ, lease_s, diary, theirs), daemon=True)
    process.start()
    theirs.close()
    return Daemon(process, diary, ours)
