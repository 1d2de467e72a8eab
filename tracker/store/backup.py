"""A copy of the record in one file, and a record made again out of such a copy.

Both go row by row, so that a backup of either kind of database restores into either: it is also the move from
one to the other. What was copied is counted and digested on both sides before it is called done.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, select

from tracker.core.errors import StoreError
from tracker.store.copying import Tally, compare, copy_rows, tally
from tracker.store.engine import build_engine, file_of, reading, shown, writing
from tracker.store.opening import identity, open_record
from tracker.store.schema import bring_up_to_date
from tracker.store.sealed import sealed
from tracker.store.tables import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from tracker.store.mark import MarkFile

FRESH = frozenset({"home", "duty", "ledger", "notice"})
"""Tables that fill by themselves before anything is watched."""


def back_up(engine: Engine, target: Path) -> Tally:
    """Copy the record, as it is at one instant, into a new file that only its owner can read.

    The name `target` appears once the copy is whole, proven and on disk. StoreError if something is there already.
    """
    _refuse_target(engine, target)
    with _part_of(target) as part:
        with _emptied(part) as made, reading(engine) as source, writing(made) as copy:
            copied = copy_rows(source, copy)
        with sealed(part) as written:
            compare(copied, tally(written))
        _put_in_place(part, target)
    return copied


def restore(url: str, backup: Path, marks: MarkFile, *, durable: bool = True) -> Tally:
    """Fill the record at `url`, which must hold nothing yet, from a backup, and set its mark to that.

    StoreError, and nothing changed, if the record holds something or the backup is not wholly sound.
    """
    path = file_of(url)
    if path and path.exists() and backup.exists() and path.samefile(backup):
        raise StoreError(f"{backup} is the record itself: name a backup.")
    with sealed(backup) as source:
        engine, _ = open_record(url, durable=durable, marks=None)
        try:
            with writing(engine) as conn:
                _refuse_filled(conn, engine)
                copied = copy_rows(source, conn)
                compare(copied, tally(conn))
                # Before the commit: whatever happens in between, an empty record is not taken for a new one.
                marks.save(identity(conn))
        finally:
            engine.dispose()
    return copied


def _refuse_target(engine: Engine, target: Path) -> None:
    path = file_of(engine.url)
    if path and path.resolve() == target.resolve():
        raise StoreError(f"{target} is the record itself: name another file.")
    if os.path.lexists(target):
        raise StoreError(f"{target} is there already: name a file that is not.")


def _refuse_filled(conn: Connection, engine: Engine) -> None:
    for table in Row.metadata.sorted_tables:
        if table.name not in FRESH and conn.execute(select(table).limit(1)).first():
            away = "move its file away" if file_of(engine.url) else "name an empty database"
            raise StoreError(
                f"{shown(engine)} already holds a record, and nothing is written over it: {away}, then restore again."
            )


@contextmanager
def _part_of(target: Path) -> Iterator[Path]:
    """A private file beside `target` to write into; it is gone afterwards, unless it was put in place."""
    try:
        handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror}.") from error
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for end in ("", "-journal", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(name + end).unlink()


@contextmanager
def _emptied(part: Path) -> Iterator[Engine]:
    """A new database of the present schema. Its file system is its owner's affair: nobody else writes to it."""
    engine = build_engine(URL.create("sqlite", database=str(part)), mounts=str)
    try:
        bring_up_to_date(engine)
        yield engine
    finally:
        engine.dispose()


def _put_in_place(part: Path, target: Path) -> None:
    """Give the copy its name, once its bytes and then its name are on disk."""
    try:
        _sync(part)
        if os.path.lexists(target):
            raise StoreError(f"{target} has appeared meanwhile: name a file that is not there.")
        part.rename(target)
        _sync(target.parent)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror}.") from error


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
