"""An empty record filled from a data package of ours: one transaction, in which everything comes in or nothing."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from tracker.core.errors import StoreError
from tracker.core.panel.tables import PACKAGE_FORM, TABLES
from tracker.store import duties
from tracker.store.engine import file_of, shown, writing
from tracker.store.opening import identity, open_record
from tracker.store.sequences import raise_ids
from tracker.store.tables import ImportRow, Row, WatchRow
from tracker.store.watches import check_duty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Engine

    from tracker.core.panel.fields import Table
    from tracker.core.panel.rows import Package
    from tracker.store.mark import MarkFile

BATCH = 1000


def fill(url: str, package: Package, marks: MarkFile, now: datetime, *, durable: bool = True) -> int:
    """Fill the record at `url`, which must hold nothing yet, from a checked package; how many rows.

    Its watches are due at once, and what it was filled from is noted as an import. StoreError, and nothing changed,
    if the record holds something or the database refuses a row.
    """
    engine, _ = open_record(url, durable=durable, marks=None)
    try:
        with writing(engine) as conn:
            _refuse_filled(conn, engine)
            rows = sum(_insert(conn, table, package) for table in TABLES)
            highest = package.highest()
            raise_ids(conn, {t.stored: highest[t.name] for t in TABLES if t.name in highest})
            noted = {"name": package.name, "digest": package.digest, "imported_at": now}
            conn.execute(insert(ImportRow).values(form=PACKAGE_FORM, **noted))
            _make_due(conn, now)
            package.prove()
            # Before the commit: whatever happens in between, an empty record is not taken for a new one.
            marks.save(identity(conn))
    finally:
        engine.dispose()
    return rows


def _refuse_filled(conn: Connection, engine: Engine) -> None:
    for table in TABLES:
        stored = Row.metadata.tables[table.stored]
        if conn.execute(select(*stored.primary_key.columns).limit(1)).first():
            away = "move its file away" if file_of(engine.url) else "name an empty database"
            raise StoreError(
                f"{shown(engine)} already holds a record, and nothing is mixed into it: {away}, then import again."
            )


def _insert(conn: Connection, table: Table, package: Package) -> int:
    count, keys = 0, [field.stored for field in table.fields]
    stored = Row.metadata.tables[table.stored]
    for batch in _batches(package, table, keys):
        conn.execute(insert(stored), batch)
        count += len(batch)
    return count


def _batches(package: Package, table: Table, keys: list[str]) -> Iterator[list[dict[str, Any]]]:
    left = (dict(zip(keys, row, strict=True)) for row in package.rows(table))
    while batch := list(islice(left, BATCH)):
        yield batch


def _make_due(conn: Connection, now: datetime) -> None:
    """Every market of every watch that goes on; one that pauses comes back when its owner says so."""
    going_on = (col(WatchRow.removed_at).is_(None), col(WatchRow.paused_at).is_(None))
    for watch in conn.execute(select(WatchRow).where(*going_on)).all():
        for market in watch.markets:
            duties.due_now(conn, check_duty(watch.id, market), now)
