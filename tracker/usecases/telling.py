"""What is on record, gathered for listings and reports; and whether the tracker is blind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.core.absences import with_meanings
from tracker.core.budget import Limits, believable, used
from tracker.core.phrases import count
from tracker.core.ports import EventFilter
from tracker.core.summary import Summary, summarize
from tracker.core.views import BudgetView
from tracker.core.wording import why_text
from tracker.usecases.planning import next_looks
from tracker.usecases.vigil import standing_notices, told_now

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.notices import Notice
    from tracker.core.ports import Store
    from tracker.core.views import WatchView
    from tracker.usecases.look import Looked


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: every watch, the budget, and what the owner has to be told."""

    now: datetime
    watches: list[WatchView]
    budget: BudgetView
    notices: list[Notice]

    @property
    def blind(self) -> bool:
        """Whether any watch goes unobserved."""
        return any(notice.kind.blinding for notice in self.notices)


def tell(store: Store, now: datetime, since: datetime | None) -> Summary:
    """Sum up the record from `since` to `now`."""
    events, gaps = store.events(EventFilter()), store.gaps(since)
    told = [notice for notice in standing_notices(store, None, now) if notice.kind.reported]
    summary = summarize(events, gaps, store.watches(), store.checks(since), since=since, until=now)
    return replace(
        summary,
        notices=tuple(told),
        stories=with_meanings(summary.stories, store.meanings()),
        lives=store.replacements.standing(summary.missing),
    )


def standing(
    store: Store,
    now: datetime,
    limits: Limits,
    login_ends: datetime | None = None,
    views: list[WatchView] | None = None,
) -> Standing:
    """Tell how things stand now; blind is who has watches and lacks a fresh complete check of one.

    `views` are the watches, for who has read them already.
    """
    views = store.watches() if views is None else views
    told = told_now(views, store.notices(), login_ends, now)
    return Standing(now, views, budget_now(store, now, limits), told)


def budget_now(store: Store, now: datetime, limits: Limits) -> BudgetView:
    """What is left of the budget, and until when no call may be made at all."""
    ledger = believable(store.ledger(), now)
    parked = ledger.parked_until if ledger.parked_until and ledger.parked_until > now else None
    return BudgetView(limits.per_day, used(ledger, now), parked, ledger.parked_why if parked else None)


def with_next(budget: BudgetView, store: Store) -> BudgetView:
    """The budget with what will be asked next."""
    return replace(budget, ahead=next_looks(store))


def look_line(looked: Looked) -> str:
    """What a look brought, in one line."""
    decision = looked.recorded.decision
    head = f"{looked.watch.label} in {looked.market}"
    if not decision.complete:
        return f"{head}: incomplete, {why_text(decision.why)}; nothing is concluded from it."
    seen = ", ".join(f"{number} {state}" for state, number in decision.observed.items())
    news = [
        f"{count(len(looked.recorded.suspected), 'change')} suspected" if looked.recorded.suspected else "",
        f"{count(len(looked.recorded.confirmed), 'change')} confirmed" if looked.recorded.confirmed else "",
    ]
    how = {"list": "", "packed": " (seen in packed lists)"}.get(looked.way, f" (asked by {looked.way})")
    return f"{head}: complete{how}, {seen}; {'; '.join(filter(None, news)) or 'no change'}; {count(looked.calls, 'call')}."
