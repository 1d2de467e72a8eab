"""An invented collection: tracks on albums, in lists that overlap; all of it follows from the seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from tracker.core.planning.requests import Held, Seat, Sources, Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

HOME = "XA"


@dataclass(frozen=True, slots=True)
class Collection:
    """The watched tracks, and where they can be seen."""

    tracks: tuple[str, ...]
    sources: Sources
    albums: int
    listed: int


def collection(seed: int, tracks: int = 5_000, lists: int = 60, *, all_listed: bool = False) -> Collection:
    """So many tracks on albums of one to fourteen, about 3.2 each; lists of about 55 places, some ten times as long.

    Up to 70 % of a list's places hold what is not watched. Popular albums are in many lists: one time in seven with
    all their tracks, else with one. With `all_listed` every track that no list holds yet is put at the end of one,
    in runs of some albums.
    """
    chance = Random(seed)
    albums = _albums(chance, tracks)
    popular = [chance.lognormvariate(0, 1) for _ in albums]
    held = [_list(chance, albums, popular) for _ in range(lists)]
    if all_listed:
        _list_the_rest(chance, tracks, held)
    seats = {
        _track(n): Seat(f"album-{a}", place)
        for a, album in enumerate(albums)
        for place, n in enumerate(album)
    }
    readable = tuple(
        Held(f"list-{number}", tuple(None if n is None else _track(n) for n in places))
        for number, places in enumerate(held)
    )
    listed = len({n for places in held for n in places if n is not None})
    names = tuple(_track(n) for n in range(tracks))
    return Collection(names, Sources(HOME, readable, seats, Tier.C), len(albums), listed)


def _track(number: int) -> str:
    return f"invented{number:014d}"


def _albums(chance: Random, tracks: int) -> list[list[int]]:
    albums, first = [], 0
    while first < tracks:
        luck = chance.random()
        size = 1 if luck < 0.47 else chance.randint(2, 4) if luck < 0.82 else chance.randint(5, 14)
        albums.append(list(range(first, min(tracks, first + size))))
        first += size
    return albums


def _list(chance: Random, albums: Sequence[list[int]], popular: Sequence[float]) -> list[int | None]:
    size = int(min(1500, max(8, chance.lognormvariate(4, 1))))
    unwatched = chance.uniform(0, 0.7)
    places: list[int | None] = []
    drawn = iter(chance.choices(albums, popular, k=size))
    held: set[int] = set()
    for album in drawn:
        while chance.random() < unwatched and len(places) < size:
            places.append(None)
        for number in album if chance.random() < 0.15 else [chance.choice(album)]:
            if number not in held:
                held.add(number)
                places.append(number)
        if len(places) >= size:
            break
    return places[:size]


def _list_the_rest(chance: Random, tracks: int, held: list[list[int | None]]) -> None:
    listed = {n for places in held for n in places}
    places = held[0]
    for number in range(tracks):
        if number not in listed:
            if chance.random() < 0.4:
                places = chance.choice(held)
            places.append(number)
