"""`/api/`: the record as JSON, in the shapes of the command line; it only tells, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, HTTPException
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tracker.core.channels import channel_state_json
from tracker.core.jsonform import Json, event_json, status_json, track_json, watch_json
from tracker.core.pages import api as forms
from tracker.core.ports import EventFilter
from tracker.store.pages import api as queries
from tracker.store.pages.api import Span
from tracker.usecases.telling import standing, with_next
from tracker.web.api import asking, shapes
from tracker.web.api.asking import FIRST, MANY
from tracker.web.api.examples import EXAMPLES
from tracker.web.api.sheet import sheet

if TYPE_CHECKING:
    from tracker.web.site import Site

TOLD = "Read-only. Times are UTC, ISO 8601, with Z. Keys may be added; none is renamed or taken away."


def routes(site: Site) -> APIRouter:
    """Everything under `/api/`, with its description as OpenAPI and as a page."""
    router = APIRouter(prefix="/api")
    _lists(router, site)
    _lists_of_looks(router, site)
    _single_answers(router, site)
    described = get_openapi(title="Disappearing Tracks", version="1", description=TOLD, routes=router.routes)
    outer = APIRouter()
    outer.include_router(router)

    @outer.get("/api/openapi.json")
    def openapi() -> Response:
        return JSONResponse(described)

    @outer.get("/api/docs")
    def docs(request: Request) -> Response:
        return site.page(request, "api_docs.html", sheet=sheet(described), told=TOLD)

    return outer


def _lists(router: APIRouter, site: Site) -> None:
    @router.get("/events", response_model=shapes.Events, **_told("events"))
    def events(  # noqa: PLR0913  # one parameter a filter
        *,
        since: asking.Since = None,
        kind: asking.OfKind = None,
        status: asking.OfStatus = None,
        market: asking.Market = None,
        track: asking.OfTrack = None,
        watch: asking.OfWatch = None,
        after: asking.After = FIRST,
        limit: asking.Limit = MANY,
    ) -> Json:
        """The history in the order of its numbers, with every filter of tracker events."""
        wanted = EventFilter(asking.instant(since), kind, status, market, track)
        return forms.part_json(site.ask(queries.events_part, wanted, watch, Span(after, limit)), event_json)

    @router.get("/incidents", response_model=shapes.Incidents, **_told("incidents"))
    def incidents(after: asking.After = FIRST, limit: asking.Limit = MANY) -> Json:
        """The mass changes; each holds events that came together."""
        part = site.ask(queries.incidents_part, Span(after, limit))
        return forms.part_json(part, forms.incident_json)

    @router.get("/watches/{watch}/entries", response_model=shapes.Entries, **_told("entries", 404))
    def entries(watch: asking.WatchId, after: asking.After = FIRST, limit: asking.Limit = MANY) -> Json:
        """What a watch holds now, in the order in which it came to hold it."""
        part = site.ask(queries.entries_part, watch, Span(after, limit))
        if part is None:
            raise HTTPException(404, "There is no such watch.")
        return forms.part_json(part, forms.entry_json)


def _lists_of_looks(router: APIRouter, site: Site) -> None:
    @router.get("/checks", response_model=shapes.Checks, **_told("checks"))
    def checks(watch: asking.OfWatch = None, after: asking.After = FIRST, limit: asking.Limit = MANY) -> Json:
        """The checks, complete or not, with what they counted and what they cost."""
        part = site.ask(queries.checks_part, watch, Span(after, limit))
        return forms.part_json(part, forms.check_view_json)

    @router.get("/gaps", response_model=shapes.Gaps, **_told("gaps"))
    def gaps(
        *,
        watch: asking.OfWatch = None,
        still: asking.Still = False,
        after: asking.After = FIRST,
        limit: asking.Limit = MANY,
    ) -> Json:
        """The times without observation, of whole watches and of single tracks."""
        part = site.ask(queries.gaps_part, watch, still, Span(after, limit))
        return forms.part_json(part, forms.listed_gap_json)


def _single_answers(router: APIRouter, site: Site) -> None:

    @router.get("/watches", response_model=shapes.Watches, **_told("watches"))
    def watches() -> Json:
        """Every live watch, as tracker watch list --json tells it."""
        now = site.app.clock.now()
        return {"items": [watch_json(view, now) for view in site.app.store.watches()]}

    @router.get("/tracks/{track}", response_model=shapes.TrackShape, **_told("track", 404))
    def track(track: asking.TrackId) -> Json:
        """Everything that is known of one track, as tracker show --json tells it."""
        view = site.app.store.track(track)
        if view is None:
            raise HTTPException(404, "No watch has held this track.")
        return track_json(view)

    @router.get("/status", response_model=shapes.StatusShape, **_told("status"))
    def status() -> Json:
        """How things stand, as tracker status --json tells it."""
        app, now = site.app, site.app.clock.now()
        login = app.login_view()
        state = standing(app.store, now, app.limits, login.expires_at, app.store.watches())
        ways = [channel_state_json(view) for view in app.store.channels()]
        budget = with_next(state.budget, app.store)
        return status_json(state.watches, budget, login, now=now, told=state.notices, channels=ways)


def _told(name: str, *refusals: int) -> dict[str, Any]:
    """What the description says beside parameters and shape: an example, and which refusals there are."""
    example = {"content": {"application/json": {"example": EXAMPLES[name]}}}
    refused: dict[int | str, dict[str, Any]] = {code: {"model": shapes.Refusal} for code in refusals}
    return {"responses": {200: example} | refused, "operation_id": name}
