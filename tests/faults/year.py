"""A simulated year of hourly polls through the real program, lived twice: the same seed leaves the same record.

Tracks come and go, answers are spoilt in a tenth of the hours, the machine sleeps now and then, summer time begins
and ends, a second is lost, and the login ends twice and is renewed days later. What the record tells is held against
the simulator's truth, and its gaps against the hours in which nothing was seen.
"""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from sqlite3 import connect
from tempfile import TemporaryDirectory

from tests.faults.clocks_life import WrongClock, local_zone
from tests.faults.http_world import POLL, WAYS, Scene
from tests.faults.table import Row, Scale, Suite
from tests.faults.year_life import HOUR, Lived, Year
from tests.living import living
from tracker.simulator import SimClock, small_world

TRACKS, PROCESSES = 20, 2


@dataclass(frozen=True, slots=True)
class Plan:
    """One life: its seed and its length."""

    seed: int
    days: int


def run(scale: Scale) -> Iterable[Row]:
    """Live the same life twice, in two processes if it is long."""
    plan = Plan(scale.seed, scale.of(5, 365))
    if scale.quick:
        first, second = lived(plan), lived(plan)
    else:
        with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
            first, second = pool.map(lived, [plan, plan])
    wrong = [*first.wrong, *(["two lives differ"] if first.dump != second.dump else [])]
    note = (
        f"{first.looks} looks, {first.gaps} gaps, {first.logins} new logins, record {first.dump[:12]} twice"
    )
    yield Row(
        f"{plan.days} days, hourly",
        cases=plan.days * 24,
        observations=first.observations,
        false=len(first.false),
        missed=len(first.missed),
        wrong=len(wrong),
        seed=scale.seed,
        note="; ".join([note, *wrong[:3], *first.false[:3], *first.missed[:3]]),
    )


def lived(plan: Plan) -> Lived:
    """Live through one plan and hold the record against what really happened."""
    random.seed(
        plan.seed
    )  # the program spreads its repeated calls by chance, which shows in the times on record
    rng = Random(plan.seed)
    scene, clocks = eventful(plan, rng), list[WrongClock]()

    def clock(sim: SimClock) -> WrongClock:
        clocks.append(WrongClock(sim))
        return clocks[0]

    with local_zone("Europe/Berlin"), TemporaryDirectory(prefix="year-") as folder:
        with living(scene.world, Path(folder), clock=clock) as alive:
            alive.watch(f"playlist:{scene.playlist}", every="1h")
            year = Year(alive, scene, rng, clocks[0])
            year.live()
            year.judge()
        year.lived.dump = dumped(next(Path(folder).glob("*.db")))
        return year.lived


def eventful(plan: Plan, rng: Random) -> Scene:
    """Twenty tracks on one page, one of which vanishes every third day for three days to a month."""
    world = small_world(2, seed=plan.seed)
    album = world.add_album("Calendar", [world.cast.artist])
    tracks = [world.add_track(album_id=album.id).id for _ in range(TRACKS)]
    scene = Scene(world, world.add_playlist("Calendar", tracks), plan.days * 24 * HOUR // POLL)
    free = dict.fromkeys(tracks, world.start + timedelta(days=2))
    for day in range(2, plan.days, 3):
        at, track = world.start + timedelta(days=day, minutes=rng.randrange(1440)), rng.choice(tracks)
        if at < free[track]:
            continue
        free[track] = at + timedelta(days=rng.randint(3, 30))
        world.take_down(track, at, way=rng.choice(WAYS))
        world.restore(track, free[track])
        free[track] += timedelta(days=3)
    return scene


@contextmanager
def _opened(path: Path) -> Iterator[Iterator[str]]:
    with closing(connect(path)) as database:
        yield database.iterdump()


def dumped(path: Path) -> str:
    """A hash of all that a record holds, but for the name by which it is told from others."""
    digest = sha256()
    with _opened(path) as lines:
        for line in lines:
            if not line.startswith('INSERT INTO "home"'):
                digest.update(line.encode())
    return digest.hexdigest()


SUITE = Suite("year", run)
