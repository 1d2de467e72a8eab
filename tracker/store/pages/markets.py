"""What the map asks the record."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.core.pages.markets import MarketShare
from tracker.store.sightings import latest_of, live_watches
from tracker.store.tables import GapRow, SpellRow

if TYPE_CHECKING:
    from datetime import datetime


def market_shares(conn: Connection) -> dict[str, MarketShare]:
    """The share of each market that has standing spells, by its code."""
    states = _standing(conn)
    for (market, state), unwatched in _unwatched(conn).items():
        states[market][state] -= unwatched
    seen = _seen(conn)
    return {market: MarketShare(market, +states[market], seen.get(market)) for market in sorted(states)}


def _standing(conn: Connection) -> dict[str, Counter[str]]:
    """How many tracks stand in which state, by market: counted in the index alone."""
    by = col(SpellRow.market), col(SpellRow.state)
    counted = select(*by, func.count()).where(col(SpellRow.missed_at).is_(None)).group_by(*by)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for market, state, number in conn.execute(counted):
        found[market][state] = number
    return found


def _unwatched(conn: Connection) -> dict[tuple[str, str], int]:
    """Those of them that nobody looks at any more: their own gap is open."""
    market, of_spell = col(GapRow.market), aliased(SpellRow)
    standing = (
        select(col(of_spell.state))
        .where(
            col(of_spell.track_id) == GapRow.track_id,
            col(of_spell.market) == market,
            col(of_spell.missed_at).is_(None),
        )
        .scalar_subquery()
    )
    left = select(market, standing.label("state")).where(
        col(GapRow.until).is_(None), col(GapRow.track_id).is_not(None)
    )
    each = left.subquery()
    counted = select(each.c.market, each.c.state, func.count()).group_by(each.c.market, each.c.state)
    return {(market, state): number for market, state, number in conn.execute(counted) if state}


def _seen(conn: Connection) -> dict[str, datetime]:
    """When each market was last looked at as a whole, in the watch of which that is longest ago."""
    observing: dict[str, list[int]] = defaultdict(list)
    for watch in live_watches(conn):
        for market in watch.markets:
            observing[market].append(watch.id)
    looks = {market: latest_of(conn, ids, market) for market, ids in observing.items()}
    return {market: min(look.at for look in seen.values()) for market, seen in looks.items() if seen}
