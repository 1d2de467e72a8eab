"""The simulated time on which everything in the simulated service happens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache


def aware(moment: datetime) -> datetime:
    """Give the moment in UTC; ValueError if it carries no time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a time zone is needed: {moment.isoformat()}")
    return moment.astimezone(UTC)


@lru_cache(maxsize=20_000)
def stamp(moment: datetime) -> str:
    """Write a moment as the service does: UTC, whole seconds, a closing Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class SimClock:
    """A thread-safe clock that stands still unless it is moved or given a speed.

    With a `ticker` (seconds, rising) simulated time runs `speed` times as fast as the ticker.
    """

    def __init__(
        self, start: datetime, *, speed: float = 0.0, ticker: Callable[[], float] | None = None
    ) -> None:
        self._lock = threading.Lock()
        self._base = aware(start)
        self._speed = speed if ticker else 0.0
        self._ticker = ticker or (lambda: 0.0)
        self._mark = self._ticker()

    def now(self) -> datetime:
        """Tell the simulated time, in UTC."""
        with self._lock:
            return self._reading()

    def advance(self, by: timedelta) -> datetime:
        """Move by a span, backwards if it is negative; give the new time."""
        with self._lock:
            return self._place(self._reading() + by)

    def set(self, moment: datetime) -> datetime:
        """Move to a moment, earlier or later; give the new time."""
        with self._lock:
            return self._place(aware(moment))

    def _reading(self) -> datetime:
        return self._base + timedelta(seconds=(self._ticker() - self._mark) * self._speed)

    def _place(self, moment: datetime) -> datetime:
        self._base, self._mark = moment, self._ticker()
        return moment
