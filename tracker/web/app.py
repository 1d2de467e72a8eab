"""The web application: pages for this machine's own browser.

request ─ headers ─ host ─ gate ─ page (tracker/web/pages) ─ query (tracker/store/pages) ─ view (tracker/core/pages)
                              └─ template ──> HTML
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from tracker.web.access import open_access
from tracker.web.agreement import Agreements
from tracker.web.checks import Checks
from tracker.web.drawing import STATIC, open_drawing
from tracker.web.gate import Gate
from tracker.web.headers import Headers
from tracker.web.pages import (
    account,
    activity,
    adding,
    api,
    channels,
    checking,
    entrance,
    feeds,
    health,
    home,
    incidents,
    machines,
    markets,
    report,
    settings,
    tending,
    track,
    watch,
    watching,
    welcome,
)
from tracker.web.refusals import answer_errors
from tracker.web.said import Said
from tracker.web.site import Site

if TYPE_CHECKING:
    from tracker.wiring import App

PAGES = (
    *(entrance, welcome, home, watch, track, incidents, markets, activity),
    *(checking, settings, channels, adding, watching, tending, account, report, api, feeds, machines, health),
)


def create_web(app: App, host: str = "127.0.0.1") -> FastAPI:
    """The application over an opened program, served at `host`; what it shows is read at that moment.

    `state.site` is what its pages are given.
    """
    site = Site(app, open_drawing(), open_access(app, host), Checks(app), Agreements(app), Said(), Said())
    web = FastAPI(
        title="Disappearing Tracks",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[
            Middleware(Headers),
            Middleware(TrustedHostMiddleware, allowed_hosts=site.access.names.allowed()),
            Middleware(Gate, site=site),
            Middleware(GZipMiddleware),
        ],
    )
    web.state.site = site
    answer_errors(web, site)
    for page in PAGES:
        web.include_router(page.routes(site))
    web.mount("/static", StaticFiles(directory=STATIC))
    return web
