"""Activity: what the program did lately, what it cost, what went wrong, and what comes next."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from tracker.core.pages.activity import BAR, CELL, DAYS, HEIGHT, chart, failures
from tracker.core.pages.leaves import last_leaf
from tracker.core.pages.track import way_text
from tracker.core.wording import gap_text
from tracker.store.pages.activity import activity_page
from tracker.web.site import Site

Leaf = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]


def routes(site: Site) -> APIRouter:
    """`/activity`."""
    router = APIRouter()

    @router.get("/activity")
    def page(request: Request, leaf: Leaf = 1) -> Response:
        now, per_day = site.app.clock.now(), site.app.limits.per_day
        shown = site.ask(activity_page, now, per_day, leaf)
        last = last_leaf(shown.total)
        return site.page(
            request,
            "activity.html",
            shown=shown,
            chart=chart(shown.efforts, per_day, now),
            failures=failures(shown.efforts),
            now=now,
            at=min(leaf, last),
            last=last,
            days=DAYS,
            width=CELL * DAYS,
            bar_width=BAR,
            height=HEIGHT,
            gap_text=gap_text,
            way_text=way_text,
        )

    return router
