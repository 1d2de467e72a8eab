"""The first page: what happened lately, and how each watch stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tracker.core.pages.cards import STRIP_DAYS
from tracker.core.pages.watch import last_page
from tracker.core.phrases import visible
from tracker.core.wording import happening
from tracker.report.rows import lost_row, return_row, source_address, suspected_row
from tracker.store.pages.cards import count_watches, page_of_cards
from tracker.store.pages.home import home
from tracker.usecases.telling import budget_now, with_next
from tracker.usecases.vigil import told_now
from tracker.web.strips import day_strip

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.core.history import Event
    from tracker.core.pages.cards import WatchCard
    from tracker.core.pages.home import Home, Mass
    from tracker.core.views import BudgetView
    from tracker.core.watch import Watch
    from tracker.report.rows import Row
    from tracker.web.site import Site
    from tracker.web.strips import DayStrip

PERIODS = (7, 30, 90, 365)
LIST = 20
Page = Annotated[int, Query(ge=1, le=100_000)]
Days = Annotated[int, Query(ge=1, le=3660)]


@dataclass(frozen=True, slots=True)
class TrackRow:
    """A row about a track (None: about a watched source itself)."""

    track_id: str | None
    told: Row


@dataclass(frozen=True, slots=True)
class MassCard:
    """A mass change in words: a few names, and how many there are beside them."""

    mass: Mass
    said: str
    names: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Ring:
    """The budget as a ring: `share` of it is used, from 0 to 100."""

    budget: BudgetView
    share: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A watch's card with its strip of days and its page at the service."""

    card: WatchCard
    strip: DayStrip | None
    address: str | None


def routes(site: Site) -> APIRouter:
    """`/` and `/watches`."""
    router = APIRouter()

    @router.get("/")
    def first(request: Request, days: Days = 30, page: Page = 1) -> Response:
        now = site.app.clock.now()
        view = site.ask(home, now, days, page)
        if not view.live:
            return RedirectResponse("/welcome", 303)
        shown: dict[str, Any] = {
            "days": days,
            "periods": PERIODS,
            "page": page,
            "last": last_page(view.vanished.size),
        }
        return site.page(request, "home.html", now=now, view=view, **shown, **_told(site, view, now))

    @router.get("/watches")
    def watches(request: Request, page: Page = 1) -> Response:
        now = site.app.clock.now()
        size = site.ask(count_watches)
        found = site.ask(page_of_cards, page, LIST, now)
        cards = shown_cards(found, now)
        return site.page(
            request, "watches.html", now=now, cards=cards, size=size, page=page, last=last_page(size)
        )

    return router


def shown_cards(cards: Iterable[WatchCard], now: datetime) -> tuple[Shown, ...]:
    """Cards as they are drawn."""
    start = now - timedelta(days=STRIP_DAYS)
    return tuple(Shown(each, day_strip(each, start, now), source_address(each.watch)) for each in cards)


def _told(site: Site, view: Home, now: datetime) -> dict[str, Any]:
    """What the page says in words."""
    app = site.app
    watches = {each.watch.id: each.watch for each in view.live}
    budget = with_next(budget_now(app.store, now, app.limits), app.store)
    return {
        "notices": told_now([each.view() for each in view.live], view.told, app.login_view().expires_at, now),
        "vanished": [TrackRow(lost.newest.track_id, lost_row(lost)) for lost in view.vanished.rows],
        "vanished_masses": [_mass(mass) for mass in view.vanished.masses],
        "returned": [TrackRow(each.event.track_id, return_row(each)) for each in view.returned.rows],
        "suspected": [_suspected(events, watches) for events in view.suspected.rows],
        "suspected_masses": [_mass(mass) for mass in view.suspected.masses],
        "ring": Ring(budget, min(100.0, 100 * budget.used_24h / max(1, budget.per_day))),
        "cards": shown_cards(view.cards, now),
    }


def _suspected(events: tuple[Event, ...], watches: dict[int, Watch]) -> TrackRow:
    rows = [suspected_row(event, watches) for event in events]
    lines = tuple(line for row in rows for line in row.lines)
    return TrackRow(events[0].track_id, replace(rows[0], lines=lines))


def _mass(mass: Mass) -> MassCard:
    names = tuple(
        visible(each.title) if each.title and each.title.strip() else f"track {each.track_id}"
        for each in mass.names
    )
    said = happening(replace(mass.names[0], market="")) if mass.names else mass.kind.value
    return MassCard(mass, said, names, mass.tracks - len(names))
