"""What is on record, gathered for listings and reports; and whether the tracker is blind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.budget import Limits, used
from tracker.core.ports import EventFilter
from tracker.core.summary import Summary, summarize
from tracker.core.views import BudgetView

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.ports import Store
    from tracker.core.views import WatchView

BLIND_AFTER = 2
"""So many rhythms without a complete check, and a watch is not being observed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: every watch, the budget, and whether any watch goes unobserved."""

    now: datetime
    watches: list[WatchView]
    budget: BudgetView
    blind: bool


def tell(store: Store, now: datetime, since: datetime | None) -> Summary:
    """Sum up the record from `since` to `now`."""
    events, gaps = store.events(EventFilter()), store.gaps(since)
    return summarize(events, gaps, store.watches(now), store.checks(since), since=since, until=now)


def standing(store: Store, now: datetime, limits: Limits) -> Standing:
    """Tell how things stand now; blind is who has watches and lacks a fresh complete check of one."""
    views, ledger = store.watches(now), store.ledger()
    parked = ledger.parked_until if ledger.parked_until and ledger.parked_until > now else None
    budget = BudgetView(limits.per_day, used(ledger, now), parked, ledger.parked_why if parked else None)
    return Standing(now, views, budget, any(_unobserved(view, now) for view in views))


def _unobserved(view: WatchView, now: datetime) -> bool:
    """Never yet looked at counts as blind too, once it should have been."""
    last = view.last_complete_at or view.watch.added_at
    return now - last > BLIND_AFTER * view.watch.every
