"""The settings: what is watched, where and how often; login, budget, terms, export, password."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tracker.core.jsonform import event_json, watch_json
from tracker.core.keeping import kept_lines
from tracker.core.terms import REVIEWED
from tracker.panel.formats import Format
from tracker.panel.zipped import PART, zip_folder
from tracker.store.history import events_after
from tracker.store.pages.settings import PAGE, watch_page
from tracker.usecases.telling import budget_now
from tracker.web.pages.channels import channel_lines
from tracker.web.pages.feeds import addresses
from tracker.web.pages.machines import machine_secret
from tracker.wiring import export_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.web.site import Site

MOST_PAGES = 10_000
PORTION = 500
"""Events that are read at once: a long export must not be held in memory whole."""


def routes(site: Site) -> APIRouter:
    """`/settings` and its exports."""
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

    @router.get("/settings/export.zip")
    def package() -> Response:
        name = f"disappearing-tracks-{site.app.clock.now():%Y-%m-%d}"
        return StreamingResponse(
            _parts(_zipped(site, name)),  # made before anything is answered: what fails is told
            media_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{name}.zip"'},
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


def _zipped(site: Site, name: str) -> IO[bytes]:
    """The record as a data package in one zip file, which has no name on disk and goes with its last reader."""
    file = TemporaryFile()  # noqa: SIM115  # whoever reads it closes it
    try:
        with TemporaryDirectory(prefix="disappearing-tracks-") as folder:
            export_record(site.app, Path(folder) / name, Format.CSV)
            zip_folder(Path(folder) / name, file, name, site.app.clock.now())
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(PART):
            yield part


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
