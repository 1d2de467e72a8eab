"""The program on a clock that goes wrong: what it does is seen by real time, which it does not know."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.living import Living, living
from tracker.core.items import Way
from tracker.simulator import SimClock, World
from tracker.usecases.rounds import run_due

RHYTHM, TICK, HALF_DAY = timedelta(hours=3), timedelta(hours=1), timedelta(hours=12)
BLIND_AT_MOST = 2 * RHYTHM + TICK


class WrongClock:
    """The service's clock plus an error; a jump may wait until the program has looked at its clock so often."""

    def __init__(self, sim: SimClock) -> None:
        self._sim = sim
        self._error = timedelta()
        self._looks_left, self._next = 0, timedelta()

    def now(self) -> datetime:
        if self._looks_left:
            self._looks_left -= 1
            self._error = self._error if self._looks_left else self._next
        return self._sim.now() + self._error

    def sleep(self, seconds: float) -> None:
        self._sim.advance(timedelta(seconds=seconds))

    def jump(self, error: timedelta, after_looks: int) -> None:
        """Be wrong by so much from now on, or once the program has looked so often."""
        self._looks_left, self._next = after_looks, error
        self._error = self._error if after_looks else error


@dataclass
class Life:
    """The program on its wrong clock, and what was seen of it."""

    alive: Living
    clock: WrongClock
    looks: int = 0
    observations: int = 0
    seen_at: datetime = field(init=False)
    wrong: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.seen_at = self.alive.sim.now()

    def pass_time(self, span: timedelta) -> None:
        """Let real time pass, hour by hour; the program does what it finds due."""
        until, checks = self.alive.sim.now() + span, 0
        while self.alive.sim.now() < until:
            self.alive.sim.advance(TICK)
            checks += self._round()
            if self.alive.sim.now() - self.seen_at > BLIND_AT_MOST:
                self.wrong["blind for longer than two rhythms"] += 1
                self.seen_at = self.alive.sim.now()
        self.wrong["more than one check to catch up"] += checks > span // RHYTHM + 1

    def sleep(self, span: timedelta) -> None:
        """Let real time pass while the whole machine stands still."""
        self.alive.sim.advance(span)
        self.seen_at = self.alive.sim.now()

    def _round(self) -> int:
        """One round of the program; whether it read the list (again, perhaps, for a suspect), 1 or 0."""
        checks = 0
        for looked in run_due(self.alive.app.observer):
            self.looks += 1
            self.observations += sum(looked.recorded.decision.observed.values())
            if looked.way is Way.LIST:
                checks = 1
                if looked.failure is None:
                    self.seen_at = self.alive.sim.now()
        return checks


@contextmanager
def life_in(world: World) -> Iterator[Life]:
    """The program watching the world's own list every three hours, on a clock that may go wrong."""
    wrong: list[WrongClock] = []

    def clock(sim: SimClock) -> WrongClock:
        wrong.append(WrongClock(sim))
        return wrong[0]

    with (
        TemporaryDirectory(prefix="clocks-") as folder,
        living(world, Path(folder), clock=clock, TRACKER_REQUESTS_PER_DAY="400") as alive,
    ):
        alive.watch(f"playlist:{world.cast.own_playlist}", every="3h")
        life = Life(alive, wrong[0])
        life.pass_time(HALF_DAY)
        yield life


@contextmanager
def local_zone(name: str) -> Iterator[None]:
    """Let the machine live in a time zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        os.environ.update({} if before is None else {"TZ": before})
        time.tzset()
