"""What the pages of incidents ask the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, and_, case, func, select
from sqlmodel import col

from tracker.core.history import EventKind, State, Status
from tracker.core.pages.incidents import (
    MOST_COMPARED,
    Incident,
    IncidentPage,
    Member,
    Trait,
    shared_by_most,
)
from tracker.core.pages.leaves import ROWS, skipped
from tracker.core.watch import Source
from tracker.store.history import events_with_names
from tracker.store.meanings import meanings
from tracker.store.naming import ALBUM, ARTISTS, named
from tracker.store.rows import event_of
from tracker.store.tables import EventRow, IncidentRow, SpellRow, TrackRow, WatchRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from tracker.core.incidents import Meaning

_PLAYABLE_NOW = and_(
    col(SpellRow.track_id) == EventRow.track_id,
    col(SpellRow.market) == EventRow.market,
    col(SpellRow.missed_at).is_(None),
    col(SpellRow.state) == State.PLAYABLE,
)


def incidents_leaf(conn: Connection, leaf: int) -> tuple[tuple[Incident, ...], int]:
    """One leaf of the incidents that are news, newest first, and how many there are of them."""
    total = conn.execute(select(func.count()).where(_news())).scalar_one()
    newest = select(col(IncidentRow.id)).where(_news()).order_by(col(IncidentRow.id).desc())
    ids = list(conn.execute(newest.offset(skipped(leaf, total)).limit(ROWS)).scalars())
    return _incidents(conn, ids), total


def incident_page(conn: Connection, incident_id: int, leaf: int) -> IncidentPage | None:
    """One incident with a leaf of its members; None if there is no such."""
    found = _incidents(conn, [incident_id])
    if not found:
        return None
    traits = _traits(conn, incident_id)
    members = _members(conn, incident_id, skipped(leaf, found[0].members))
    return IncidentPage(found[0], members, len(traits), shared_by_most(traits))


def _news() -> ColumnElement[bool]:
    """First states that arose together are no events, and their incident has none; nor has one that all have left."""
    told = select(col(EventRow.seq)).where(col(EventRow.incident) == IncidentRow.id)
    return and_(col(IncidentRow.kind).is_not(None), told.exists())


def _incidents(conn: Connection, ids: list[int]) -> tuple[Incident, ...]:
    """Incidents by their numbers, newest first; those without any event are left out."""
    member = col(EventRow.incident)
    counted = (
        select(
            member.label("id"),
            func.min(EventRow.first_missed_at).label("first"),
            func.max(EventRow.first_missed_at).label("last"),
            func.count(col(EventRow.watch_id).distinct()).label("watches"),
            _count(col(EventRow.status) == Status.CONFIRMED).label("confirmed"),
            _count(col(EventRow.status) == Status.SUSPECTED).label("held"),
            _count(col(EventRow.status) == Status.WITHDRAWN).label("withdrawn"),
            _count(and_(col(EventRow.status) == Status.CONFIRMED, col(SpellRow.id).is_not(None))).label(
                "back"
            ),
        )
        .join_from(EventRow, SpellRow, _PLAYABLE_NOW, isouter=True)
        .where(member.in_(ids))
        .group_by(member)
        .subquery()
    )
    found = (
        select(IncidentRow, counted, *(col(WatchRow.label), col(WatchRow.source), col(WatchRow.ref)))
        .join_from(IncidentRow, counted, counted.c.id == IncidentRow.id)
        .outerjoin(WatchRow, col(WatchRow.id) == IncidentRow.watch_id)
        .where(_news())
        .order_by(col(IncidentRow.id).desc())
    )
    meant = meanings(conn, ids)
    return tuple(_incident(row, meant.get(row.id)) for row in conn.execute(found).all())


def _count(condition: ColumnElement[bool]) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _incident(row: Row[Any], meaning: Meaning | None) -> Incident:
    return Incident(
        id=row.id,
        kind=EventKind(row.kind),
        market=row.market,
        watch_id=row.watch_id,
        watch_label=row.label or "",
        source=Source(row.source) if row.source else None,
        ref=row.ref or "",
        first=row.first,
        last=row.last,
        confirmed=row.confirmed,
        held=row.held,
        withdrawn=row.withdrawn,
        back=row.back,
        watches=row.watches,
        meaning=meaning,
    )


def _members(conn: Connection, incident_id: int, offset: int) -> tuple[Member, ...]:
    back = col(SpellRow.id).is_not(None).label("back")
    found = (
        events_with_names()
        .add_columns(ALBUM, back)
        .outerjoin(SpellRow, _PLAYABLE_NOW)
        .where(col(EventRow.incident) == incident_id)
        .order_by(col(EventRow.seq))
    )
    rows = conn.execute(found.offset(offset).limit(ROWS))
    return tuple(Member(event_of(row), row.album, bool(row.back)) for row in rows)


def _traits(conn: Connection, incident_id: int) -> list[Trait]:
    members = (
        select(col(TrackRow.album_id), ALBUM, ARTISTS)
        .join_from(EventRow, TrackRow, col(TrackRow.id) == EventRow.track_id)
        .where(col(EventRow.incident) == incident_id)
    )
    found = named(members, col(EventRow.track_id)).order_by(col(EventRow.seq)).limit(MOST_COMPARED)
    return [Trait(row.album_id, row.album, tuple(row.artists or ())) for row in conn.execute(found)]
