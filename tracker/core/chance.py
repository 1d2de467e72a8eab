"""How likely something is by chance, as decimal logarithms: the numbers get too small for anything else."""

from __future__ import annotations

from math import exp, lgamma, log, log1p

LN10 = log(10)
SMALL = 1e-12
"""A further part of a sum that is smaller than this share of its first one is left out."""


def at_least(hits: int, of: int, each: float) -> float:
    """Log10 of the chance that `hits` or more `of` so many independent things happen, `each` as likely as that.

    No more than would be expected is no surprise: 0.0, which is never less than the truth.
    """
    if hits <= of * each or each >= 1:
        return 0.0
    if each <= 0 or hits > of:
        raise ValueError("what cannot happen has no chance")
    first, odds = _log_exactly(hits, of, each), each / (1 - each)
    share, total = 1.0, 1.0
    for more in range(hits, of):
        share *= (of - more) / (more + 1) * odds
        total += share
        if share < SMALL:
            break
    return min(0.0, (first + log(total)) / LN10)


def _log_exactly(hits: int, of: int, each: float) -> float:
    """The natural logarithm of the chance of exactly so many."""
    ways = lgamma(of + 1) - lgamma(hits + 1) - lgamma(of - hits + 1)
    return ways + hits * log(each) + (of - hits) * log1p(-each)


def within(rate: float, days: float) -> float:
    """How likely something that happens `rate` times a day happens within so many days."""
    return 1 - exp(-rate * days)
