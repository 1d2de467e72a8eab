"""Lists that change over time: their entries, dated edits, versions and closures."""

from __future__ import annotations

import base64
from bisect import bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from tracker.simulator.ids import digest


@dataclass(frozen=True, slots=True)
class User:
    """An account of the service."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in a list: what it stores, when it was put there and by whom."""

    item: str
    added_at: datetime | None
    added_by: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One dated change by an owner: first removals, then one move (from, to) of what is left, then additions."""

    at: datetime
    by: str
    remove: tuple[int, ...] = ()
    move: tuple[int, int] | None = None
    add: tuple[str, ...] = ()
    position: int | None = None

    def apply(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Give the entries after the edit; IndexError if a position is not there."""
        for position in (*self.remove, *(self.move or ())):
            if not 0 <= position < len(entries):
                raise IndexError(f"no entry at position {position} of {len(entries)}")
        kept = [entry for position, entry in enumerate(entries) if position not in self.remove]
        if self.move:
            kept.insert(self.move[1], kept.pop(self.move[0]))
        where = len(kept) if self.position is None else self.position
        kept[where:where] = [Entry(item, self.at.replace(microsecond=0), self.by) for item in self.add]
        return tuple(kept)


@dataclass(frozen=True, slots=True)
class Version:
    """The content of a list from a moment on."""

    at: datetime
    entries: tuple[Entry, ...]
    snapshot_id: str


@dataclass(frozen=True, slots=True)
class Closure:
    """A span in which the list cannot be read: 404 hides it wholly, 403 hides its content."""

    at: datetime
    until: datetime | None
    status: int

    def covers(self, at: datetime) -> bool:
        """Whether the list is closed at a moment."""
        return self.at <= at and (self.until is None or at < self.until)


class Traits(TypedDict, total=False):
    """What a list may be besides its content; see `Playlist`."""

    public: bool
    private: bool
    collaborative: bool
    editorial: bool
    followed: bool
    members: frozenset[str]


@dataclass(slots=True)
class Playlist:
    """A list and its whole life.

    `public` is what a profile shows, `private` hides it from all but the owner and `members`, `editorial` makes it
    the service's own, and `followed` puts it among the listener's lists. What its owner deletes is only no longer `kept`.
    """

    id: str
    name: str
    owner: User
    start: datetime
    entries: tuple[Entry, ...]
    public: bool = True
    private: bool = False
    collaborative: bool = False
    editorial: bool = False
    followed: bool = False
    members: frozenset[str] = frozenset()
    edits: tuple[Edit, ...] = ()
    closures: tuple[Closure, ...] = ()
    description: str = ""
    kept: bool = True
    versions: tuple[Version, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.versions = tuple(self._replay(()))

    def edit(self, edit: Edit) -> None:
        """Add an edit anywhere in time; IndexError, and no change, if it does not fit the rest."""
        edits = list(self.edits)
        insort(edits, edit, key=lambda known: known.at)
        self.versions = tuple(self._replay(edits))
        self.edits = tuple(edits)

    def close(self, closure: Closure) -> None:
        """Add a span in which the list cannot be read."""
        self.closures = (*self.closures, closure)

    def version_at(self, at: datetime) -> Version:
        """Give the content at a moment; before the beginning, the first content."""
        place = bisect_right(self.versions, at, key=lambda version: version.at)
        return self.versions[max(place - 1, 0)]

    def closed_with(self, at: datetime) -> int | None:
        """Give 403 or 404 if the list is closed at a moment, else None."""
        return next((closure.status for closure in self.closures if closure.covers(at)), None)

    def _replay(self, edits: Iterable[Edit]) -> Iterable[Version]:
        entries, chain = self.entries, digest(self.id)
        yield Version(self.start, entries, _snapshot(chain))
        for edit in edits:
            entries, chain = edit.apply(entries), digest(chain.hex(), edit)
            yield Version(edit.at, entries, _snapshot(chain))


def _snapshot(chain: bytes) -> str:
    return "AAAA" + base64.b64encode(chain).decode()
