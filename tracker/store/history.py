"""The reads needed to report: events, gaps and checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, or_, select
from sqlmodel import col

from tracker.store.naming import NAME, named
from tracker.store.rows import check_view_of, event_of, gap_of
from tracker.store.tables import CheckRow, EventRow, GapRow, TrackRow, WatchRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from tracker.core.history import Event, Gap
    from tracker.core.ports import EventFilter
    from tracker.core.views import CheckView


def events(conn: Connection, wanted: EventFilter) -> list[Event]:
    """The events that pass the filter, in the order of their numbers."""
    rows = conn.execute(events_with_names().where(*conditions_of(wanted)).order_by(col(EventRow.seq)))
    return [event_of(row) for row in rows]


def events_where(conn: Connection, condition: ColumnElement[bool]) -> list[Event]:
    """The events for which a condition on their rows holds, in the order of their numbers."""
    return [
        event_of(row)
        for row in conn.execute(events_with_names().where(condition).order_by(col(EventRow.seq)))
    ]


def events_after(conn: Connection, seq: int, limit: int) -> list[Event]:
    """So many events with higher numbers than `seq`, in the order of their numbers."""
    later = events_with_names().where(col(EventRow.seq) > seq).order_by(col(EventRow.seq)).limit(limit)
    return [event_of(row) for row in conn.execute(later)]


def watch_gaps(conn: Connection, since: datetime | None) -> list[Gap]:
    """Gaps of whole watches that end after `since`, oldest first; one without a beginning is the oldest."""
    began, ended = col(GapRow.since), col(GapRow.until)
    found = select(GapRow).where(col(GapRow.track_id).is_(None))
    if since is not None:
        found = found.where(or_(ended.is_(None), ended > since))
    return [gap_of(row) for row in conn.execute(found.order_by(began.is_not(None), began, col(GapRow.id)))]


def checks(conn: Connection, since: datetime | None) -> list[CheckView]:
    """The checks that began at `since` or later, oldest first."""
    found = select(CheckRow)
    if since is not None:
        found = found.where(col(CheckRow.started_at) >= since)
    return [
        check_view_of(row) for row in conn.execute(found.order_by(col(CheckRow.started_at), col(CheckRow.id)))
    ]


def events_with_names() -> Select[Any]:
    """Events with their watch's label, their track's ISRC and its name."""
    found = (
        select(EventRow, col(WatchRow.label), col(TrackRow.isrc), *NAME)
        .join_from(EventRow, WatchRow, col(WatchRow.id) == EventRow.watch_id)
        .outerjoin(TrackRow, col(TrackRow.id) == EventRow.track_id)
    )
    return named(found, col(EventRow.track_id))


def conditions_of(wanted: EventFilter) -> list[ColumnElement[bool]]:
    """What the events that pass a filter have to fulfil."""
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(col(EventRow.first_missed_at) >= wanted.since)
    equal = {
        EventRow.kind: wanted.kind,
        EventRow.status: wanted.status,
        EventRow.market: wanted.market,
        EventRow.track_id: wanted.track_id,
    }
    return found + [col(column) == value for column, value in equal.items() if value is not None]
