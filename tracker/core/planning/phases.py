"""When a visit is due, reckoned from the last look alone: nothing about a track's phase is kept anywhere.

What is visited every `interval` days has slots `(k + phase) * interval` since 1970; its phase is a digest of its name.
So a restart forgets nothing, and looks out of turn never move the slots. Intervals go in steps of the square root of
two, or every small change of a rate would set the slots anew.
"""

from __future__ import annotations

from hashlib import sha256
from math import floor, log2
from typing import TYPE_CHECKING

from tracker.core.planning.visits import overdue, stands_in

if TYPE_CHECKING:
    from datetime import datetime

_STEPS = 2
"""So many steps double an interval."""
_DAY = 86_400.0


def day_of(at: datetime) -> float:
    """An instant in days since 1970."""
    return at.timestamp() / _DAY


def stepped(days: float) -> float:
    """The nearest interval that is used; on average it is neither longer nor shorter."""
    return float(2 ** (round(_STEPS * log2(days)) / _STEPS))


def phase(*names: str) -> float:
    """Where in its interval something is visited, from 0 up to 1: spread evenly, and the same for ever."""
    digest = sha256(" ".join(names).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def slot_after(at: float, interval: float, phase: float) -> float:
    """The first slot after an instant."""
    return (floor(at / interval - phase) + 1 + phase) * interval


def waited(now: float, seen: float, interval: float, phase: float, mean: float) -> float:
    """For how many of its own intervals something has been due; below zero: it is not due yet.

    A look shortly before a slot serves it, whatever the look was made for, unless the next wait would grow too old,
    counted in `mean` intervals.
    """
    slot = slot_after(seen, interval, phase)
    if stands_in(seen, slot, interval, mean):
        slot += interval
    return overdue(now, slot - interval, interval)
