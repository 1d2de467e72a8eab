"""A data package read again: believed in nothing until its description, its files and every row have been looked at."""

from __future__ import annotations

import json
import os
import stat
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tracker.core.errors import UsageError
from tracker.core.panel.tables import TABLES, VERSION
from tracker.panel.cells import read_json
from tracker.panel.descriptor import DESCRIPTOR, NAME, PROGRAM, schema
from tracker.panel.faults import HIGHEST, fault
from tracker.panel.formats import FILES, Format, file_name
from tracker.panel.package import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.core.panel.fields import Table
    from tracker.core.panel.rows import Row

LARGEST_DESCRIPTOR = 4 * 2**20
LARGEST_FILE = 4 * 2**30


class FolderPackage:
    """Implements `tracker.core.panel.rows.Package` over a folder; `check` looks at every row.

    Raises UsageError, in one line, for whatever is no package of ours.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        raw = _descriptor_bytes(folder)
        self.name, self.digest = os.path.basename(os.path.abspath(folder)), sha256(raw).hexdigest()  # noqa: PTH100, PTH119
        told = _understood(raw)
        self._form, self._highest = _ours(told)
        self._files = _files_of(told, self._form)

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of a table in the order of its file."""
        return FILES[self._form].read(table, self._path(table))

    def highest(self) -> dict[str, int]:
        """By table, the highest number that was ever given."""
        return self._highest

    def prove(self) -> None:
        """Hold size and digest of every file against what the description says."""
        for table in TABLES:
            path, (size, digest) = self._path(table), self._files[table.name]
            _refuse_odd(path, LARGEST_FILE)
            if path.stat().st_size != size or f"sha256:{digest_of(path)}" != digest:
                raise UsageError(
                    f"{path.name} is not the file that {DESCRIPTOR} tells of: it was changed or damaged."
                )

    def check(self) -> None:
        """Look at every value of every row, at keys and at references."""
        keys: dict[str, set[object]] = {}
        pointed_at = {field.to for table in TABLES for field in table.fields if field.to}
        for table in TABLES:
            keys[table.name] = found = set()
            for row in _checked(table, self.rows(table), keys):
                if table.name in pointed_at:
                    found.add(row[table.names.index(table.key[0])])

    def _path(self, table: Table) -> Path:
        return self._folder / file_name(table, self._form)


def _checked(table: Table, rows: Iterator[Row], keys: dict[str, set[object]]) -> Iterator[Row]:
    """The rows, each held against its columns, against the key before it, and against what it points to."""
    places = [table.names.index(name) for name in table.key]
    pointing = [(n, field) for n, field in enumerate(table.fields) if field.to]
    before: tuple[Any, ...] | None = None
    for count, row in enumerate(rows, 1):
        where = f"The package's {table.name}, row {count}"
        if wrong := fault(table, row):
            raise UsageError(f"{where}: {wrong} holds a value that it cannot have.")
        key = tuple(row[place] for place in places)
        if before is not None and key <= before:
            raise UsageError(f"{where}: its key is not above the one before it.")
        before = key
        for n, field in pointing:
            if row[n] is not None and row[n] not in keys[field.to]:
                raise UsageError(f"{where}: {field.name} points to nothing.")
        yield row


def _descriptor_bytes(folder: Path) -> bytes:
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder.")
    path = folder / DESCRIPTOR
    _refuse_odd(path, LARGEST_DESCRIPTOR)
    return path.read_bytes()


def _refuse_odd(path: Path, largest: int) -> None:
    """Only a plain file of a sensible size is opened: no link that leads elsewhere, no pipe that never ends."""
    try:
        found = path.lstat()
    except OSError as error:
        raise UsageError(f"{path.parent} is no data package of ours: {path.name} cannot be read.") from error
    if not stat.S_ISREG(found.st_mode):
        raise UsageError(f"{path} is no plain file: it is not opened.")
    if found.st_size > largest:
        raise UsageError(f"{path} is larger than any file of ours ({found.st_size:,} bytes).")


def _understood(raw: bytes) -> dict[str, Any]:
    try:
        told = read_json(raw.decode())
    except ValueError as error:
        raise UsageError(f"{DESCRIPTOR} cannot be read: it is damaged.") from error
    if not isinstance(told, dict) or told.get("name") != NAME or not isinstance(told.get("tracker"), dict):
        raise UsageError(f"{DESCRIPTOR} is none of ours: only exports of this program can be imported.")
    return told


def _ours(told: dict[str, Any]) -> tuple[Format, dict[str, int]]:
    """The form of its files and the highest numbers given."""
    ours = told["tracker"]
    if ours.get("program") != PROGRAM or ours.get("tables") != VERSION:
        raise UsageError(
            f"{DESCRIPTOR} tells of tables that this version does not know (theirs {json.dumps(ours.get('tables'))[:20]},"
            f" ours {VERSION}): use the version of this program that made it."
        )
    if ours.get("format") not in list(Format):
        raise UsageError(f"{DESCRIPTOR} tells of files in a form that this version does not know.")
    highest = ours.get("highest")
    names = {table.name for table in TABLES}
    if not isinstance(highest, dict) or not all(
        name in names and type(last) is int and 0 <= last < HIGHEST for name, last in highest.items()
    ):
        raise UsageError(f"{DESCRIPTOR} is damaged: its highest numbers are none.")
    return Format(ours["format"]), highest


def _files_of(told: dict[str, Any], form: Format) -> dict[str, tuple[int, str]]:
    """Size and digest of each table's file; a package that tells of other files, columns or places is refused."""
    resources = told.get("resources")
    if not isinstance(resources, list) or len(resources) != len(TABLES):
        raise UsageError(f"{DESCRIPTOR} does not tell of the {len(TABLES)} tables that it should.")
    found: dict[str, tuple[int, str]] = {}
    for table, resource in zip(TABLES, resources, strict=True):
        told_of = resource if isinstance(resource, dict) else {}
        if told_of.get("name") != table.name or told_of.get("schema") != schema(table):
            raise UsageError(f"{DESCRIPTOR}: {table.name} is not told of as it should be.")
        if told_of.get("path") != file_name(table, form):
            raise UsageError(f"{DESCRIPTOR}: {table.name} lies in another file than it should.")
        size, digest = told_of.get("bytes"), told_of.get("hash")
        if type(size) is not int or not isinstance(digest, str):
            raise UsageError(f"{DESCRIPTOR}: {table.name} has no size or no digest.")
        found[table.name] = size, digest
    return found
