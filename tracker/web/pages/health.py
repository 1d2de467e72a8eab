"""What machines ask: whether the tracker sees, and its numbers. Neither holds a name or a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from tracker.core.budget import believable, used
from tracker.core.errors import StoreError
from tracker.core.pages.health import ailments
from tracker.core.pages.metrics import Metrics
from tracker.store.pages.health import watchfulness
from tracker.store.pages.metrics import counts, gauges
from tracker.web.metrics import TYPE, exposition
from tracker.web.remembered import Remembered

if TYPE_CHECKING:
    from tracker.core.pages.metrics import Counts
    from tracker.web.site import Site


def routes(site: Site) -> APIRouter:
    """`/healthz` and `/metrics`."""
    router = APIRouter()
    counted: Remembered[Counts] = Remembered()

    @router.get("/healthz")
    def health() -> Response:
        try:
            now = site.app.clock.now()
            why = ailments(site.ask(watchfulness, now), now)
        except StoreError:  # its text may name a path or a host
            return _answer("unreadable", ["The database does not answer."])
        return _answer("blind", why) if why else JSONResponse({"status": "ok"})

    @router.get("/metrics")
    def metrics() -> Response:
        return Response(exposition(_measured(site, counted)), media_type=TYPE)

    return router


def _answer(status: str, why: list[str]) -> JSONResponse:
    return JSONResponse({"status": status, "why": why}, 503)


def _measured(site: Site, counted: Remembered[Counts]) -> Metrics:
    app, now, read = site.app, site.app.clock.now(), site.ask(gauges)
    ledger = believable(app.store.ledger(), now)
    return Metrics(
        now=now,
        counts=counted.get(read.counted_at, lambda: site.ask(counts)),
        gauges=read,
        used_24h=used(ledger, now),
        per_day=app.limits.per_day,
        parked_until=ledger.parked_until,
        login_ends=app.login_view().expires_at,
    )
