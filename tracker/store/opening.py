"""Opening a record: what has to be true before anything is read from it or written to it.

    mount table ─> file there? ─> sound? ─> a record of ours? ─> migrate ─> the one this home knows?

Whatever fails is refused in one line; a file that is refused stays as it is, and is never made anew.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, select
from sqlmodel import col

from tracker.core.errors import StoreError
from tracker.store.complaints import RESTORE, complaint_of, first_line
from tracker.store.engine import build_engine, file_of, reading, shown
from tracker.store.mark import HighWater, Mark, MarkFile, hold_against, refuse_empty
from tracker.store.schema import bring_up_to_date, version
from tracker.store.sequences import highest_ids
from tracker.store.tables import CheckRow, HomeRow

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

PATIENCE_S = 5
THOROUGH = 8 * 2**20
"""Up to so many bytes every index is held against its table as well, which sees twice as much and takes four times as long."""


def open_record(url: str, *, durable: bool, marks: MarkFile | None) -> tuple[Engine, HighWater]:
    """The record at `url`, sound and up to date, and its mark; made where there has never been one.

    Raises StoreError for all else: see the drawing above.
    """
    known = marks.load() if marks else None
    path = file_of(url)
    if marks and path and not has_content(path):
        refuse_empty(known, str(path), marks.path)
    engine = build_engine(url, durable=durable)
    try:
        if path:
            examine(path)
        _prepare(engine, known, marks)
        return engine, _held_to(engine, known, marks)
    except BaseException:
        engine.dispose()
        raise


def has_content(path: Path) -> bool:
    """Whether there is a file with anything in it; asked of the directory, without opening the file."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def examine(path: Path) -> None:
    """Refuse a file that is damaged, cut short or no database.

    Takes some 7 ms for each MB of a small file, 2 ms for each MB of a large one.
    """
    how = "integrity_check" if path.stat().st_size <= THOROUGH else "quick_check"
    try:
        conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=PATIENCE_S)
        try:
            (found,) = conn.execute(f"PRAGMA {how}(1)").fetchone()
        finally:
            conn.close()
    except UnicodeDecodeError as error:  # so damaged that the driver cannot even say how
        raise StoreError(_damaged(path, "unreadable schema")) from error
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {complaint_of(error)}") from error
    if found != "ok":
        raise StoreError(_damaged(path, found))


def _damaged(path: Path, how: str) -> str:
    return f"{path}: The record is damaged ({first_line(how)}); it was left as it is: {RESTORE}."


def identity(conn: Connection) -> Mark:
    """The record's own name, and the highest number it ever gave to a check."""
    name = conn.execute(select(col(HomeRow.id))).scalar_one()
    return Mark(name, highest_ids(conn)[str(CheckRow.__tablename__)])


def _prepare(engine: Engine, known: Mark | None, marks: MarkFile | None) -> None:
    with reading(engine) as conn:
        if version(conn) is None:
            if marks:
                refuse_empty(known, shown(engine), marks.path)
            if conn.dialect.name == "sqlite" and (tables := inspect(conn).get_table_names()):
                raise StoreError(f"{shown(engine)} is the database of another program (it has {tables[0]}).")
    bring_up_to_date(engine)


def _held_to(engine: Engine, known: Mark | None, marks: MarkFile | None) -> HighWater:
    """The record held against its mark, which is made or moved on where it lags behind."""
    with reading(engine) as conn:
        found = identity(conn)
    water = HighWater(found, marks)
    if marks:
        hold_against(known, found, shown(engine), marks.path)
        if found != known:
            water.keep()
    return water
