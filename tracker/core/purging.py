"""Purging: what is deleted for good, what was removed, and what would come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from tracker.core.phrases import count, listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.core.watch import Watch

NAMED = 20
"""So many tracks are named in the list of what was removed; the rest are counted."""


class What(StrEnum):
    """What can be purged."""

    TRACK = "track"
    WATCH = "watch"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to be purged: its id or number, and what it is called."""

    what: What
    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class Purged:
    """What was removed: rows by table, the tracks by name; `held_by` are the watches in which it still stands.

    `scrubbed` False: the database was in use, and the bytes are overwritten at the next occasion.
    """

    target: Target
    rows: dict[str, int] = field(default_factory=dict)
    tracks: tuple[str, ...] = ()
    held_by: tuple[Watch, ...] = ()
    scrubbed: bool = True


class Purging(Protocol):
    """The record's side of it. Each method is one transaction, and then the bytes are overwritten."""

    def watches_of(self, source: str, ref: str) -> list[Watch]:
        """The watches of a thing, those that ended included."""

    def watch(self, watch_id: int) -> Watch | None:
        """A watch by its number, also one that ended; None if there never was one."""

    def track_name(self, track_id: str) -> str | None:
        """What a track is called in the record; None if it is not on record."""

    def purge_track(self, target: Target) -> Purged:
        """Delete a track with all that is held of it."""

    def purge_watch(self, target: Target) -> Purged:
        """Delete a watch with all that came through it alone."""

    def purge_all(self, target: Target) -> Purged:
        """Delete all that came from the service, ids included, and what hangs on it."""

    def owed(self) -> bool:
        """Whether something was erased whose bytes may still lie in the file."""


def purged_lines(purged: Purged) -> Iterable[str]:
    """What was removed, line by line."""
    target = purged.target
    about = "Everything of the service" if target.what is What.ALL else f"{target.what.value} {target.name}"
    rows = {table: number for table, number in purged.rows.items() if number}
    yield f"Purged: {about}; {count(sum(rows.values()), 'row')} deleted."
    for table, number in rows.items():
        yield f"  {count(number, 'row')} of {table}"
    if purged.tracks:
        more = len(purged.tracks) - NAMED
        shown = (*purged.tracks[:NAMED], *([f"{more:,} more"] if more > 0 else []))
        yield f"  names of {listed(shown)}"
    if purged.held_by:
        names = listed(tuple(quoted(watch.label) for watch in purged.held_by))
        numbers = " ".join(str(watch.id) for watch in purged.held_by)
        yield f"  It still stands in {names}: the next check will meet it there as something new."
        yield f"  To be rid of it take it out of the list first, or purge the watch: `tracker purge {numbers}`."
    if not purged.scrubbed:
        yield "  The database is in use: the bytes of what was deleted are overwritten at the next housekeeping."


def purged_json(purged: Purged) -> dict[str, Any]:
    """One purge: what, rows by table, tracks by name, and the numbers of the watches that still hold it."""
    return {
        "what": purged.target.what.value,
        "id": purged.target.ref,
        "name": purged.target.name,
        "rows": {table: number for table, number in purged.rows.items() if number},
        "tracks": list(purged.tracks),
        "held_by": [watch.id for watch in purged.held_by],
        "scrubbed": purged.scrubbed,
    }
