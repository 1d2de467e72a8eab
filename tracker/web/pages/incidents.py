"""Incidents: many changes at once, all of them and one by one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from tracker.core.pages.leaves import last_leaf
from tracker.core.wording import absence_text, sureness, track_name
from tracker.store.pages.incidents import incident_page, incidents_leaf
from tracker.web.site import Site

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Leaf = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]
WORDS: dict[str, Any] = {"absence_text": absence_text, "sureness": sureness, "track_name": track_name}


def routes(site: Site) -> APIRouter:
    """`/incidents` and `/incidents/{id}`."""
    router = APIRouter()

    @router.get("/incidents")
    def page(request: Request, leaf: Leaf = 1) -> Response:
        found, total = site.ask(incidents_leaf, leaf)
        last = last_leaf(total)
        return site.page(
            request, "incidents.html", incidents=found, total=total, at=min(leaf, last), last=last
        )

    @router.get("/incidents/{number}")
    def one(request: Request, number: Number, leaf: Leaf = 1) -> Response:
        shown = site.ask(incident_page, number, leaf)
        if shown is None:
            raise HTTPException(404, "There is no such incident on record.")
        last = last_leaf(shown.incident.members)
        return site.page(request, "incident.html", shown=shown, at=min(leaf, last), last=last, **WORDS)

    return router
