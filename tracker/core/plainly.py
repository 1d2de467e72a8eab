"""The entries of a long list that stand there as before: which place is theirs shows at once.

An entry that answers by one id, and a place that shows this id with the same time of adding, belong together whatever
becomes of all others, if nobody else has the id: no entry answers by it and no place shows it. A key of their own does
as well. The search from sign to sign in `matching.py` comes to the same, only later: of 10,000 entries it then has
to look for those that were edited.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tracker.core.items import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.core.items import Place
    from tracker.core.known import KnownEntry

# Whole lists are gone through by comprehensions, and times are compared rather than looked up: that makes it quick.


def by_ids(entries: Sequence[KnownEntry], places: Sequence[Place]) -> list[KnownEntry | None]:
    """For each place the entry that plainly stands there; None where more has to be asked."""
    mine, track = _sole_entries(entries), Kind.TRACK
    items = [p.item for p in places]
    ids = [i.linked_from or i.id for i in items]
    for doubled in _shown_twice(ids, [i.id for i in items if i.linked_from]):
        mine.pop(doubled, None)
    found = map(mine.get, ids)
    return [
        e if e and e.added_at == p.added_at and p.item.kind is track else None
        for e, p in zip(found, places, strict=True)
    ]


def by_keys(entries: Sequence[KnownEntry], places: Sequence[Place]) -> list[KnownEntry | None] | None:
    """For each place the entry of the same key, None where it has none; None for all where a key is given twice."""
    keyed = [e for e in entries if e.key]
    keys = [p.key for p in places if p.key] if keyed else []
    mine: dict[str | None, KnownEntry] = {e.key: e for e in keyed}
    if len(mine) < len(keyed) or len(set(keys)) < len(keys):
        return None
    return [mine.get(p.key) for p in places] if keys else [None] * len(places)


def _sole_entries(entries: Sequence[KnownEntry]) -> dict[str | None, KnownEntry]:
    """The entries that answer by their own id alone, by that id, if no other entry answers by it."""
    mine: dict[str | None, KnownEntry] = {e.track_id: e for e in entries if len(e.answers) == 1}
    if len(mine) < len(entries):
        times = Counter([answer for e in entries for answer in e.answers])
        mine = {track: e for track, e in mine.items() if times[track] == 1}  # type: ignore[index]
    return mine


def _shown_twice(ids: list[str | None], others: list[str | None]) -> list[str | None]:
    """The ids that more than one place shows, be it as the id that the list stores or as the one that answers."""
    different = set(ids)
    different.update(others)
    if len(different) == len(ids) + len(others):
        return []
    return [shown for shown, times in Counter([*ids, *others]).items() if times > 1]
