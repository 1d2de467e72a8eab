"""The simulator's clock in the shape that the program asks for: to sleep is to let simulated time pass."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.simulator import SimClock


class DemoClock:
    """A clock on which waiting takes no time."""

    def __init__(self, clock: SimClock) -> None:
        """Wrap the clock that the simulator goes by, so that both always agree."""
        self._clock = clock

    def now(self) -> datetime:
        """The simulated instant."""
        return self._clock.now()

    def sleep(self, seconds: float) -> None:
        """Let simulated time pass."""
        self._clock.advance(timedelta(seconds=seconds))

    def forward(self, moment: datetime) -> None:
        """Jump ahead to a moment; never back."""
        if moment > self._clock.now():
            self._clock.set(moment)
