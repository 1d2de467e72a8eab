"""Each watch as listings show it: counted for all watches at once, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select
from sqlmodel import col

from tracker.core.items import Kind
from tracker.core.names import NAMELESS
from tracker.core.views import WatchView
from tracker.store.known import lost_sources
from tracker.store.rows import gap_of
from tracker.store.sightings import latest_complete, live_watches
from tracker.store.tables import DoubtRow, DutyRow, EntryRow, GapRow, SpellRow, TrackRow
from tracker.store.watches import check_duty

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.core.history import Gap
    from tracker.core.watch import Watch


def watch_views(conn: Connection) -> list[WatchView]:
    """The live watches, in the order they were added.

    A watch is as old as the market that was looked at longest ago; its gap is the one open longest.
    """
    return counted(uncounted_views(conn), watch_counts(conn))


@dataclass(frozen=True, slots=True)
class WatchCounts:
    """What is counted over the tracks of a watch; see `WatchView`."""

    entries: int
    states: dict[str, int]
    suspected: int
    held: int


NOTHING = WatchCounts(0, {}, 0, 0)


def watch_counts(conn: Connection) -> dict[int, WatchCounts]:
    """The counts of the live watches; they take long where many tracks are held."""
    watches = live_watches(conn)
    entries, states, doubts = _entries(conn), _states(conn, watches), _doubts(conn)
    return {
        watch.id: WatchCounts(entries.get(watch.id, 0), states[watch.id], *doubts[watch.id])
        for watch in watches
    }


def counted(views: list[WatchView], counts: Mapping[int, WatchCounts]) -> list[WatchView]:
    """The views with their counts."""
    found = ((view, counts.get(view.watch.id, NOTHING)) for view in views)
    return [
        replace(view, entries=of.entries, states=of.states, suspected=of.suspected, held=of.held)
        for view, of in found
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


def _entries(conn: Connection) -> dict[int, int]:
    """How many tracks each watch holds; local files, episodes and nameless places are none."""
    is_track = func.coalesce(TrackRow.kind, Kind.TRACK).not_in([Kind.EPISODE, Kind.LOCAL])
    counted = (
        select(col(EntryRow.watch_id), func.count().label("number"))
        .join_from(EntryRow, TrackRow, col(TrackRow.id) == EntryRow.track_id)
        .where(col(EntryRow.ended_at).is_(None), is_track, col(EntryRow.track_id) != NAMELESS)
        .group_by(col(EntryRow.watch_id))
    )
    return {row.watch_id: row.number for row in conn.execute(counted)}


def _states(conn: Connection, watches: list[Watch]) -> dict[int, dict[str, int]]:
    watched = {(watch.id, market) for watch in watches for market in watch.markets}
    by = (col(EntryRow.watch_id), col(SpellRow.market), col(SpellRow.state))
    counted = (
        select(*by, func.count(col(EntryRow.track_id).distinct()))
        .join_from(EntryRow, SpellRow, col(SpellRow.track_id) == EntryRow.track_id)
        .where(col(EntryRow.ended_at).is_(None), col(SpellRow.missed_at).is_(None))
        .group_by(*by)
    )
    states: dict[int, dict[str, int]] = defaultdict(dict)
    for watch_id, market, state, number in conn.execute(counted):
        if (watch_id, market) in watched:
            states[watch_id][state] = states[watch_id].get(state, 0) + number
    return states


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
