"""What the service answers in the model: the truth, or one of the faults of the fault model, by chance."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random

from tests.core.past import GONE, START, unplayable
from tests.faults.world_model import Song, World
from tracker.core.errors import LookFailed, Passing, SourceLost
from tracker.core.items import COMPLETE, Certificate, Item, Kind, Place, Reading

Answer = Reading | LookFailed
REMEMBERED = 8
"""A stale copy is at most so many polls old."""


@dataclass(frozen=True, slots=True)
class Odds:
    """How often what goes wrong. `poll`: a whole look at the list; `lie`: one track of such a look.

    Direct questions fail as a whole (`failed`), and each of their answers may lie (`direct_lie`) or lack the
    field that matters (`blank`).
    """

    poll: float = 0.29
    lie: float = 0.05
    failed: float = 0.15
    direct_lie: float = 0.01
    blank: float = 0.02


TRUE = Odds(0, 0, 0, 0, 0)
"""A service that never errs."""


class Service:
    """Answers looks at one world; every look is drawn anew."""

    def __init__(self, world: World, rng: Random, odds: Odds) -> None:
        self.world, self.rng, self.odds = world, rng, odds
        self.past: deque[tuple[tuple[Place, ...], str]] = deque(maxlen=REMEMBERED)

    def listing(self) -> Answer:
        """Answer a look at the whole list."""
        rng, world = self.rng, self.world
        answer: Answer = Reading(world.places(), COMPLETE, world.snapshot)
        if rng.random() < self.odds.poll:
            answer = rng.choice(FAULTS)(self)
        if rng.random() < self.odds.lie and isinstance(answer, Reading) and answer.places:
            answer = self._with_lie(answer)
        return answer

    def turn(self) -> None:
        """Let one poll's time pass: the list as it is now is kept, for stale copies to come."""
        self.past.append((self.world.places(), self.world.snapshot))

    def direct(self, names: Iterable[str]) -> Answer:
        """Answer questions about single tracks."""
        if self.rng.random() < self.odds.failed:
            return Passing("no answer")
        items = enumerate((name, self._single(name)) for name in names)
        return Reading(tuple(Place(n, item, None, name) for n, (name, item) in items), COMPLETE)

    def lie(self, song: Song) -> Item:
        """Something that a track is not."""
        if song.absent is not None:
            return song.playing
        flap = replace(song.item, id=self.rng.choice(song.others()) or song.name)
        return self.rng.choice((unplayable(song.name), GONE, flap))

    def _single(self, name: str) -> Item:
        song, chance = self.world.song_of(name), self.rng.random()
        true = song.shown if song.absent or name == song.name else replace(song.item, id=name)
        if chance < self.odds.direct_lie:
            return self.lie(song)
        blank = chance < self.odds.direct_lie + self.odds.blank
        return replace(true, playable=None) if blank else true

    def _with_lie(self, answer: Reading) -> Reading:
        """One place, taken by chance, says something else than the truth."""
        n = self.rng.randrange(len(answer.places))
        place, names = answer.places[n], {at: name for name, at in self.world.rows}
        if place.added_at not in names:  # a stale copy may hold what the owner took out since
            return answer
        false = replace(place, item=self.lie(self.world.songs[names[place.added_at]]))
        return replace(answer, places=(*answer.places[:n], false, *answer.places[n + 1 :]))


def _transport(service: Service) -> Answer:
    return Passing("no answer")


def _lost(service: Service) -> Answer:
    return SourceLost("not found", status=404)


def _short_pages(service: Service) -> Answer:
    world = service.world
    certificate = Certificate(complete=False, why="pages:short")
    return Reading(world.places()[: service.rng.randrange(len(world.rows))], certificate, world.snapshot)


def _empty(service: Service) -> Answer:
    return Reading((), COMPLETE, _version(service))


def _nulls(service: Service) -> Answer:
    share = service.rng.random()
    return _changed(service, lambda place: GONE if service.rng.random() < share else place.item)


def _all_greyed(service: Service) -> Answer:
    return _changed(service, lambda place: replace(place.item, playable=False, reason="market"))


def _fields_missing(service: Service) -> Answer:
    return _changed(service, lambda place: replace(place.item, playable=None))


def _stale(service: Service) -> Answer:
    places, snapshot = service.rng.choice(service.past)
    return Reading(places, COMPLETE, snapshot)


def _stale_as_new(service: Service) -> Answer:
    places, _ = service.rng.choice(service.past)
    return Reading(places, COMPLETE, service.world.snapshot)


def _frozen_version(service: Service) -> Answer:
    _, snapshot = service.rng.choice(service.past)
    return Reading(service.world.places(), COMPLETE, snapshot)


def _random_version(service: Service) -> Answer:
    return Reading(service.world.places(), COMPLETE, f"r{service.rng.getrandbits(60)}")


def _shortened(service: Service) -> Answer:
    places, rng = service.world.places(), service.rng
    kept = sorted(rng.sample(range(len(places)), rng.randrange(1, len(places))))
    shown = tuple(replace(places[old], position=new) for new, old in enumerate(kept))
    return Reading(shown, COMPLETE, _version(service))


def _flapping(service: Service) -> Answer:
    flipped = set(service.rng.sample(service.world.rows, service.rng.randint(1, 10)))
    songs = {at: service.world.songs[name] for name, at in flipped}
    return _changed(service, lambda place: _by_other_id(place, songs.get(place.added_at or START)))


def _by_other_id(place: Place, song: Song | None) -> Item:
    if song is None or place.item.kind is Kind.NOTHING or not place.item.playable:
        return place.item
    return replace(place.item, id=song.others()[0] or song.name)


def _version(service: Service) -> str:
    """The list's version, or one that nobody ever saw."""
    return service.rng.choice((service.world.snapshot, f"r{service.rng.getrandbits(60)}"))


def _changed(service: Service, change: Callable[[Place], Item]) -> Reading:
    world = service.world
    return Reading(tuple(replace(p, item=change(p)) for p in world.places()), COMPLETE, world.snapshot)


FAULTS: tuple[Callable[[Service], Answer], ...] = (
    _transport, _lost, _short_pages, _empty, _nulls, _all_greyed, _fields_missing, _stale, _stale_as_new,
    _frozen_version, _random_version, _shortened, _flapping,
)  # fmt: skip
"""All equally likely."""
