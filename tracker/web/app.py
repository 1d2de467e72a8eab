"""The web application: pages for this machine's own browser.

request ─ headers ─ host ─ page (tracker/web/pages) ─ query (tracker/store/pages) ─ view (tracker/core/pages)
                              └─ template ──> HTML
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from tracker.web.drawing import STATIC, open_drawing
from tracker.web.headers import Headers
from tracker.web.pages import activity, api, feeds, health, home, incidents, markets, report, track, watch
from tracker.web.refusals import refusals
from tracker.web.site import Site

if TYPE_CHECKING:
    from tracker.wiring import App

HOSTS = ["127.0.0.1", "localhost", "[::1]", "::1"]
"""Who may be asked for: another name in the Host header is a trick to read the page from elsewhere."""
PAGES = (home, watch, track, incidents, markets, activity, report, api, feeds, health)


def create_web(app: App) -> FastAPI:
    """The application over an opened program; every answer is read from the record at that moment."""
    site = Site(app, open_drawing())
    web = FastAPI(
        title="Disappearing Tracks",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        exception_handlers=refusals(site),
        middleware=[
            Middleware(Headers),
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS),
            Middleware(GZipMiddleware),
        ],
    )
    for page in PAGES:
        web.include_router(page.routes(site))
    web.mount("/static", StaticFiles(directory=STATIC))
    return web
