"""Asking leave before each call: the shared budget, the space between calls, and pauses the service demands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tracker.core.budget import Denial, Limits
from tracker.core.errors import Parked

if TYPE_CHECKING:
    from tracker.core.ports import Budget, Clock
    from tracker.spotify.verdict import Pause

SHORT = timedelta(seconds=60)
"""A pause up to this long is waited out; a longer one ends the look."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The one gate that every call passes, in every process on the same database."""

    budget: Budget
    limits: Limits
    clock: Clock

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

    def pause(self, pause: Pause, *, patient: bool) -> None:
        """Hold back every process; wait if the pause is short and `patient`, else raise Parked."""
        until = self.clock.now() + timedelta(seconds=pause.seconds)
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
