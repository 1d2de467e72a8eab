"""The numbers that ids are counted on from, so that no id is given twice, not even after a restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import column, delete, func, insert, select, table, text

from tracker.core.errors import StoreError
from tracker.store.tables import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Table

HIGHEST = 2**31
"""No id of either database is as high as this."""
KEPT = table("sqlite_sequence", column("name"), column("seq"))


def counted() -> list[Table]:
    """The tables whose rows are numbered."""
    return [t for t in Row.metadata.sorted_tables if t.dialect_options["sqlite"]["autoincrement"]]


def highest_ids(conn: Connection) -> dict[str, int]:
    """By table, the highest id that was ever given, also to rows that are deleted; 0 where none was.

    StoreError where that is no such number, as in a damaged file.
    """
    if conn.dialect.name == "sqlite":
        given = {row.name: row.seq for row in conn.execute(select(KEPT))}
        return {t.name: _sensible(given.get(t.name, 0), t) for t in counted()}
    return {t.name: _last_value(conn, t) for t in counted()}


def raise_ids(conn: Connection, highest: Mapping[str, int]) -> None:
    """Let each table count on from the highest id that it holds or is said to have given."""
    for t in counted():
        key = next(iter(t.primary_key.columns))
        held = conn.execute(select(func.max(key))).scalar() or 0
        if last := max(held, highest.get(t.name, 0)):
            _continue_after(conn, t, last)


def _sensible(number: object, t: Table) -> int:
    if isinstance(number, int) and 0 <= number < HIGHEST:
        return number
    raise StoreError(f"The record is damaged: the rows of {t.name} are counted in {str(number)[:20]!r}.")


def _last_value(conn: Connection, t: Table) -> int:
    last, called = conn.execute(text(f"SELECT last_value, is_called FROM {_sequence(conn, t)}")).one()  # noqa: S608  # its name comes from the catalogue
    return int(last) if called else 0


def _continue_after(conn: Connection, t: Table, last: int) -> None:
    if conn.dialect.name == "sqlite":
        conn.execute(delete(KEPT).where(KEPT.c.name == t.name))
        conn.execute(insert(KEPT).values(name=t.name, seq=last))
    else:
        conn.execute(select(func.setval(_sequence(conn, t), last)))


def _sequence(conn: Connection, t: Table) -> str:
    """PostgreSQL's name for the sequence behind the key, quoted."""
    key = next(iter(t.primary_key.columns)).name
    name: str = conn.execute(select(func.pg_get_serial_sequence(f'"{t.name}"', key))).scalar_one()
    return name
