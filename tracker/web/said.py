"""What is kept for a browser until its next page: what a form has brought about, or what it has offered."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 100
"""Browsers that may still have to be told something; the oldest are forgotten."""


class Said(Generic[T]):
    """One thing for each browser, by the id of its session, in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, T] = OrderedDict()

    def keep(self, session_id: str, thing: T) -> None:
        """Say this the next time."""
        with self._lock:
            self._kept[session_id] = thing
            self._kept.move_to_end(session_id)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def take(self, session_id: str) -> T | None:
        """What is to be said now, if anything."""
        with self._lock:
            return self._kept.pop(session_id, None)

    def look(self, session_id: str) -> T | None:
        """The same, and it stays."""
        with self._lock:
            return self._kept.get(session_id)
