"""Choosing what is watched: adding, changing, removing, and checking at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, HTTPException, Path
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tracker.core.errors import TrackerError, UsageError
from tracker.core.markets import parse_markets
from tracker.core.watch import parse_rhythm
from tracker.store.pages.settings import any_watch, watch_line
from tracker.usecases.watching import Wish, add_watch, added_line, change_watch
from tracker.web.pages.settings import settings_page
from tracker.web.pages.welcome import welcome_page
from tracker.web.refusals import status_of
from tracker.web.site import back_to

if TYPE_CHECKING:
    from tracker.core.pages.settings import WatchLine
    from tracker.usecases.watching import Added
    from tracker.web.site import Site

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
LinkText = Annotated[str, Form(max_length=500)]
MarketsText = Annotated[str, Form(max_length=1500)]
RhythmText = Annotated[str, Form(max_length=10)]


def routes(site: Site) -> APIRouter:
    """`/watches` and what can be done with one of them."""
    router = APIRouter()
    _choosing(router, site)
    _leaving(router, site)
    return router


def _choosing(router: APIRouter, site: Site) -> None:

    @router.post("/watches")
    def add(
        request: Request, link: LinkText, markets: MarketsText = "", every: RhythmText = "1d"
    ) -> Response:
        first = site.ask(any_watch) is None
        try:
            added = _added(site, link, markets, every)
        except TrackerError as error:
            again = welcome_page if first else settings_page
            return again(site, request, status_of(error), wrong=str(error), link=link)
        _say(site, request, f"Watching {added.watch.label}. {added_line(added, site.app.limits.per_day)}")
        if first:
            site.checks.start(added.watch, added.entries)
            return back_to("/checking")
        return back_to("/settings")

    @router.post("/watches/{watch_id}/change")
    def change(
        request: Request, watch_id: Id, markets: MarketsText = "", every: RhythmText = "1d"
    ) -> Response:
        line = _line(site, watch_id)
        wish = Wish("", parse_markets([markets]), parse_rhythm(every))
        try:
            changed = change_watch(site.app.store, line.watch, wish, site.app.means, site.app.clock)
        except UsageError as error:
            return settings_page(site, request, 422, wrong=str(error))
        _say(site, request, f"{changed.label} is watched in {', '.join(changed.markets)}, for another year.")
        return back_to("/settings")

    @router.post("/watches/{watch_id}/check")
    def check(request: Request, watch_id: Id) -> RedirectResponse:
        if not site.checks.start(_line(site, watch_id).watch):
            _say(site, request, "Another check is under way; one at a time.")
        return back_to("/checking")


def _leaving(router: APIRouter, site: Site) -> None:
    @router.get("/watches/{watch_id}/remove")
    def ask(request: Request, watch_id: Id) -> Response:
        return site.page(request, "remove.html", line=_line(site, watch_id))

    @router.post("/watches/{watch_id}/remove")
    def remove(request: Request, watch_id: Id) -> RedirectResponse:
        line = _line(site, watch_id)
        site.app.store.remove(watch_id, site.app.clock.now())
        _say(site, request, f"No longer watched: {line.watch.label}. Its history stays.")
        return back_to("/settings")


def _added(site: Site, link: str, markets: str, every: str) -> Added:
    app = site.app
    wished = parse_markets([markets]) or app.settings.TRACKER_MARKETS
    return add_watch(Wish(link, wished, parse_rhythm(every)), app.means, app.catalog, app.store, app.clock)


def _line(site: Site, watch_id: int) -> WatchLine:
    line = site.ask(watch_line, watch_id)
    if line is None:
        raise HTTPException(404, "There is no such watch, or it was removed.")
    return line


def _say(site: Site, request: Request, line: str) -> None:
    site.said.keep(request.state.visit.id, line)
