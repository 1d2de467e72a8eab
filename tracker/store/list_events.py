"""The events of a list itself: a place came, went, or never went after all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert
from sqlmodel import col

from tracker.core.history import EventKind, Status
from tracker.store.rows import at_of
from tracker.store.tables import EventRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.core.history import Sighting
    from tracker.store.work import Work


def list_event(
    work: Work,
    kind: EventKind,
    track_id: str,
    before: Sighting | None,
    *,
    settled: bool = True,
    retracts: int | None = None,
) -> dict[str, Any]:
    """The row of an event of the list, found by this look: a fact, or (not `settled`) a suspicion."""
    return {
        "kind": kind,
        "status": Status.CONFIRMED if settled else Status.SUSPECTED,
        "market": work.market,
        "watch_id": work.watch_id,
        "track_id": track_id,
        "last_seen_at": at_of(before),
        "first_missed_at": work.look.ended_at,
        "confirmed_at": work.look.ended_at if settled else None,
        "retracts": retracts,
        "checks": [*([before.check_id] if before else []), work.look.check_id],
    }


def insert_events(work: Work, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Write events; their numbers, in the order of the rows."""
    if not rows:
        return []
    told = insert(EventRow).returning(col(EventRow.seq), sort_by_parameter_order=True)
    return list(work.conn.execute(told, rows).scalars())
