"""How often each track is looked at: what the owner asked for first, the rest by the square root of rate over cost.

A flip waits half an interval on average, so looks at rates proportional to sqrt(rate / cost) make the mean wait shortest.
Looks proportional to the rate itself do no better than equal ones, and those that keep the most tracks fresh give up
the ones that flip most: neither is done here.

No track is looked at less than a sixth as often as the mean (0.15). That floor is lifted as far as it takes to keep the
slowest twentieth of all flips from waiting longer than equal looks would let them wait.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import inf, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FLOOR = 0.15
"""The least share of the mean visit rate: a look then grows no older than 6.7 mean intervals: just below seven."""
HALF = 0.5
"""Looks out of turn never take more than this share of the calls."""
OLDEST = 7.0
"""So many mean intervals old no look may be."""
_ROOM = 0.95
_HIGHEST = 0.98
_SLOW, _MOST = 0.045, 0.95
_TRIES = 10


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to look at: how often it flips a day, what a look costs, and how many looks a day its owner demands."""

    rate: float
    cost: float = 1.0
    demanded: float = 0.0


@dataclass(frozen=True, slots=True)
class Allotment:
    """How a day's calls are shared out: the floor and the scale that all wishes have in common.

    `stretch` is 1 unless the owner's rhythms alone cost more than there is: then each of them comes so many times
    slower, and nothing is left for the rest.
    """

    mean: float
    floor: float
    scale: float
    stretch: float = 1.0

    def per_day(self, wish: Wish) -> float:
        """How many looks a day one wish gets; also good for a rate that was learnt since."""
        if self.stretch > 1:
            return wish.demanded / self.stretch
        return max(wish.demanded, self.floor, self.scale * sqrt(wish.rate / wish.cost))

    def interval(self, wish: Wish) -> float | None:
        """The days between two looks, or None where nothing is left for this one."""
        often = self.per_day(wish)
        return 1 / often if often else None


def allotted(wishes: Iterable[Wish], calls: float, taken: float = 0.0, swift: float = 0.0) -> Allotment:
    """Share out a day's `calls`, the owner's rhythms first.

    `taken` is the share of all calls that went into looks out of turn of late; it is not in `calls`, and where it is
    large the floor is higher, for an age is counted in the intervals that all calls together would allow. `swift` are
    the flips a day that sweeps find soon: they are never among the slow ones, so the floor can be lower.
    """
    kinds = [_kind(wish, count) for wish, count in Counter(wishes).items()]
    whole = sum(kind.cost for kind in kinds)
    if not whole:
        return Allotment(0.0, 0.0, 0.0)
    mean, demanded = calls / whole, sum(kind.demanded * kind.cost for kind in kinds)
    if demanded >= calls:
        return Allotment(mean, 0.0, 0.0, stretch=demanded / calls if calls else inf)
    floor = FLOOR / (1 - min(taken, HALF)) * mean
    low = _shared(kinds, calls, floor)
    if _slow_share(kinds, low, swift) <= _SLOW:
        return low
    return _lifted(kinds, calls, low, swift)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Wishes that are alike: the flips a day and the cost of all of them, and what each demands and deserves."""

    flips: float
    cost: float
    demanded: float
    root: float


def _kind(wish: Wish, count: int) -> _Kind:
    return _Kind(count * wish.rate, count * wish.cost, wish.demanded, sqrt(wish.rate / wish.cost))


def _lifted(kinds: list[_Kind], calls: float, low: Allotment, swift: float) -> Allotment:
    """The lowest floor that keeps the slow flips few; the highest there is if none does."""
    below, above = low.floor, _HIGHEST * low.mean
    found = _shared(kinds, calls, above)
    for _ in range(_TRIES):
        middle = (below + above) / 2
        tried = _shared(kinds, calls, middle)
        if _slow_share(kinds, tried, swift) > _SLOW:
            below = middle
        else:
            above, found = middle, tried
    return found


def _shared(kinds: list[_Kind], calls: float, floor: float) -> Allotment:
    """Spend exactly the calls there are, above that floor or, if it costs too much, above the highest that does not.

    What is bound by a floor or a rhythm is set aside and the rest shared out, until no more is found to be bound.
    """
    mean = calls / sum(kind.cost for kind in kinds)
    floor = _affordable(kinds, calls, floor)
    scale, free = 0.0, kinds
    left = calls
    while free:
        worth = sum(kind.root * kind.cost for kind in free)
        scale = left / worth if worth else 0.0
        bound = [kind for kind in free if scale * kind.root < max(floor, kind.demanded)]
        if not bound:
            break
        left -= sum(max(floor, kind.demanded) * kind.cost for kind in bound)
        free = [kind for kind in free if scale * kind.root >= max(floor, kind.demanded)]
    return Allotment(mean, floor, scale if free else 0.0)


def _affordable(kinds: list[_Kind], calls: float, floor: float) -> float:
    """The floor, lowered until it and the owner's rhythms together cost no more than there is."""
    if sum(max(floor, kind.demanded) * kind.cost for kind in kinds) <= calls:
        return floor
    low, high = 0.0, floor
    for _ in range(_TRIES):
        middle = (low + high) / 2
        fits = sum(max(middle, kind.demanded) * kind.cost for kind in kinds) <= calls
        low, high = (middle, high) if fits else (low, middle)
    return low


def _slow_share(kinds: list[_Kind], allotment: Allotment, swift: float) -> float:
    """The share of all flips to come that waits longer than 95 of 100 would with equal looks."""
    flips = swift + sum(kind.flips for kind in kinds)
    slow = sum(
        kind.flips
        * max(
            0.0, 1 - _MOST * max(kind.demanded, allotment.floor, allotment.scale * kind.root) / allotment.mean
        )
        for kind in kinds
    )
    return slow / flips if flips else 0.0


def overdue(now: float, last: float, interval: float) -> float:
    """How far past due, in intervals of its own: 0 is due now, below is not due yet. Most overdue goes first."""
    return (now - last) / interval - 1


def rescheduled(now: float, due: float, old: float, new: float) -> float:
    """When a look is due after its interval has changed: as far through the new one as it was through the old."""
    return now + (due - now) * new / old if due > now else due


def stands_in(now: float, due: float, interval: float, mean: float) -> bool:
    """Whether a look out of turn replaces the regular one that is due next: only if that is near.

    Nor may the wait for the one after next grow too old, counted in `mean` intervals. Either way the regular phase
    stays, so that siblings that were swept together do not fall into step.
    """
    return due - now < interval / 2 and due - now + interval < OLDEST * mean * _ROOM
