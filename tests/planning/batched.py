"""What is kept of the gain when a call asks for fifty tracks at once."""

from __future__ import annotations

from math import sqrt
from random import Random
from typing import TYPE_CHECKING

from tests.planning.fixed import equal
from tests.planning.learning import Run, Ways
from tests.planning.seen import YEAR
from tests.planning.worlds import invented
from tracker.core.planning.batches import BATCH, packed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.planning.worlds import Kind


def alone(rates: Sequence[float]) -> float:
    """The mean wait at equal looks over that by the root of each track's rate: the most that visiting can win."""
    return len(rates) * sum(rates) / sum(map(sqrt, rates)) ** 2


def together(rates: Sequence[float], lists: Sequence[Sequence[int]]) -> float:
    """The same where each list is looked at as a whole, by the root of its tracks' rates together."""
    sums = [sum(rates[track] for track in each) for each in lists]
    return len(lists) * sum(sums) / sum(map(sqrt, sums)) ** 2


def kept(rates: Sequence[float]) -> tuple[float, float]:
    """The share of the gain kept by lists of like rate, and by lists filled as tracks come."""
    alike = packed((rate, track) for track, rate in enumerate(rates))
    as_they_come = [range(at, min(at + BATCH, len(rates))) for at in range(0, len(rates), BATCH)]
    most = alone(rates)
    return together(rates, alike) / most, together(rates, as_they_come) / most


def at_once(kind: Kind, a_day: float, seed: int, tracks: int) -> float:
    """The share of our gain in the second year that is kept when looks go out fifty at a time, the most overdue first."""
    days = 2 * YEAR + 7 / a_day
    world = invented(kind, tracks, days, seed)
    base = equal(world, a_day, Random(f"equal {seed}")).mean(1)
    single, fifty = (
        base / Run(world, Ways(a_day, batch=batch), Random(f"learnt {seed}")).until(days).mean(1)
        for batch in (1, BATCH)
    )
    return fifty / single
