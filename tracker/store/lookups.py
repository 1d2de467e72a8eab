"""Asking MusicBrainz, as the record knows it: whom to ask for, and what came of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, or_, select
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.core.history import EventKind, State
from tracker.core.names import MUSICBRAINZ, NAMELESS
from tracker.core.openname import Outcome, Tally, Unnamed
from tracker.store.engine import reading, upsert, writing
from tracker.store.tables import DoubtRow, EntryRow, LookupRow, NameRow, SpellRow, TrackRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Engine, Row, Select

    from tracker.core.openname import Learnt

_ABSENT = [state.value for state in State if state.absent]
_OTHER = ("local:%", "episode:%")


class SqlLookups:
    """Implements `tracker.core.openname.Lookups`, which documents the methods; each is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def unnamed(self, now: datetime, most: int) -> list[Unnamed]:
        """Tracks to ask for, the most pressing first."""
        with reading(self._engine) as conn:
            if not conn.execute(_due(), {"now": now, "most": 1}).first():
                return []
            found: dict[str, Unnamed] = {}
            for pressing in (_vanished, _suspected, _held, None):
                if len(found) < most:
                    rows = conn.execute(_due(pressing), {"now": now, "most": most + len(found)})
                    found |= {row.id: _unnamed(row) for row in rows if row.id not in found}
            return list(found.values())[:most]

    def keep(self, learnt: Collection[Learnt], now: datetime) -> None:
        """Write down what was learnt; it takes the place of what was learnt before."""
        with writing(self._engine) as conn:
            asked = [each.track.track_id for each in learnt]
            there = set(conn.execute(select(col(TrackRow.id)).where(col(TrackRow.id).in_(asked))).scalars())
            for each in learnt:
                if each.track.track_id in there:
                    _keep(conn, each, now)

    def tally(self, now: datetime) -> Tally:
        """How far the naming has come."""
        with reading(self._engine) as conn:
            tracks = _count(conn, select(func.count()).select_from(TrackRow).where(_of_catalogue()))
            named = select(func.count()).select_from(NameRow).where(col(NameRow.origin) == MUSICBRAINZ)
            waiting = select(func.count()).select_from(_due().subquery())
            return Tally(tracks, _count(conn, named), _count(conn, waiting, {"now": now, "most": 2**31 - 1}))


@cache
def _due(pressing: Callable[[], ColumnElement[bool]] | None = None) -> Select[Any]:
    """Tracks that were never asked for, whose time has come again, or whose ISRC is another one by now."""
    now = bindparam("now", type_=UTCDateTime())
    changed = and_(
        col(TrackRow.isrc).is_not(None), func.coalesce(LookupRow.isrc, "") != func.coalesce(TrackRow.isrc, "")
    )
    due = or_(col(LookupRow.track_id).is_(None), col(LookupRow.next_at) <= now, changed)
    found = (
        select(col(TrackRow.id), col(TrackRow.isrc), col(TrackRow.duration_ms))
        .add_columns(col(LookupRow.asked_at), col(LookupRow.next_at), col(LookupRow.isrc).label("asked_isrc"))
        .join_from(TrackRow, LookupRow, col(LookupRow.track_id) == TrackRow.id, isouter=True)
        .where(due, _of_catalogue())
    )
    chosen = found if pressing is None else found.where(pressing())
    return chosen.order_by(col(TrackRow.id)).limit(bindparam("most"))


def _of_catalogue() -> ColumnElement[bool]:
    return and_(*(~col(TrackRow.id).like(other) for other in _OTHER), col(TrackRow.id) != NAMELESS)


def _vanished() -> ColumnElement[bool]:
    absent = (col(SpellRow.missed_at).is_(None), col(SpellRow.state).in_(_ABSENT))
    return col(TrackRow.id).in_(select(col(SpellRow.track_id)).where(*absent))


def _suspected() -> ColumnElement[bool]:
    suspected = (col(DoubtRow.kind) == EventKind.VANISHED, col(DoubtRow.track_id).is_not(None))
    return col(TrackRow.id).in_(select(col(DoubtRow.track_id)).where(*suspected))


def _held() -> ColumnElement[bool]:
    return col(TrackRow.id).in_(select(col(EntryRow.track_id)).where(col(EntryRow.ended_at).is_(None)))


def _unnamed(row: Row[Any]) -> Unnamed:
    """A track with another ISRC than before is a new question."""
    again = row.next_at is not None and row.asked_isrc == row.isrc
    return Unnamed(row.id, row.isrc, row.duration_ms, row.next_at - row.asked_at if again else None)


def _keep(conn: Connection, learnt: Learnt, now: datetime) -> None:
    recording, track_id = learnt.conclusion.recording, learnt.track.track_id
    values = {
        "outcome": learnt.conclusion.outcome.value,
        "found_by": learnt.conclusion.by.value if learnt.conclusion.by else None,
        "mbid": recording.mbid if recording else None,
        "isrc": learnt.track.isrc,
        "asked_at": now,
        "next_at": learnt.next_at,
    }
    fresh = upsert(conn, LookupRow).values(track_id=track_id, **values)
    conn.execute(fresh.on_conflict_do_update(index_elements=["track_id"], set_=values))
    if learnt.conclusion.outcome is not Outcome.FOUND or recording is None:
        # A name that an earlier ISRC has brought may be that of another recording.
        mine = (col(NameRow.track_id) == track_id, col(NameRow.origin) == MUSICBRAINZ)
        conn.execute(delete(NameRow).where(*mine))
        return
    name = {"title": recording.title, "artists": list(recording.artists), "album": "", "learnt_at": now}
    named = upsert(conn, NameRow).values(track_id=track_id, origin=MUSICBRAINZ, **name)
    conn.execute(named.on_conflict_do_update(index_elements=["track_id", "origin"], set_=name))


def _count(conn: Connection, question: Select[Any], values: Mapping[str, object] | None = None) -> int:
    return int(conn.execute(question, values or {}).scalar_one())
