"""The feeds, at addresses that only their owner knows; and the form that gives them new ones."""

from __future__ import annotations

from hmac import compare_digest
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, HTTPException, Path, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tracker.core.history import EventKind
from tracker.report.atom import atom
from tracker.report.calendar import calendar
from tracker.store.pages.feeds import feed, feed_secret, renew_feed_secret
from tracker.web.site import back_to

if TYPE_CHECKING:
    from tracker.core.pages.feeds import FeedView
    from tracker.web.site import Site

BYTES = 32
"""256 bits of chance: nobody guesses that."""
QUIET = {"Referrer-Policy": "no-referrer"}
"""A reader that follows a link must not tell where it stood."""
Secret = Annotated[str, Path(max_length=200)]
OfWatch = Annotated[int | None, Query(ge=1, le=2**63 - 1)]


def routes(site: Site) -> APIRouter:
    """`/feeds/{secret}/events.atom`, `/feeds/{secret}/events.ics`, and the form of the settings."""
    router = APIRouter()

    @router.get("/feeds/{secret}/events.atom")
    def as_atom(secret: Secret, watch: OfWatch = None, kind: EventKind | None = None) -> Response:
        view = _view(site, secret, watch, kind)
        return Response(atom(view), media_type="application/atom+xml", headers=QUIET)

    @router.get("/feeds/{secret}/events.ics")
    def as_calendar(secret: Secret, watch: OfWatch = None, kind: EventKind | None = None) -> Response:
        view = _view(site, secret, watch, kind)
        return Response(calendar(view), media_type="text/calendar", headers=QUIET)

    @router.post("/settings/feeds/renew")
    def renew() -> RedirectResponse:
        site.app.store.change(renew_feed_secret, token_urlsafe(BYTES), site.app.clock.now())
        return back_to("/settings#feeds")

    return router


def addresses(site: Site, request: Request) -> dict[str, str]:
    """The feeds' addresses by what they are, as this visitor reaches this site; empty while there are none."""
    secret = site.ask(feed_secret)
    if secret is None:
        return {}
    below = f"{request.base_url}feeds/{secret}/events"
    return {"News reader (Atom)": f"{below}.atom", "Calendar (iCalendar)": f"{below}.ics"}


def _view(site: Site, secret: str, watch: int | None, kind: EventKind | None) -> FeedView:
    """What is to be told; 404 where the address is not ours, or its watch is not."""
    known = site.ask(feed_secret)
    if known is None or not compare_digest(known.encode(), secret.encode("utf-8", "replace")):
        raise HTTPException(404, "There is no such feed.", headers=QUIET)
    view = site.ask(feed, watch, kind)
    if view is None:
        raise HTTPException(404, "There is no such watch.", headers=QUIET)
    return view
