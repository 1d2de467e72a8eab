"""How many calls visits may take: what the owner's rhythms and the second looks leave, and never what is due soon."""

from __future__ import annotations

from bisect import bisect_left
from math import floor
from typing import TYPE_CHECKING

from tracker.core.budget import DAY, believable, bucket_of, used
from tracker.core.items import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.core.budget import Ledger, Limits

RESERVE = 0.1
"""So much of a day's calls is kept for second looks, searches and albums, even if they took less of late."""
WEEK = 7
_REGULAR = frozenset({Purpose.RHYTHM, Purpose.VISIT})


def left_a_day(per_day: int, rhythms: float, spent: Mapping[Purpose, int], beside: float) -> float:
    """The calls a day that are left for visits.

    `rhythms` are the calls a day of the watches' own checks, `spent` those of the last week by purpose, `beside` those
    of the last day that were no looks at all.
    """
    others = sum(calls for purpose, calls in spent.items() if purpose not in _REGULAR) / WEEK + beside
    return max(0.0, per_day - rhythms - max(RESERVE * per_day, others))


def room(ledger: Ledger, now: datetime, limits: Limits, due: Iterable[tuple[datetime, int]]) -> int:
    """The calls that may go now and still leave every check that is `due` within a day the calls that it costs.

    Pairs of (when, calls). What was sent in the last 24 hours comes free again bit by bit, and is counted so.
    """
    ledger = believable(ledger, now)
    if ledger.parked_until and now < ledger.parked_until:
        return 0
    whole = floor(limits.per_day * (1 - RESERVE))
    least, taken = whole - used(ledger, now), 0
    sums = [0]
    for _, calls in ledger.buckets:
        sums.append(sums[-1] + calls)
    quarters = [quarter for quarter, _ in ledger.buckets]
    for at, calls in sorted(each for each in due if each[0] < now + DAY):
        taken += calls
        past = sums[-1] - sums[bisect_left(quarters, bucket_of(max(at, now) - DAY))]
        least = min(least, whole - past - taken)
    return max(0, least)


def instalment(left: float, since: float, now: float) -> int:
    """The part of a day's `left` calls that falls into a time (in days since 1970); all parts together are the whole."""
    return floor(left * now) - floor(left * since)
