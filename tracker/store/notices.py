"""Notices: each is told once, and stands until it no longer holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlmodel import col

from tracker.core.history import State
from tracker.core.notices import Notice, NoticeKind
from tracker.store.outbox import post_notices
from tracker.store.sightings import live_watches
from tracker.store.tables import CheckRow, NoticeRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

TOLD = frozenset(State) - {State.UNKNOWN}


def standing(conn: Connection) -> list[Notice]:
    """The notices that hold, oldest first."""
    rows = conn.execute(select(NoticeRow).where(col(NoticeRow.until).is_(None)).order_by(col(NoticeRow.id)))
    return [notice_of(row) for row in rows]


def notice_of(row: Row[Any]) -> Notice:
    """A notice from its row."""
    return Notice(NoticeKind(row.kind), row.subject, row.text)


def keep(
    conn: Connection, wanted: Iterable[Notice], kinds: Collection[NoticeKind], now: datetime
) -> list[Notice]:
    """Make the standing notices of these kinds the wanted ones; the new ones, in their order. They go out to every channel.

    A change of the API is over only when no watch sees it any more, whichever of them was looked at now.
    """
    held = {(notice.kind, notice.subject) for notice in standing(conn) if notice.kind in kinds}
    listed = {(notice.kind, notice.subject): notice for notice in wanted}
    over = held - listed.keys()
    if any(kind is NoticeKind.API_CHANGED for kind, _ in over) and _somebody_sees_nothing(conn):
        over = {key for key in over if key[0] is not NoticeKind.API_CHANGED}
    for kind, subject in over:
        ended = update(NoticeRow).where(
            col(NoticeRow.kind) == kind, col(NoticeRow.subject) == subject, col(NoticeRow.until).is_(None)
        )
        conn.execute(ended.values(until=now))
    fresh = [notice for key, notice in listed.items() if key not in held]
    if fresh:
        rows = [{"kind": n.kind, "subject": n.subject, "text": n.text, "since": now} for n in fresh]
        numbered = insert(NoticeRow).returning(col(NoticeRow.id), sort_by_parameter_order=True)
        post_notices(conn, list(conn.execute(numbered, rows).scalars()), now)
    return fresh


def _somebody_sees_nothing(conn: Connection) -> bool:
    """Whether the latest look at some watch could tell nothing of any track, though it found them."""
    pairs = (col(CheckRow.watch_id), col(CheckRow.market))
    latest = select(func.max(CheckRow.id)).where(col(CheckRow.whole).is_(True)).group_by(*pairs)
    watched = {(watch.id, market) for watch in live_watches(conn) for market in watch.markets}
    found = conn.execute(select(*pairs, col(CheckRow.observed)).where(col(CheckRow.id).in_(latest)))
    return any((watch_id, market) in watched and _blank(seen) for watch_id, market, seen in found)


def _blank(observed: Mapping[str, int]) -> bool:
    return bool(observed.get(State.UNKNOWN)) and not any(observed.get(state) for state in TOLD)
