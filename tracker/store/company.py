"""Who may have vanished together: tracks that went missing on the same days, in one market.

Compared by days, in memory: each vanish lies somewhere between two looks, and comparing every one with every other
would take the database minutes where thousands are missing.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.core.history import EventKind, Status
from tracker.store.tables import EventRow, SearchRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy import Connection

Pair = tuple[str, str]
_DAY = timedelta(days=1)


def company_returned(conn: Connection, now: datetime) -> set[Pair]:
    """Pairs (track, market) whose next search is after `now`, and whose company has returned since the last one."""
    asleep = _asleep(conn, now)
    if not asleep:
        return set()
    returned = _returned(conn, min(asleep.values()))
    if not returned:
        return set()
    return {
        pair
        for pair, days in _vanished(conn, set(asleep))
        if any(returned[market_day] > asleep[pair] for market_day in days if market_day in returned)
    }


def _asleep(conn: Connection, now: datetime) -> dict[Pair, datetime]:
    rows = conn.execute(
        select(SearchRow).where(col(SearchRow.next_at) > now, col(SearchRow.sought_at).is_not(None))
    )
    return {(row.track_id, row.market): row.sought_at for row in rows}


def _returned(conn: Connection, since: datetime) -> dict[tuple[str, date], datetime]:
    """The days on which a track may have vanished that returned after `since`, with the latest such return."""
    latest: dict[tuple[str, date], datetime] = {}
    for market, last_seen, first_missed, confirmed in conn.execute(_pairs_back(), {"since": since}):
        if last_seen is None or confirmed is None:
            continue
        for day in _days(last_seen, first_missed):
            latest[market, day] = max(confirmed, latest.get((market, day), confirmed))
    return latest


@cache
def _pairs_back() -> Select[*tuple[Any, ...]]:
    """Vanishes with the returns of the same track after `since`."""
    went, back = aliased(EventRow), aliased(EventRow)
    same = (col(went.track_id) == back.track_id, col(went.market) == back.market)
    found = select(
        col(went.market), col(went.last_seen_at), col(went.first_missed_at), col(back.confirmed_at)
    )
    return found.join_from(back, went, same[0] & same[1]).where(
        col(back.kind) == EventKind.RETURNED,
        col(back.status) == Status.CONFIRMED,
        col(back.confirmed_at) > bindparam("since", type_=UTCDateTime()),
        col(went.kind) == EventKind.VANISHED,
        col(went.status) == Status.CONFIRMED,
    )


def _vanished(conn: Connection, wanted: set[Pair]) -> Iterator[tuple[Pair, list[tuple[str, date]]]]:
    """The days on which the wanted tracks may have vanished, each with its market."""
    edges = (col(EventRow.last_seen_at), col(EventRow.first_missed_at))
    found = select(col(EventRow.track_id), col(EventRow.market), *edges).where(
        col(EventRow.kind) == EventKind.VANISHED,
        col(EventRow.status) == Status.CONFIRMED,
        col(EventRow.track_id).is_not(None),
    )
    days: dict[Pair, list[tuple[str, date]]] = defaultdict(list)
    for track_id, market, last_seen, first_missed in conn.execute(found):
        if track_id and last_seen and (track_id, market) in wanted:
            days[track_id, market] += [(market, day) for day in _days(last_seen, first_missed)]
    yield from days.items()


def _days(last_seen: datetime, first_missed: datetime) -> list[date]:
    """Every day from one look to the other."""
    first, last = last_seen.date(), first_missed.date()
    return [first + n * _DAY for n in range((last - first).days + 1)]
