"""Each watch as listings show it: counted for all watches at once, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select
from sqlmodel import col

from tracker.core.views import WatchView
from tracker.store.known import lost_sources
from tracker.store.rows import gap_of
from tracker.store.sightings import latest_complete, live_watches
from tracker.store.tables import DoubtRow, DutyRow, GapRow
from tracker.store.watches import check_duty

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.core.history import Gap
    from tracker.core.watch import Watch
    from tracker.store.counts import Counting


def watch_views(conn: Connection, counting: Counting) -> list[WatchView]:
    """The live watches, in the order they were added.

    A watch is as old as the market that was looked at longest ago; its gap is the one open longest.
    """
    views = uncounted_views(conn)
    counts, doubts = counting.of(conn, [view.watch for view in views]), _doubts(conn)
    return [
        replace(
            view,
            entries=counts.entries.get(view.watch.id, 0),
            states=dict(counts.states.get(view.watch.id, {})),
            suspected=doubts[view.watch.id][0],
            held=doubts[view.watch.id][1],
        )
        for view in views
    ]


def uncounted_views(conn: Connection) -> list[WatchView]:
    """The live watches without their counts, which are left at zero."""
    watches = live_watches(conn)
    complete = _complete_at(conn, watches)
    due = {row.name: row.due_at for row in conn.execute(select(DutyRow))}
    gaps, lost = _gaps(conn), lost_sources(conn)
    return [
        WatchView(
            watch=watch,
            last_complete_at=min(complete[watch.id].values(), default=None),
            due_at=_earliest_due(watch, due),
            entries=0,
            states={},
            suspected=0,
            held=0,
            gap=gaps.get(watch.id),
            lost=watch.id in lost,
            complete=complete[watch.id],
        )
        for watch in watches
    ]


def _complete_at(conn: Connection, watches: list[Watch]) -> dict[int, dict[str, datetime]]:
    """When the latest complete check of each watch in each of its markets began."""
    markets = {watch.id: watch.markets for watch in watches}
    at: dict[int, dict[str, datetime]] = {watch.id: {} for watch in watches}
    for row in latest_complete(conn, markets.keys()):
        if row.market in markets[row.watch_id]:
            at[row.watch_id][row.market] = row.started_at
    return at


def _earliest_due(watch: Watch, due: Mapping[str, datetime]) -> datetime | None:
    names = (check_duty(watch.id, market) for market in watch.markets)
    return min((due[name] for name in names if name in due), default=None)


def _doubts(conn: Connection) -> dict[int, tuple[int, int]]:
    counted = (
        select(col(DoubtRow.watch_id), func.count(), func.count(col(DoubtRow.held)))
        .where(col(DoubtRow.kind).is_not(None))
        .group_by(col(DoubtRow.watch_id))
    )
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    found.update({watch_id: (suspected, held) for watch_id, suspected, held in conn.execute(counted)})
    return found


def _gaps(conn: Connection) -> dict[int, Gap]:
    """The open gap of each watch that has one: of several markets' the one that began first."""
    began = col(GapRow.since)
    is_open = (col(GapRow.until).is_(None), col(GapRow.track_id).is_(None))
    latest_first = (
        select(GapRow).where(*is_open).order_by(began.is_(None), began.desc(), col(GapRow.id).desc())
    )
    return {row.watch_id: gap_of(row) for row in conn.execute(latest_first)}
