"""What a database's error means to the owner, in one line."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

PRIMARY = 0xFF
"""SQLite's finer error codes carry the coarse one in their last byte."""

RESTORE = "move it away and run `tracker restore FILE` with your last backup"
BROKEN = {
    sqlite3.SQLITE_FULL: "The disk is full: nothing of this was recorded. It goes on once there is space.",
    sqlite3.SQLITE_IOERR: "The disk failed under the record ({reason}): look at the disk before anything else.",
    sqlite3.SQLITE_READONLY: "The record cannot be written ({reason}): file, directory or disk are read-only.",
    sqlite3.SQLITE_CANTOPEN: "The record cannot be opened ({reason}): its directory is missing or closed to us.",
    sqlite3.SQLITE_PERM: "The record cannot be opened ({reason}): its mode keeps us out.",
    sqlite3.SQLITE_CORRUPT: "The record is damaged ({reason}); it was left as it is: " + RESTORE + ".",
    sqlite3.SQLITE_NOTADB: "This is no record ({reason}); it was left as it is: " + RESTORE + ".",
}
"""After these the connection is not to be trusted: what it remembers may differ from what is on the disk."""
BUSY = "Another program has been holding the record for too long: try again."


def complaint(error: DBAPIError) -> str:
    """One line for the owner on a database's error: what happened, and what to do."""
    return complaint_of(error.orig)


def complaint_of(error: BaseException | None) -> str:
    """The same on what the driver itself raised."""
    reason = first_line(error) or "no reason given"
    code = primary_code(error)
    if code in BROKEN:
        return BROKEN[code].format(reason=reason)
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return BUSY
    return f"The database refused: {reason}. `tracker doctor` tells more."


def is_broken(error: BaseException | None) -> bool:
    """Whether SQLite lost its hold on the file, so that its connection must not be used again."""
    return primary_code(error) in BROKEN


def primary_code(error: BaseException | None) -> int | None:
    """SQLite's error code without its finer distinctions; None for errors of anything else."""
    code = getattr(error, "sqlite_errorcode", None) if isinstance(error, sqlite3.Error) else None
    return None if code is None else code & PRIMARY


def first_line(error: BaseException | str | None) -> str:
    """The first line of an error's own words."""
    return str(error).strip().partition("\n")[0]
