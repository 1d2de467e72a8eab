"""A round of the whole program over lists that overlap: its calls against the least that any round needs, and against checks that share nothing."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.bench.collections import collection
from tests.living import Living, living
from tracker.core.plan import price
from tracker.core.planning.agenda import agenda
from tracker.core.planning.requests import Held, Sources
from tracker.core.planning.sharing import seat_of
from tracker.simulator import World, small_world
from tracker.usecases.rounds import run_due

HOME, AWAY = "DE", "US"


@dataclass(frozen=True, slots=True)
class Round:
    """Calls of one unchanged round: as made, the least possible, and as many as the watches cost if none shares."""

    lists: int
    tracks: int
    calls: int
    bound: float
    alone: int


def one_round(seed: int, tracks: int = 600, lists: int = 12) -> Round:
    """Watch every list in two markets, let a day pass after the first round, and count the second."""
    world, refs = invented(seed, tracks, lists)
    with tempfile.TemporaryDirectory() as home, living(world, Path(home)) as life:
        for ref in refs:
            life.watch(f"playlist:{ref}", HOME, AWAY)
        run_due(life.app.observer)
        life.sim.advance(timedelta(days=1))
        before = life.app.catalog.calls()
        looks = run_due(life.app.observer)
        if len(looks) != 2 * lists or not all(looked.recorded.decision.complete for looked in looks):
            raise RuntimeError("a look of the round failed")
        return _counted(life, life.app.catalog.calls() - before)


def invented(seed: int, tracks: int, lists: int) -> tuple[World, list[str]]:
    """A world with the lists of an invented collection, and their ids."""
    made, world = collection(seed, tracks, lists), small_world(seed=seed)
    artist, albums, of = world.add_artist("The Long Procession").id, dict[str, str](), dict[str, str]()
    for name, seat in made.sources.seats.items():
        if seat.album not in albums:
            albums[seat.album] = world.add_album(f"Part {seat.album}", [artist]).id
        of[name] = world.add_track(album_id=albums[seat.album]).id
    held = [[of[name] for name in each.tracks if name is not None] for each in made.sources.lists]
    return world, [world.add_playlist(f"List {n}", items) for n, items in enumerate(held) if items]


def _counted(life: Living, calls: int) -> Round:
    """The least: each list's version, and the bound of the cover in either market."""
    store = life.app.store
    held = {watch: store.entries(watch.id) for watch in store.all()}
    seats = {e.track_id: seat for entries in held.values() for e in entries if (seat := seat_of(e))}
    lists = tuple(Held(watch.ref, tuple(e.track_id for e in entries)) for watch, entries in held.items())
    due = list(dict.fromkeys(e.track_id for entries in held.values() for e in entries))
    bound = agenda({HOME: due, AWAY: due}, Sources(HOME, lists, seats)).bound
    alone = sum(sum(price(watch, entries).per_check.values()) for watch, entries in held.items())
    return Round(len(held), len(due), calls, len(held) + bound, alone)
