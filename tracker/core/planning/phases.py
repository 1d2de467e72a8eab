"""When a visit is due, reckoned from the last look and the next check alone: nothing of a phase is kept anywhere.

Visits stand between the regular checks, as evenly as these leave room: what is to be looked at `k` times in a rhythm is
visited `k - 1` times, a k-th of the rhythm apart. Each place has a phase of its own, a digest of its name, that moves its
slots by up to a quarter of the way, or all that share a rhythm were visited at the same hour. A restart forgets nothing,
and no look out of turn moves a slot.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_DAY = 86_400.0


def day_of(at: datetime) -> float:
    """An instant in days since 1970."""
    return at.timestamp() / _DAY


def phase(*names: str) -> float:
    """A number from 0 up to 1 that goes with some names: spread evenly, and the same for ever."""
    digest = sha256(" ".join(names).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots for visits before the check that is due at `due`, where the one before was a rhythm (`every`) earlier.

    All in days. `looks` are those of the whole rhythm, the check among them; `phase` is that of the place.
    """

    due: float
    every: float
    looks: int
    phase: float

    @property
    def apart(self) -> float:
        """The days from slot to slot."""
        return self.every / self.looks

    def waited(self, now: float, seen: float) -> float:
        """For how many of its intervals a visit has been due; below zero: none is.

        A look since half an interval before a slot serves it, whatever the look was made for.
        """
        moved = (self.phase - 0.5) / 2
        begin = self.due - self.every + moved * self.apart
        first = max(1, floor((seen - begin) / self.apart + 0.5) + 1)
        if first >= self.looks:
            return -1.0
        return (now - begin) / self.apart - first


def slots(place: tuple[str, ...], often: float, every: float, due: float) -> Slots:
    """The slots of a place that is to be looked at `often` a day: whole numbers of looks, in the long run as many as wanted."""
    chance = phase(*place, str(floor(due / every)))
    return Slots(due, every, max(1, floor(often * every + chance)), phase(*place))
