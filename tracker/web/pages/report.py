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
    """`/report` and `/report.json`, which hold the whole record and so are files to keep, not pages to look through."""
    router = APIRouter()

    @router.get("/report")
    def page() -> Response:
        return Response(
            _report(site, Format.HTML),
            media_type="text/html",
            headers={"Content-Security-Policy": POLICY, "Content-Disposition": _file(site, "html")},
        )

    @router.get("/report.json")
    def data() -> Response:
        kept = {"Content-Disposition": _file(site, "json")}
        return Response(_report(site, Format.JSON), media_type="application/json", headers=kept)

    return router


def _file(site: Site, ending: str) -> str:
    return f'attachment; filename="disappearing-tracks-{site.app.clock.now():%Y-%m-%d}.{ending}"'


def _report(site: Site, form: Format) -> str:
    return render(tell(site.app.store, site.app.clock.now(), None), form)
