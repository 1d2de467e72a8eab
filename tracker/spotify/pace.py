"""Asking leave before each call: the shared budget, the space between calls, and pauses the service demands."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from tracker.core.budget import Denial, Limits
from tracker.core.errors import Parked
from tracker.core.planning import limits as hidden

if TYPE_CHECKING:
    from tracker.core.ports import Budget, Clock
    from tracker.spotify.verdict import Pause

SHORT = timedelta(seconds=60)
"""A pause up to this long is waited out; a longer one ends the look."""

BELIEVED = 5
"""So many calls in half a minute are always thought possible: one refused among few says more of the moment than of a limit."""
LEARNT_FOR = timedelta(days=1)


class Room:
    """How many calls the service really takes in half a minute, which it tells nobody: learnt from what it refuses.

    Until it refuses something only the owner's own limit holds; a day after the last refusal again. Each process learns
    for itself; see `core/planning/limits.py`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pace: hidden.Pace | None = None
        self._refused_at: datetime | None = None

    def next_at(self, now: datetime) -> datetime:
        """When the next call may go out as far as the service is concerned."""
        with self._lock:
            if self._pace is None or self._refused_at is None or not _lately(self._refused_at, now):
                return now
            return datetime.fromtimestamp(hidden.next_at(self._pace, now.timestamp()), UTC)

    def answered(self, now: datetime, limits: Limits) -> None:
        """A call was answered, whatever the answer was."""
        with self._lock:
            allowed = max(1, ceil(limits.per_second * hidden.WINDOW_S))
            pace = self._pace or hidden.Pace(room=allowed, trying=0)
            self._pace = hidden.answered(pace, now.timestamp())

    def refused(self, now: datetime, seconds: float) -> None:
        """A call was answered 429."""
        with self._lock:
            pace = hidden.refused(self._pace or hidden.Pace(), now.timestamp(), seconds)
            self._pace, self._refused_at = replace(pace, room=max(pace.room, BELIEVED)), now


def _lately(refused_at: datetime, now: datetime) -> bool:
    return timedelta(0) <= now - refused_at <= LEARNT_FOR


@dataclass(frozen=True, slots=True)
class Pace:
    """The one gate that every call passes, in every process on the same database."""

    budget: Budget
    limits: Limits
    clock: Clock
    room: Room = field(default_factory=Room)

    def leave(self) -> None:
        """Count one call, then return at the instant it may be sent; raise Parked if that is not soon."""
        granted = self.budget.spend(self.clock.now(), self.limits)
        if (
            isinstance(granted, Denial)
            and granted.why == "rate"
            and granted.until - self.clock.now() <= SHORT
        ):
            self._sleep_until(granted.until)
            granted = self.budget.spend(self.clock.now(), self.limits)
        if isinstance(granted, Denial):
            raise self._parked(granted)
        self._sleep_until(granted)
        self._sleep_until(self.room.next_at(self.clock.now()))

    def answered(self) -> None:
        """Remember that a call was not too many."""
        self.room.answered(self.clock.now(), self.limits)

    def pause(self, pause: Pause, *, patient: bool) -> None:
        """Hold back every process; wait if the pause is short and `patient`, else raise Parked."""
        until = self.clock.now() + timedelta(seconds=pause.seconds)
        if pause.why == "rate":
            self.room.refused(self.clock.now(), pause.seconds)
        self.budget.park(until, pause.why)
        if pause.why == "quota" or not patient or until - self.clock.now() > SHORT:
            raise self._parked(Denial(until, pause.why))
        self._sleep_until(until)

    def _sleep_until(self, at: datetime) -> None:
        """Wait, but never longer than the longest pause: the clock may have been set back to another age meanwhile."""
        wait = min(at - self.clock.now(), SHORT)
        if wait > timedelta(0):
            self.clock.sleep(wait.total_seconds())

    def _parked(self, denial: Denial) -> Parked:
        reasons = {
            "budget": f"The budget of {self.limits.per_day} calls in 24 hours is used up",
            "quota": "The service's quota for this developer account is used up",
        }
        reason = reasons.get(denial.why, "The service asks for a pause")
        message = f"{reason}: no calls before {denial.until:%Y-%m-%d %H:%M} UTC."
        return Parked(message, until=denial.until, why=denial.why)
