"""What the settings page and its export read: watches with their cost, and the events in portions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select
from sqlmodel import col

from tracker.core.pages.settings import Private, WatchLine, calls_a_day
from tracker.core.watch import Source
from tracker.store.rows import watch_of
from tracker.store.tables import CheckRow, EntryRow, EventRow, WatchRow

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.watch import Watch

PAGE = 20


def watch_page(conn: Connection, page: int) -> tuple[list[WatchLine], int]:
    """The live watches of one page (the first is 1), in the order they were added, and how many there are."""
    live = col(WatchRow.removed_at).is_(None)
    total = conn.execute(select(func.count()).select_from(WatchRow).where(live)).scalar_one()
    wanted = select(WatchRow).where(live).order_by(col(WatchRow.id)).limit(PAGE).offset((page - 1) * PAGE)
    return [_line(conn, watch_of(row)) for row in conn.execute(wanted).all()], total


def watch_line(conn: Connection, watch_id: int) -> WatchLine | None:
    """One live watch; None if there is none of that number."""
    wanted = select(WatchRow).where(col(WatchRow.id) == watch_id, col(WatchRow.removed_at).is_(None))
    row = conn.execute(wanted).first()
    return _line(conn, watch_of(row)) if row else None


def any_watch(conn: Connection) -> int | None:
    """The number of the first live watch; None if nothing is watched."""
    wanted = (
        select(col(WatchRow.id)).where(col(WatchRow.removed_at).is_(None)).order_by(col(WatchRow.id)).limit(1)
    )
    return conn.execute(wanted).scalar()


def private(conn: Connection) -> Private:
    """What a disconnect would delete."""
    needing = [source for source in Source if source.needs_login]
    of_login = select(col(WatchRow.id)).where(col(WatchRow.source).in_(needing))
    events = select(func.count()).select_from(EventRow).where(col(EventRow.watch_id).in_(of_login))
    labels = select(col(WatchRow.label)).where(col(WatchRow.source).in_(needing)).order_by(col(WatchRow.id))
    return Private(tuple(conn.execute(labels).scalars()), conn.execute(events).scalar_one())


def _line(conn: Connection, watch: Watch) -> WatchLine:
    """Each question is one seek in an index, however long the record is."""
    held = select(func.count()).where(col(EntryRow.watch_id) == watch.id, col(EntryRow.ended_at).is_(None))
    latest = {market: found for market in watch.markets if (found := _latest(conn, watch.id, market))}
    calls = {market: found[0] for market, found in latest.items()}
    checked_at = max((found[1] for found in latest.values()), default=None)
    return WatchLine(watch, conn.execute(held).scalar_one(), checked_at, calls_a_day(watch, calls))


def _latest(conn: Connection, watch_id: int, market: str) -> tuple[int, datetime] | None:
    """Calls and beginning of the latest complete check of the whole watch."""
    whole = (col(CheckRow.complete).is_(True), col(CheckRow.whole).is_(True))
    wanted = (
        select(col(CheckRow.calls), col(CheckRow.started_at))
        .where(col(CheckRow.watch_id) == watch_id, col(CheckRow.market) == market, *whole)
        .order_by(col(CheckRow.id).desc())
        .limit(1)
    )
    found = conn.execute(wanted).first()
    return (found.calls, found.started_at) if found else None
