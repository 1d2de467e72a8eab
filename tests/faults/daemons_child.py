"""A daemon for the harness: the wired program on the machine's own clock, asking what is due without a pause between.

It begins when it is told to, writes down what it does, one JSON object a line, and ends on SIGTERM or with its parent.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import traceback
from collections.abc import Mapping
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from tracker.core.errors import TrackerError
from tracker.settings import load
from tracker.usecases.rounds import run_due
from tracker.usecases.vigil import keep_vigil
from tracker.wiring import App, open_app

BREATH_S = 0.05


class Diary:
    """Where a daemon writes down what it does; every line is there as soon as it is written."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def write(self, **what: object) -> None:
        """One line more."""
        self._file.write(json.dumps(what) + "\n")


def one_round(app: App, diary: Diary) -> None:
    """Do what is due, and tell it; an error of ours is told too, and does not end anything."""
    try:
        looks = run_due(app.observer)
        notices = keep_vigil(app.store, app.login_view().expires_at, app.clock.now())
    except TrackerError as error:
        diary.write(error=str(error))
        return
    for looked in looks:
        diary.write(check=looked.recorded.check_id, watch=looked.watch.id, calls=looked.calls)
    for notice in notices:
        diary.write(notice=notice.text)


def live(environ: Mapping[str, str], lease_s: float, diary: Diary, line: Connection) -> None:
    """Round after round until told to end."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    app = open_app(load(environ))
    app.observer.turns.lease = timedelta(seconds=lease_s)
    diary.write(ready=True)
    line.recv()
    threading.Thread(target=_end_with_parent, args=(line,), daemon=True).start()
    while not ended.wait(BREATH_S):
        one_round(app, diary)
        diary.write(round=True)
    app.close()


def main(environ: Mapping[str, str], lease_s: float, path: Path, line: Connection) -> None:
    """A whole life, with its last words if it fails."""
    diary = Diary(path)
    try:
        live(environ, lease_s, diary, line)
    except Exception:
        diary.write(crash=traceback.format_exc())
        raise


def _end_with_parent(line: Connection) -> None:
    """Whoever started this holds the other end."""
    try:
        line.recv()
    except EOFError:
        os._exit(1)
