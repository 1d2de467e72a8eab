"""One track: its names, its time in each market, its events with their evidence, and the owner's own words."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from tracker.core.imports.past import past_text
from tracker.core.offers import contradiction_text, offer_text
from tracker.core.pages.leaves import last_leaf
from tracker.core.pages.timeline import HEIGHT, WIDTH
from tracker.core.pages.track import LONGEST_NAME, LONGEST_NOTE, artists_of, typed, way_text
from tracker.core.replacements import found_text, sureness_text
from tracker.core.wording import absence_text, gap_text, happening, spell_text, sureness, track_name
from tracker.store.pages.owned import keep_name, solve, write_note
from tracker.store.pages.track import leaf_of, track_page
from tracker.web.site import Site, back_to

TrackId = Annotated[str, Path(pattern="^[0-9A-Za-z]{22}$")]
Seq = Annotated[int, Path(ge=1, le=2**31 - 1)]
Leaf = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]
UNKNOWN = "No watch ever met this track."
NO_VANISH = "There is no such vanish on record."
WORDS: dict[str, Any] = {
    "absence_text": absence_text,
    "gap_text": gap_text,
    "happening": happening,
    "spell_text": spell_text,
    "found_text": found_text,
    "sureness_text": sureness_text,
    "sureness": sureness,
    "track_name": track_name,
    "way_text": way_text,
    "width": WIDTH,
    "height": HEIGHT,
    "longest_note": LONGEST_NOTE,
    "longest_name": LONGEST_NAME,
    "past_text": past_text,
    "offer_text": offer_text,
    "contradiction_text": contradiction_text,
}


def routes(site: Site) -> APIRouter:
    """`/tracks/{id}`, its note and name, and `/events/{seq}/solved` with its undoing."""
    router = APIRouter()

    @router.get("/tracks/{track_id}")
    def page(request: Request, track_id: TrackId, leaf: Leaf = 1) -> Response:
        days = site.app.settings.TRACKER_TITLE_DAYS
        shown = site.ask(track_page, track_id, days, site.app.clock.now(), leaf)
        if shown is None:
            raise HTTPException(404, UNKNOWN)
        last = last_leaf(shown.events_total)
        pasts = site.app.store.imports.past(track_id)
        return site.page(
            request, "track.html", pasts=pasts, track=shown, at=min(leaf, last), last=last, **WORDS
        )

    @router.post("/tracks/{track_id}/note")
    def note(track_id: TrackId, text: Annotated[str, Form(max_length=2 * LONGEST_NOTE)] = "") -> Response:
        if not site.change(write_note, track_id, typed(text), site.app.clock.now()):
            raise HTTPException(404, UNKNOWN)
        return back_to(f"/tracks/{track_id}#note")

    @router.post("/tracks/{track_id}/name")
    def name(
        track_id: TrackId,
        title: Annotated[str, Form(max_length=LONGEST_NAME)] = "",
        artists: Annotated[str, Form(max_length=4 * LONGEST_NAME)] = "",
    ) -> Response:
        if not site.change(keep_name, track_id, typed(title), artists_of(artists), site.app.clock.now()):
            raise HTTPException(404, UNKNOWN)
        return back_to(f"/tracks/{track_id}#names")

    @router.post("/events/{seq}/solved")
    def solved(seq: Seq) -> Response:
        return _marked(site, site.change(solve, seq, site.app.clock.now()), seq)

    @router.post("/events/{seq}/unsolved")
    def unsolved(seq: Seq) -> Response:
        return _marked(site, site.change(solve, seq, None), seq)

    return router


def _marked(site: Site, track_id: str | None, seq: int) -> Response:
    """Back to the event on its track's page."""
    if track_id is None:
        raise HTTPException(404, NO_VANISH)
    leaf = site.ask(leaf_of, track_id, seq)
    return back_to(f"/tracks/{track_id}?page={leaf}#event-{seq}")
