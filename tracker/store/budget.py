"""The ledger of calls: read, counted and written in one transaction before a call is sent."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, select, update
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import col

from tracker.core import budget
from tracker.core.budget import Denial, Ledger, Limits
from tracker.store.engine import upsert
from tracker.store.tables import LedgerRow


def read_ledger(conn: Connection) -> Ledger:
    """The ledger as it stands; an empty one before the first call."""
    row = conn.execute(_ledger()).first()
    if row is None:
        return Ledger()
    buckets = tuple((quarter, calls) for quarter, calls in row.buckets)
    return Ledger(buckets, row.last_slot, row.parked_until, row.parked_why)


@cache
def _ledger() -> Select[Any]:
    return select(LedgerRow)


def spend(conn: Connection, now: datetime, limits: Limits) -> datetime | Denial:
    """Count one call: the instant to send it, or why not."""
    outcome = budget.spend(read_ledger(conn), now, limits)
    if isinstance(outcome, Denial):
        return outcome
    _write(conn, outcome.ledger)
    return outcome.at


def park(conn: Connection, until: datetime, why: str) -> None:
    """Remember that nothing may be sent before `until`."""
    _write(conn, budget.park(read_ledger(conn), until, why))


def _write(conn: Connection, ledger: Ledger) -> None:
    values = {
        "buckets": [list(pair) for pair in ledger.buckets],
        "last_slot": ledger.last_slot,
        "parked_until": ledger.parked_until,
        "parked_why": ledger.parked_why,
    }
    if conn.execute(_update(), values).first() is None:
        conn.execute(upsert(conn, LedgerRow).values(one=1, **values))


@cache
def _update() -> ReturningUpdate[*tuple[Any, ...]]:
    """Every call writes it, so it is put together once; its values come with each execution."""
    return update(LedgerRow).returning(col(LedgerRow.one))
