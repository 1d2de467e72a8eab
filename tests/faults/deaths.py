"""Thirty ways in which a tracker comes to an end: after two rhythms none of them looks as if all were well."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.faults.daemons_place import MEMORY
from tests.faults.deaths_clockwork import STRIKES, dies, lives
from tests.faults.deaths_mortal import TICK, TICKS, Mortal, mortal
from tests.faults.deaths_recovered import ILLNESSES, recovers
from tests.faults.deaths_ways import WAYS, Way, locked
from tests.faults.table import Row, Scale, Suite
from tracker.core.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Toll:
    """What came of the ways so far."""

    def __init__(self) -> None:
        self.cases = self.false = self.duplicated = 0
        self.green: list[str] = []
        self.broken: list[str] = []

    def count(self, name: str, *, green: bool, broken: bool) -> None:
        """One case more, and what was wrong with it."""
        self.cases += 1
        self.green += [name] if green else []
        self.broken += [name] if broken else []

    def row(self, fault: str, scale: Scale, note: str) -> Row:
        """As a line of the table."""
        named = [f"green: {name}" for name in self.green] + [
            f"not as it should: {name}" for name in self.broken
        ]
        return Row(
            fault,
            self.cases,
            false=self.false,
            missed=len(self.green),
            duplicated=self.duplicated,
            wrong=len(self.broken),
            seed=scale.seed,
            note="; ".join([note, *named]),
        )


def ended(folder: Path, ways: Sequence[Way], scale: Scale) -> Row:
    """Each way, and `tracker status` two rhythms later."""
    toll = Toll()
    for number, way in enumerate(ways):
        with mortal(folder / str(number), way.strike if way.first else lambda _: None) as one:
            _end(one, way, toll)
    return toll.row("ways to die", scale, "`tracker status` after two rhythms ends with 0")


def _end(one: Mortal, way: Way, toll: Toll) -> None:
    seen = one.seen()
    if not way.first:
        way.strike(one)
    one.two_rhythms()
    green = one.exit_code() == 0
    healed = way.heals and green and one.seen() >= seen + 3
    toll.count(way.name, green=green and not way.heals, broken=way.heals and not healed)
    with suppress(StoreError):  # where no record is left, nothing in it can be wrong
        toll.false += one.events()
        toll.duplicated += one.told_twice()


def clockworks(folder: Path, strikes: Sequence[str], scale: Scale) -> Row:
    """The real clockwork dies: `tracker status` tells, and the alarm that ends the process rings."""
    toll = Toll()
    for number, name in enumerate(strikes):
        with mortal(folder / str(number)) as one:
            green, rang = dies(one, STRIKES[name])
            toll.count(name, green=green, broken=not rang)
    with mortal(folder / "alive") as one:
        green, rang = lives(one)
        toll.count("nothing", green=False, broken=rang or not green)
    return toll.row(
        "ways of the clockwork to die", scale, "status told, and the alarm rang within seconds; one lived"
    )


def held(folder: Path, scale: Scale) -> Row:
    """Another program holds the record: nothing can be done, nothing can be told, and that is an error."""
    toll = Toll()
    with mortal(folder) as one, closing(locked(one)):
        one.jobs = one.jobs[:1]  # each waits five seconds in vain
        one.made.sim.advance((TICKS - 1) * TICK)
        one.tick()
        toll.count("locked", green=one.exit_code() == 0, broken=False)
    return toll.row("record locked by another program", scale, "`tracker status` ends with an error")


def wrong_clock(folder: Path, scale: Scale) -> Row:
    """A dead tracker and a clock that is a year behind: by that clock nothing is old, and yet it is told."""
    toll = Toll()
    for name, before in (("after a look", False), ("before any", True)):
        with mortal(folder / name.replace(" ", "-"), _die if before else lambda _: None) as one:
            _die(one)
            one.made.sim.advance(-timedelta(days=365))
            one.two_rhythms()
            toll.count(name, green=not any(n.kind.blinding for n in one.standing_notices()), broken=False)
    return toll.row("dead, and its clock a year behind", scale, "by that very clock")


def _die(one: Mortal) -> None:
    one.lives = False


def recovered(folder: Path, scale: Scale) -> Row:
    """One way of each kind of notice, and how it ends."""
    toll = Toll()
    for number, (name, illness) in enumerate(ILLNESSES.items()):
        with mortal(folder / str(number)) as one:
            off, still = recovers(one, illness)
            toll.count(f"{name} {still}", green=False, broken=bool(still))
            toll.duplicated += off
            toll.false += one.events()
    return toll.row("recovered", scale, "each notice told once, none left")


def run(scale: Scale) -> Iterable[Row]:
    """All of it; a few ways if in a hurry."""
    with TemporaryDirectory(prefix="deaths-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder, quick = Path(name), scale.quick
        yield ended(folder / "ways", WAYS[::6] if quick else WAYS, scale)
        yield clockworks(folder / "clockworks", ["a job never ends"] if quick else list(STRIKES), scale)
        if not quick:
            yield held(folder / "held", scale)
            yield wrong_clock(folder / "clock", scale)
            yield recovered(folder / "recovered", scale)


SUITE = Suite("deaths", run)
