"""Reading the lists of markets once a day, with calls that nothing else needs, and keeping what has changed in them:

    tracks of live watches ──> bulk, without a market ──> lists ──> a row where one has changed

One reading tells of all markets: there is no loop over them. It opens no spell and makes no event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.budget import spare
from tracker.core.errors import LookFailed, Overtaken, Passing
from tracker.core.planning.bulk import bulk

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.budget import Limits
    from tracker.core.offers import OfferReader, Offers
    from tracker.core.planning.requests import Request
    from tracker.core.ports import Budget, Clock, Duties
    from tracker.usecases.turns import Turns

DUTY = "offers"
EVERY = timedelta(days=1)
RETRY = timedelta(hours=1)
"""After a passing failure, or while nothing can be spared."""


@dataclass(frozen=True, slots=True)
class Offering:
    """Everything that reading the lists needs."""

    reader: OfferReader
    offers: Offers
    budget: Budget
    duties: Duties
    turns: Turns
    clock: Clock
    limits: Limits


@dataclass(slots=True)
class Offered:
    """What one reading came to: tracks, those with a list, lists that are new or changed; whether it came to its end."""

    tracks: int
    calls: int = 0
    listed: int = 0
    changed: int = 0
    whole: bool = False
    failure: LookFailed | None = None


def read_offers(offering: Offering) -> Offered | None:
    """Read the lists if that is due, in one process at a time; None if it was not, or is not worth a call."""
    with offering.turns.taken_if_due(DUTY, EVERY) as claim:
        if claim is None:
            return None
        try:
            offered = _read(offering)
        except Overtaken:
            return None
        again = RETRY if offered and (isinstance(offered.failure, Passing) or not offered.calls) else EVERY
        offering.duties.done(claim, offering.clock.now() + again)
        return offered


def _read(offering: Offering) -> Offered | None:
    seats = offering.offers.seats()
    requests = bulk(seats, {track: seat for track, seat in seats.items() if seat}, None)
    if not offering.reader.allowed(len(seats)):
        return None
    offered, met = Offered(len(seats)), set[str]()
    left = spare(offering.budget.ledger(), offering.clock.now(), offering.limits)
    for request in _in_turn(requests, offering.clock.now())[:left]:
        try:
            found = offering.reader.offered(request)
        except LookFailed as failure:
            offered.failure = failure
            break
        offered.calls += 1
        offered.changed += offering.offers.keep(found, offering.clock.now())
        met |= found.keys()
    offered.listed, offered.whole = len(met), offered.calls == len(requests)
    if offered.whole:
        offering.offers.finish(met, offering.clock.now())
    return offered


def _in_turn(requests: list[Request], now: datetime) -> list[Request]:
    """Begun at another place every day: where the budget never suffices for all, each has its turn."""
    first = now.toordinal() % len(requests) if requests else 0
    return requests[first:] + requests[:first]
