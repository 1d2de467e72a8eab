"""How many calls were made in the last 24 hours, and when the next one may go out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

DAY = timedelta(hours=24)
BUCKET = timedelta(minutes=15)
AHEAD = timedelta(hours=1)
"""So far ahead of the clock a call may be planned; what lies further ahead was counted by another clock."""
LONGEST_PAUSE = timedelta(days=8)
"""Longer than any pause that is believed."""
SPARE_SHARE = 0.5
"""So much of a day's budget may be used up before questions that are no checks have to wait."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the owner allows: calls in any rolling 24 h, and calls a second."""

    per_day: int = 400
    per_second: float = 1.0

    @property
    def spacing(self) -> timedelta:
        """The least time between two calls."""
        return timedelta(seconds=1 / self.per_second)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Calls made, counted in quarters of an hour: pairs of (quarter since 1970, calls), oldest first.

    `last_slot` is the instant the latest call was (or will be) sent; `parked_until` and `parked_why` are the
    service's own word that nothing may be sent before.
    """

    buckets: tuple[tuple[int, int], ...] = ()
    last_slot: datetime | None = None
    parked_until: datetime | None = None
    parked_why: str | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to send one call at `at`, and the ledger that remembers it."""

    ledger: Ledger
    at: datetime


@dataclass(frozen=True, slots=True)
class Denial:
    """No call before `until`, because of `why` (`budget`, or the word the service was parked with)."""

    until: datetime
    why: str


def bucket_of(at: datetime) -> int:
    """The number of the quarter of an hour that holds `at`."""
    return int(at.timestamp() // BUCKET.total_seconds())


def used(ledger: Ledger, now: datetime) -> int:
    """Calls of the last 24 h. Counts the whole oldest quarter: never fewer than were made."""
    oldest = bucket_of(now - DAY)
    return sum(calls for quarter, calls in ledger.buckets if quarter >= oldest)


def believable(ledger: Ledger, now: datetime) -> Ledger:
    """The ledger without the traces of a clock that has been set back since.

    Calls of the future were made, so they count from now on; a pause longer than any is not kept.
    """
    latest = bucket_of(now + AHEAD)
    parked = ledger.parked_until
    if parked and parked - now > LONGEST_PAUSE:
        ledger = replace(ledger, parked_until=None, parked_why=None)
    if not ledger.buckets or ledger.buckets[-1][0] <= latest:
        return ledger
    kept = {quarter: calls for quarter, calls in ledger.buckets if quarter <= latest}
    stray = sum(calls for quarter, calls in ledger.buckets if quarter > latest)
    kept[bucket_of(now)] = kept.get(bucket_of(now), 0) + stray
    return replace(ledger, buckets=tuple(sorted(kept.items())))


def spend(ledger: Ledger, now: datetime, limits: Limits) -> Grant | Denial:
    """Take one call out of the budget, or say when one will be free."""
    ledger = believable(ledger, now)
    if ledger.parked_until and now < ledger.parked_until:
        return Denial(ledger.parked_until, ledger.parked_why or "quota")
    if used(ledger, now) >= limits.per_day:
        return Denial(_free_again(ledger, now, limits), "budget")
    at = now if ledger.last_slot is None else max(now, ledger.last_slot + limits.spacing)
    if at - now > max(
        AHEAD, 2 * limits.spacing
    ):  # the clock was set back: a slot of "tomorrow" must not stop us today
        at = now
    return Grant(replace(_count(ledger, at), last_slot=at, parked_until=None, parked_why=None), at)


def spare(ledger: Ledger, now: datetime, limits: Limits, share: float = SPARE_SHARE) -> int:
    """How many calls may go now into what is no check: none once the last 24 h took `share` of the budget.

    The rest belongs to checks and to second looks at suspects, which nothing else may starve.
    """
    ledger = believable(ledger, now)
    if ledger.parked_until and now < ledger.parked_until:
        return 0
    return max(0, int(limits.per_day * share) - used(ledger, now))


def park(ledger: Ledger, until: datetime, why: str) -> Ledger:
    """Remember that nothing may be sent before `until`; a later word never shortens an earlier one."""
    if ledger.parked_until and ledger.parked_until >= until:
        return ledger
    return replace(ledger, parked_until=until, parked_why=why)


def _count(ledger: Ledger, at: datetime) -> Ledger:
    quarter, oldest = bucket_of(at), bucket_of(at - DAY)
    kept = {q: n for q, n in ledger.buckets if q >= oldest}
    kept[quarter] = kept.get(quarter, 0) + 1
    return replace(ledger, buckets=tuple(sorted(kept.items())))


def _free_again(ledger: Ledger, now: datetime, limits: Limits) -> datetime:
    """The instant at which enough old quarters have left the window for one more call."""
    oldest = bucket_of(now - DAY)
    left = used(ledger, now)
    for quarter, calls in ledger.buckets:
        if quarter < oldest:
            continue
        left -= calls
        if left < limits.per_day:
            return datetime.fromtimestamp((quarter + 1) * BUCKET.total_seconds(), UTC) + DAY
    return now + DAY
