"""Which place of a reading is which entry that was known before.

A list page of the reduced API shows only the id that answers, and a vanished track may leave nothing but a
null. So an entry is recognised, from the strongest sign to the weakest: by the place's own key (albums), by
its position under the same snapshot, by the same time of adding and an id it answered with before, by the
same time of adding and the same recording; and a null by the time of adding and by its neighbours.
Nothing is matched by guess: what stays ambiguous is `unsure`, which is neither there nor removed.
What most of a long list is, plainly the same, `plainly.py` pairs beforehand.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.items import Item, Kind
from tracker.core.names import NAMELESS, is_local, is_null, name_key, stored_id
from tracker.core.plainly import by_ids, by_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from tracker.core.items import Place
    from tracker.core.known import KnownEntry

SAME_DURATION_MS = 2000


@dataclass(frozen=True, slots=True)
class Matched:
    """The outcome: `entries` and, in the same order, their `places`; places nobody knew, entries nobody showed.

    `unsure` entries may or may not be among the nulls: nothing can be said of them.
    """

    entries: tuple[KnownEntry, ...]
    places: tuple[Place, ...]
    added: tuple[Place, ...]
    removed: tuple[KnownEntry, ...]
    unsure: tuple[KnownEntry, ...]

    @property
    def pairs(self) -> Iterable[tuple[KnownEntry, Place]]:
        """Each entry with its place; kept as pairs, ten thousand of them would cost more than finding them."""
        return zip(self.entries, self.places, strict=True)


def match(
    entries: Sequence[KnownEntry], places: Sequence[Place], *, same_version: bool, exact: bool = False
) -> Matched:
    """Match known `entries` (in their order) with the `places` of a complete reading; `exact`: by their keys alone."""
    if same_version and _same_times(entries, places):
        return Matched(tuple(entries), tuple(places), (), (), ())
    work = _Work(list(entries), list(places))
    work.pair_by_keys()
    if exact:
        return work.outcome()
    work.pair_plain()
    work.pair_by(_entry_ids, _place_ids)
    work.pair_by(_entry_recordings, _place_recordings)
    work.pair_by(_local_entry, _local_place)
    work.pair_by(_nameless_entry, _named_place)
    work.pair_nulls_by_time()
    work.pair_nulls_by_neighbours()
    return work.outcome()


def _same_times(entries: Sequence[KnownEntry], places: Sequence[Place]) -> bool:
    """Whether place by place the times of adding agree: on some lists the version stays while the owner edits."""
    if len(entries) != len(places):
        return False
    return all(
        e.added_at == p.added_at or e.added_at is None or p.added_at is None
        for e, p in zip(entries, places, strict=True)
    )


def same_recording(entry: KnownEntry, item: Item) -> bool:
    """Whether an item is plainly the entry's recording: equal ISRC, or equal names and duration within 2 s."""
    if entry.isrc and item.isrc:
        return entry.isrc == item.isrc
    return _key_of(entry) is not None and _key_of(entry) == _key_of(item) and _near(entry, item)


def _key_of(of: KnownEntry | Item) -> str | None:
    """What compares names: an entry may have outlived its own, and keeps what recognises it."""
    kept = None if isinstance(of, Item) else of.name_key
    return kept or name_key(of.title, of.artists)


def _near(entry: KnownEntry, item: Item) -> bool:
    if entry.duration_ms is None or item.duration_ms is None:
        return False
    return abs(entry.duration_ms - item.duration_ms) <= SAME_DURATION_MS


def _entry_ids(entry: KnownEntry) -> list[Hashable]:
    return [(entry.added_at, answer) for answer in sorted(entry.answers)]


def _place_ids(place: Place) -> list[Hashable]:
    return [
        (place.added_at, answer) for answer in dict.fromkeys((stored_id(place.item), place.item.id)) if answer
    ]


def _local_entry(entry: KnownEntry) -> list[Hashable]:
    """A local file has no id but its names, and those may be missing from an answer."""
    return [entry.added_at] if is_local(entry.track_id) and entry.added_at else []


def _local_place(place: Place) -> list[Hashable]:
    return [place.added_at] if place.item.kind is Kind.LOCAL and place.added_at else []


def _nameless_entry(entry: KnownEntry) -> list[Hashable]:
    """An entry that was a null when it was first met may get its object back."""
    return [entry.added_at] if entry.track_id == NAMELESS and entry.added_at else []


def _named_place(place: Place) -> list[Hashable]:
    return [place.added_at] if place.added_at and not is_null(place.item) else []


def _entry_recordings(entry: KnownEntry) -> list[Hashable]:
    return _recordings(entry.added_at, entry.isrc, _key_of(entry))


def _place_recordings(place: Place) -> list[Hashable]:
    return _recordings(place.added_at, place.item.isrc, _key_of(place.item))


def _recordings(added_at: object, isrc: str | None, names: str | None) -> list[Hashable]:
    keys: list[Hashable] = [("isrc", added_at, isrc)] if isrc else []
    return [*keys, ("names", added_at, names)] if names else keys


class _Work:
    """The entries and places not yet matched, and the pairs found so far."""

    def __init__(self, entries: list[KnownEntry], places: list[Place]) -> None:
        self.entries, self.places = entries, places
        self.owners: Sequence[KnownEntry | None] = [None] * len(places)
        self.of_place: dict[int, KnownEntry] = {}
        self.taken: set[int] = set()
        self.unsure: list[KnownEntry] = []
        self._left, self._open = entries, places

    def free_entries(self) -> list[KnownEntry]:
        """The entries without a place: each search leaves fewer to the next."""
        self._left = [e for e in self._left if e.id not in self.taken]
        return self._left

    def free_places(self) -> list[Place]:
        """The places without an entry."""
        self._open = [p for p in self._open if p.position not in self.of_place]
        return self._open

    def pair(self, entry: KnownEntry, place: Place) -> None:
        self.of_place[place.position] = entry
        self.taken.add(entry.id)

    def pair_by_keys(self) -> None:
        """Pair what has the same key; if keys are given twice, in the list's order."""
        owners = by_keys(self.entries, self.places)
        if owners is None:
            self.pair_by(lambda e: [e.key] if e.key else [], lambda p: [p.key] if p.key else [])
        else:
            self._settle(owners)

    def pair_plain(self) -> None:
        """Pair what the search by ids would pair anyway; where keys came first, that is left to the search."""
        if not self.taken and not any(self.owners):
            self._settle(by_ids(self.entries, self.places))

    def _settle(self, owners: list[KnownEntry | None]) -> None:
        """Keep a first finding, place by place: only what it leaves is ever looked at again."""
        self.owners = owners
        if not any(owners):
            return
        full = all(owners)
        self._open = [] if full else [p for p, e in zip(self.places, owners, strict=True) if not e]
        self._left = []
        if not full or len(owners) < len(self.entries):
            settled = {e.id for e in owners if e}
            self._left = [e for e in self.entries if e.id not in settled]

    def pair_by(
        self,
        entry_keys: Callable[[KnownEntry], Iterable[Hashable]],
        place_keys: Callable[[Place], Iterable[Hashable]],
    ) -> None:
        """Pair entries and places that share a key; equals among themselves pair in the list's order."""
        waiting: dict[Hashable, deque[KnownEntry]] = defaultdict(deque)
        for entry in self.free_entries():
            for key in entry_keys(entry):
                waiting[key].append(entry)
        for place in self.free_places():
            if found := self._first_fit(place, waiting, place_keys(place)):
                self.pair(found, place)

    def _first_fit(
        self, place: Place, waiting: dict[Hashable, deque[KnownEntry]], keys: Iterable[Hashable]
    ) -> KnownEntry | None:
        for key in keys:
            queue = waiting.get(key, deque())
            while queue and queue[0].id in self.taken:
                queue.popleft()
            if queue and (not _by_names(key) or same_recording(queue[0], place.item)):
                return queue[0]
        return None

    def pair_nulls_by_time(self) -> None:
        """Pair nulls with entries of the same time of adding, where there are as many of the one as of the other."""
        nulls: dict[object, list[Place]] = defaultdict(list)
        lost: dict[object, list[KnownEntry]] = defaultdict(list)
        for place in self.free_places():
            if is_null(place.item) and place.added_at is not None:
                nulls[place.added_at].append(place)
        for entry in self.free_entries():
            lost[entry.added_at].append(entry)
        for added_at, places in nulls.items():
            if len(places) == len(lost[added_at]):
                for entry, place in zip(lost[added_at], places, strict=True):
                    self.pair(entry, place)

    def pair_nulls_by_neighbours(self) -> None:
        """Pair nulls left over with the entries that stood between the same neighbours; else they are unsure."""
        if not any(is_null(p.item) for p in self.free_places()):
            return
        self._at_all_places()
        index = {entry.id: n for n, entry in enumerate(self.entries)}
        for run in self._null_runs():
            start, end = self._between(run, index)
            lost = [e for e in self.entries[start:end] if e.id not in self.taken and _may_be(e, run)]
            if len(lost) == len(run):
                for entry, place in zip(lost, run, strict=True):
                    self.pair(entry, place)
        left = [p for p in self.free_places() if is_null(p.item)]
        if left:
            self.unsure = [e for e in self.free_entries() if _may_be(e, left)]

    def _at_all_places(self) -> None:
        """Take what was settled first as if it had been searched for like the rest: neighbours count all over the list."""
        for entry, place in zip(self.owners, self.places, strict=True):
            if entry is not None:
                self.pair(entry, place)

    def _null_runs(self) -> list[list[Place]]:
        runs: list[list[Place]] = []
        for place in self.places:
            if place.position in self.of_place or not is_null(place.item):
                continue
            if runs and runs[-1][-1].position == place.position - 1:
                runs[-1].append(place)
            else:
                runs.append([place])
        return runs

    def _between(self, run: list[Place], index: dict[int, int]) -> tuple[int, int]:
        """The stretch of known entries between the matched neighbours of a run of nulls."""
        before = self.of_place.get(run[0].position - 1)
        after = self.of_place.get(run[-1].position + 1)
        start = index[before.id] + 1 if before else 0
        end = index[after.id] if after else len(self.entries)
        return (start, end) if start <= end else (0, 0)

    def outcome(self) -> Matched:
        owners = self.owners
        if found := self.of_place:
            owners = [e or found.get(p.position) for e, p in zip(self.owners, self.places, strict=True)]
        entries, places = tuple([e for e in owners if e is not None]), tuple(self.places)
        if len(entries) < len(places):
            places = tuple([p for e, p in zip(owners, self.places, strict=True) if e is not None])
        unsure = {e.id for e in self.unsure}
        removed = tuple(e for e in self.free_entries() if e.id not in unsure)
        return Matched(entries, places, tuple(self.free_places()), removed, tuple(self.unsure))


def _by_names(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] == "names"


def _may_be(entry: KnownEntry, nulls: list[Place]) -> bool:
    """Whether an entry could be one of these nulls: a null without a time could be any."""
    return any(n.added_at in {None, entry.added_at} or entry.added_at is None for n in nulls)
