"""A data package written: into a folder beside its target, which gets its name once everything is on disk."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.core.errors import UsageError
from tracker.core.panel.tables import TABLES
from tracker.panel.codebook import codebook
from tracker.panel.descriptor import DESCRIPTOR, NAME, RIGHTS, Written, descriptor
from tracker.panel.formats import FILES, Format, file_name
from tracker.panel.readme import readme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.core.panel.rows import Exported
    from tracker.panel.descriptor import Making

CODEBOOK, README = "CODEBOOK.md", "README.md"
PART = 2**20


def write_package(target: Path, rows: Exported, making: Making, *, force: bool = False) -> list[Written]:
    """Write a package to `target`, which must not be there, or be an empty folder.

    `force` replaces an earlier package of ours, and nothing else. UsageError, and nothing half done, if something is in
    the way or cannot be written.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100  # `resolve` would follow a link that lies there
    refuse_target(target, force=force)
    try:
        with _part_of(target) as part:
            files = _write(part, rows, making)
            _put_in_place(part, target)
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}.") from error
    return files


def refuse_target(target: Path, *, force: bool) -> None:
    """Raise UsageError where a package cannot be written, before anything is read for it."""
    if not target.parent.is_dir():
        raise UsageError(f"{target.parent} is no folder: make it first.")
    if not os.path.lexists(target):
        return
    if target.is_symlink() or not target.is_dir():
        raise UsageError(f"{target} is there already and is no folder: name another.")
    if any(target.iterdir()) and not (force and is_ours(target)):
        only = "it is no export of this program" if force else "name another, or --force to replace an export"
        raise UsageError(f"{target} is there already and is not empty: {only}.")


def is_ours(folder: Path) -> bool:
    """Whether a folder is an export and holds nothing else."""
    usual = {DESCRIPTOR, CODEBOOK, README} | {file_name(t, form) for t in TABLES for form in Format}
    if not {path.name for path in folder.iterdir()} <= usual:
        return False
    try:
        told = json.loads((folder / DESCRIPTOR).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("name") == NAME


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    found = sha256()
    with path.open("rb") as file:
        while part := file.read(PART):
            found.update(part)
    return found.hexdigest()


def _write(folder: Path, rows: Exported, making: Making) -> list[Written]:
    files = []
    for table in TABLES:
        path = folder / file_name(table, making.form)
        count = FILES[making.form].write(table, rows.rows(table), path)
        files.append(Written(table, path.name, count, path.stat().st_size, digest_of(path)))
    told = descriptor(making, files, rows.highest(), rows.ancestors())
    (folder / DESCRIPTOR).write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (folder / CODEBOOK).write_text(codebook(files), encoding="utf-8")
    (folder / README).write_text(readme(making, RIGHTS), encoding="utf-8")
    return files


@contextmanager
def _part_of(target: Path) -> Iterator[Path]:
    """A private folder beside `target` to write into; it is gone afterwards, unless it was put in place."""
    part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _put_in_place(part: Path, target: Path) -> None:
    """Give the folder its name, once its files are on disk; an earlier export steps aside until that is done."""
    for path in (*part.iterdir(), part):
        _sync(path)
    if not (target.exists() and any(target.iterdir())):
        part.rename(target)
        _sync(target.parent)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent))
    target.rename(old)
    try:
        part.rename(target)
    except OSError:
        with suppress(OSError):
            old.rename(target)
        raise
    _sync(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
