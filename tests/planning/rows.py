"""One row of the table: a kind of world at a number of looks, all policies at equal calls."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from statistics import fmean
from time import process_time
from typing import TYPE_CHECKING

from tests.planning.fixed import equal, told
from tests.planning.learning import Run, Ways
from tests.planning.seen import YEAR
from tests.planning.worlds import invented
from tracker.core.planning.visits import OLDEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.planning.worlds import Kind

YEARS = 2
COMPARED = {0.25}
"""Looks a day at which the policy is also run without its eye for bursts."""


@dataclass(frozen=True, slots=True)
class Row:
    """One world and seed: waits of equal looks over those of each policy, so that more is better and 1 is no gain."""

    kind: str
    a_day: float
    seed: int
    flips: int
    known: float
    alone: float | None
    first: float
    second: float
    slow_first: float
    slow: float
    hidden_equal: float
    hidden: float
    oldest: float
    out_of_turn: float

    @property
    def share(self) -> float:
        """How much of the gain that known rates give is reached in the second year."""
        return self.second / self.known


def measured(kind: Kind, a_day: float, seed: int, tracks: int) -> Row:
    """Live two years and a bit, so that every flip of them is looked at; the rates are learnt from the first day on."""
    days = YEARS * YEAR + OLDEST / a_day
    world = invented(kind, tracks, days, seed)
    base = equal(world, a_day, Random(f"equal {seed}"))
    known = told(world, a_day, Random(f"told {seed}"))
    alone = None
    if a_day in COMPARED:
        single = Run(world, Ways(a_day, bursts=False), Random(f"learnt {seed}")).until(days)
        alone = base.mean(1) / single.mean(1)
    ours = Run(world, Ways(a_day), Random(f"learnt {seed}")).until(days)
    return Row(
        kind.name,
        a_day,
        seed,
        len(base.waits[1]),
        base.mean(1) / known.mean(1),
        alone,
        base.mean(0) / ours.mean(0),
        base.mean(1) / ours.mean(1),
        base.slow(0) / ours.slow(0),
        base.slow(1) / ours.slow(1),
        base.hidden_share,
        ours.hidden_share,
        ours.oldest * a_day,
        ours.out_of_turn / ours.looks,
    )


def timed(case: tuple[Kind, float, int, int]) -> tuple[Row, float]:
    """A row and the CPU seconds it took, for a process of its own."""
    began = process_time()
    return measured(*case), process_time() - began


HEAD = (
    "| world | looks a day | flips in year 2 | known rates | learnt, no bursts | **ours, year 2** | lowest seed "
    "| share of known | ours, year 1 | slowest 5 %, year 2 (year 1) | hidden | oldest | out of turn |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|"
)


def line(rows: Sequence[Row]) -> str:
    """Rows of several seeds as one line of Markdown: means, and the worst where a bound is a promise."""

    def mean(name: str) -> float:
        return fmean(getattr(row, name) for row in rows)

    cells = [
        rows[0].kind,
        f"{rows[0].a_day:g}",
        " + ".join(str(row.flips) for row in rows),
        f"{mean('known'):.2f}",
        f"{mean('alone'):.2f}" if rows[0].alone else "",
        f"**{mean('second'):.2f}**",
        f"{min(row.second for row in rows):.2f}",
        f"{100 * mean('share'):.0f} %",
        f"{mean('first'):.2f}",
        f"{mean('slow'):.2f} ({mean('slow_first'):.2f})",
        f"{100 * mean('hidden_equal'):.1f} -> {100 * mean('hidden'):.1f} %",
        f"{max(row.oldest for row in rows):.1f}",
        f"{100 * mean('out_of_turn'):.1f} %",
    ]
    return f"| {' | '.join(cells)} |"
