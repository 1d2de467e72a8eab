"""Which check saw a track last, in any watch."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select
from sqlmodel import col

from tracker.core.history import Sighting
from tracker.store.rows import sighting_of, watch_of
from tracker.store.tables import CheckRow, EntryRow, GapRow, WatchRow

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.watch import Watch

MOST_IN_LIST = 30_000
"""SQLite takes 32,766 values in one statement, PostgreSQL 65,535."""


def live_watches(conn: Connection) -> list[Watch]:
    """The watches that are not removed, in the order they were added."""
    live = select(WatchRow).where(col(WatchRow.removed_at).is_(None)).order_by(col(WatchRow.id))
    return [watch_of(row) for row in conn.execute(live)]


def observers(conn: Connection, market: str) -> list[int]:
    """The live watches that look at a market."""
    return [watch.id for watch in live_watches(conn) if market in watch.markets]


def only(column: Any, values: Collection[str] | None) -> list[ColumnElement[bool]]:
    """The condition that `column` is among `values`; none at all where they are too many for one statement.

    Callers must therefore be right with more rows than they asked for.
    """
    return [] if values is None or len(values) > MOST_IN_LIST else [column.in_(values)]


def held(conn: Connection, watches: Collection[int], tracks: Collection[str] | None = None) -> list[Row[Any]]:
    """The live entries of some watches: `track_id`, `watch_id` and `first_check` of each."""
    found = select(col(EntryRow.track_id), col(EntryRow.watch_id), col(EntryRow.first_check))
    live = col(EntryRow.ended_at).is_(None)
    chosen = found.where(live, col(EntryRow.watch_id).in_(watches), *only(col(EntryRow.track_id), tracks))
    return list(conn.execute(chosen))


def latest_complete(conn: Connection, watches: Collection[int], market: str | None = None) -> list[Row[Any]]:
    """The latest complete check of all of each watch, market by market: id, watch_id, market, started_at."""
    conditions: list[ColumnElement[bool]] = [
        col(CheckRow.watch_id).in_(watches),
        col(CheckRow.complete).is_(True),
        col(CheckRow.whole).is_(True),
    ]
    if market is not None:
        conditions.append(col(CheckRow.market) == market)
    pairs = (col(CheckRow.watch_id), col(CheckRow.market))
    latest = select(func.max(CheckRow.id)).where(*conditions).group_by(*pairs)
    found = select(col(CheckRow.id), *pairs, col(CheckRow.started_at)).where(col(CheckRow.id).in_(latest))
    return list(conn.execute(found))


def sightings(conn: Connection, market: str, tracks: Collection[str] | None = None) -> dict[str, Sighting]:
    """The last sighting of each track in a market (at least of `tracks`, all if None); unseen ones are absent.

    A complete check of a whole watch saw every track whose entry is as old as it; but not a track that had a
    gap at the time. That one was seen last before its gap, or by the look that ended it.
    """
    watches = observers(conn, market)
    latest = {
        row.watch_id: Sighting(row.id, row.started_at) for row in latest_complete(conn, watches, market)
    }
    last: dict[str, Sighting] = {}
    for entry in held(conn, watches, tracks):
        seen, before = latest.get(entry.watch_id), last.get(entry.track_id)
        if seen and seen.check_id >= entry.first_check and (before is None or seen.at > before.at):
            last[entry.track_id] = seen
    horizon = min((seen.at for seen in latest.values()), default=None)
    for gap in _track_gaps(conn, market, tracks, horizon):
        _correct(last, gap)
    return last


def _track_gaps(
    conn: Connection, market: str, tracks: Collection[str] | None, horizon: datetime | None
) -> list[Row[Any]]:
    """The gaps of single tracks that were not over by `horizon`; the open ones last, else by their ends."""
    until = col(GapRow.until)
    conditions = [col(GapRow.market) == market, col(GapRow.track_id).is_not(None)]
    if horizon is not None:
        conditions.append(or_(until.is_(None), until > horizon))
    found = select(GapRow).where(*conditions, *only(col(GapRow.track_id), tracks))
    return list(conn.execute(found.order_by(until.is_(None), until)))


def _correct(last: dict[str, Sighting], gap: Row[Any]) -> None:
    before = last.get(gap.track_id)
    if gap.until is None:
        seen = sighting_of(gap.last_check, gap.since)
    else:
        seen = sighting_of(gap.end_check, gap.until)
        if before and (seen is None or before.at >= seen.at):
            seen = before
    if seen:
        last[gap.track_id] = seen
    else:
        last.pop(gap.track_id, None)
