"""All faults of answers, mixed, against the pure core: false, missed and late, beside two simple rules.

world (truth) -> service (29 % of polls faulty, single-track lies in 5 %) -> decide -> record in memory
              └───────────────────── verdict: the record against the truth <──────────────┘
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from random import Random

from tests.faults.core_answers import TRUE, Odds, Service
from tests.faults.core_processes import spread
from tests.faults.core_rivals import archive, differ
from tests.faults.core_tally import SOURCE, TRACKS, Tally, percentile, tally
from tests.faults.core_watching import Watching
from tests.faults.table import Row, Scale, Suite
from tests.faults.world_model import World
from tests.faults.world_turns import Rates, schedule_mass
from tracker.core.history import EventKind

EDITS = frozenset({EventKind.ENTRY_REMOVED, EventKind.ENTRY_ADDED})
POLLS = 250
"""A month of model time for each world."""
SLOWEST, SLOWEST_MASS = 8, 10
"""Polls within which 99 % of the lasting changes, and 90 % of the mass changes, have to be told."""
APART = 6
"""Of the sixty tracks of a mass change, so many may be told apart from it: those that were lied about meanwhile."""
ENOUGH = 1_000
"""A share of 1 % can be judged from so many changes on."""


def run(scale: Scale) -> Iterable[Row]:
    """Watch many worlds with faults, and some without."""
    polls, alone = scale.of(100, POLLS), scale.quick
    seeds = range(scale.seed, scale.seed + scale.of(8, 1_100))
    faulty = spread(partial(watched, polls, Odds(), Rates()), seeds, alone=alone)
    yield from _faulty_rows(faulty, scale.seed)
    clean = spread(partial(watched, polls, TRUE, Rates(mass=0)), seeds[: scale.of(2, 40)], alone=alone)
    yield _clean_row(clean, scale.seed)


def watched(polls: int, odds: Odds, rates: Rates, seed: int) -> Tally:
    """One world from its beginning to its end, and what became of it."""
    world = World(Random(seed), rates.turns())
    schedule_mass(world, rates, polls)
    watching = Watching(world, Service(world, Random(~seed), odds))
    rivals = {"archive": archive(), "differ": differ()}
    watching.begin()
    for _ in range(polls):
        watching.poll()
        if watching.seen is not None:
            for rival in rivals.values():
                rival.see(watching.seen, world)
    return tally(watching, rivals)


def _faulty_rows(tally: Tally, seed: int) -> Iterable[Row]:
    def row(fault: str, cases: int, note: str, **wrong: int) -> Row:
        return Row(fault, cases, tally.observations, seed=seed, note=note, **wrong)

    yield row("core: tracks, 29 % of polls faulty", tally.worlds, _about_tracks(tally),
              false=_of(tally.false, TRACKS | {EventKind.RETRACTED}), missed=_of(tally.missed, TRACKS),
              wrong=_of(tally.regretted, TRACKS))  # fmt: skip
    yield row("core: the owner's edits", tally.worlds, _about_edits(tally),
              false=_of(tally.false, EDITS), missed=tally.missed[EventKind.ENTRY_REMOVED])  # fmt: skip
    yield row("core: the list itself never lost", tally.worlds, "", false=_of(tally.false, SOURCE))
    share = 0.99 if tally.delays.total() >= ENOUGH else 0.9
    late = int(percentile(tally.delays, share) > SLOWEST)
    yield row("core: polls until told", tally.delays.total(), _about_delays(tally.delays), wrong=late)
    slow = int(tally.masses.total() >= 10 and percentile(tally.masses, 0.9) > SLOWEST_MASS)
    apart = int(tally.scattered > APART * tally.masses.total())
    yield row(
        "core: mass changes told as one", tally.masses.total(), _about_masses(tally), wrong=slow + apart
    )
    yield row(
        "rival: null is removed, errors skipped", tally.worlds, f"{tally.rivals['archive']:,} false claims"
    )
    yield row("rival: plain comparison", tally.worlds, f"{tally.rivals['differ']:,} false claims")


def _clean_row(tally: Tally, seed: int) -> Row:
    """Without faults every lasting change takes exactly the looks that the rules ask for."""
    late = tally.delays.total() - tally.delays[3]
    return Row(
        "core: no faults, told at the third poll", tally.worlds, tally.observations,
        false=(tally.false + tally.regretted).total(), missed=tally.missed.total(), wrong=late, seed=seed,
        note=_about_delays(tally.delays),
    )  # fmt: skip


def _of(counts: Counter[EventKind], kinds: Iterable[EventKind]) -> int:
    return sum(counts[kind] for kind in kinds)


def _by_kind(word: str, counts: Counter[EventKind], kinds: Iterable[EventKind]) -> str:
    return f"{word} " + ", ".join(f"{kind} {counts[kind]:,}" for kind in sorted(kinds) if counts[kind])


def _about_tracks(tally: Tally) -> str:
    lasting, sorry = tally.lasting[EventKind.VANISHED], _of(tally.regretted, TRACKS)
    edges, back = _of(tally.moved, TRACKS), _of(tally.taken_back, TRACKS)
    told = _by_kind("told", tally.told, TRACKS)
    return (
        f"{told}; {lasting:,} lasting vanishes; {sorry:,} false ones retracted; "
        f"{edges:,} with a lie at an edge; {back:,} true ones retracted"
    )


def _about_edits(tally: Tally) -> str:
    nulls, sorry = tally.missed[EventKind.ENTRY_ADDED], _of(tally.regretted, EDITS)
    told = _by_kind("told", tally.told, EDITS)
    return f"{told}; {sorry:,} false ones retracted; {nulls:,} additions first met as nulls are no news"


def _about_delays(delays: Counter[int]) -> str:
    shares = ", ".join(f"p{share:.0%}"[:-1] + f" {percentile(delays, share)}" for share in (0.5, 0.9, 0.99))
    return f"{shares}, max {max(delays, default=0)} polls"


def _about_masses(tally: Tally) -> str:
    return f"{_about_delays(tally.masses)}; {tally.scattered:,} tracks told apart from the rest"


SUITE = Suite("core", run, wide=True)
