"""How often a track flips, learnt from looks that say one bit each: is it as it was the last time, or not?

A track is taken to flip by chance, `rate` times a day on average. A look after `days` finds it changed if the number
of flips in between was odd, which has the chance (1 - exp(-2 rate days)) / 2; an even number stays hidden. What is
not known of one track is lent by all: a gamma prior, fitted to all of them by its marginal likelihood,
then refined a little.

Everything is summed over a fixed grid of rates. Gaps between looks are kept as two sums, one of the quiet looks and one
of the changed, so an update costs the same however long the past is; within a sum each gap counts as its mean.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import exp, expm1, log
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEPS, _SLOWEST, _FASTEST = 28, 1e-5, 10.0
_LOG_STEP = log(_FASTEST / _SLOWEST) / (_STEPS - 1)
GRID = tuple(_SLOWEST * exp(_LOG_STEP * step) for step in range(_STEPS))
"""The rates that are told apart: from a flip in 270 years to ten a day, each 1.7 times the one before."""
EVIDENCE = 10.0
"""A rate is known when four of five chances lie within so large a factor: about two flips seen."""
_FINENESS = 8
"""Tracks whose sums agree within an eighth of a power of e share one likelihood: thousands are a few hundred classes."""
_REFINEMENTS = 10
"""Ten steps set the tail right; hundreds would follow every chance clump of flips."""
_EXACT = 8
"""So many changed looks are told apart one by one."""
_Class = tuple[int, int, int, int]
_EMPTY: _Class = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Looks:
    """What all looks at one track came to: how many found it as it was, how many changed, and the days before them."""

    quiet: int = 0
    quiet_days: float = 0.0
    changed: int = 0
    changed_days: float = 0.0

    def and_one(self, days: float, *, changed: bool) -> Looks:
        """The looks with one more, `days` after the one before."""
        if changed:
            return replace(self, changed=self.changed + 1, changed_days=self.changed_days + days)
        return replace(self, quiet=self.quiet + 1, quiet_days=self.quiet_days + days)


@dataclass(frozen=True)
class Prior:
    """What is thought of a track nobody has looked at: rates spread as a gamma law of this shape and mean.

    `refined` is that law on the grid, moved a little towards what the tracks show: the tail of no law is the true one.
    """

    shape: float = 0.3
    mean: float = 0.003
    refined: tuple[float, ...] = ()

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """The law on the grid; the slowest rate stands for all that are slower still, which may be most tracks."""
        if self.refined:
            return self.refined
        logs = [self.shape * (log(rate) - rate / self.mean) for rate in GRID]
        logs[0] -= log(self.shape * _LOG_STEP)
        top = max(logs)
        raw = [exp(each - top) for each in logs]
        total = sum(raw)
        return tuple(each / total for each in raw)


@dataclass(frozen=True, slots=True)
class Rate:
    """What is known of one track's rate: the mean, and the bounds that hold it in four cases of five."""

    mean: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether the looks say enough to name a rate; else it has to be called unknown."""
        return self.high <= EVIDENCE * self.low


def expected(prior: Prior, looks: Looks) -> float:
    """The mean rate that prior and looks leave: what the square root is taken of."""
    return _mean(_chances(prior, _class(looks)))


def all_expected(prior: Prior, all_looks: Iterable[Looks]) -> list[float]:
    """The mean rate of each of many tracks; those whose looks came to the same are reckoned once."""
    classes = [_class(looks) for looks in all_looks]
    means = {each: _mean(_chances(prior, each)) for each in set(classes)}
    return [means[each] for each in classes]


def learnt(prior: Prior, looks: Looks) -> Rate:
    """The rate with its bounds, for people to read."""
    chances = _chances(prior, _class(looks))
    total = sum(chances)
    return Rate(_mean(chances), _bound(chances, 0.1 * total), _bound(chances, 0.9 * total))


def change_chance(rate: float, days: float) -> float:
    """The chance that a look finds a change that many days after the one before."""
    return -expm1(-2 * rate * days) / 2


def hidden_chance(rate: float, days: float) -> float:
    """The chance that flips happened between two looks and cancelled out, so that nobody will ever see them."""
    return (1 - exp(-rate * days)) ** 2 / 2


def fitted(all_looks: Iterable[Looks], start: Prior) -> Prior:
    """The prior under which what was seen of all tracks is likeliest, searched for from `start`."""
    classes = [(count, _likelihood(each)) for each, count in Counter(map(_class, all_looks)).items()]
    at, step = (log(start.shape), log(start.mean)), 0.8
    best = _plausible(at, classes)
    while step > 0.1:
        moves = [(at[0] + step, at[1]), (at[0] - step, at[1]), (at[0], at[1] + step), (at[0], at[1] - step)]
        scored = [(_plausible(move, classes), move) for move in moves if _allowed(move)]
        top, move = max(scored)
        if top > best:
            best, at = top, move
        else:
            step /= 2
    return _refined(Prior(exp(at[0]), exp(at[1])), classes)


def _refined(prior: Prior, classes: list[tuple[int, tuple[float, ...]]]) -> Prior:
    """A few steps of expectation and maximisation: each rate weighs as much as the tracks that seem to have it."""
    weights = prior.weights
    for _ in range(_REFINEMENTS if classes else 0):
        summed = [1e-9] * len(GRID)
        for count, likelihood in classes:
            chances = list(map(mul, weights, likelihood))
            scale = count / sum(chances)
            summed = [before + scale * chance for before, chance in zip(summed, chances, strict=True)]
        total = sum(summed)
        weights = tuple(each / total for each in summed)
    return Prior(prior.shape, prior.mean, weights)


def _allowed(at: tuple[float, float]) -> bool:
    """Shapes between 0.03 and 4.5, means on the grid: the search cannot run away where there is little to see."""
    return -3.5 <= at[0] <= 1.5 and log(_SLOWEST) <= at[1] <= log(_FASTEST)


def _plausible(at: tuple[float, float], classes: list[tuple[int, tuple[float, ...]]]) -> float:
    weights = Prior(exp(at[0]), exp(at[1])).weights
    fit: float = sum(count * log(sum(map(mul, weights, likelihood))) for count, likelihood in classes)
    return fit


def _chances(prior: Prior, of: _Class) -> list[float]:
    return list(map(mul, prior.weights, _likelihood(of)))


def _mean(chances: list[float]) -> float:
    mean: float = sum(map(mul, chances, GRID)) / sum(chances)
    return mean


def _bound(chances: list[float], wanted: float) -> float:
    """The rate below which that much of the chance lies, between the steps of the grid."""
    before = 0.0
    for rate, chance in zip(GRID, chances, strict=True):
        if before + chance >= wanted:
            return rate * exp(_LOG_STEP * ((wanted - before) / chance - 0.5))
        before += chance
    return GRID[-1]


def _class(looks: Looks) -> _Class:
    if not looks.quiet and not looks.changed:
        return _EMPTY
    few = looks.changed <= _EXACT
    return (
        _rounded(looks.quiet) + 1 if looks.quiet else 0,
        _rounded(looks.quiet_days / looks.quiet) if looks.quiet else 0,
        looks.changed if few else _EXACT + _rounded(looks.changed / _EXACT),
        _rounded(looks.changed_days / looks.changed) if looks.changed else 0,
    )


def _rounded(value: float) -> int:
    return round(log(max(value, 1e-4)) * _FINENESS)


def _power(rounded: int) -> float:
    return exp(rounded / _FINENESS)


@lru_cache(maxsize=1 << 16)
def _likelihood(of: _Class) -> tuple[float, ...]:
    """How likely each rate of the grid makes those looks, the likeliest being 1."""
    quiet = _power(of[0] - 1) if of[0] else 0.0
    changed = of[2] if of[2] <= _EXACT else _EXACT * _power(of[2] - _EXACT)
    before_quiet, before_changed = _power(of[1]), _power(of[3])
    logs = [
        quiet * log(1 - change_chance(rate, before_quiet))
        + changed * log(change_chance(rate, before_changed))
        for rate in GRID
    ]
    top = max(logs)
    return tuple(exp(each - top) for each in logs)
