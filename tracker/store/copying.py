"""Copying a record row by row from one database into another, and proving that nothing was changed on the way."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from sqlalchemy import delete, insert, select

from tracker.core.errors import StoreError
from tracker.store.sequences import highest_ids, raise_ids
from tracker.store.tables import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Table

BATCH = 1000
LEFT_OUT = frozenset({"session", "secret"})
"""Who may see the pages stays where it is: a copy must let nobody in, and has a password of its own set."""
DIGESTS = 2**256


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows each table holds, and one digest over all of each table's rows, whatever their order."""

    tables: tuple[tuple[str, int, int], ...]

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(rows for _, rows, _ in self.tables)


def copy_rows(source: Connection, target: Connection) -> Tally:
    """Replace all rows of `target` by those of `source`, ids and their counters too; tallies what was read.

    Whether that is what can be read back is for the caller to compare, once nobody has to wait for it.
    """
    for table in reversed(Row.metadata.sorted_tables):
        target.execute(delete(table))
    copied = Tally(tuple(_copy(source, target, table) for table in copied_tables()))
    raise_ids(target, highest_ids(source))
    return copied


def compare(read: Tally, written: Tally) -> None:
    """Raise StoreError, naming a table, unless both tallies are the same."""
    for (table, rows, digest), (_, kept, kept_digest) in zip(read.tables, written.tables, strict=True):
        if (rows, digest) != (kept, kept_digest):
            raise StoreError(
                f"The copy differs from its original in {table} ({rows} rows read, {kept} written): it is not used."
            )


def copied_tables() -> list[Table]:
    """The tables whose rows go into a copy, those first that others point to."""
    return [table for table in Row.metadata.sorted_tables if table.name not in LEFT_OUT]


def tally(conn: Connection) -> Tally:
    """Count and digest all rows."""
    return Tally(
        tuple(
            _tallied(table.name, (row for batch in _batches(conn, table) for row in batch))
            for table in copied_tables()
        )
    )


def check_rows(conn: Connection) -> None:
    """Refuse rows whose values are not of the kinds that the record keeps: a file from outside may hold anything."""
    for kind in Row.__subclasses__():
        table = Row.metadata.tables[str(kind.__tablename__)]
        try:
            for batch in _batches(conn, table):
                for row in batch:
                    kind.model_validate(row, strict=True)
        except (ValidationError, ValueError, TypeError, RecursionError) as error:
            raise StoreError(f"The file holds a row of {table.name} that is none: it is damaged.") from error


def _copy(source: Connection, target: Connection, table: Table) -> tuple[str, int, int]:
    rows = digest = 0
    for batch in _batches(source, table):
        target.execute(insert(table), batch)
        _, more, part = _tallied(table.name, batch)
        rows, digest = rows + more, (digest + part) % DIGESTS
    return table.name, rows, digest


def _batches(conn: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """All rows of a table in the order of its key, so that a row comes after the one it points to."""
    wanted = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    with conn.execute(wanted) as found:
        for batch in found.mappings().partitions():
            yield [dict(row) for row in batch]


def _tallied(name: str, rows: Iterator[dict[str, Any]] | Sequence[dict[str, Any]]) -> tuple[str, int, int]:
    count = digest = 0
    for row in rows:
        count += 1
        digest += int.from_bytes(sha256(_canonical(row)).digest())
    return name, count, digest % DIGESTS


def _canonical(row: dict[str, Any]) -> bytes:
    """A row as the same bytes, whichever database it comes from."""
    return json.dumps(row, sort_keys=True, default=_instant).encode()


def _instant(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"no such value is kept in a record: {type(value).__name__}")
