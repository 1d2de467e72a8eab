"""Adding a watch: its price first; where the budget would not pay for it, a question before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from tracker.core.errors import TrackerError
from tracker.core.markets import parse_markets
from tracker.core.planning.offered import price_lines
from tracker.core.watch import parse_rhythm
from tracker.store.pages.settings import any_watch
from tracker.usecases.watching import Wish, accept, offer, quote
from tracker.web.pages.settings import settings_page
from tracker.web.pages.welcome import welcome_page
from tracker.web.refusals import status_of
from tracker.web.site import back_to

if TYPE_CHECKING:
    from tracker.core.planning.offered import Quote
    from tracker.usecases.watching import Offer
    from tracker.web.site import Site

LinkText = Annotated[str, Form(max_length=500)]
MarketsText = Annotated[str, Form(max_length=1500)]
RhythmText = Annotated[str, Form(max_length=10)]


def routes(site: Site) -> APIRouter:
    """`/watches` and `/adding`."""
    router = APIRouter()

    @router.post("/watches")
    def add(
        request: Request, link: LinkText, markets: MarketsText = "", every: RhythmText = "1d"
    ) -> Response:
        try:
            made = _offer(site, link, markets, every)
        except TrackerError as error:
            again = settings_page if _any(site) else welcome_page
            return again(site, request, status_of(error), wrong=str(error), link=link)
        found = _quote(site, made)
        if found.fits:
            return _accepted(site, request, made, found)
        site.offered.keep(request.state.visit.id, made)
        return back_to("/adding")

    @router.get("/adding")
    def ask(request: Request) -> Response:
        made = site.offered.look(request.state.visit.id)
        if made is None:
            return back_to("/settings" if _any(site) else "/welcome")
        found = _quote(site, made)
        return site.page(
            request, "price.html", label=made.new.label, lines=price_lines(found), ways=found.ways
        )

    @router.post("/adding")
    def confirm(request: Request) -> Response:
        made = site.offered.take(request.state.visit.id)
        if made is None:  # added in another window, or the program began anew
            site.said.keep(request.state.visit.id, "Nothing was added: ask for the price again.")
            return back_to("/settings" if _any(site) else "/welcome")
        return _accepted(site, request, made, _quote(site, made))

    return router


def _any(site: Site) -> bool:
    return site.ask(any_watch) is not None


def _offer(site: Site, link: str, markets: str, every: str) -> Offer:
    app = site.app
    wished = parse_markets([markets]) or app.settings.TRACKER_MARKETS
    return offer(Wish(link, wished, parse_rhythm(every)), app.means, app.catalog, app.store)


def _quote(site: Site, made: Offer) -> Quote:
    """What it would cost as the other watches are now; asks the service nothing."""
    app = site.app
    return quote([made], app.store, app.means, app.limits.per_day, app.clock.now())


def _accepted(site: Site, request: Request, made: Offer, found: Quote) -> Response:
    """The first watch of all is checked at once."""
    first = not _any(site)
    watch = accept(made, site.app.store, site.app.clock)
    site.said.keep(request.state.visit.id, f"Watching {watch.label}. {' '.join(price_lines(found))}")
    if first:
        site.checks.start(watch, made.found.entries)
        return back_to("/checking")
    return back_to("/settings")
