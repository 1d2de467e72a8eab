"""The numbers of the record for monitoring: what is quick is read each time, what is counted only when it has changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlmodel import col

from tracker.core.pages.metrics import Counts, Gauges
from tracker.store.tables import (
    CheckRow,
    DeliveryRow,
    DoubtRow,
    EntryRow,
    EventRow,
    GapRow,
    LetterRow,
    SpellRow,
    WatchRow,
)
from tracker.store.watch_views import uncounted_views


def gauges(conn: Connection) -> Gauges:
    """What is read afresh each time; `counted_at` changes whenever `counts` may."""
    return Gauges(
        complete={
            (view.watch.id, market): view.complete.get(market)
            for view in uncounted_views(conn)
            for market in view.watch.markets
        },
        suspected=_number(conn, select(func.count()).where(col(DoubtRow.kind).is_not(None))),
        gaps=_number(conn, select(func.count()).where(col(GapRow.until).is_(None))),
        waiting=_number(conn, select(func.count()).where(col(DeliveryRow.letter_id).is_(None)))
        + _number(conn, select(func.count()).where(col(LetterRow.sent_at).is_(None))),
        size=_size(conn),
        counted_at=counted_at(conn),
    )


def counts(conn: Connection) -> Counts:
    """What is counted over all tracks that are watched now, and over all events."""
    return Counts(_entries(conn), _states(conn), _events(conn))


def counted_at(conn: Connection) -> tuple[object, ...]:
    """Something that changes whenever a count may have.

    States change by a check, by a watch that comes or goes, and by forgetting, which takes checks away.
    """
    latest = select(func.max(CheckRow.id))
    watch = select(func.max(WatchRow.id), func.count(col(WatchRow.removed_at)), func.count())
    event = select(func.max(EventRow.seq))
    return tuple(value for found in (latest, watch, event) for value in conn.execute(found).one())


def _entries(conn: Connection) -> dict[int, int]:
    live = col(EntryRow.ended_at).is_(None)
    counted = (
        select(col(EntryRow.watch_id), func.count().label("number"))
        .where(live)
        .group_by(col(EntryRow.watch_id))
    )
    return {row.watch_id: row.number for row in conn.execute(counted)}


def _states(conn: Connection) -> dict[tuple[str, str], int]:
    """Of each track that some watch holds, and market, its present state."""
    held = select(col(EntryRow.track_id)).where(
        col(EntryRow.track_id) == SpellRow.track_id, col(EntryRow.ended_at).is_(None)
    )
    by = (col(SpellRow.market), col(SpellRow.state))
    counted = select(*by, func.count()).where(col(SpellRow.missed_at).is_(None), held.exists()).group_by(*by)
    return {(market, state): number for market, state, number in conn.execute(counted)}


def _events(conn: Connection) -> dict[tuple[str, str], int]:
    by = (col(EventRow.kind), col(EventRow.status))
    return {
        (kind, status): number
        for kind, status, number in conn.execute(select(*by, func.count()).group_by(*by))
    }


def _size(conn: Connection) -> int:
    """Bytes that the database takes, without the journal beside it."""
    if conn.dialect.name == "postgresql":
        return int(conn.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages = conn.execute(text("PRAGMA page_count")).scalar_one()
    return int(pages) * int(conn.execute(text("PRAGMA page_size")).scalar_one())


def _number(conn: Connection, counted: Any) -> int:
    return int(conn.execute(counted).scalar_one())
