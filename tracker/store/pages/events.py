"""What happened lately: found track by track and mass by mass, so that only what a page shows is read whole.

Statements are put together once: that takes SQLAlchemy longer than the answer takes the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal, select
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.core.history import EventKind, Status
from tracker.core.pages.home import Mass
from tracker.store.history import events_with_names
from tracker.store.meanings import meanings
from tracker.store.rows import event_of
from tracker.store.tables import DoubtRow, EventRow, IncidentRow, WatchRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from tracker.core.history import Event

NAMED = 5
"""So many members of a mass change are named."""
MOST = 10_000_000
"""More events than there are."""
EARLIER = timedelta(days=60)
"""So long before the time that is looked at a mass change of it may have begun."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many there are, and which of them a page shows."""

    size: int
    shown: list[Any]


def standing_events(*kinds: EventKind) -> tuple[ColumnElement[bool], ...]:
    """The condition that an event of these kinds is confirmed and was not taken back."""
    return _standing(col(EventRow.status), kinds)


def _standing_among(*kinds: EventKind) -> tuple[ColumnElement[bool], ...]:
    """The same, written so that the database looks for the other conditions: nearly all events are confirmed."""
    return _standing(col(EventRow.status).concat(""), kinds)


def _standing(status: Any, kinds: Collection[EventKind]) -> tuple[ColumnElement[bool], ...]:
    return (col(EventRow.kind).in_(kinds), status == Status.CONFIRMED, ~taken_back(col(EventRow.seq)))


def taken_back(seq: Any) -> ColumnElement[bool]:
    """The condition that a confirmed retraction took back the event of number `seq` (a column)."""
    back = another_event("back")
    taken = select(1).select_from(back).where(back.c.retracts == seq, back.c.status == Status.CONFIRMED)
    return taken.correlate_except(back).exists()


def another_event(name: str) -> Any:
    """The table of events once more under another name."""
    return EventRow.metadata.tables["event"].alias(name)


def recent_masses(conn: Connection, since: datetime) -> list[int]:
    """The incidents by which several tracks vanished since then, the latest first."""
    return list(conn.execute(_recent_masses(), {"since": since}).scalars())


@cache
def _recent_masses() -> Select[Any]:
    found = _lately(EventKind.VANISHED)
    number, several = found.c.incident, func.count(found.c.track_id.distinct()) > 1
    grouped = select(number).where(number.is_not(None)).group_by(number).having(several)
    return grouped.order_by(func.max(found.c.first_missed_at).desc(), number.desc())


def vanished_tracks(conn: Connection, since: datetime, masses: Collection[int], at: int, size: int) -> Found:
    """A page of the tracks that vanished since then, the latest first, without what is part of those mass changes."""
    wanted = {"since": since, "masses": list(masses)}
    rows = conn.execute(_vanished(), wanted | {"size": size, "skipped": (at - 1) * size}).all()
    if not rows and at > 1:
        return Found(vanished_tracks(conn, since, masses, 1, 1).size, [])
    return Found(rows[0].number if rows else 0, [row.track_id for row in rows])


@cache
def _vanished() -> Select[Any]:
    found = _lately(EventKind.VANISHED)
    number = found.c.incident
    alone = number.is_(None) | number.not_in(bindparam("masses", expanding=True))
    latest = (func.max(found.c.first_missed_at).desc(), func.max(found.c.seq).desc())
    grouped = select(found.c.track_id, func.count().over().label("number")).where(alone)
    ordered = grouped.group_by(found.c.track_id).order_by(*latest)
    return ordered.limit(bindparam("size")).offset(bindparam("skipped"))


def _lately(kind: EventKind) -> Any:
    """The events of a kind since then, found by their dates. The limit keeps what is made of them out of the search."""
    columns = (EventRow.seq, EventRow.track_id, EventRow.incident, EventRow.first_missed_at)
    since = col(EventRow.first_missed_at) >= bindparam("since", type_=UTCDateTime())
    return select(*map(col, columns)).where(*_standing_among(kind), since).limit(MOST).subquery()


def returned_events(conn: Connection, since: datetime, size: int) -> Found:
    """The latest returns since then (their numbers), and how many there are."""
    rows = conn.execute(_returned(), {"since": since, "size": size}).all()
    return Found(rows[0].number if rows else 0, [row.seq for row in rows])


@cache
def _returned() -> Select[Any]:
    found = _lately(EventKind.RETURNED)
    latest = (found.c.first_missed_at.desc(), found.c.seq.desc())
    return select(found.c.seq, func.count().over().label("number")).order_by(*latest).limit(bindparam("size"))


def tracks_of(conn: Connection, seqs: Collection[int]) -> list[str]:
    """The tracks that some events are about."""
    found = select(col(EventRow.track_id)).where(col(EventRow.seq).in_(seqs)).distinct()
    return [track for track in conn.execute(found).scalars() if track]


def comings_and_goings(conn: Connection, tracks: Collection[str]) -> list[Event]:
    """Every vanish and return of these tracks that stands, oldest first, with names."""
    return [event_of(row) for row in conn.execute(_comings_and_goings(), {"tracks": list(tracks)})]


@cache
def _comings_and_goings() -> Any:
    of_tracks = col(EventRow.track_id).in_(bindparam("tracks", expanding=True))
    wanted = with_names().where(of_tracks, *_standing_among(EventKind.VANISHED, EventKind.RETURNED))
    return wanted.order_by(col(EventRow.first_missed_at), col(EventRow.seq))


@cache
def with_names() -> Any:
    """Events with the watch's label, the track's ISRC and its name."""
    return events_with_names()


def vanished_masses(conn: Connection, since: datetime, incidents: Collection[int]) -> list[Mass]:
    """These mass changes, the latest first, each with a few names; `since` is when the latest of their events was."""
    wanted = {"earlier": since - EARLIER, "incidents": list(incidents), "size": len(incidents)}
    rows = conn.execute(_vanished_masses(), wanted).all() if incidents else ()
    return [_mass(conn, row) for row in rows]


@cache
def _vanished_masses() -> Any:
    again = another_event("again")
    is_back = select(1).where(
        again.c.track_id == col(EventRow.track_id),
        again.c.market == col(EventRow.market),
        again.c.kind == EventKind.RETURNED,
        again.c.status == Status.CONFIRMED,
        again.c.first_missed_at >= col(EventRow.first_missed_at),
        ~taken_back(again.c.seq),
    )
    returned = func.count(col(EventRow.seq)).filter(is_back.correlate(EventRow).exists())
    of_masses = col(EventRow.incident).in_(bindparam("incidents", expanding=True))
    near = col(EventRow.first_missed_at) >= bindparam("earlier", type_=UTCDateTime())
    return _by_incident(returned).where(*standing_events(EventKind.VANISHED), of_masses, near)


def suspected_masses(conn: Connection, size: int) -> list[Mass]:
    """The mass changes that are being confirmed, the latest first, each with a few names."""
    return [_mass(conn, row) for row in conn.execute(_suspected_masses(), {"size": size}).all()]


@cache
def _suspected_masses() -> Any:
    held = select(col(DoubtRow.event_seq)).where(
        col(DoubtRow.held).is_not(None), col(DoubtRow.event_seq).is_not(None)
    )
    return _by_incident(literal(0)).where(col(EventRow.seq).in_(held), col(EventRow.incident).is_not(None))


def suspected_events(conn: Connection, size: int) -> Found:
    """The latest changes that are being confirmed singly, and how many there are."""
    alone = (col(DoubtRow.held).is_(None), col(DoubtRow.event_seq).is_not(None))
    total = conn.execute(select(func.count()).select_from(DoubtRow).where(*alone)).scalar_one()
    latest = (
        select(col(DoubtRow.event_seq)).where(*alone).order_by(col(DoubtRow.missed_at).desc()).limit(size)
    )
    seqs = list(conn.execute(latest).scalars())
    ordered = with_names().where(col(EventRow.seq).in_(seqs)).order_by(col(EventRow.first_missed_at).desc())
    return Found(total, [event_of(row) for row in conn.execute(ordered)])


def _by_incident(returned: ColumnElement[int]) -> Any:
    """Events by incident: where and when, how many tracks, how many of them are back; the latest first."""
    of = (col(EventRow.incident), col(IncidentRow.watch_id), col(IncidentRow.market), col(WatchRow.label))
    missed = func.max(col(EventRow.first_missed_at))
    return (
        select(
            *of,
            func.count(col(EventRow.track_id).distinct()).label("tracks"),
            func.count(col(EventRow.watch_id).distinct()).label("watches"),
            returned.label("back"),
            func.count().label("events"),
            func.count(col(EventRow.last_seen_at)).label("seen"),
            func.min(col(EventRow.last_seen_at)).label("last_seen_at"),
            func.min(col(EventRow.first_missed_at)).label("began_at"),
            missed.label("first_missed_at"),
            func.min(col(EventRow.kind)).label("kind"),
        )
        .join_from(EventRow, IncidentRow, col(IncidentRow.id) == EventRow.incident)
        .outerjoin(WatchRow, col(WatchRow.id) == IncidentRow.watch_id)
        .group_by(*of)
        .order_by(missed.desc(), col(EventRow.incident).desc())
        .limit(bindparam("size"))
    )


def _mass(conn: Connection, row: Any) -> Mass:
    times = {"began": row.began_at, "ended": row.first_missed_at}
    some = conn.execute(_members(), {"incident": row.incident, "kind": row.kind} | times)
    return Mass(
        incident=row.incident,
        watch_id=row.watch_id,
        watch_label=row.label or "",
        market=row.market,
        kind=EventKind(row.kind),
        tracks=row.tracks,
        back=row.back,
        last_seen_at=row.last_seen_at if row.seen == row.events else None,
        first_missed_at=row.first_missed_at,
        names=tuple(event_of(each) for each in some),
        watches=row.watches,
        meaning=meanings(conn, [row.incident]).get(row.incident),
    )


@cache
def _members() -> Any:
    """A few events of an incident, found by their dates: these have an index, incidents have none."""
    began, ended = (bindparam(name, type_=UTCDateTime()) for name in ("began", "ended"))
    mine = (col(EventRow.incident) == bindparam("incident"), col(EventRow.kind) == bindparam("kind"))
    standing = (col(EventRow.status) != Status.WITHDRAWN, col(EventRow.first_missed_at).between(began, ended))
    return with_names().where(*mine, *standing).order_by(col(EventRow.first_missed_at)).limit(NAMED)
