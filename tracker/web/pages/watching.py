"""What is done with a watch there is: changing, removing, and checking at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, HTTPException, Path
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tracker.core.errors import UsageError
from tracker.core.markets import parse_markets
from tracker.core.watch import parse_rhythm
from tracker.store.pages.settings import watch_line
from tracker.usecases.watching import Wish, change_watch
from tracker.web.pages.settings import settings_page
from tracker.web.site import back_to

if TYPE_CHECKING:
    from tracker.core.pages.settings import WatchLine
    from tracker.web.site import Site

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
MarketsText = Annotated[str, Form(max_length=1500)]
RhythmText = Annotated[str, Form(max_length=10)]


def routes(site: Site) -> APIRouter:
    """What can be done below `/watches/N`."""
    router = APIRouter()
    _changing(router, site)
    _leaving(router, site)
    return router


def _changing(router: APIRouter, site: Site) -> None:
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


def _line(site: Site, watch_id: int) -> WatchLine:
    line = site.ask(watch_line, watch_id)
    if line is None:
        raise HTTPException(404, "There is no such watch, or it was removed.")
    return line


def _say(site: Site, request: Request, line: str) -> None:
    site.said.keep(request.state.visit.id, line)
