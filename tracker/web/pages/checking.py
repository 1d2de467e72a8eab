"""The check that the page began, while it goes on: as a page, and as a stream for whoever has JavaScript."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import Response

if TYPE_CHECKING:
    from tracker.web.checks import Progress
    from tracker.web.site import Site

TICK_S = 0.3
LONGEST = 2000
"""Ticks after which a stream ends; the browser begins another one, if anybody still looks."""


def routes(site: Site) -> APIRouter:
    """`/checking` and its stream."""
    router = APIRouter()

    @router.get("/checking")
    def page(request: Request) -> Response:
        return site.page(
            request,
            "checking.html",
            progress=site.checks.progress(),
            said=site.said.take(request.state.visit.id),
        )

    @router.get("/checking/stream", response_class=EventSourceResponse)
    async def stream(request: Request) -> AsyncIterator[ServerSentEvent]:
        """Each change as a piece of the page, unnamed; then `done`."""
        told = -1
        for _ in range(LONGEST):
            progress = site.checks.progress()
            if progress and progress.number != told:
                told = progress.number
                yield ServerSentEvent(raw_data=_piece(site, request, progress))
            if progress is None or progress.ended:
                yield ServerSentEvent(event="done", raw_data="")
                return
            await asyncio.sleep(TICK_S)

    return router


def _piece(site: Site, request: Request, progress: Progress) -> str:
    return site.drawing.draw(request, "progress.html", {"progress": progress})
