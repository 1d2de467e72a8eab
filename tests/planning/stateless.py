"""The product's own way of visiting in an invented world: nothing is kept between two quarters of an hour but last looks.

    python -m tests.planning.stateless

Prints for each world and seed how long a flip waited for the next look, at rhythms alone, at equal looks for all the
calls, and with visits in what the rhythms leave, each time at the same calls a day.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from math import floor
from statistics import fmean
from typing import TYPE_CHECKING

from tests.planning.worlds import KINDS, Kind, invented
from tracker.core.planning.looked import Pair
from tracker.core.planning.phases import phase, slots
from tracker.core.planning.rates import Looks
from tracker.core.planning.room import instalment
from tracker.core.planning.rota import drawn_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.planning.worlds import World
    from tracker.core.planning.rota import Rota

START = datetime(2026, 1, 1, tzinfo=UTC)
EVERY, TIMES, WEEK = 28.0, 4.0, 7
TURNS = 8
"""So many times a day visits are paid: every three hours here, every quarter of an hour in the product."""


@dataclass
class Replay:
    """A world whose tracks stand on albums of `together`; a rhythm of `every` days sees each, visits the rest of the calls."""

    world: World
    together: int
    every: float
    calls: float
    last: list[float] = field(init=False)
    tally: list[Looks] = field(init=False)
    passed: list[int] = field(init=False)
    where: list[float] = field(init=False)
    waits: list[float] = field(default_factory=list)
    spent: int = 0

    def __post_init__(self) -> None:
        many = len(self.world.rates)
        self.last, self.tally, self.passed = [0.0] * many, [Looks()] * many, [0] * many
        self.where = [phase("rhythm", str(n)) for n in range(self.albums)]

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
                self.waits.append(now - flips[end])
                end += 1
            self.passed[track] = end
            gap, changed = now - self.last[track], (end - start) % 2 == 1
            if self.last[track]:
                self.tally[track] = self.tally[track].and_one(gap, changed=changed)
            self.last[track] = now

    def run(self, days: int, *, visits: bool) -> float:
        """The mean wait, in days, of the flips that were noticed in the second half of the time: until then it learns."""
        rota, where = None, self.where
        for step in range(days * TURNS):
            now = (step + 1) / TURNS
            if step == days * TURNS // 2:
                self.waits.clear()
                self.spent = 0
            for album in range(self.albums):
                if int(now / self.every - where[album]) > int((now - 1 / TURNS) / self.every - where[album]):
                    self.look(album, now)
            if visits and step % (WEEK * TURNS) == 0 and now > 2 * self.every:
                rota = self._rota()
            if rota:
                self._visit(rota, now)
        return fmean(self.waits)

    def _rota(self) -> Rota:
        left = self.calls - self.albums / self.every
        began = START
        pairs = [
            Pair(
                str(track),
                "DE",
                1,
                str(self.album(track)),
                None,
                1 / self.every,
                1,
                looks,
                began,
                began + timedelta(days=self.last[track]),
            )
            for track, looks in enumerate(self.tally)
        ]
        return drawn_up(pairs, left)

    def _visit(self, rota: Rota, now: float) -> None:
        may = instalment(self.calls - self.albums / self.every, now - 1 / TURNS, now)
        late = []
        for unit in rota.units:
            due = (
                floor(now / self.every - self.where[int(unit.place)]) + 1 + self.where[int(unit.place)]
            ) * self.every
            over = slots(("DE", unit.place), unit.often, self.every, due).waited(
                now, self.last[int(unit.tracks[0])]
            )
            if over >= 0:
                late.append((over, int(unit.place)))
        for _, album in sorted(late, reverse=True)[:may]:
            self.look(album, now)


def measured(kind: Kind, seed: int, albums: int, together: int, days: int = 730) -> dict[str, float]:
    """Mean waits: at the rhythm alone, at equal looks for all calls, and with visits; and what was spent of the calls."""
    world = invented(kind, albums * together, days, seed)
    calls = albums / EVERY * TIMES
    alone, visited = (Replay(world, together, EVERY, calls) for _ in range(2))
    equal = Replay(world, together, EVERY / TIMES, calls)
    return {
        "rhythm": alone.run(days, visits=False),
        "equal": equal.run(days, visits=False),
        "visits": visited.run(days, visits=True),
        "flips": float(len(visited.waits)),
        "spent": visited.spent / (calls * days / 2),
    }


def main(names: Sequence[str], albums: int = 100) -> int:
    """Print a line for each world, size of album and seed."""
    sys.stdout.write(
        f"{albums} albums, a rhythm of {EVERY:.0f} days, {TIMES:.0f} times its calls; the second of two years\n"
    )
    chosen = [kind for kind in KINDS if not kind.bursts and (not names or kind.name in names)]
    for kind, together, seed in product(chosen, (1, 3), (1, 2, 3)):
        row = measured(kind, seed, albums, together)
        gain, over = row["rhythm"] / row["visits"], row["equal"] / row["visits"]
        sys.stdout.write(
            f"{kind.name}, {together} an album, seed {seed}: {row['flips']:.0f} flips, mean wait {row['rhythm']:.2f} d at "
            f"the rhythm, {row['equal']:.2f} d at equal looks, {row['visits']:.2f} d with visits "
            f"({gain:.2f} and {over:.2f} times shorter), {row['spent']:.3f} of the calls\n"
        )
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
