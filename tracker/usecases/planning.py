"""What the watches will cost a day when they share their calls, and what is asked next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.planning.ahead import Ahead
from tracker.core.planning.forecast import forecast
from tracker.core.planning.least import Round, whole_round
from tracker.core.planning.wanted import Wanted, sources_of, wanted
from tracker.usecases.rounds import RELOOK, duty_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tracker.core.planning.requests import Sources, Tier
    from tracker.core.planning.watched import Forecast, Watched
    from tracker.core.ports import Store
    from tracker.core.watch import Watch

    Slot = tuple[datetime | None, Watch, str]

NEXT = 3
"""So many looks to come are told where there is little room."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The forecast, the watches it speaks of, the looks to come in order of time, and the watches that are paused.

    `unread` are the numbers of those that nobody has read yet: what they cost is known after their first check.
    `wanted` and `sources` are what it reckons with.
    """

    forecast: Forecast
    watches: tuple[Watch, ...]
    ahead: tuple[Ahead, ...]
    paused: tuple[Watch, ...]
    wanted: tuple[Watched, ...]
    sources: Sources
    unread: frozenset[int] = frozenset()

    @property
    def tier(self) -> Tier:
        """How many tracks or albums one call can ask for."""
        return self.sources.tier

    def round(self) -> Round | None:
        """What all of it takes, asked for once, and the least that it could; a second of thinking, so only where it is told."""
        return whole_round(self.wanted, self.sources)


def plan(store: Store, account_market: str | None, per_day: int) -> Plan:
    """Reckon with the entries that each watch held at its last complete check; no call is made."""
    watches = store.all()
    active = held(store, [watch for watch in watches if watch.paused_at is None])
    slots = _slots(store, [each.watch for each in active])
    ahead = [*_checks(slots, active), *_second_looks(store, watches, len(slots))]
    asked, sources = tuple(each.watched for each in active), _sources(store, active, account_market)
    return Plan(
        forecast(asked, sources, per_day),
        tuple(each.watch for each in active),
        tuple(_in_order(ahead)),
        tuple(watch for watch in watches if watch.paused_at is not None),
        asked,
        sources,
        frozenset(each.watch.id for each in active if each.unread),
    )


def held(store: Store, watches: Sequence[Watch]) -> list[Wanted]:
    """What these watches hold, with what that costs."""
    stands = store.holdings.stands([watch.id for watch in watches])
    tier, packed = store.holdings.tier(), {t for held in store.holdings.packed() for t in held.tracks if t}
    return [wanted(watch, stands[watch.id], tier, packed) for watch in watches]


def reckoned(store: Store, active: Sequence[Wanted], account_market: str | None, per_day: int) -> Forecast:
    """The forecast, by what the record knows of packed lists and of the tier."""
    return forecast([each.watched for each in active], _sources(store, active, account_market), per_day)


def _sources(store: Store, active: Sequence[Wanted], account_market: str | None) -> Sources:
    return sources_of(active, account_market, store.holdings.packed(), store.holdings.tier())


def next_looks(store: Store, most: int = NEXT) -> tuple[Ahead, ...]:
    """The looks that come next. Only the watches among them are read, so it is cheap whatever the others hold."""
    active = [watch for watch in store.all() if watch.paused_at is None]
    soon = sorted(_slots(store, active), key=lambda slot: (slot[0] is not None, slot[0], slot[1].id))[:most]
    read = held(store, list({watch.id: watch for _, watch, _ in soon}.values()))
    checks = _checks(soon, read)
    return tuple(_in_order([*checks, *_second_looks(store, active, most)])[:most])


def _checks(slots: Iterable[Slot], read: Iterable[Wanted]) -> Iterator[Ahead]:
    """The checks at these times, with what they cost where that is known."""
    of = {each.watch.id: each for each in read}
    for at, watch, market in slots:
        priced = of[watch.id]
        yield Ahead(at, watch, market, None if priced.unread else priced.prices[market])


def _slots(store: Store, active: Iterable[Watch]) -> list[Slot]:
    due = store.due()
    return [(due.get(duty_of(watch, market)), watch, market) for watch in active for market in watch.markets]


def _in_order(ahead: Iterable[Ahead]) -> list[Ahead]:
    return sorted(ahead, key=lambda each: (each.due_at is not None, each.due_at, each.watch.id))


def _second_looks(store: Store, active: Iterable[Watch], most: int) -> Iterator[Ahead]:
    """Suspects are looked at when they want it, but not before the duty to do so is due."""
    of = {watch.id: watch for watch in active}
    not_before = store.due().get(RELOOK)
    for each in store.holdings.suspects(most):
        if watch := of.get(each.watch_id):
            at = max(each.due_at, not_before) if not_before else each.due_at
            yield Ahead(at, watch, each.market, None, each.size)
