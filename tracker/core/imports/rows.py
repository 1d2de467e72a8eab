"""What was understood of a file: its rows, those that were refused and why, and links that are no tracks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.core.items import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.links import Link


class Form(StrEnum):
    """The forms of files that are understood."""

    LINKS = "links"
    CSV = "exportify csv"
    VERSION = "playlist archive"
    """One version of a list, as archives in git keep it."""
    CUMULATIVE = "playlist archive, cumulative"
    """All tracks that a list ever held, with the days on which they came and went."""
    KEPT = "kept watch"
    """No file: the last known entries of a watch of this record."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file that names a place of a list; days are UTC, None where the file does not tell them.

    `line` counts lines (in JSON: tracks) from 1. `by_then`: it came on `added_on` or at any time before.
    `removed_on`: it went again, so it is history and no place of the list.
    """

    line: int
    track_id: str
    kind: Kind = Kind.TRACK
    title: str = ""
    artists: tuple[str, ...] = ()
    album: str = ""
    isrc: str | None = None
    added_on: datetime | None = None
    by_then: bool = False
    removed_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that cannot be used, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All of a file. `name` is the list's own, where the file tells it; `notes` say how things were read."""

    form: Form
    name: str | None
    rows: tuple[FileRow, ...]
    refused: tuple[RefusedRow, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def listed(self) -> tuple[FileRow, ...]:
        """The rows that are places of the list today, as far as the file tells."""
        return tuple(row for row in self.rows if row.removed_on is None)

    @property
    def tracks(self) -> int:
        """How many different tracks of the catalogue the list holds."""
        return len({row.track_id for row in self.listed if row.kind is Kind.TRACK})

    @property
    def duplicates(self) -> int:
        """How many places repeat a track that stands in the list already."""
        held = Counter(row.track_id for row in self.listed)
        return sum(held.values()) - len(held)

    def of_kind(self, kind: Kind) -> int:
        """How many places hold such a thing."""
        return sum(row.kind is kind for row in self.listed)
