"""Erased is erased: what was deleted must not be read out of the database's file, its journal or its log either.

`secure_delete` (engine.py) writes zeros over what is deleted, but rows that moved between pages before, and the
write-ahead log, may still hold copies. Only a file written anew does not: VACUUM. It takes as long as copying the
record, so it is done only after something was erased, and its being owed is a row (a duty) written together with
the erasing: who crashes, or finds the file in use, does it the next time.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from tracker.store.duties import read_due
from tracker.store.engine import reading, upsert, writing
from tracker.store.tables import DutyRow, Row

if TYPE_CHECKING:
    from sqlalchemy import Engine

DUTY = "scrub"
_WHEN = datetime(2000, 1, 1, tzinfo=UTC)  # owed at once, whatever a clock says
_PATIENCE = "5s"


def owe(conn: Connection) -> None:
    """Write down, with the erasing, that the bytes are owed too."""
    conn.execute(upsert(conn, DutyRow).values(name=DUTY, due_at=_WHEN).on_conflict_do_nothing())


def owed(conn: Connection) -> bool:
    """Whether something was erased whose bytes may still lie in the file."""
    return read_due(conn, DUTY) is not None


def scrub(engine: Engine) -> bool:
    """Write the file anew if that is owed; whether nothing is owed any more. A file in use is left for the next time.

    PostgreSQL writes its tables anew, as far as this role may; what its own log and its backups hold until they are
    renewed is beyond this program.
    """
    with reading(engine) as conn:
        if not owed(conn):
            return True
    try:
        done = _rewrite_file(engine) if engine.dialect.name == "sqlite" else _rewrite_tables(engine)
    except (DBAPIError, sqlite3.Error):  # in use, or no room for the copy: nothing was changed
        return False
    if done:
        with writing(engine) as conn:
            conn.execute(delete(DutyRow).where(col(DutyRow.name) == DUTY))
    return done


def _rewrite_file(engine: Engine) -> bool:
    """Past SQLAlchemy, which would begin a transaction: inside one the file cannot be written anew."""
    with engine.connect() as conn:
        raw: Any = conn.connection.driver_connection
        raw.execute("VACUUM")
        busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _rewrite_tables(engine: Engine) -> bool:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text(f"SET lock_timeout = '{_PATIENCE}'"))
        try:
            for table in Row.metadata.sorted_tables:
                conn.execute(text(f'VACUUM (FULL) "{table.name}"'))
        finally:
            conn.execute(text("RESET lock_timeout"))
    return True
