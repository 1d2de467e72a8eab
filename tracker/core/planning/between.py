"""What a visit between two checks is worth, reckoned from the last look and the next check alone: nothing is kept anywhere.

Whoever may make so many visits now makes those that are worth most. No slots are laid down beforehand: where the calls
are just enough for all slots, a queue before them grows until visits come at any time between two checks, and all that
was won is lost. Nor is there a least worth: calls that are not spent today are lost, and after a check of many at once
somebody has to be the first. A restart forgets nothing, and no look out of turn moves another.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.watch import SHORTEST

if TYPE_CHECKING:
    from datetime import datetime

_DAY = 86_400.0
_SHORTEST = SHORTEST / timedelta(days=1)


def day_of(at: datetime) -> float:
    """An instant in days since 1970."""
    return at.timestamp() / _DAY


def worth(often: float, seen: float, now: float, due: float) -> float:
    """What a call is worth now for what is wanted `often` a day, was seen at `seen`, and will be checked at `due`.

    Days, and one unit of worth for all. A visit that cuts a gap in two saves the product of the parts. Before the
    middle of the gap more visits could follow, so the worth is that of the last of as many as would stand evenly. Within
    an hour of a look, and once the check is due, it is nothing.
    """
    age, rest = now - seen, due - now
    if age < _SHORTEST or rest <= 0:
        return 0.0
    if age > rest:
        return 2 * often**2 * age * rest
    return often**2 * age**2 * (age + rest) / rest
