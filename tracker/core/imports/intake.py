"""What an import is about to write, what it wrote, and who keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.imports.merging import Merged
    from tracker.core.imports.past import Past
    from tracker.core.imports.rows import Form
    from tracker.core.known import KnownEntry
    from tracker.core.watch import Watch


@dataclass(frozen=True, slots=True)
class ListTerms:
    """The list watch that a file becomes, or joins: its name, its markets in order and its rhythm in seconds.

    `own`: the name is the owner's or that of their file, and no word of the service.
    """

    name: str
    markets: tuple[str, ...]
    every_s: int
    own: bool = True


@dataclass(frozen=True, slots=True)
class Intake:
    """One import, ready to be written whole. `watch` None: a new list; `drop` are the places to take out of it."""

    form: Form
    file: str
    digest: str
    terms: ListTerms
    merged: Merged
    watch: Watch | None = None
    drop: tuple[KnownEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An import that was made before: its number, when, and the list that it went into (None: not watched any more)."""

    id: int
    at: datetime
    watch_id: int | None


class Imports(Protocol):
    """The imported files and the lists that were made of them."""

    def lists(self) -> list[Watch]:
        """The imported lists that are watched, in the order they were made."""

    def listed(self, watch_id: int) -> list[KnownEntry]:
        """The places of an imported list as its owner left them, in order; `id` numbers the place itself."""

    def earlier(self, digest: str) -> list[Earlier]:
        """The imports of the very same file, the latest first."""

    def past(self, track_id: str) -> list[Past]:
        """What imported files say of a track, the latest import first."""

    def take(self, intake: Intake, now: datetime) -> Watch:
        """Write an import whole or not at all: its file, its list, its tracks, names and history."""
