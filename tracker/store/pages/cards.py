"""Watches as cards: read for all of them together, and from what the last checks counted rather than from every entry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, func, select
from sqlmodel import col

from tracker.core.history import EventKind, Status
from tracker.core.pages.cards import STRIP_DAYS, Looked, Standings, WatchCard, card
from tracker.core.views import CheckView
from tracker.store.rows import check_view_of, gap_of, watch_of
from tracker.store.sightings import latest_complete
from tracker.store.tables import CheckRow, DoubtRow, DutyRow, EntryRow, EventRow, GapRow, WatchRow
from tracker.store.watches import check_duty

if TYPE_CHECKING:
    from tracker.core.history import Gap
    from tracker.core.watch import Watch

FRESH = timedelta(days=14)
"""Most watches had a complete check within this time; looking for the older ones alone takes longer."""


def count_watches(conn: Connection) -> int:
    """How many watches there are, those that ended included."""
    return conn.execute(select(func.count()).select_from(WatchRow)).scalar_one()


def live_cards(conn: Connection, now: datetime) -> list[WatchCard]:
    """Every live watch, in the order they were added, without its days."""
    live = select(WatchRow).where(col(WatchRow.removed_at).is_(None)).order_by(col(WatchRow.id))
    return _cards(conn, conn.execute(live).all(), now)


def page_of_cards(conn: Connection, at: int, size: int, now: datetime) -> tuple[WatchCard, ...]:
    """A page of all watches with their days: the live ones first, then those that ended, the latest first."""
    over = col(WatchRow.removed_at)
    ordered = select(WatchRow).order_by(over.is_not(None), over.desc(), col(WatchRow.id))
    rows = conn.execute(ordered.limit(size).offset((at - 1) * size)).all()
    return with_days(conn, _cards(conn, rows, now), now - timedelta(days=STRIP_DAYS))


def one_card(conn: Connection, watch_id: int, now: datetime) -> WatchCard | None:
    """One watch, live or not; None if there never was one of this number."""
    row = conn.execute(select(WatchRow).where(col(WatchRow.id) == watch_id)).first()
    return _cards(conn, [row], now)[0] if row else None


def with_days(conn: Connection, cards: Iterable[WatchCard], since: datetime) -> tuple[WatchCard, ...]:
    """The same cards with their checks and gaps since then."""
    cards = tuple(cards)
    watches = [each.watch.id for each in cards]
    looks = _looks(conn, watches, since)
    gaps = _gaps_since(conn, watches, since)
    return tuple(
        replace(each, looks=tuple(looks[each.watch.id]), gaps=tuple(gaps[each.watch.id])) for each in cards
    )


def _cards(conn: Connection, rows: Sequence[Row[Any]], now: datetime) -> list[WatchCard]:
    known = _standings(conn, [watch_of(row) for row in rows], now)
    return [card(watch_of(row), known, row.removed_at, row.lapsed_at) for row in rows]


def _standings(conn: Connection, watches: Collection[Watch], now: datetime) -> Standings:
    ids = [watch.id for watch in watches]
    return Standings(
        latest=_latest(conn, watches, now),
        due=_due(conn, watches),
        gaps=_open_gaps(conn, ids),
        entries=_entries(conn, ids),
        suspected=_suspected(conn, ids),
        lost=_lost(conn, ids),
    )


def _latest(conn: Connection, watches: Collection[Watch], now: datetime) -> dict[tuple[int, str], CheckView]:
    """The latest complete check of all of each watch in each market: the fresh ones first, then what is missing."""
    wanted = {(watch.id, market) for watch in watches for market in watch.markets}
    ids = [watch.id for watch in watches]
    complete = (col(CheckRow.complete).is_(True), col(CheckRow.whole).is_(True))
    fresh = (_by_date().in_(ids), *complete, col(CheckRow.started_at) >= now - FRESH)
    found = _read(
        conn, select(func.max(col(CheckRow.id))).where(*fresh).group_by(_by_date(), col(CheckRow.market))
    )
    older = {number for number, _ in wanted - found.keys()}
    return _read(conn, [row.id for row in latest_complete(conn, older)]) | found if older else found


def _read(conn: Connection, numbers: Any) -> dict[tuple[int, str], CheckView]:
    rows = conn.execute(select(CheckRow).where(col(CheckRow.id).in_(numbers)))
    return {(row.watch_id, row.market): check_view_of(row) for row in rows}


def _due(conn: Connection, watches: Collection[Watch]) -> dict[tuple[int, str], datetime]:
    names = {
        check_duty(watch.id, market): (watch.id, market) for watch in watches for market in watch.markets
    }
    rows = conn.execute(select(DutyRow).where(col(DutyRow.name).in_(list(names))))
    return {names[row.name]: row.due_at for row in rows}


def _open_gaps(conn: Connection, watches: Collection[int]) -> dict[tuple[int, str], Gap]:
    mine = (col(GapRow.watch_id).in_(watches), col(GapRow.track_id).is_(None), col(GapRow.until).is_(None))
    rows = conn.execute(select(GapRow).where(*mine))
    return {(row.watch_id, row.market): gap_of(row) for row in rows}


def _entries(conn: Connection, watches: Collection[int]) -> dict[int, int]:
    mine = (col(EntryRow.watch_id).in_(watches), col(EntryRow.ended_at).is_(None))
    counted = (
        select(col(EntryRow.watch_id), func.count().label("number"))
        .where(*mine)
        .group_by(col(EntryRow.watch_id))
    )
    return {row.watch_id: row.number for row in conn.execute(counted)}


def _suspected(conn: Connection, watches: Collection[int]) -> dict[int, int]:
    """How many changes are suspected in each watch, its own loss included."""
    mine = (col(DoubtRow.watch_id).in_(watches), col(DoubtRow.kind).is_not(None))
    counted = (
        select(col(DoubtRow.watch_id), func.count().label("number"))
        .where(*mine)
        .group_by(col(DoubtRow.watch_id))
    )
    return {row.watch_id: row.number for row in conn.execute(counted)}


def _lost(conn: Connection, watches: Collection[int]) -> frozenset[int]:
    """The watches whose latest confirmed word about their source is that it was lost."""
    lost, back = EventKind.SOURCE_LOST, EventKind.SOURCE_BACK
    told = (col(EventRow.kind).in_((lost, back)), col(EventRow.status) == Status.CONFIRMED)
    latest = select(func.max(EventRow.seq)).where(col(EventRow.watch_id).in_(watches), *told)
    latest = latest.group_by(col(EventRow.watch_id))
    found = select(col(EventRow.watch_id)).where(col(EventRow.seq).in_(latest), col(EventRow.kind) == lost)
    return frozenset(conn.execute(found).scalars())


def _looks(conn: Connection, watches: Collection[int], since: datetime) -> dict[int, list[Looked]]:
    """The checks since then: there are thousands, so only what a day needs is read of each."""
    columns = (CheckRow.watch_id, CheckRow.market, CheckRow.whole, CheckRow.started_at, CheckRow.complete)
    watch = col(CheckRow.watch_id) if len(watches) == 1 else _by_date()
    mine = (watch.in_(watches), col(CheckRow.started_at) >= since)
    found: dict[int, list[Looked]] = {number: [] for number in watches}
    for row in conn.execute(select(*map(col, columns)).where(*mine)).all():
        found[row.watch_id].append(Looked(row.market, row.whole, row.started_at, row.complete))
    return found


def _by_date() -> ColumnElement[int]:
    """The watch of a check, written so that the database looks for the check by its date instead."""
    return col(CheckRow.watch_id) + 0


def _gaps_since(conn: Connection, watches: Collection[int], since: datetime) -> dict[int, list[Gap]]:
    """The gaps of whole watches that were not over by then, the latest first."""
    over = col(GapRow.until)
    mine = (
        col(GapRow.watch_id).in_(watches),
        col(GapRow.track_id).is_(None),
        over.is_(None) | (over > since),
    )
    found: dict[int, list[Gap]] = {watch: [] for watch in watches}
    for row in conn.execute(select(GapRow).where(*mine).order_by(col(GapRow.id).desc())):
        found[row.watch_id].append(gap_of(row))
    return found
