"""What an owner does with a watch that goes on: a fresh term, a pause and its end, a name of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, HTTPException, Path
from starlette.responses import RedirectResponse

from tracker.core.errors import UsageError
from tracker.core.keeping import LONGEST_NAME, own_name
from tracker.web.site import back_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tracker.core.watch import Watch
    from tracker.web.site import Site

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
NameText = Annotated[str, Form(max_length=LONGEST_NAME)]


def routes(site: Site) -> APIRouter:
    """`/watches/N/renew`, `pause`, `resume` and `name`."""
    router, tending = APIRouter(), site.app.store.tending

    def done(watch_id: int, deed: Callable[[int, datetime], Watch]) -> RedirectResponse:
        try:
            deed(watch_id, site.app.clock.now())
        except UsageError as error:
            raise HTTPException(404, "There is no such watch, or it was removed.") from error
        return back_to(f"/watches/{watch_id}#tending")

    @router.post("/watches/{watch_id}/renew")
    def renew(watch_id: Id) -> RedirectResponse:
        return done(watch_id, tending.renew)

    @router.post("/watches/{watch_id}/pause")
    def pause(watch_id: Id) -> RedirectResponse:
        return done(watch_id, tending.pause)

    @router.post("/watches/{watch_id}/resume")
    def resume(watch_id: Id) -> RedirectResponse:
        return done(watch_id, tending.resume)

    @router.post("/watches/{watch_id}/name")
    def name(watch_id: Id, name: NameText = "") -> RedirectResponse:
        own = own_name(name) if name.strip() else None
        return done(watch_id, lambda number, now: tending.name(number, own, now))

    return router
