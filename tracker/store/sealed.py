"""Reading a backup: a file that may come from anywhere, and so is believed in nothing.

It is opened so that SQLite can write neither to it nor beside it, and its schema may call no functions. Only
tables of ours are read, by columns of ours; whatever else it holds (triggers, views, other tables) is not touched.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.pool import StaticPool

from tracker.core.errors import StoreError
from tracker.store.copying import check_rows
from tracker.store.engine import told
from tracker.store.schema import REVISIONS
from tracker.store.tables import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_FILE = 4 * 2**30
LARGEST_VALUE = 16 * 2**20
VERSION_TABLE = "alembic_version"
COMPANIONS = ("-journal", "-wal")


@contextmanager
def sealed(path: Path) -> Iterator[Connection]:
    """A reading connection to the backup at `path`, once all of it has been found sound; else StoreError."""
    _refuse_odd_files(path)
    where = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(where, uri=True),
        poolclass=StaticPool,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _bind_hands)
    try:
        with told(), engine.connect() as conn:
            _refuse_damage(conn, path)
            _refuse_foreign_schema(conn, path)
            check_rows(conn)
            yield conn
    finally:
        engine.dispose()


def _refuse_odd_files(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error
    if not path.is_file() or size == 0:
        raise StoreError(f"{path} is no backup: it is {'empty' if path.is_file() else 'no file'}.")
    if size > LARGEST_FILE:
        raise StoreError(f"{path} is no backup: it is larger than any record ({size:,} bytes).")
    if beside := [path.name + end for end in COMPANIONS if Path(f"{path}{end}").exists()]:
        raise StoreError(f"{path} is a database in use, not a backup: {beside[0]} lies beside it.")


def _bind_hands(connection: Any, _record: object) -> None:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _refuse_damage(conn: Connection, path: Path) -> None:
    found = conn.execute(text("PRAGMA integrity_check(1)")).scalar_one()
    if found != "ok":
        raise StoreError(f"{path} is damaged ({found}): use another backup.")
    if broken := conn.execute(text("PRAGMA foreign_key_check")).first():
        raise StoreError(f"{path} is damaged (rows of {broken[0]} point to nothing): use another backup.")


def _refuse_foreign_schema(conn: Connection, path: Path) -> None:
    tables = _real_tables(conn)
    if VERSION_TABLE not in tables:
        raise StoreError(f"{path} is no backup of this program.")
    found = conn.execute(text(f"SELECT version_num FROM {VERSION_TABLE} LIMIT 1")).scalar()  # noqa: S608  # a constant
    if found != REVISIONS[-1]:
        raise StoreError(_other_version(path, found))
    for table in Row.metadata.sorted_tables:
        if table.name not in tables or _columns(conn, table.name) != {c.name for c in table.columns}:
            raise StoreError(f"{path} is no backup of this program: its {table.name} is not ours.")


def _other_version(path: Path, found: object) -> str:
    if found in REVISIONS:
        return (
            f"{path} was made by an older version of this program (schema {found}). Open a copy of it once with"
            " this one, TRACKER_DATABASE_URL=sqlite:///COPY tracker status, and restore that copy."
        )
    return f"{path} was made by a newer version of this program (schema {found}): update the program."


def _real_tables(conn: Connection) -> set[str]:
    """Tables with pages of their own: no views, and none that a module makes up."""
    wanted = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
    return {str(name) for (name,) in conn.execute(text(wanted))}


def _columns(conn: Connection, table: str) -> set[str]:
    """The columns that are stored; a computed one makes the table none of ours."""
    found = conn.execute(text("SELECT name, hidden FROM pragma_table_xinfo(:t)"), {"t": table})
    return {f"{name} (computed)" if hidden else str(name) for name, hidden in found}
