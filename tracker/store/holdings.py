"""What a planner reads of the watches: the places of many at once, without names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, case, func, select
from sqlmodel import col

from tracker.core.planning.holdings import Stand, Suspects
from tracker.core.planning.requests import Held, Tier
from tracker.store.engine import reading
from tracker.store.tables import (
    DoubtRow,
    EntryRow,
    ImportRow,
    ListingRow,
    PackedRow,
    PastRow,
    TierRow,
    TrackRow,
    WatchRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection, Engine


class SqlHoldings:
    """Implements `tracker.core.planning.holdings.Holdings`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def stands(self, watches: Collection[int]) -> dict[int, tuple[Stand, ...]]:
        """The places of these watches, in order."""
        with reading(self._engine) as conn:
            found = _entries(conn, list(watches))
            return {watch: found.get(watch) or _listed(conn, watch) for watch in watches}

    def packed(self) -> tuple[Held, ...]:
        """The packed lists that stand."""
        found = select(col(PackedRow.ref), col(PackedRow.tracks)).where(col(PackedRow.lost_at).is_(None))
        with reading(self._engine) as conn:
            rows = conn.execute(found.order_by(col(PackedRow.number)))
            return tuple(Held(row.ref, tuple(row.tracks)) for row in rows)

    def tier(self) -> Tier:
        """What the service was last seen to allow."""
        with reading(self._engine) as conn:
            return Tier(conn.execute(select(col(TierRow.tier))).scalar() or Tier.C)

    def suspects(self, most: int) -> list[Suspects]:
        """The suspects that want a look soonest, watch by watch and market by market."""
        first = func.min(col(DoubtRow.next_look_at))
        pairs = (col(DoubtRow.watch_id), col(DoubtRow.market))
        looked_at = select(col(WatchRow.id)).where(
            col(WatchRow.paused_at).is_(None), col(WatchRow.removed_at).is_(None)
        )
        found = (
            select(*pairs, func.count().label("size"), first.label("due_at"))
            .where(pairs[0].in_(looked_at))
            .group_by(*pairs)
            .order_by(first, *pairs)
            .limit(most)
        )
        with reading(self._engine) as conn:
            return [Suspects(*row) for row in conn.execute(found)]


def _entries(conn: Connection, watches: list[int]) -> dict[int, tuple[Stand, ...]]:
    """The live entries in the lists' order; those that a list does not name come last, as they came."""
    held: dict[int, dict[int, Stand]] = {}
    for watch, entry, track, album, place in conn.execute(_live(), {"watches": watches}).all():
        held.setdefault(watch, {})[entry] = Stand(track, album, place)
    orders = {row.watch_id: row.order for row in conn.execute(_orders(), {"watches": watches})}
    return {watch: _ordered(stands, orders.get(watch, ())) for watch, stands in held.items()}


def _ordered(stands: dict[int, Stand], order: Iterable[int]) -> tuple[Stand, ...]:
    named = [stand for entry in order if (stand := stands.pop(entry, None))]
    return (*named, *(stands[entry] for entry in sorted(stands)))


def _seat() -> tuple[Any, ...]:
    """A track, its album and its place there."""
    number = col(TrackRow.number)
    on_first = and_(func.coalesce(col(TrackRow.disc), 1) == 1, number > 0)
    return col(TrackRow.id), col(TrackRow.album_id), case((on_first, number - 1))


@cache
def _orders() -> Select[*tuple[Any, ...]]:
    listing = (col(ListingRow.watch_id), col(ListingRow.order))
    return select(*listing).where(listing[0].in_(bindparam("watches", expanding=True)))


@cache
def _live() -> Select[*tuple[Any, ...]]:
    return (
        select(col(EntryRow.watch_id), col(EntryRow.id), *_seat())
        .join_from(EntryRow, TrackRow, col(TrackRow.id) == EntryRow.track_id)
        .where(
            col(EntryRow.watch_id).in_(bindparam("watches", expanding=True)), col(EntryRow.ended_at).is_(None)
        )
    )


def _listed(conn: Connection, watch: int) -> tuple[Stand, ...]:
    found = (
        select(*_seat())
        .join_from(PastRow, TrackRow, col(TrackRow.id) == PastRow.track_id)
        .join(ImportRow, col(ImportRow.id) == PastRow.import_id)
        .where(col(ImportRow.watch_id) == watch, col(PastRow.place).is_not(None))
        .order_by(col(PastRow.place), col(PastRow.id))
    )
    return tuple(Stand(*row) for row in conn.execute(found))
