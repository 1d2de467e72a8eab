"""The matching in its plain form, every entry and every place searched for from sign to sign: the reference of the quick one."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.matching import (
    _by_names,
    _entry_ids,
    _entry_recordings,
    _local_entry,
    _local_place,
    _may_be,
    _named_place,
    _nameless_entry,
    _place_ids,
    _place_recordings,
    _same_times,
    same_recording,
)
from tracker.core.names import is_null

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from tracker.core.items import Place
    from tracker.core.known import KnownEntry


@dataclass(frozen=True, slots=True)
class Searched:
    """The outcome, as `Matched` has it."""

    pairs: tuple[tuple[KnownEntry, Place], ...]
    added: tuple[Place, ...]
    removed: tuple[KnownEntry, ...]
    unsure: tuple[KnownEntry, ...]


def search(
    entries: Sequence[KnownEntry], places: Sequence[Place], *, same_version: bool, exact: bool = False
) -> Searched:
    """Match `entries` with `places`, one sign after the other."""
    if same_version and _same_times(entries, places):
        return Searched(tuple(zip(entries, places, strict=True)), (), (), ())
    work = _Work(list(entries), list(places))
    work.pair_by(lambda e: [e.key] if e.key else [], lambda p: [p.key] if p.key else [])
    if exact:
        return work.outcome()
    work.pair_by(_entry_ids, _place_ids)
    work.pair_by(_entry_recordings, _place_recordings)
    work.pair_by(_local_entry, _local_place)
    work.pair_by(_nameless_entry, _named_place)
    work.pair_nulls_by_time()
    work.pair_nulls_by_neighbours()
    return work.outcome()


class _Work:
    """The entries and places not yet matched, and the pairs found so far."""

    def __init__(self, entries: list[KnownEntry], places: list[Place]) -> None:
        self.entries, self.places = entries, places
        self.of_place: dict[int, KnownEntry] = {}
        self.taken: set[int] = set()
        self.unsure: list[KnownEntry] = []

    def free_entries(self) -> list[KnownEntry]:
        return [e for e in self.entries if e.id not in self.taken]

    def free_places(self) -> list[Place]:
        return [p for p in self.places if p.position not in self.of_place]

    def pair(self, entry: KnownEntry, place: Place) -> None:
        self.of_place[place.position] = entry
        self.taken.add(entry.id)

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

    def outcome(self) -> Searched:
        pairs = tuple((self.of_place[p.position], p) for p in self.places if p.position in self.of_place)
        unsure = {e.id for e in self.unsure}
        removed = tuple(e for e in self.free_entries() if e.id not in unsure)
        return Searched(pairs, tuple(self.free_places()), removed, tuple(self.unsure))
