"""The first visit: from credentials to the first check, one step after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tracker.store.pages.settings import any_watch, watch_line

if TYPE_CHECKING:
    from tracker.web.site import Site


def routes(site: Site) -> APIRouter:
    """`/welcome`."""
    router = APIRouter()

    @router.get("/welcome")
    def page(request: Request) -> Response:
        return welcome_page(site, request)

    return router


def welcome_page(
    site: Site, request: Request, status: int = 200, *, wrong: str | None = None, link: str = ""
) -> Response:
    """The steps, each with whether it is done; `wrong` is what was not understood of the link."""
    app, first = site.app, site.ask(any_watch)
    settings = app.settings
    return site.page(
        request,
        "welcome.html",
        status,
        configured=app.login is not None,
        secret=settings.SPOTIPY_CLIENT_SECRET is not None,
        market=settings.TRACKER_ACCOUNT_MARKET,
        redirect=settings.SPOTIPY_REDIRECT_URI,
        home=str(settings.TRACKER_HOME),
        login=app.login_view(),
        line=site.ask(watch_line, first) if first is not None else None,
        markets=", ".join(settings.TRACKER_MARKETS),
        wrong=wrong,
        link=link,
    )
