"""The high-water mark: which record this home has, and how far it had come; kept outside of the database.

A database cannot tell that it was swapped for another one, put back from an older copy, or begun anew where
there was one. A small file beside it can.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from tracker.core.errors import StoreError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mark:
    """The record's own name, and the highest number that it ever gave to a check."""

    record: str
    last_check: int


class MarkFile:
    """Keeps one mark in one file, replaced whole or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> Mark | None:
        """The mark, None if there is none; StoreError if the file cannot be understood."""
        try:
            fields = json.loads(self.path.read_bytes())
            return Mark(str(fields["record"]), int(fields["last_check"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StoreError(
                f"{self.path}, which tells this record from others, cannot be read ({error}): delete it"
                " if you are sure of the record."
            ) from error

    def save(self, mark: Mark) -> None:
        """Replace the file; StoreError if it cannot be written."""
        try:
            self._replace(json.dumps(asdict(mark)))
        except OSError as error:
            raise StoreError(f"{self.path} cannot be written: {error.strerror}.") from error

    def _replace(self, text: str) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".record-", dir=self.path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


class HighWater:
    """Holds a running record against its mark, and moves the mark on; without a file it only remembers."""

    def __init__(self, mark: Mark, file: MarkFile | None) -> None:
        self._mark, self._file = mark, file

    def hold(self, check_id: int) -> None:
        """Refuse a new check whose number was given before: an older copy lies where the record was."""
        if check_id <= self._mark.last_check:
            raise StoreError(
                f"The record went back in time while the program ran: check {check_id} was recorded before."
                " Nothing was written; put the newer record back and start again."
            )

    def reach(self, check_id: int) -> None:
        """Move the mark to a check that is on disk."""
        if check_id > self._mark.last_check:  # else another thread was quicker, with a later check
            self._mark = Mark(self._mark.record, check_id)
            self.keep()

    def keep(self) -> None:
        """Write the mark down. What it speaks of is on record and stands, even where the mark cannot be written."""
        if self._file is None:
            return
        try:
            self._file.save(self._mark)
        except StoreError as error:
            log.warning("%s Until it can be, an older copy of the record may go unnoticed.", error)


def refuse_empty(known: Mark | None, where: str, file: Path) -> None:
    """Refuse to begin anew where this home has had a record."""
    if known is not None:
        raise StoreError(
            f"{where} holds no record, but this home has had one with {known.last_check} checks. Put it back, or run"
            f" `tracker restore FILE`; to begin anew, delete {file}."
        )


def hold_against(known: Mark | None, found: Mark, where: str, file: Path) -> None:
    """Refuse a record that is another than the known one, or an older copy of it."""
    if known is None:
        return
    if found.record != known.record:
        raise StoreError(
            f"{where} is another record than the one that this home has had. Put that one back;"
            f" if this one is meant, delete {file}."
        )
    if found.last_check < known.last_check:
        raise StoreError(
            f"The record went back in time: {where} ends with check {found.last_check}, but {known.last_check} were"
            f" recorded. Put the newer one back; to go on with this older copy, delete {file}."
        )
