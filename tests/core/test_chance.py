"""Chances, held against counting all that can happen."""

from __future__ import annotations

from itertools import product
from math import log10

import pytest

from tracker.core.chance import at_least, within


def counted(hits: int, of: int, each: float) -> float:
    """The same by going through every outcome."""
    found = 0.0
    for outcome in product((True, False), repeat=of):
        if sum(outcome) >= hits:
            chance = 1.0
            for happened in outcome:
                chance *= each if happened else 1 - each
            found += chance
    return log10(found)


@pytest.mark.parametrize("each", [0.001, 0.05, 0.2])
@pytest.mark.parametrize(("hits", "of"), [(1, 1), (1, 4), (3, 3), (3, 9), (7, 11), (12, 12)])
def test_it_is_what_counting_gives(hits: int, of: int, each: float) -> None:
    """Wherever more happened than was to be expected."""
    if hits > of * each:
        assert at_least(hits, of, each) == pytest.approx(counted(hits, of, each), abs=1e-9)


def test_what_was_to_be_expected_is_no_surprise() -> None:
    """Nor is anything where everything happens anyway."""
    assert at_least(2, 10, 0.2) == 0.0
    assert at_least(0, 10, 0.0) == 0.0
    assert at_least(10, 10, 1.0) == 0.0


def test_large_numbers_neither_overflow_nor_vanish() -> None:
    """Two hundred of ten thousand at one in a million: far beyond what a float can hold as a chance."""
    found = at_least(200, 10_000, 1e-6)
    assert -1000 < found < -500
    assert at_least(199, 10_000, 1e-6) > found


def test_what_cannot_happen_has_no_chance() -> None:
    """More hits than things, or hits of what never happens, are a mistake of who asks."""
    with pytest.raises(ValueError, match="cannot happen"):
        at_least(3, 2, 0.1)
    with pytest.raises(ValueError, match="cannot happen"):
        at_least(1, 2, 0.0)


def test_a_rate_over_days_is_a_chance() -> None:
    """Small ones add up, large ones never reach more than certainty."""
    assert within(0.001, 7) == pytest.approx(0.007, rel=0.01)
    assert within(0.001, 0) == 0.0
    assert 0.99 < within(1.0, 30) <= 1.0
