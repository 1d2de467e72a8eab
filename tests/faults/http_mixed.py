"""The whole program over loopback HTTP, against worlds with a real life and a mix of all faults: what it tells is true.

Three rows: changes of tracks under faults, the owner's edits under the same faults, and the same worlds without
any fault. A false claim is a confirmed event, never retracted, that the simulator's truth does not bear out within
the event's interval; a missed one is a real change that lasted more than 12 rounds and was not told. Where a lie
lies just beside a real change, nobody can tell the lie from the change: such a claim is true but its interval is
too narrow or too early, and it is counted as blurred.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from tests.faults.http_life import Lived, live
from tests.faults.http_plan import mixed_plan
from tests.faults.http_truth import Held, held_against
from tests.faults.http_world import live_world
from tests.faults.table import Row, Scale, Suite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Case:
    """One world to live through."""

    seed: int
    tracks: int
    polls: int
    faulty: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one world."""

    case: Case
    lived: Lived
    held: Held


def lived_through(case: Case) -> Outcome:
    """Live through one world and hold the record against its truth."""
    rng = Random(case.seed)
    scene = live_world(case.tracks, case.polls, rng)
    lived = live(scene, mixed_plan(scene, rng) if case.faulty else [])
    return Outcome(case, lived, held_against(scene, lived.events, lived.nameless))


def run(scale: Scale) -> Iterable[Row]:
    """Live through all worlds, in two processes if they are many."""
    outcomes = [lived_through(case) for case in cases(scale)] if scale.quick else _spread(cases(scale))
    faulty = [outcome for outcome in outcomes if outcome.case.faulty]
    yield _tracks("HTTP mix: vanish, return, relink", faulty, scale)
    yield _edits("HTTP mix: the owner's edits", faulty, scale)
    yield _tracks("HTTP without faults", [o for o in outcomes if not o.case.faulty], scale)


def cases(scale: Scale) -> list[Case]:
    """The worlds of a scale; each has its own seed that follows from the scale's."""
    if scale.quick:
        return [Case(scale.seed, 100, 90), Case(scale.seed + 1, 50, 40, faulty=False)]
    sizes = (100, 200, 200, 200, 200)
    many = [Case(scale.seed * 1000 + n, sizes[n % len(sizes)], 160) for n in range(80)]
    return [*many, *(Case(scale.seed * 1000 + 500 + n, 200, 60, faulty=False) for n in range(2))]


def _spread(many: Sequence[Case]) -> list[Outcome]:
    # Spawned, not forked: a copy of a process with threads and open databases is a fault of its own.
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        return list(pool.imap_unordered(lived_through, many))


def _tracks(name: str, outcomes: Sequence[Outcome], scale: Scale) -> Row:
    lags = sorted(lag for outcome in outcomes for lag in outcome.held.lags)
    due, looks = sum(o.held.due for o in outcomes), sum(o.lived.looks for o in outcomes)
    failed = sum(o.lived.failed for o in outcomes)
    spoilt = sum((Counter(o.lived.met) for o in outcomes), Counter[str]())
    false, missed = _words(outcomes, lambda held: held.false), _words(outcomes, lambda held: held.missed)
    note = (
        f"{due} changes due; confirmed after p50 {_at(lags, 0.5)}, p99 {_at(lags, 0.99)}, "
        f"max {_at(lags, 1)} rounds; {failed} of {looks} looks incomplete, {spoilt.total() - spoilt['lies']} answers "
        f"spoilt; {sum(o.held.retracted for o in outcomes)} retracted, {sum(o.held.blurred for o in outcomes)} blurred"
    )
    crashes = sorted({f"seed {o.case.seed}: {text}" for o in outcomes for text in o.lived.crashes})
    return Row(
        name,
        cases=len(outcomes),
        observations=sum(outcome.lived.observations for outcome in outcomes),
        false=len(false),
        missed=len(missed),
        wrong=len(crashes),
        seed=scale.seed,
        note="; ".join([note, *false[:3], *missed[:3], *crashes[:3]]),
    )


def _edits(name: str, outcomes: Sequence[Outcome], scale: Scale) -> Row:
    false = _words(outcomes, lambda held: held.false_edits)
    missed = _words(outcomes, lambda held: held.missed_edits)
    due, unnamed = (sum(getattr(o.held, count) for o in outcomes) for count in ("edits_due", "unnamed"))
    note = f"{due} removals and additions due; {unnamed} additions first met as nulls are no news"
    return Row(
        name,
        cases=len(outcomes),
        observations=sum(outcome.lived.observations for outcome in outcomes),
        false=len(false),
        missed=len(missed),
        seed=scale.seed,
        note="; ".join([note, *false[:3], *missed[:3]]),
    )


def _words(outcomes: Iterable[Outcome], wanted: Callable[[Held], list[str]]) -> list[str]:
    return [f"seed {outcome.case.seed}: {text}" for outcome in outcomes for text in wanted(outcome.held)]


def _at(ordered: Sequence[int], share: float) -> int:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


SUITE = Suite("http-mixed", run, wide=True)
