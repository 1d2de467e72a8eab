"""Policies that never change: equal looks, and looks by the true rates, which only the inventor of a world knows."""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING

from tests.planning.seen import Seen

if TYPE_CHECKING:
    from random import Random

    from tests.planning.worlds import World


def equal(world: World, a_day: float, chance: Random) -> Seen:
    """Each track as often as any other, at its own hour."""
    return _regular(world, [a_day] * len(world.rates), chance)


def told(world: World, a_day: float, chance: Random) -> Seen:
    """By the square root of the true rate, with no floor: as short as waits get by visiting alone."""
    roots = [sqrt(rate) for rate in world.rates]
    mean = sum(roots) / len(roots)
    return _regular(world, [a_day * root / mean for root in roots], chance)


def _regular(world: World, often: list[float], chance: Random) -> Seen:
    """Evenly spaced looks need no clock: the look after a flip is found by counting."""
    seen = Seen()
    for flips, a_day in zip(world.flips, often, strict=True):
        phase = chance.random()
        by_look: dict[int, list[float]] = {}
        for at in flips:
            by_look.setdefault(ceil(at * a_day - phase), []).append(at)
        for look, together in by_look.items():
            seen.flipped(together, (look + phase) / a_day)
    seen.oldest = 1 / min(often)
    return seen
