"""What becomes of tracks that are no longer watched: their history pauses, visibly."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update
from sqlmodel import col

from tracker.core.history import Status
from tracker.core.names import is_catalogue
from tracker.store.rows import sighting_of
from tracker.store.sightings import held, observers, sightings
from tracker.store.tables import DoubtRow, EventRow, GapRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from tracker.core.history import Sighting

NOT_WATCHED = "not watched"


@contextmanager
def leaving(
    conn: Connection, watch_id: int, markets: Collection[str], tracks: Collection[str]
) -> Iterator[None]:
    """Around a change by which a watch may cease to observe `tracks` in `markets`.

    Each of them that no live watch observes afterwards loses its doubt and gets a gap from when it was last
    seen; the next look at it, in whichever watch, ends that gap.
    """
    seen = {market: _last_settled(conn, market, tracks) for market in markets}
    yield
    for market in markets:
        left = _unobserved(conn, market, tracks)
        settle_as_withdrawn(conn, (row for row in doubts_in(conn, market) if row.track_id in left))
        _pause(conn, watch_id, market, {track: seen[market][track] for track in left & seen[market].keys()})


def doubts_in(conn: Connection, market: str) -> list[Row[Any]]:
    """The open doubts of a market."""
    return list(conn.execute(select(DoubtRow).where(col(DoubtRow.market) == market)))


def settle_as_withdrawn(conn: Connection, doubts: Iterable[Row[Any]]) -> None:
    """End doubts that can no longer be told; their events stay and say so."""
    settled = list(doubts)
    if seqs := [{"b_seq": row.event_seq} for row in settled if row.event_seq is not None]:
        event = update(EventRow).where(col(EventRow.seq) == bindparam("b_seq"))
        conn.execute(event.values(status=Status.WITHDRAWN), seqs)
    if settled:
        doubt = delete(DoubtRow).where(col(DoubtRow.id) == bindparam("b_id"))
        conn.execute(doubt, [{"b_id": row.id} for row in settled])


def close_watch_gap(conn: Connection, watch_id: int, market: str, now: datetime) -> None:
    """End the open gap of a watch that nobody expects to see any more."""
    is_open = (col(GapRow.until).is_(None), col(GapRow.track_id).is_(None))
    gap = update(GapRow).where(col(GapRow.watch_id) == watch_id, col(GapRow.market) == market, *is_open)
    conn.execute(gap.values(until=now))


def _last_settled(conn: Connection, market: str, tracks: Collection[str]) -> dict[str, Sighting]:
    """When each track was last seen beyond doubt: looks at a suspect say nothing that stands."""
    seen = sightings(conn, market, tracks)
    for row in doubts_in(conn, market):
        if row.track_id in seen and (last := sighting_of(row.last_check, row.last_at)):
            seen[row.track_id] = last
    return seen


def _unobserved(conn: Connection, market: str, tracks: Collection[str]) -> set[str]:
    """Those of `tracks` that no live watch observes in a market."""
    still = {row.track_id for row in held(conn, observers(conn, market), tracks)}
    return {track for track in tracks if is_catalogue(track) and track not in still}


def _pause(conn: Connection, watch_id: int, market: str, seen: dict[str, Sighting]) -> None:
    is_open = (col(GapRow.until).is_(None), col(GapRow.track_id).is_not(None))
    paused = set(
        conn.execute(select(col(GapRow.track_id)).where(col(GapRow.market) == market, *is_open)).scalars()
    )
    gaps = [
        {
            "watch_id": watch_id,
            "track_id": track,
            "market": market,
            "since": last.at,
            "last_check": last.check_id,
            "why": NOT_WATCHED,
        }
        for track, last in seen.items()
        if track not in paused
    ]
    if gaps:
        conn.execute(insert(GapRow), gaps)
