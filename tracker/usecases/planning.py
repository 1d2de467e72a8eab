"""What the watches will cost a day as they are checked now, and what is asked next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.plan import price
from tracker.core.planning.batched import batched_calls
from tracker.core.planning.forecast import Apart, Watched, outlook
from tracker.core.planning.requests import Tier
from tracker.core.watch import Source
from tracker.usecases.rounds import duty_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.core.known import KnownEntry
    from tracker.core.planning.forecast import Forecast
    from tracker.core.ports import Store
    from tracker.core.watch import Watch


@dataclass(frozen=True, slots=True)
class Ahead:
    """One check to come: when it is due (None: at once), of what, where, and its calls."""

    due_at: datetime | None
    watch: Watch
    market: str
    calls: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The outlook, the watches it speaks of, the checks to come in order of time, and those that are paused.

    `tier` is what it reckons with: how many tracks or albums one call can ask for.
    """

    forecast: Forecast
    watches: tuple[Watch, ...]
    ahead: tuple[Ahead, ...]
    paused: tuple[Watch, ...]
    tier: Tier = Tier.C


def priced(store: Store, watch: Watch) -> list[KnownEntry]:
    """The entries by which a watch is priced: of an imported list that was not looked at yet, its places."""
    return store.entries(watch.id) or store.listed(watch.id)


def plan(store: Store, account_market: str | None, per_day: int, tier: Tier = Tier.C) -> Plan:
    """Reckon with the entries that each watch held at its last complete check; no call is made."""
    watches, due = store.all(), store.due()
    active = tuple(watch for watch in watches if watch.paused_at is None)
    prices: dict[tuple[int, str], int] = {}
    for watch in active:
        held = priced(store, watch)
        for market, calls in price(watch, held).per_check.items():
            prices[watch.id, market] = _cheaper(calls, watch, market, held, tier)
    asked = [Watched(watch.id, watch.label, watch.every, watch.markets, ()) for watch in active]
    ahead = [
        Ahead(due.get(duty_of(watch, market)), watch, market, prices[watch.id, market])
        for watch in active
        for market in watch.markets
    ]
    return Plan(
        outlook(asked, Apart(prices, account_market), per_day),
        active,
        tuple(sorted(ahead, key=lambda each: (each.due_at is not None, each.due_at, each.watch.id))),
        tuple(watch for watch in watches if watch.paused_at is not None),
        tier,
    )


def _cheaper(calls: int, watch: Watch, market: str, held: Sequence[KnownEntry], tier: Tier) -> int:
    """The price where many can be asked for at once; a list's own pages at home are read as ever."""
    if not tier.batches or (market == watch.markets[0] and watch.source is not Source.LIST):
        return calls
    return max(1, min(calls, batched_calls(held)))
