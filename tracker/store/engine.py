"""The connection to the database: how it is opened, and what a transaction is."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from tracker.core.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL
    from sqlmodel import SQLModel

WRITER = 7_460_211
"""The PostgreSQL advisory lock that makes this program's writers wait for each other."""


def build_engine(url: str, *, durable: bool = True) -> Engine:
    """Open the database at `url`, making an SQLite file that only its owner can read where there is none.

    Nothing is connected yet. Raises StoreError for an address that names no database of a kind we know.
    """
    address = _address(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)
    if address.database and address.database != ":memory:":
        _create_private(Path(address.database))
    engine = create_engine(address, hide_parameters=True)
    _prepare_sqlite(engine, durable=durable)
    return engine


def safe_journal(version: tuple[int, int, int]) -> str:
    """The journal mode for an SQLite version: WAL only where its reset bug, which loses commits, is mended."""
    mended = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)
    return "WAL" if mended else "DELETE"


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that is the only writer from its first statement on; any error undoes all of it."""
    with _told(), engine.begin() as conn:
        _wait_for_turn(conn)
        yield conn


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A writing transaction in which SQLite enforces no foreign keys: rebuilding a table would drop its children."""
    with _told(), engine.connect() as conn:
        _enforce_foreign_keys(conn, on=False)
        try:
            with conn.begin():
                _wait_for_turn(conn)
                yield conn
        finally:
            _enforce_foreign_keys(conn, on=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A view of the record as it is at one instant, however many questions are asked of it."""
    with _told(), engine.connect() as conn:
        if conn.dialect.name == "postgresql":
            conn.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield conn.execution_options(deferred=True)


@contextmanager
def _told() -> Iterator[None]:
    """Say a database's error in one line of our own kind."""
    try:
        yield
    except DBAPIError as error:
        line = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else "no reason given"
        raise StoreError(f"The database refused: {line}. `tracker doctor` tells more.") from error
    except SQLAlchemyError as error:
        raise StoreError(f"The database cannot be used: {str(error).splitlines()[0]}") from error


def describe(conn: Connection) -> str:
    """The database's address without its password, its kind and version, and how SQLite keeps its journal."""
    where = conn.engine.url.render_as_string(hide_password=True)
    if conn.dialect.name == "postgresql":
        return f"{where} (PostgreSQL {conn.execute(text('SHOW server_version')).scalar_one()})"
    journal = conn.execute(text("PRAGMA journal_mode")).scalar_one()
    return f"{where} (SQLite {sqlite3.sqlite_version}, journal {journal})"


def upsert(conn: Connection, rows: type[SQLModel]) -> sqlite_dialect.Insert:
    """An INSERT that knows ON CONFLICT, which both databases spell alike."""
    insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite_dialect.insert
    return insert(rows)  # type: ignore[return-value]  # the two classes share what is used of them


def _wait_for_turn(conn: Connection) -> None:
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER})


def _enforce_foreign_keys(conn: Connection, *, on: bool) -> None:
    """Past SQLAlchemy, which would begin a transaction: inside one the pragma does nothing."""
    if conn.dialect.name == "sqlite" and (raw := conn.connection.driver_connection):
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except ArgumentError as error:
        raise StoreError(
            "The database address cannot be read: write sqlite:///FILE or postgresql://…"
        ) from error
    if backend in {"postgres", "postgresql"}:
        return address.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreError(f"'{backend}' is not a database this program knows: use SQLite or PostgreSQL.")
    return address


def _create_private(path: Path) -> None:
    """Make the file before SQLite does, which would leave its mode to the umask.

    A file that exists is never opened here: closing it again would drop the locks that SQLite holds on it.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(f"The database {path} cannot be made: {error.strerror}.") from error


def _prepare_sqlite(engine: Engine, *, durable: bool) -> None:
    pragmas = (
        "busy_timeout=5000",
        "foreign_keys=ON",
        f"journal_mode={safe_journal(sqlite3.sqlite_version_info[:3]) if durable else 'MEMORY'}",
        f"synchronous={'FULL' if durable else 'OFF'}",
        "secure_delete=ON",  # what the owner has deleted must not stay in the file's free pages
        "trusted_schema=OFF",
    )

    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own transactions begin too late to be safe
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    def begun(conn: Connection) -> None:
        deferred = conn.get_execution_options().get("deferred")
        conn.exec_driver_sql("BEGIN" if deferred else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
