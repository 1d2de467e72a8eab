"""Due times, and who has taken them: one statement decides who does."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, Connection, Select, Update, bindparam, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.store.engine import upsert
from tracker.store.tables import DutyRow

if TYPE_CHECKING:
    from datetime import datetime


def read_all(conn: Connection) -> dict[str, datetime]:
    """When every duty is due, by its name."""
    return {row.name: row.due_at for row in conn.execute(_all())}


@cache
def _all() -> Select[*tuple[Any, ...]]:
    return select(col(DutyRow.name), col(DutyRow.due_at))


def read_due(conn: Connection, name: str) -> datetime | None:
    """When a duty is due, None if it was never heard of."""
    return conn.execute(_one(), {"name": name}).scalar()


@cache
def _one() -> Select[*tuple[Any, ...]]:
    return select(col(DutyRow.due_at)).where(col(DutyRow.name) == bindparam("name"))


def first_due(conn: Connection, name: str, first: datetime) -> datetime:
    """Make a duty that was never heard of due at `first`; return when it is due."""
    conn.execute(upsert(conn, DutyRow).values(name=name, due_at=first).on_conflict_do_nothing())
    return read_due(conn, name) or first


def due_now(conn: Connection, name: str, now: datetime) -> None:
    """Make a duty due by now at the latest; a claim on a later slot ends with that slot."""
    fresh = upsert(conn, DutyRow).values(name=name, due_at=now)
    sooner = {"due_at": now, "claimed_until": None}
    conn.execute(
        fresh.on_conflict_do_update(index_elements=["name"], set_=sooner, where=col(DutyRow.due_at) > now)
    )


def claim(conn: Connection, name: str, slot: datetime, now: datetime, until: datetime) -> bool:
    """Take the slot until `until` if it is still due then and free. RETURNING tells, a row count would not."""
    values = {"duty": name, "slot": slot, "now": now, "until": until}
    return conn.execute(_claim(), values).first() is not None


@cache
def _claim() -> ReturningUpdate[*tuple[Any, ...]]:
    free = or_(col(DutyRow.claimed_until).is_(None), col(DutyRow.claimed_until) <= _instant("now"))
    return _at_slot().where(free).values(claimed_until=_instant("until")).returning(col(DutyRow.name))


def done(conn: Connection, name: str, slot: datetime, next_at: datetime) -> None:
    """The slot is served; the next one is at `next_at`."""
    conn.execute(_done(), {"duty": name, "slot": slot, "next": next_at})


@cache
def _done() -> Update:
    return _at_slot().values(due_at=_instant("next"), claimed_until=None)


def release(conn: Connection, name: str, slot: datetime) -> None:
    """Give the slot back unserved."""
    conn.execute(_at_slot().values(claimed_until=None), {"duty": name, "slot": slot})


def _at_slot() -> Update:
    return update(DutyRow).where(
        col(DutyRow.name) == bindparam("duty"), col(DutyRow.due_at) == _instant("slot")
    )


def _instant(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=UTCDateTime())
