"""A service whose list tells lies that persist: the world never changes, and the list says that it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.core.past import GONE, unplayable
from tests.faults.core_answers import TRUE, Answer, Service
from tests.faults.world_model import World
from tracker.core.items import COMPLETE, Item, Reading

BEGINS, WRONG = 0.05, 0.1
SORTS = ("answers", "lies")
"""What of a lie the direct question repeats: one answer in ten, or all of them in one lie of ten."""


@dataclass(slots=True)
class Lie:
    """Something false about one track, from poll `begun` until poll `ended` (None: it is still told)."""

    sort: str
    track: str
    item: Item
    stubborn: bool
    begun: int
    ended: int | None = None


class LyingService(Service):
    """In 5 % of polls a lie of each sort begins, about a track that is not lied about; it lasts `length` on average."""

    def __init__(self, world: World, rng: Random, length: int) -> None:
        super().__init__(world, rng, TRUE)
        self.length, self.quiet = length, False
        self.lies: defaultdict[str, list[Lie]] = defaultdict(list)
        self.told: dict[str, Lie] = {}
        self._answer: Reading | None = None

    def turn(self) -> None:
        """Let one poll's time pass: lies end, and lies begin unless it is `quiet`."""
        for lie in [lie for lie in self.told.values() if self.quiet or self.rng.random() < 1 / self.length]:
            lie.ended, self._answer = self.world.poll, None
            del self.told[lie.track]
        for sort in SORTS:
            if not self.quiet and self.rng.random() < BEGINS:
                self._begin(sort)

    def listing(self) -> Answer:
        """The list with its lies; the same object until one begins or ends."""
        if self._answer is None:
            names = (name for name, _ in self.world.rows)
            pairs = zip(self.world.places(), (self.told.get(name) for name in names), strict=True)
            places = tuple(replace(place, item=lie.item) if lie else place for place, lie in pairs)
            self._answer = Reading(places, COMPLETE, self.world.snapshot)
        return self._answer

    def all_lies(self) -> Iterator[Lie]:
        """Every lie that was ever told."""
        return (lie for lies in self.lies.values() for lie in lies)

    def _single(self, name: str) -> Item:
        lie = self.told.get(name)
        if lie and (lie.stubborn or (lie.sort == "answers" and self.rng.random() < WRONG)):
            return lie.item
        return self.world.songs[name].shown

    def _begin(self, sort: str) -> None:
        name, _ = self.rng.choice(self.world.rows)
        if name in self.told:
            return
        stubborn = sort == "lies" and self.rng.random() < WRONG
        item = self.rng.choice((GONE, unplayable(name)))
        self.told[name] = Lie(sort, name, item, stubborn, self.world.poll)
        self.lies[name].append(self.told[name])
        self._answer = None
