"""The two limits of the service: calls in a rolling 30 s, and a quota over a rolling 24 h."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

RATE_WINDOW = timedelta(seconds=30)
QUOTA_WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Limits:
    """Calls allowed; None means without limit. `retry_after_day` (seconds) overrides the true waiting time."""

    per_30s: int | None = None
    per_day: int | None = None
    retry_after_day: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a call is refused, and after how many seconds the next one may come."""

    message: str
    retry_after: int
    reason: str | None = None


class Meter:
    """Counts the accepted calls of the developer account on simulated time; refused ones do not count."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rate: deque[datetime] = deque()
        self._quota: deque[datetime] = deque()

    def refuse(self, now: datetime) -> Refusal | None:
        """Count the call and give None, or give the refusal."""
        limits = self._limits
        _forget(self._rate, now, RATE_WINDOW)
        _forget(self._quota, now, QUOTA_WINDOW)
        if limits.per_day is not None and len(self._quota) >= limits.per_day:
            wait = limits.retry_after_day or _wait(self._quota, now, QUOTA_WINDOW)
            return Refusal("Too many requests", wait, "QUOTA_EXCEEDED")
        if limits.per_30s is not None and len(self._rate) >= limits.per_30s:
            return Refusal("API rate limit exceeded", _wait(self._rate, now, RATE_WINDOW))
        self._rate.append(now)
        self._quota.append(now)
        return None


class Beat:
    """At most one call in `seconds` (None: without limit), as open databases ask of programs; refused calls count too."""

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self._last: datetime | None = None

    def refuse(self, now: datetime) -> int | None:
        """Count the call and give None, or give the seconds to wait."""
        if self.seconds is None:
            return None
        last, self._last = self._last, now
        left = timedelta(seconds=self.seconds) - (now - last) if last and last <= now else timedelta(0)
        return math.ceil(left.total_seconds()) if left > timedelta(0) else None


def _forget(calls: deque[datetime], now: datetime, window: timedelta) -> None:
    while calls and calls[0] <= now - window:
        calls.popleft()
    # A clock that was set back leaves calls in the future; they have not happened.
    while calls and calls[-1] > now:
        calls.pop()


def _wait(calls: deque[datetime], now: datetime, window: timedelta) -> int:
    oldest = calls[0] if calls else now
    return max(1, math.ceil((oldest + window - now).total_seconds()))
