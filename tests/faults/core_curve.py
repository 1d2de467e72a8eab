"""Lies that persist: how many single-track lies of the list, told poll after poll, are confirmed as vanishes.

No rule of agreement sees through a lie that every way of asking repeats; so no bare zero is claimed here, but a
curve over the mean length of the lies is published, beside that of a rule of three agreeing looks at the list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import partial
from math import sqrt
from random import Random

from tests.core.noted import Noted
from tests.core.past import START
from tests.core.record import Record
from tests.faults.core_lies import SORTS, LyingService
from tests.faults.core_processes import spread
from tests.faults.core_watching import Watching
from tests.faults.table import Row, Scale, Suite
from tests.faults.world_model import POLL, World
from tracker.core.history import EventKind, Status
from tracker.core.rules import Rules

THREE_LOOKS = {1: 0, 2: 576, 4: 1_435, 8: 1_948}
"""False vanishes in 10,400,000 observations by the mean length of lies, if three looks at the list are believed."""
PER, TIMES = 10_400_000, 10
POLLS, QUIET = 250, 24
"""A world's life; and the polls after it in which no lie is told, so that what was confirmed is contradicted."""


@dataclass(slots=True)
class Told:
    """What came of the lies of one sort; `late` were contradicted so late that a return is told instead."""

    lies: int = 0
    false: int = 0
    retracted: int = 0
    late: int = 0

    def __add__(self, other: Told) -> Told:
        """Both together."""
        return Told(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


@dataclass(slots=True)
class Curve:
    """What came of some worlds, by sort of lie."""

    observations: int = 0
    told: dict[str, Told] = field(default_factory=lambda: {sort: Told() for sort in SORTS})

    def __add__(self, other: Curve) -> Curve:
        """Both together."""
        told = {sort: self.told[sort] + other.told[sort] for sort in SORTS}
        return Curve(self.observations + other.observations, told)


def run(scale: Scale) -> Iterable[Row]:
    """One point of the curve for each mean length of lies, and each sort of them."""
    seeds = range(scale.seed, scale.seed + scale.of(3, 105))
    for length in THREE_LOOKS:
        curve = spread(partial(lied_to, scale.of(100, POLLS), length), seeds, alone=scale.quick)
        yield from (_row(curve, length, sort, scale) for sort in SORTS)


def lied_to(polls: int, length: int, seed: int) -> Curve:
    """One world of lies of a mean length, in polls, and what came of them."""
    world = World(Random(seed))
    service = LyingService(world, Random(~seed), length)
    watching = Watching(world, service)
    watching.begin()
    for _ in range(polls):
        watching.poll()
    service.quiet = True
    for _ in range(QUIET):
        watching.poll()
    curve = Curve(watching.observations)
    for lie in service.all_lies():
        curve.told[lie.sort].lies += 1
    for event in _confirmed(watching.record, EventKind.VANISHED):
        begun = (lie for lie in reversed(service.lies[event.track or ""]) if lie.begun <= _poll(event))
        _count(curve.told[next(begun).sort], event, watching.record)
    return curve


def _count(told: Told, event: Noted, record: Record) -> None:
    """Whether a false vanish was taken back; or so late that it had to be told as a return."""
    told.false += 1
    if any(other.retracts == event.seq for other in _confirmed(record, EventKind.RETRACTED)):
        told.retracted += 1
        return
    after = [
        e for e in _confirmed(record, EventKind.RETURNED) if e.track == event.track and e.seq > event.seq
    ]
    told.late += bool(after) and after[0].first_missed_at - event.first_missed_at > Rules().regret


def _poll(event: Noted) -> int:
    return (event.first_missed_at - START) // POLL


def _confirmed(record: Record, kind: EventKind) -> list[Noted]:
    return [e for e in record.events.values() if e.kind is kind and e.status is Status.CONFIRMED]


def _row(curve: Curve, length: int, sort: str, scale: Scale) -> Row:
    """A point holds if it lies ten times below the three looks (where that is asked), and all was taken back."""
    told = curve.told[sort]
    fair = THREE_LOOKS[length] * curve.observations / PER
    slack = 1 + 2 * sqrt(fair / TIMES) if scale.quick else 0.0  # so few cases scatter
    over = max(0, told.false - int(fair / TIMES + slack)) if sort == "answers" else 0
    note = f"{told.false} false, {told.retracted} retracted, {told.late} told as returned; three looks: {fair:.0f}"
    wrong = over + told.false - told.retracted - told.late
    return Row(
        f"curve: lies of {length} polls, repeated in 10 % of {sort}", told.lies, curve.observations,
        wrong=wrong, seed=scale.seed, note=note,
    )  # fmt: skip


SUITE = Suite("core-curve", run, wide=True)
