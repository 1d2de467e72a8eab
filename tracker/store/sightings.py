"""Which check saw a track last, in any watch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, bindparam, func, or_, select
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

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
    return [watch_of(row) for row in conn.execute(_live())]


@cache  # SQLAlchemy takes longer to put such a statement together than SQLite does to answer it
def _live() -> Select[Any]:
    return select(WatchRow).where(col(WatchRow.removed_at).is_(None)).order_by(col(WatchRow.id))


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
    chosen = _held().where(*only(col(EntryRow.track_id), tracks)) if tracks is not None else _held()
    return list(conn.execute(chosen, {"watches": list(watches)}).all())


@cache
def _held() -> Select[*tuple[Any, ...]]:
    found = select(col(EntryRow.track_id), col(EntryRow.watch_id), col(EntryRow.first_check))
    of_watches = col(EntryRow.watch_id).in_(bindparam("watches", expanding=True))
    return found.where(col(EntryRow.ended_at).is_(None), of_watches)


def latest_complete(conn: Connection, watches: Collection[int], market: str | None = None) -> list[Row[Any]]:
    """The latest complete check of all of each watch, market by market: id, watch_id, market, started_at."""
    wanted = {"watches": list(watches)} | ({"market": market} if market is not None else {})
    return list(conn.execute(_latest(one_market=market is not None), wanted))


@cache
def _latest(*, one_market: bool) -> Select[*tuple[Any, ...]]:
    watches: BindParameter[Any] = bindparam("watches", expanding=True)
    good = col(CheckRow.complete).is_(True), col(CheckRow.whole).is_(True)
    pairs = (col(CheckRow.watch_id), col(CheckRow.market))
    found = select(col(CheckRow.id), *pairs, col(CheckRow.started_at))
    if (
        one_market
    ):  # asked watch by watch, which takes one step in the index for each and not one for each check
        here = pairs[0] == WatchRow.id, pairs[1] == bindparam("market"), *good
        newest = select(func.max(CheckRow.id)).where(*here).correlate(WatchRow).scalar_subquery()
        return found.where(col(CheckRow.id).in_(select(newest).where(col(WatchRow.id).in_(watches))))
    latest = select(func.max(CheckRow.id)).where(pairs[0].in_(watches), *good).group_by(*pairs)
    return found.where(col(CheckRow.id).in_(latest))


def latest_of(conn: Connection, watches: Collection[int], market: str) -> dict[int, Sighting]:
    """The latest complete check of all of each watch in a market, by watch; never completely checked ones are absent."""
    rows = latest_complete(conn, watches, market)
    return {row.watch_id: Sighting(row.id, row.started_at) for row in rows}


def sightings(conn: Connection, market: str, tracks: Collection[str] | None = None) -> dict[str, Sighting]:
    """The last sighting of each track in a market (at least of `tracks`, all if None); unseen ones are absent."""
    watches = observers(conn, market)
    return seen_last(conn, market, latest_of(conn, watches, market), held(conn, watches, tracks), tracks)


def seen_last(
    conn: Connection,
    market: str,
    latest: Mapping[int, Sighting],
    entries: Iterable[Row[Any]],
    tracks: Collection[str] | None = None,
) -> dict[str, Sighting]:
    """The last sighting of the tracks of `entries`, from the `latest` complete checks of their watches.

    A complete check of a whole watch saw every track whose entry is as old as it; but not a track that had a
    gap at the time. That one was seen last before its gap, or by the look that ended it. Looks at some tracks say
    themselves which those were.
    """
    last: dict[str, Sighting] = {}
    for entry in entries:
        seen, before = latest.get(entry.watch_id), last.get(entry.track_id)
        if seen and seen.check_id >= entry.first_check and (before is None or seen.at > before.at):
            last[entry.track_id] = seen
    horizon = min((seen.at for seen in latest.values()), default=None)
    for look in conn.execute(_partial(bounded=horizon is not None), _bounds(market, horizon)):
        for track in look.tracks:
            if (before := last.get(track)) and look.started_at > before.at:
                last[track] = Sighting(look.id, look.started_at)
    for gap in _track_gaps(conn, market, tracks, horizon):
        _correct(last, gap)
    return last


def _track_gaps(
    conn: Connection, market: str, tracks: Collection[str] | None, horizon: datetime | None
) -> list[Row[Any]]:
    """The gaps of single tracks that were not over by `horizon`; the open ones last, else by their ends."""
    wanted = _bounds(market, horizon)
    found = _gaps_of_tracks(bounded=horizon is not None)
    return list(conn.execute(found.where(*only(col(GapRow.track_id), tracks)) if tracks else found, wanted))


def _bounds(market: str, horizon: datetime | None) -> dict[str, Any]:
    return {"market": market} | ({"horizon": horizon} if horizon is not None else {})


@cache
def _partial(*, bounded: bool) -> Select[*tuple[Any, ...]]:
    """The looks at some tracks that began after the horizon, oldest first."""
    began, tracks = col(CheckRow.started_at), col(CheckRow.tracks)
    conditions = [col(CheckRow.market) == bindparam("market"), tracks.is_not(None)]
    conditions += [col(CheckRow.complete).is_(True)]
    if bounded:
        conditions.append(began > bindparam("horizon", type_=UTCDateTime()))
    return select(col(CheckRow.id), began, tracks).where(*conditions).order_by(began, col(CheckRow.id))


@cache
def _gaps_of_tracks(*, bounded: bool) -> Select[Any]:
    until = col(GapRow.until)
    conditions = [col(GapRow.market) == bindparam("market"), col(GapRow.track_id).is_not(None)]
    if bounded:
        conditions.append(or_(until.is_(None), until > bindparam("horizon", type_=UTCDateTime())))
    return select(GapRow).where(*conditions).order_by(until.is_(None), until)


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
