"""The page of one watch: its entries by market, what its owner did to the list, and when it went unobserved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tracker.core.history import State
from tracker.core.links import track_link
from tracker.core.names import NAMELESS, is_catalogue, is_local
from tracker.core.pages.cards import STRIP_DAYS
from tracker.core.pages.strips import WIDTH, told
from tracker.core.pages.watch import Show, Sort, Wanted, last_page
from tracker.core.phrases import interval, listed, visible
from tracker.core.watch import show_rhythm
from tracker.core.wording import gap_text, happening, reason_text, sureness, track_name
from tracker.report.rows import edit_row
from tracker.store.pages.watch import watch_page
from tracker.web.pages.home import TrackRow, shown_cards

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.history import Event
    from tracker.core.pages.strips import Piece
    from tracker.core.pages.watch import EntryLine, InMarket, WatchPage
    from tracker.report.rows import Row
    from tracker.web.site import Site

LONGEST = 80
"""So long a text may be that is looked for."""
SHOWN = {
    Show.ALL: "All entries",
    Show.VANISHED: "Not playable now",
    Show.SUSPECTED: "Suspected",
    Show.UNKNOWN: "Unknown",
    Show.OTHER: "Local files and others",
}
SORTED = {Sort.POSITION: "Place in the list", Sort.STATE: "State", Sort.CHANGED: "Date of the last change"}
BAR = 14
_BARS = {"playable": (0, 14), "absent": (9, 5), "doubt": (3, 7), "gap": (0, 14)}
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Page = Annotated[int, Query(ge=1, le=100_000)]


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a strip as it is drawn: the state is told by height as well as by colour."""

    piece: Piece
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Chip:
    """An entry in one market: `key` names the state for styling, `said` says it, `note` adds the service's word."""

    market: str
    key: str
    said: str
    note: str
    suspected: str
    bars: tuple[Bar, ...]
    told: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as the page shows it; `track_id` None where there is no page about it."""

    position: int
    track_id: str | None
    name: str
    by: str
    origin: str
    address: str | None
    chips: tuple[Chip, ...]
    changed_at: datetime | None


def routes(site: Site) -> APIRouter:
    """`/watches/{number}`."""
    router = APIRouter()

    @router.get("/watches/{number}")
    def one(  # noqa: PLR0913, PLR0917, one parameter a choice
        request: Request,
        number: Number,
        show: Show = Show.ALL,
        sort: Sort = Sort.POSITION,
        q: Annotated[str, Query(max_length=LONGEST)] = "",
        page: Page = 1,
        edits: Page = 1,
    ) -> Response:
        now, wanted = site.app.clock.now(), Wanted(show, sort, q.replace("\0", "").strip(), page, edits)
        view = site.ask(watch_page, number, wanted, now)
        if view is None:
            raise HTTPException(404, f"There is no watch {number}.")
        return site.page(
            request, "watch.html", now=now, view=view, wanted=wanted, **_told(site, view, wanted, now)
        )

    return router


def _told(site: Site, view: WatchPage, wanted: Wanted, now: datetime) -> dict[str, Any]:
    """What the page says in words, and where its links lead."""
    card = view.card
    return {
        "shown": shown_cards([card], now)[0],
        "rhythm": show_rhythm(card.watch.every),
        "per_day": site.app.limits.per_day,
        "entry_rows": [_row(line) for line in view.entries.rows],
        "last": last_page(view.entries.found),
        "last_edits": last_page(view.edits.size),
        "edit_rows": [TrackRow(event.track_id, _edit(event)) for event in view.edits.rows],
        "outages": [_outage(event) for event in view.outages],
        "gaps": [gap_text(gap) for gap in view.gaps],
        "choices": SHOWN,
        "orders": SORTED,
        "strip_width": WIDTH,
        "strip_height": BAR,
        "strip_days": STRIP_DAYS,
        "pages_address": _address(wanted, "page"),
        "edits_address": _address(wanted, "edits"),
        "longest": LONGEST,
    }


def _address(wanted: Wanted, turning: str) -> str:
    """The beginning of the addresses of other pages of the same choice; the page's number is to follow."""
    kept = {"show": wanted.show.value, "sort": wanted.sort.value, "q": wanted.text}
    other = {"edits": wanted.edits} if turning == "page" else {"page": wanted.at}
    return f"?{urlencode(kept | other)}&{turning}="


def _row(line: EntryLine) -> EntryRow:
    titled = bool(line.title and line.title.strip())
    artists = tuple(visible(artist) for artist in line.artists if artist.strip()) if titled else ()
    return EntryRow(
        position=line.position,
        track_id=line.track_id if is_catalogue(line.track_id) else None,
        name=visible(line.title or "") if titled else track_name(None, (), line.track_id),
        by=listed(artists),
        origin="" if line.origin in {None, "service"} else f"name from {visible(line.origin or '')}",
        address=track_link(line.track_id),
        chips=_chips(line),
        changed_at=line.changed_at,
    )


def _chips(line: EntryLine) -> tuple[Chip, ...]:
    if is_catalogue(line.track_id):
        return tuple(_chip(each) for each in line.markets)
    said = "episode"
    if line.track_id == NAMELESS:
        said = "empty place"
    elif is_local(line.track_id):
        said = "local file"
    return (Chip("", "none", f"{said}, not followed", "", "", (), ""),)


def _chip(each: InMarket) -> Chip:
    state = each.state or State.UNKNOWN
    bars = tuple(Bar(piece, *_BARS[piece.shade]) for piece in each.strip)
    return Chip(
        market=each.market,
        key=state.value,
        said=_SAID[state],
        note=_note(each),
        suspected=_SUSPECTED[each.suspected] if each.suspected else "",
        bars=bars,
        told=f"{each.market}, the last {STRIP_DAYS} days: {told(each.strip)}",
    )


_SAID = {
    State.PLAYABLE: "playable",
    State.UNPLAYABLE: "greyed out",
    State.GONE: "no object any more",
    State.UNKNOWN: "unknown",
}
_SUSPECTED = {
    State.PLAYABLE: "suspected to be playable again",
    State.UNPLAYABLE: "suspected to be greyed out",
    State.GONE: "suspected to have no object any more",
    State.UNKNOWN: "suspected",
}


def _note(each: InMarket) -> str:
    if each.state is State.PLAYABLE and each.via:
        return "another id answers"
    return reason_text(each.reason) if each.state is State.UNPLAYABLE else ""


def _edit(event: Event) -> Row:
    """An edit without the list's name, which is the page's own."""
    return edit_row(replace(event, watch_label=""))


def _outage(event: Event) -> str:
    sure = sureness(event)
    when = interval(event.last_seen_at, event.first_missed_at)
    return f"The list {happening(event)}{f' ({sure})' if sure else ''}: {when}"
