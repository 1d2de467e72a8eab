"""The product's own way of visiting in an invented world: nothing is kept between two quarters of an hour but last looks.

    python -m tests.planning.stateless [--rates learnt|known|equal] [WORLD ...]

Prints for each rhythm, world and seed how long a flip waited for the next look, at rhythms alone, at equal looks for all
the calls, and with visits in what the rhythms leave, each time at the same calls a day: in the first year, while rates
are learnt, and in the second.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import product
from math import floor
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from tests.planning.worlds import KINDS, Kind, invented
from tracker.core.planning.between import worth
from tracker.core.planning.looked import Pair
from tracker.core.planning.rates import Looks
from tracker.core.planning.room import instalment
from tracker.core.planning.rota import Rota, Unit, drawn_up
from tracker.core.planning.visits import Wish, allotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.planning.worlds import World

START = datetime(2026, 1, 1, tzinfo=UTC)
WEEK, YEAR = 7, 365
TURNS = 8
"""So many times a day visits are paid: every three hours here, every quarter of an hour in the product."""


class Pace(NamedTuple):
    """A rhythm of so many days, and so many times its calls altogether; all albums are checked `at_once` or one by one."""

    every: float
    times: float
    at_once: bool = False


PACES = (Pace(14.0, 1.3), Pace(14.0, 2.0), Pace(28.0, 4.0), Pace(14.0, 14.0, at_once=True))


class Year(NamedTuple):
    """A year of a replay: the mean wait in days, the flips it is the mean of, and the calls that were spent."""

    wait: float
    flips: int
    spent: int


def _offset(album: int) -> float:
    """Where in its rhythm an album is checked: spread evenly, and the same for ever."""
    digest = sha256(f"rhythm {album}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


@dataclass
class Replay:
    """A world whose tracks stand on albums of `together`; a rhythm of `every` days sees each, visits the rest of the calls.

    `rates` says where the rates come from that visits go by: `learnt` from the looks, `known` beforehand, or `equal` for all.
    """

    world: World
    together: int
    every: float
    calls: float
    rates: str = "learnt"
    at_once: bool = False
    last: list[float] = field(init=False)
    tally: list[Looks] = field(init=False)
    passed: list[int] = field(init=False)
    where: list[float] = field(init=False)
    waits: list[float] = field(default_factory=list)
    spent: int = 0

    def __post_init__(self) -> None:
        many = len(self.world.rates)
        self.last, self.tally, self.passed = [0.0] * many, [Looks()] * many, [0] * many
        self.where = [_offset(0 if self.at_once else n) for n in range(self.albums)]

    def album(self, track: int) -> int:
        """The album of a track: tracks of a line stand side by side, so albums are cut within lines."""
        return track // self.together

    @property
    def albums(self) -> int:
        """How many albums there are."""
        return -(-len(self.last) // self.together)

    def look(self, album: int, now: float) -> None:
        """One call: all tracks of an album."""
        self.spent += 1
        for track in range(album * self.together, min(len(self.last), (album + 1) * self.together)):
            flips, start = self.world.flips[track], self.passed[track]
            end = start
            while end < len(flips) and flips[end] <= now:
                end += 1
            if self.last[track]:
                self.waits += [now - flip for flip in flips[start:end]]
            self.passed[track] = end
            gap, changed = now - self.last[track], (end - start) % 2 == 1
            if self.last[track]:
                self.tally[track] = self.tally[track].and_one(gap, changed=changed)
            self.last[track] = now

    def run(self, years: int, *, visits: bool) -> list[Year]:
        """Year by year, the waits of the flips that were noticed in it."""
        rota, found = Rota(), []
        for step in range(years * YEAR * TURNS):
            now = (step + 1) / TURNS
            for album in range(self.albums):
                if self._checks(album, now) > self._checks(album, now - 1 / TURNS):
                    self.look(album, now)
            if visits and step % (WEEK * TURNS) == 0:
                rota = self._rota()
            self._visit(rota, now)
            if (step + 1) % (YEAR * TURNS) == 0:
                found.append(Year(fmean(self.waits), len(self.waits), self.spent))
                self.waits, self.spent = [], 0
        return found

    def _checks(self, album: int, now: float) -> int:
        return floor(now / self.every - self.where[album])

    def _rota(self) -> Rota:
        left = self.calls - self.albums / self.every
        if self.rates != "learnt":
            return self._told()
        usual = Pair("", "DE", 1, "", None, 1 / self.every, 1, Looks(), START, START)
        pairs = [
            replace(
                usual,
                track_id=str(track),
                album_id=str(self.album(track)),
                looks=looks,
                last=START + timedelta(days=self.last[track]),
            )
            for track, looks in enumerate(self.tally)
        ]
        return drawn_up(pairs, left)

    def _told(self) -> Rota:
        """What would be visited if rates were known, or all the same."""
        wishes = []
        for album in range(self.albums):
            rates = self.world.rates[album * self.together : (album + 1) * self.together]
            wishes.append(Wish(sum(rates) if self.rates == "known" else 1.0, 1, 1 / self.every))
        shares = allotted(wishes, self.calls)
        units = [
            Unit(1, "DE", str(album), (str(album * self.together),), 1, shares.per_day(wish), 1)
            for album, wish in enumerate(wishes)
        ]
        return Rota(tuple(unit for unit in units if unit.often > 1 / self.every))

    def _visit(self, rota: Rota, now: float) -> None:
        may = instalment(self.calls - self.albums / self.every, now - 1 / TURNS, now)
        gains = []
        for unit in rota.units:
            album, last = int(unit.place), self.last[int(unit.tracks[0])]
            due = (self._checks(album, now) + 1 + self.where[album]) * self.every
            gain = worth(unit.often, last, now, due)
            if last and gain:
                gains.append((gain, album))
        for _, album in sorted(gains, reverse=True)[:may]:
            self.look(album, now)


class Row(NamedTuple):
    """The same year three times: by the rhythm alone, by equal looks for all calls, and with visits; and calls a year."""

    rhythm: Year
    equal: Year
    visits: Year
    calls: float

    @property
    def over(self) -> float:
        """How many times shorter the wait is than at equal looks."""
        return self.equal.wait / self.visits.wait


def measured(
    kind: Kind,
    seed: int,
    together: int,
    pace: Pace,
    *,
    albums: int = 100,
    years: int = 2,
    rates: str = "learnt",
) -> list[Row]:
    """The years of one world, one after the other."""
    world = invented(kind, albums * together, years * YEAR, seed)
    calls = albums / pace.every * pace.times
    alone = Replay(world, together, pace.every, calls).run(years, visits=False)
    equal = Replay(world, together, pace.every / pace.times, calls).run(years, visits=False)
    visited = Replay(world, together, pace.every, calls, rates, at_once=pace.at_once).run(years, visits=True)
    return [Row(*each, calls * YEAR) for each in zip(alone, equal, visited, strict=True)]


def line(year: int, row: Row) -> str:
    """A year in words."""
    return (
        f"  year {year}: {row.visits.flips} flips, mean wait {row.rhythm.wait:.2f} d at the rhythm, {row.equal.wait:.2f} d "
        f"at equal looks, {row.visits.wait:.2f} d with visits ({row.rhythm.wait / row.visits.wait:.2f} and {row.over:.2f} "
        f"times shorter), {row.visits.spent / row.calls:.3f} of the calls\n"
    )


def main(arguments: Sequence[str], albums: int = 100) -> int:
    """Print two lines for each rhythm, world, size of album and seed."""
    parser = ArgumentParser(prog="python -m tests.planning.stateless")
    parser.add_argument("--rates", choices=("learnt", "known", "equal"), default="learnt")
    parser.add_argument("worlds", nargs="*")
    asked = parser.parse_args(arguments)
    chosen = [kind for kind in KINDS if not kind.bursts and (not asked.worlds or kind.name in asked.worlds)]
    for pace, kind, together, seed in product(PACES, chosen, (1, 3), (1, 2, 3)):
        how = "at once" if pace.at_once else "one by one"
        sys.stdout.write(
            f"{albums} albums of {together}, {pace.every:.0f} days {how}, {pace.times:.1f} times the calls, {kind.name}, "
            f"rates {asked.rates}, seed {seed}\n"
        )
        for year, row in enumerate(measured(kind, seed, together, pace, albums=albums, rates=asked.rates), 1):
            sys.stdout.write(line(year, row))
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
