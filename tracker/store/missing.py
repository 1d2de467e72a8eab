"""Which recordings are missing where, and what the record itself knows of other ids of theirs."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.core.history import EventKind, State, Status
from tracker.core.items import Item, Kind
from tracker.core.names import IMPORT, MUSICBRAINZ, OWNER, SERVICE
from tracker.core.replacements import Candidate, Lost
from tracker.store.sightings import live_watches, sightings
from tracker.store.tables import EntryRow, EventRow, NameRow, SearchRow, SpellRow, TrackRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

LATELY = timedelta(days=8)
"""What was seen playable within the slowest rhythm counts as playable now."""
MARKET = "market"
BEST_FIRST = (SERVICE, MUSICBRAINZ, IMPORT, OWNER)


def absent_now(track_id: Any, market: Any) -> ColumnElement[bool]:
    """Whether a track is confirmed missing in a market, and not held for playable since."""
    return exists().where(
        col(SpellRow.track_id) == track_id,
        col(SpellRow.market) == market,
        col(SpellRow.missed_at).is_(None),
        col(SpellRow.state) != State.PLAYABLE,
    )


def due_searches(conn: Connection, now: datetime, most: int) -> list[Row[Any]]:
    """The vanishes whose search is due, the newest first, each with what is known of its track."""
    rows = conn.execute(_due(), {"now": now}).all()
    watched = _watched(conn) if rows else set()
    found = [row for row in rows if (row.track_id, row.market) in watched][:most]
    return [_named(conn, row) for row in found]


@cache
def _due() -> Select[Any]:
    due = or_(
        col(SearchRow.track_id).is_(None),
        col(SearchRow.next_at) <= bindparam("now", type_=UTCDateTime()),
        # It came back and vanished anew since the last search.
        and_(col(SearchRow.sought_at) < EventRow.confirmed_at, col(SearchRow.next_at).is_(None)),
    )
    return _vanished().where(due).order_by(col(EventRow.first_missed_at).desc(), col(EventRow.seq).desc())


def lost_of(row: Any) -> Lost:
    """What is looked for, from a row of `due_searches`."""
    return Lost(**row)


def known_playable(conn: Connection, lost: Lost, now: datetime) -> list[Candidate]:
    """Tracks of the ISRC that play under their own ids, as a watch of this market saw within days."""
    if not lost.isrc:
        return []
    playing = and_(
        col(SpellRow.track_id) == TrackRow.id,
        col(SpellRow.market) == lost.market,
        col(SpellRow.missed_at).is_(None),
        col(SpellRow.state) == State.PLAYABLE,
        col(SpellRow.via).is_(None),
    )
    alike = and_(col(TrackRow.isrc) == lost.isrc, col(TrackRow.id) != lost.track_id)
    rows = conn.execute(select(TrackRow).join_from(TrackRow, SpellRow, playing).where(alike)).all()
    seen = sightings(conn, lost.market, {row.id for row in rows}) if rows else {}
    fresh = [row for row in rows if row.id in seen and seen[row.id].at >= now - LATELY]
    return [Candidate(_item(row, _names(conn, row.id))) for row in fresh]


def hinted(conn: Connection, lost: Lost) -> list[str]:
    """Ids that answered for the track, or for others of its ISRC, whatever they are now; the latest first."""
    alike = col(TrackRow.id) == lost.track_id
    if lost.isrc:
        alike = or_(alike, col(TrackRow.isrc) == lost.isrc)
    via = and_(col(SpellRow.via).is_not(None), col(SpellRow.via) != lost.track_id, alike)
    found = select(col(SpellRow.via)).join_from(SpellRow, TrackRow, col(TrackRow.id) == SpellRow.track_id)
    rows = conn.execute(found.where(via).order_by(col(SpellRow.first_at).desc())).scalars()
    return [other for other in dict.fromkeys(rows) if other]


def _vanished() -> Select[Any]:
    """Open absences that a confirmed vanish tells of, none of them taken back."""
    back = aliased(EventRow)
    retracted = exists().where(col(back.retracts) == EventRow.seq, col(back.status) == Status.CONFIRMED)
    told = (
        col(EventRow.kind) == EventKind.VANISHED,
        col(EventRow.status) == Status.CONFIRMED,
        col(SpellRow.missed_at).is_(None),
        col(SpellRow.state) != State.PLAYABLE,
        or_(
            col(SpellRow.state) == State.GONE, col(EventRow.reason) == MARKET, col(EventRow.reason).is_(None)
        ),
    )
    facts = (col(TrackRow.isrc), col(TrackRow.duration_ms), col(TrackRow.album_id))
    tries = func.coalesce(SearchRow.tries, 0).label("tries")
    search = and_(col(SearchRow.track_id) == SpellRow.track_id, col(SearchRow.market) == SpellRow.market)
    columns: tuple[Any, ...] = (col(SpellRow.track_id), col(SpellRow.market), *facts, tries)
    return (
        select(*columns)
        .join_from(SpellRow, EventRow, col(EventRow.seq) == SpellRow.event_seq)
        .join(TrackRow, col(TrackRow.id) == SpellRow.track_id)
        .outerjoin(SearchRow, search)
        .where(*told, ~retracted)
    )


def _watched(conn: Connection) -> set[tuple[str, str]]:
    """Which tracks a live watch holds and looks at, and where: of others nobody knows whether they are missing."""
    markets = {watch.id: watch.markets for watch in live_watches(conn)}
    held = select(col(EntryRow.track_id), col(EntryRow.watch_id)).where(col(EntryRow.ended_at).is_(None))
    absent = exists().where(
        col(SpellRow.track_id) == EntryRow.track_id,
        col(SpellRow.missed_at).is_(None),
        col(SpellRow.state) != State.PLAYABLE,
    )
    rows = conn.execute(held.where(absent))
    return {(row.track_id, market) for row in rows for market in markets.get(row.watch_id, ())}


def _named(conn: Connection, row: Row[Any]) -> Any:
    return dict(row._mapping) | _names(conn, row.track_id)  # noqa: SLF001 - the documented way to a row as a mapping


def _names(conn: Connection, track_id: str) -> dict[str, Any]:
    """The best name that is kept of a track; empty where none is."""
    rows = {row.origin: row for row in conn.execute(select(NameRow).where(col(NameRow.track_id) == track_id))}
    best = next((rows[origin] for origin in BEST_FIRST if origin in rows), None)
    if best is None:
        return {"title": "", "artists": (), "album": ""}
    return {"title": best.title, "artists": tuple(best.artists or ()), "album": best.album}


def _item(row: Any, names: dict[str, Any]) -> Item:
    return Item(
        Kind.TRACK,
        id=row.id,
        album_id=row.album_id,
        isrc=row.isrc,
        duration_ms=row.duration_ms,
        disc=row.disc,
        number=row.number,
        playable=True,
        **names,
    )
