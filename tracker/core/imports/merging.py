"""A file against the list that was made of earlier ones: what it adds, and what it no longer holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.core.imports.rows import Contents, FileRow
    from tracker.core.known import KnownEntry


@dataclass(frozen=True, slots=True)
class Merged:
    """`added` become places of the list, `past` is history only; `absent` are places that the file does not hold."""

    added: tuple[FileRow, ...]
    past: tuple[FileRow, ...]
    absent: tuple[KnownEntry, ...]


def merged(contents: Contents, places: Sequence[KnownEntry]) -> Merged:
    """Compare by the ids and how often each stands there: a list may hold a track twice."""
    free = Counter(place.track_id for place in places)
    held = Counter(row.track_id for row in contents.listed)
    added, past = [], []
    for row in contents.rows:
        if row.removed_on is None and not free[row.track_id]:
            added.append(row)
            continue
        past.append(row)
        if row.removed_on is None:
            free[row.track_id] -= 1
    return Merged(tuple(added), tuple(past), tuple(_absent(places, held)))


def _absent(places: Sequence[KnownEntry], held: Counter[str]) -> list[KnownEntry]:
    """The places beyond the number of times that the file holds their track: the later ones."""
    seen = Counter[str]()
    absent = []
    for place in places:
        seen[place.track_id] += 1
        if seen[place.track_id] > held[place.track_id]:
            absent.append(place)
    return absent
