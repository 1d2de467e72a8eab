"""Everything that is held of one track."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, or_, select
from sqlmodel import col

from tracker.core.history import Status
from tracker.core.names import FOR_A_TERM, MUSICBRAINZ
from tracker.core.openname import recording_address
from tracker.core.ports import EventFilter
from tracker.core.views import NameView, SpellView, TrackView
from tracker.store.history import events
from tracker.store.naming import preferred
from tracker.store.offers import offers_of
from tracker.store.replacements import replacements_of, searches_of
from tracker.store.rows import at_of, doubt_of, gap_of, target_of
from tracker.store.sightings import sightings
from tracker.store.tables import (
    DoubtRow,
    EntryRow,
    EventRow,
    GapRow,
    LookupRow,
    NameRow,
    NoteRow,
    SpellRow,
    TrackRow,
    WatchRow,
)

if TYPE_CHECKING:
    from tracker.core.history import Gap


def track_view(conn: Connection, track_id: str, name_days: int) -> TrackView | None:
    """The track with its names, spells, events and gaps; None if it was never met.

    `name_days` is how long the service's name outlives the last watch that holds the track.
    """
    track = conn.execute(select(TrackRow).where(col(TrackRow.id) == track_id)).first()
    if track is None:
        return None
    return TrackView(
        id=track.id,
        isrc=track.isrc,
        names=_names(conn, track_id, name_days),
        watches=_watches(conn, track_id),
        spells=_spells(conn, track_id),
        events=tuple(events(conn, EventFilter(track_id=track_id))),
        gaps=_gaps(conn, track_id),
        note=conn.execute(select(col(NoteRow.text)).where(col(NoteRow.track_id) == track_id)).scalar(),
        replacements=tuple(replacements_of(conn, [track_id])),
        searches=searches_of(conn, track_id),
        offers=offers_of(conn, track_id),
    )


def _names(conn: Connection, track_id: str, name_days: int) -> tuple[NameView, ...]:
    found = select(NameRow, col(LookupRow.mbid)).where(col(NameRow.track_id) == track_id)
    rows = conn.execute(
        found.outerjoin(LookupRow, col(LookupRow.track_id) == NameRow.track_id).order_by(*preferred())
    )
    left = _left_at(conn, track_id)
    term = left + timedelta(days=name_days) if left else None
    return tuple(
        NameView(
            row.title,
            tuple(row.artists or ()),
            row.album,
            row.origin,
            term if row.origin in FOR_A_TERM else None,
            row.learnt_at,
            recording_address(row.mbid) if row.origin == MUSICBRAINZ and row.mbid else None,
        )
        for row in rows
    )


def _left_at(conn: Connection, track_id: str) -> datetime | None:
    """When the last watch let go of the track; None while one holds it."""
    mine = col(EntryRow.track_id) == track_id
    held = conn.execute(
        select(col(EntryRow.id)).where(mine, col(EntryRow.ended_at).is_(None)).limit(1)
    ).first()
    return None if held else conn.execute(select(func.max(EntryRow.ended_at)).where(mine)).scalar()


def _watches(conn: Connection, track_id: str) -> tuple[str, ...]:
    holding = select(col(EntryRow.watch_id)).where(
        col(EntryRow.track_id) == track_id, col(EntryRow.ended_at).is_(None)
    )
    labels = select(col(WatchRow.label)).where(col(WatchRow.id).in_(holding)).order_by(col(WatchRow.id))
    return tuple(conn.execute(labels).scalars())


def _spells(conn: Connection, track_id: str) -> tuple[SpellView, ...]:
    mine = select(SpellRow).where(col(SpellRow.track_id) == track_id)
    rows = conn.execute(mine.order_by(col(SpellRow.market), col(SpellRow.first_at), col(SpellRow.id))).all()
    last = {row.market: _last_seen(conn, track_id, row.market) for row in rows if row.missed_at is None}
    told = [row.event_seq for row in rows if row.event_seq is not None]
    taken_back = _retracted(conn, told) if told else set()
    return tuple(_spell_of(row, last.get(row.market), row.event_seq in taken_back) for row in rows)


def _retracted(conn: Connection, seqs: list[int]) -> set[int]:
    """Those of some events that a confirmed retraction took back."""
    back = col(EventRow.retracts)
    found = select(back).where(back.in_(seqs), col(EventRow.status) == Status.CONFIRMED)
    return {seq for seq in conn.execute(found).scalars() if seq is not None}


def _last_seen(conn: Connection, track_id: str, market: str) -> datetime | None:
    """When the open spell was last seen: before the doubt about it, if there is one."""
    doubted = select(DoubtRow).where(col(DoubtRow.track_id) == track_id, col(DoubtRow.market) == market)
    if row := conn.execute(doubted).first():
        return at_of(doubt_of(row).last_seen)
    return at_of(sightings(conn, market, {track_id}).get(track_id))


def _spell_of(row: Row[Any], last_seen: datetime | None, retracted: bool) -> SpellView:  # noqa: FBT001
    return SpellView(
        market=row.market,
        target=target_of(row),
        reason=row.reason,
        last_before=row.before_at,
        first_seen=row.first_at,
        last_seen=last_seen if row.missed_at is None else row.last_at,
        first_missed=row.missed_at,
        retracted=retracted,
    )


def _gaps(conn: Connection, track_id: str) -> tuple[Gap, ...]:
    """The gaps of the track itself and of the watches that ever held it."""
    holders = select(col(EntryRow.watch_id)).where(col(EntryRow.track_id) == track_id)
    of_watch = col(GapRow.track_id).is_(None) & col(GapRow.watch_id).in_(holders)
    found = select(GapRow).where(or_(col(GapRow.track_id) == track_id, of_watch))
    began = col(GapRow.since)
    return tuple(
        gap_of(row) for row in conn.execute(found.order_by(began.is_not(None), began, col(GapRow.id)))
    )
