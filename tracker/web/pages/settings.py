"""The settings: what is watched, where and how often; login, budget, terms, export, password."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tracker.core.jsonform import event_json, watch_json
from tracker.core.keeping import kept_lines
from tracker.core.terms import REVIEWED
from tracker.store.history import events_after
from tracker.store.pages.settings import PAGE, watch_page
from tracker.usecases.telling import budget_now
from tracker.web.pages.channels import channel_lines
from tracker.web.pages.feeds import addresses
from tracker.web.pages.machines import machine_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.web.site import Site

MOST_PAGES = 10_000
PORTION = 500
"""Events that are read at once: a long export must not be held in memory whole."""


def routes(site: Site) -> APIRouter:
    """`/settings` and its export."""
    router = APIRouter()

    @router.get("/settings")
    def page(request: Request, page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1) -> Response:
        return settings_page(site, request, page=page)

    @router.get("/settings/export.json")
    def export() -> Response:
        name = f"disappearing-tracks-{site.app.clock.now():%Y-%m-%d}.json"
        return StreamingResponse(
            _lines(site),
            media_type="application/x-ndjson",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return router


def settings_page(
    site: Site,
    request: Request,
    status: int = 200,
    *,
    page: int = 1,
    wrong: str | None = None,
    link: str = "",
) -> Response:
    """The settings; `wrong` is what was not understood of a form, `link` what it held."""
    app = site.app
    now, (watches, total) = app.clock.now(), site.ask(watch_page, page)
    return site.page(
        request,
        "settings.html",
        status,
        watches=watches,
        page=page,
        pages=-(-total // PAGE),
        total=total,
        login=app.login_view(),
        configured=app.login is not None,
        budget=budget_now(app.store, now, app.limits),
        now=now,
        channels=channel_lines(site),
        feeds=addresses(site, request),
        machines=machine_secret(site),
        profile=app.profile().line(now),
        terms=app.terms(),
        kept=list(kept_lines(app.terms())),
        reviewed=REVIEWED,
        means=app.means,
        visit=request.state.visit,
        said=site.said.take(request.state.visit.id),
        wrong=wrong,
        link=link,
    )


def _lines(site: Site) -> Iterator[str]:
    """One JSON object a line: the watches, then every event in the order of their numbers."""
    now = site.app.clock.now()
    for view in site.app.store.watches():
        yield _line("watch", watch_json(view, now))
    seq = 0
    while portion := site.ask(events_after, seq, PORTION):
        for event in portion:
            yield _line("event", event_json(event))
        seq = portion[-1].seq


def _line(kind: str, row: dict[str, Any]) -> str:
    return json.dumps({kind: row}, ensure_ascii=False) + "\n"
