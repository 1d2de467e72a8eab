"""How fast MusicBrainz is asked: once a second and no faster, and not at all while it asks for quiet."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.errors import Parked
from tracker.core.openname import back_off
from tracker.net.reply import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.core.ports import Clock

SPACING = timedelta(seconds=1.1)
"""It allows one question a second."""
LONGEST_WORD = timedelta(days=1)
"""So long a pause is believed at most; after it one question tells whether it is over."""


class Pace:
    """The last question's time and the refusals in a row, shared by all threads of a process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._last: datetime | None = None
        self._refused = 0

    def leave(self) -> None:
        """Return when the next question may be sent, which counts as sent then."""
        with self._lock:
            if self._last is not None:
                # Never longer than the spacing: a clock that was set back must not stop us.
                left = min(self._last + SPACING - self._clock.now(), SPACING)
                if left > timedelta(0):
                    self._clock.sleep(left.total_seconds())
            self._last = self._clock.now()

    def answered(self) -> None:
        """It answers: the next refusal is the first again."""
        self._refused = 0

    def refused(self, why: str, headers: Mapping[str, str]) -> Parked:
        """The error that says until when nothing is asked: as long as it says, and longer each time that it says nothing."""
        self._refused += 1
        now = self._clock.now()
        told = retry_after(headers.get("retry-after"), now)
        wait = max(back_off(self._refused), timedelta(seconds=told or 0))
        return Parked(why, until=now + min(wait, LONGEST_WORD), why="musicbrainz")
