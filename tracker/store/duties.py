"""Due times, and who has taken them: one statement decides who does."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, Connection, Select, Update, bindparam, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.core.ports import Claim
from tracker.store.engine import upsert
from tracker.store.tables import DutyRow

if TYPE_CHECKING:
    from datetime import datetime

ABSURD = timedelta(days=1)
"""No lease is given for so long."""


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


def claim(conn: Connection, name: str, slot: datetime, now: datetime, until: datetime) -> Claim | None:
    """Take the duty until `until` if it is still due at `slot` and free. RETURNING tells, a row count would not.

    A lease that ends days ahead was given by a clock that has been set back since, and holds nobody up.
    """
    values = {"duty": name, "slot": slot, "now": now, "absurd": now + ABSURD, "until": until}
    taken = conn.execute(_claim(), values).first()
    return Claim(name, slot, taken.epoch) if taken else None


@cache
def _claim() -> ReturningUpdate[*tuple[Any, ...]]:
    ends = col(DutyRow.claimed_until)
    free = or_(ends.is_(None), ends <= _instant("now"), ends > _instant("absurd"))
    mine = update(DutyRow).where(
        col(DutyRow.name) == bindparam("duty"), col(DutyRow.due_at) == _instant("slot"), free
    )
    taken = mine.values(claimed_until=_instant("until"), epoch=DutyRow.epoch + 1)
    return taken.returning(col(DutyRow.epoch))


def renew(conn: Connection, claim: Claim, until: datetime) -> bool:
    """Hold the duty until then; False if it is somebody else's."""
    return conn.execute(_renewed(), _named(claim) | {"until": until}).first() is not None


def done(conn: Connection, claim: Claim, next_at: datetime) -> bool:
    """The duty is served and due again at `next_at`; False if it is somebody else's."""
    return conn.execute(_served(), _named(claim) | {"next": next_at}).first() is not None


def release(conn: Connection, claim: Claim) -> None:
    """Give the duty back unserved."""
    conn.execute(_released(), _named(claim))


def _named(claim: Claim) -> dict[str, Any]:
    return {"duty": claim.name, "taking": claim.epoch, "slot": claim.slot}


@cache  # these go with every job and every look
def _renewed() -> ReturningUpdate[*tuple[Any, ...]]:
    return _held().values(claimed_until=_instant("until")).returning(col(DutyRow.name))


@cache
def _served() -> ReturningUpdate[*tuple[Any, ...]]:
    return _held().values(due_at=_instant("next"), claimed_until=None).returning(col(DutyRow.name))


@cache
def _released() -> Update:
    return _held().values(claimed_until=None)


def _held() -> Update:
    """The duty while a claim on it holds: whoever takes it next gives it another epoch.

    A duty that was removed and begun anew counts its epochs anew, but is due at another time.
    """
    return update(DutyRow).where(
        col(DutyRow.name) == bindparam("duty"),
        col(DutyRow.epoch) == bindparam("taking"),
        col(DutyRow.due_at) == _instant("slot"),
        col(DutyRow.claimed_until).is_not(None),
    )


def _instant(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=UTCDateTime())
