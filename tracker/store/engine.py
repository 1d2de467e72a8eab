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
from tracker.store.complaints import RESTORE, complaint, first_line, is_broken
from tracker.store.filesystem import FileSystem, admit, filesystem_of, mount_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL, ExceptionContext
    from sqlmodel import SQLModel

WRITER = 7_460_211
"""The PostgreSQL advisory lock that makes this program's writers wait for each other."""


def build_engine(url: str | URL, *, durable: bool = True, mounts: Callable[[], str] = mount_table) -> Engine:
    """Open the database at `url`, making an SQLite file that only its owner can read where there is none.

    Nothing is connected yet. `mounts` gives the table of mounted file systems. Raises StoreError for an address
    that names no database of a kind we know, and for a file where SQLite's locks do not hold.
    """
    address = _address(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)
    path = file_of(address)
    if path is None:
        engine = create_engine(address, hide_parameters=True)
        _prepare_sqlite(engine, _pragmas(FileSystem(""), durable=durable))
        return engine
    held = admit(path, mounts())
    _create_private(path)
    # Never by its bare name: SQLite would make a new, empty file where the record was taken away.
    where = f"{path.resolve().as_uri()}?mode=rw"
    engine = create_engine(
        address,
        hide_parameters=True,
        creator=lambda: sqlite3.connect(where, uri=True, check_same_thread=False),
    )
    _prepare_sqlite(engine, _pragmas(held, durable=durable))
    _watch_over(engine, path.resolve())
    return engine


def file_of(url: str | URL) -> Path | None:
    """The file of an SQLite address; None for a database in memory, and for one on a server."""
    address = _address(url)
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"}:
        return None
    if address.query or str(address.database).startswith("file:"):
        raise StoreError("An SQLite address is plain: sqlite:///FILE, without options.")
    return Path(str(address.database))


def safe_journal(version: tuple[int, int, int]) -> str:
    """The journal mode for an SQLite version: WAL only where its reset bug, which loses commits, is mended."""
    mended = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)
    return "WAL" if mended else "DELETE"


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that is the only writer from its first statement on; any error undoes all of it."""
    with told(), engine.begin() as conn:
        _wait_for_turn(conn)
        yield conn


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A writing transaction in which SQLite enforces no foreign keys: rebuilding a table would drop its children."""
    with told(), engine.connect() as conn:
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
    with told(), understood(), engine.connect() as conn:
        if conn.dialect.name == "postgresql":
            conn.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield conn.execution_options(deferred=True)


@contextmanager
def told() -> Iterator[None]:
    """Say a database's error in one line of our own kind."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(complaint(error)) from error
    except SQLAlchemyError as error:
        raise StoreError(f"The database cannot be used: {first_line(error)}") from error
    except UnicodeDecodeError as error:  # so damaged that the driver cannot even say how
        raise StoreError(
            f"The record is damaged (unreadable text); it was left as it is: {RESTORE}."
        ) from error


@contextmanager
def understood() -> Iterator[None]:
    """Say in one line that a value read back is none that was ever written: a date or a list that is none."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise StoreError(
            f"The record holds a value that cannot be read ({first_line(error)}). It is damaged: {RESTORE};"
            " or the program has a fault: `tracker --debug …` shows where."
        ) from error


def describe(conn: Connection) -> str:
    """The database's address without its password, its kind and version; of SQLite also journal and file system."""
    where = shown(conn.engine)
    if conn.dialect.name == "postgresql":
        return f"{where} (PostgreSQL {conn.execute(text('SHOW server_version')).scalar_one()})"
    journal = conn.execute(text("PRAGMA journal_mode")).scalar_one()
    path = file_of(conn.engine.url)
    kind = filesystem_of(path.resolve(), mount_table()).kind if path else "memory"
    return f"{where} (SQLite {sqlite3.sqlite_version}, journal {journal}, file system {kind or 'unknown'})"


def shown(engine: Engine) -> str:
    """Where the database is, for people: its file, or its address without the password."""
    path = file_of(engine.url)
    return str(path) if path else engine.url.render_as_string(hide_password=True)


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


def _address(url: str | URL) -> URL:
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
        if path.exists():
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):  # another process may have been quicker
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(f"The database {path} cannot be made: {error.strerror}.") from error


def _pragmas(held: FileSystem, *, durable: bool) -> tuple[str, ...]:
    """How a connection is set; `durable` False lets a power cut take the last commits."""
    journal = safe_journal(sqlite3.sqlite_version_info[:3]) if held.local else "DELETE"
    return (
        "busy_timeout=5000",
        "foreign_keys=ON",
        f"journal_mode={journal if durable else 'MEMORY'}",
        # EXTRA syncs the directory too: without that a power cut may bring back the journal of a finished commit.
        f"synchronous={'EXTRA' if durable else 'OFF'}",
        "secure_delete=ON",  # what the owner has deleted must not stay in the file's free pages
        "trusted_schema=OFF",
    )


def _prepare_sqlite(engine: Engine, pragmas: tuple[str, ...]) -> None:
    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own transactions begin too late to be safe
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    def begun(conn: Connection) -> None:
        deferred = conn.get_execution_options().get("deferred")
        conn.exec_driver_sql("BEGIN" if deferred else "BEGIN IMMEDIATE")

    def failed(context: ExceptionContext) -> None:
        if is_broken(context.original_exception):
            context.is_disconnect = True  # every connection is thrown away: the next use starts afresh

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    event.listen(engine, "handle_error", failed)


def _watch_over(engine: Engine, path: Path) -> None:
    """Refuse to go on once another file, or none, lies where the record was: commits would go nowhere."""
    known = _identity(path)

    def begun(_conn: Connection) -> None:
        if _identity(path) != known:
            raise StoreError(
                f"The record {path} was moved or replaced while the program ran: put it back and start again."
            )

    event.listen(engine, "begin", begun, insert=True)


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file this is, without opening it; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
