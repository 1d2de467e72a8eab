"""The report as a page of its own, and its data: what `tracker report` writes, at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from tracker.report.formats import Format, render
from tracker.usecases.telling import tell

if TYPE_CHECKING:
    from tracker.web.site import Site

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The report carries its styles with it, for it is made to be saved; it needs nothing else."""


def routes(site: Site) -> APIRouter:
    """`/report` and `/report.json`."""
    router = APIRouter()

    @router.get("/report")
    def page() -> Response:
        return Response(
            _report(site, Format.HTML), media_type="text/html", headers={"Content-Security-Policy": POLICY}
        )

    @router.get("/report.json")
    def data() -> Response:
        return Response(_report(site, Format.JSON), media_type="application/json")

    return router


def _report(site: Site, form: Format) -> str:
    return render(tell(site.app.store, site.app.clock.now(), None), form)
