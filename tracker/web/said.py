"""What a form has just brought about, to be said once on the page that is shown next."""

from __future__ import annotations

import threading
from collections import OrderedDict

MOST = 100
"""Browsers that may still have to be told something; the oldest are forgotten."""


class Said:
    """One line for each browser, by the id of its session, in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: OrderedDict[str, str] = OrderedDict()

    def keep(self, session_id: str, line: str) -> None:
        """Say this the next time."""
        with self._lock:
            self._lines[session_id] = line
            self._lines.move_to_end(session_id)
            while len(self._lines) > MOST:
                self._lines.popitem(last=False)

    def take(self, session_id: str) -> str | None:
        """What is to be said now, if anything."""
        with self._lock:
            return self._lines.pop(session_id, None)
