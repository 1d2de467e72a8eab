"""Incidents: the doubts of one mass flip belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select
from sqlmodel import col

from tracker.core.history import EventKind
from tracker.store.tables import DoubtRow, IncidentRow

if TYPE_CHECKING:
    from tracker.store.work import Work


def incidents_of(work: Work, kinds: set[EventKind | None]) -> dict[EventKind | None, int]:
    """The incident of each kind in this watch and market: the one that still has open doubts, or a new one."""
    if not kinds:
        return {}
    held = select(col(DoubtRow.held)).where(col(DoubtRow.held).is_not(None))
    here = (col(IncidentRow.watch_id) == work.watch_id, col(IncidentRow.market) == work.market)
    rows = work.conn.execute(select(IncidentRow).where(*here, col(IncidentRow.id).in_(held)))
    found = {EventKind(row.kind) if row.kind else None: row.id for row in rows}
    for kind in sorted(kinds - found.keys(), key=str):
        values = {
            "watch_id": work.watch_id,
            "market": work.market,
            "kind": kind,
            "opened_at": work.look.ended_at,
        }
        new = insert(IncidentRow).values(**values).returning(col(IncidentRow.id))
        found[kind] = work.conn.execute(new).scalar_one()
    return found
