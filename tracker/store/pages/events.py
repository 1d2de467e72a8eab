"""What happened lately: found track by track and mass by mass, so that only what a page shows is read whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.core.history import EventKind, Status
from tracker.core.pages.home import Mass
from tracker.store.known import SERVICE
from tracker.store.rows import event_of
from tracker.store.tables import DoubtRow, EventRow, IncidentRow, NameRow, TrackRow, WatchRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from tracker.core.history import Event

NAMED = 5
"""So many members of a mass change are named."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many there are, and which of them a page shows."""

    size: int
    shown: list[Any]


def standing_events(*kinds: EventKind) -> tuple[ColumnElement[bool], ...]:
    """The condition that an event of these kinds is confirmed and was not taken back."""
    return (
        col(EventRow.kind).in_(kinds),
        col(EventRow.status) == Status.CONFIRMED,
        ~taken_back(col(EventRow.seq)),
    )


def taken_back(seq: Any) -> ColumnElement[bool]:
    """The condition that a confirmed retraction took back the event of number `seq` (a column)."""
    back = aliased(EventRow)
    taken = select(1).select_from(back).where(col(back.retracts) == seq, col(back.status) == Status.CONFIRMED)
    return taken.correlate_except(back).exists()


def vanished_tracks(conn: Connection, since: datetime, at: int, size: int) -> Found:
    """A page of the tracks that vanished since then, the latest first, without those of mass changes."""
    alone = (
        *standing_events(EventKind.VANISHED),
        col(EventRow.first_missed_at) >= since,
        col(EventRow.incident).is_(None) | col(EventRow.incident).not_in(_masses(since)),
    )
    latest = func.max(EventRow.first_missed_at)
    grouped = select(col(EventRow.track_id)).where(*alone).group_by(col(EventRow.track_id))
    shown = grouped.order_by(latest.desc(), func.max(EventRow.seq).desc()).limit(size).offset((at - 1) * size)
    total = conn.execute(select(func.count()).select_from(grouped.subquery())).scalar_one()
    return Found(total, list(conn.execute(shown).scalars()))


def returned_events(conn: Connection, since: datetime, size: int) -> Found:
    """The latest returns since then (their numbers)."""
    lately = (*standing_events(EventKind.RETURNED), col(EventRow.first_missed_at) >= since)
    tracks = select(func.count(col(EventRow.track_id).distinct())).where(*lately)
    seqs = select(col(EventRow.seq)).where(*lately)
    latest = seqs.order_by(col(EventRow.first_missed_at).desc(), col(EventRow.seq).desc()).limit(size)
    return Found(conn.execute(tracks).scalar_one(), list(conn.execute(latest).scalars()))


def tracks_of(conn: Connection, seqs: Collection[int]) -> list[str]:
    """The tracks that some events are about."""
    found = select(col(EventRow.track_id)).where(col(EventRow.seq).in_(seqs)).distinct()
    return [track for track in conn.execute(found).scalars() if track]


def comings_and_goings(conn: Connection, tracks: Collection[str]) -> list[Event]:
    """Every vanish and return of these tracks that stands, oldest first, with names."""
    wanted = (col(EventRow.track_id).in_(tracks), *standing_events(EventKind.VANISHED, EventKind.RETURNED))
    ordered = with_names().where(*wanted).order_by(col(EventRow.first_missed_at), col(EventRow.seq))
    return [event_of(row) for row in conn.execute(ordered)]


def with_names() -> Any:
    """Events with the watch's label, the track's ISRC and the service's name of it."""
    named = and_(col(NameRow.track_id) == EventRow.track_id, col(NameRow.origin) == SERVICE)
    return (
        select(
            EventRow,
            col(WatchRow.label),
            col(TrackRow.isrc),
            col(NameRow.title),
            col(NameRow.artists),
            col(NameRow.origin),
        )
        .join_from(EventRow, WatchRow, col(WatchRow.id) == EventRow.watch_id)
        .outerjoin(TrackRow, col(TrackRow.id) == EventRow.track_id)
        .outerjoin(NameRow, named)
    )


def vanished_masses(conn: Connection, since: datetime, size: int) -> Found:
    """The latest mass changes by which tracks vanished since then, each with a few names."""
    again = aliased(EventRow)
    is_back = (
        select(1)
        .select_from(again)
        .where(
            col(again.track_id) == col(EventRow.track_id),
            col(again.market) == col(EventRow.market),
            col(again.kind) == EventKind.RETURNED,
            col(again.status) == Status.CONFIRMED,
            col(again.first_missed_at) >= col(EventRow.first_missed_at),
            ~taken_back(col(again.seq)),
        )
    )
    returned = func.count(col(EventRow.seq)).filter(is_back.correlate(EventRow).exists())
    grouped = _grouped(returned).where(
        *standing_events(EventKind.VANISHED), col(EventRow.incident).in_(_masses(since))
    )
    total = conn.execute(select(func.count()).select_from(_masses(since).subquery())).scalar_one()
    latest = grouped.order_by(func.max(EventRow.first_missed_at).desc()).limit(size)
    return Found(total, [_mass(conn, row) for row in conn.execute(latest).all()])


def suspected_masses(conn: Connection, size: int) -> list[Mass]:
    """The mass changes that are being confirmed, the latest first, each with a few names."""
    held = select(col(DoubtRow.event_seq)).where(
        col(DoubtRow.held).is_not(None), col(DoubtRow.event_seq).is_not(None)
    )
    waiting = _grouped(literal(0))
    latest = waiting.where(col(EventRow.seq).in_(held), col(EventRow.incident).is_not(None))
    latest = latest.order_by(func.max(EventRow.first_missed_at).desc()).limit(size)
    return [_mass(conn, row) for row in conn.execute(latest).all()]


def suspected_events(conn: Connection, size: int) -> tuple[int, list[Event]]:
    """The latest changes that are being confirmed singly, and how many there are."""
    alone = (col(DoubtRow.held).is_(None), col(DoubtRow.event_seq).is_not(None))
    total = conn.execute(select(func.count()).select_from(DoubtRow).where(*alone)).scalar_one()
    latest = select(col(DoubtRow.event_seq)).where(*alone)
    seqs = list(conn.execute(latest.order_by(col(DoubtRow.missed_at).desc()).limit(size)).scalars())
    ordered = with_names().where(col(EventRow.seq).in_(seqs)).order_by(col(EventRow.first_missed_at).desc())
    return total, [event_of(row) for row in conn.execute(ordered)]


def _masses(since: datetime) -> Select[Any]:
    """The incidents of which several tracks vanished since then."""
    number = col(EventRow.incident)
    lately = (
        *standing_events(EventKind.VANISHED),
        col(EventRow.first_missed_at) >= since,
        number.is_not(None),
    )
    return (
        select(number)
        .where(*lately)
        .group_by(number)
        .having(func.count(col(EventRow.track_id).distinct()) > 1)
    )


def _grouped(returned: ColumnElement[int]) -> Any:
    """Events by incident: where and when, how many tracks, how many of them are back."""
    of = (col(EventRow.incident), col(IncidentRow.watch_id), col(IncidentRow.market), col(WatchRow.label))
    return (
        select(
            *of,
            func.count(col(EventRow.track_id).distinct()).label("tracks"),
            returned.label("back"),
            func.count().label("events"),
            func.count(col(EventRow.last_seen_at)).label("seen"),
            func.min(EventRow.last_seen_at).label("last_seen_at"),
            func.max(EventRow.first_missed_at).label("first_missed_at"),
            func.min(EventRow.kind).label("kind"),
        )
        .join_from(EventRow, IncidentRow, col(IncidentRow.id) == EventRow.incident)
        .join(WatchRow, col(WatchRow.id) == IncidentRow.watch_id)
        .group_by(*of)
    )


def _mass(conn: Connection, row: Any) -> Mass:
    members = with_names().where(col(EventRow.incident) == row.incident, col(EventRow.kind) == row.kind)
    some = members.where(col(EventRow.status) != Status.WITHDRAWN).order_by(col(EventRow.seq)).limit(NAMED)
    return Mass(
        incident=row.incident,
        watch_id=row.watch_id,
        watch_label=row.label,
        market=row.market,
        kind=EventKind(row.kind),
        tracks=row.tracks,
        back=row.back,
        last_seen_at=row.last_seen_at if row.seen == row.events else None,
        first_missed_at=row.first_missed_at,
        names=tuple(event_of(each) for each in conn.execute(some)),
    )
