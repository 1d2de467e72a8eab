"""The web application: one page and its data, for this machine's own browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Route

from tracker.report.formats import Format, render
from tracker.usecases.telling import tell

if TYPE_CHECKING:
    from starlette.requests import Request

    from tracker.wiring import App

HOSTS = ["127.0.0.1", "localhost", "[::1]", "::1"]
"""Who may be asked for: another name in the Host header is a trick to read the page from elsewhere."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}


def create_web(app: App) -> Starlette:
    """The application over an opened program; every answer is read from the record at that moment."""

    def page(_: Request) -> Response:
        return _answer(app, Format.HTML, "text/html")

    def data(_: Request) -> Response:
        return _answer(app, Format.JSON, "application/json")

    routes = [Route("/", page), Route("/report.json", data)]
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)])


def _answer(app: App, form: Format, media_type: str) -> Response:
    text = render(tell(app.store, app.clock.now(), None), form)
    return Response(text, media_type=media_type, headers=HEADERS)
