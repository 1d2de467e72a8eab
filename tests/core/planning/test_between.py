"""What a visit between two checks is worth: without memory, most in the middle, and never more than a look before allows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.planning.between import worth

CHECKED, NEXT = 20_000.0, 20_012.0
"""The days of two checks."""


def visited(often: float, *, least: float) -> list[float]:
    """When visits are made between two checks, if each is made as soon as it is worth so much."""
    made, seen = [], CHECKED
    for n in range(1200):
        now = CHECKED + n / 100
        if worth(often, seen, now, NEXT) >= least:
            made.append(now)
            seen = now
    return made


@given(gaps=st.integers(2, 50), often=st.floats(0.1, 5))
def test_a_visit_is_worth_what_the_last_of_evenly_spread_ones_saves(gaps: int, often: float) -> None:
    """Gaps wait for half their square: n even ones for less than n - 1 by the square of the whole over 2 n (n - 1)."""
    whole = NEXT - CHECKED
    saved = whole**2 / 2 / (gaps - 1) - whole**2 / 2 / gaps
    assert worth(often, CHECKED, CHECKED + whole / gaps, NEXT) == pytest.approx(2 * often**2 * saved)


@pytest.mark.parametrize("visits", [1, 2, 3, 7])
def test_at_the_price_of_so_many_visits_they_stand_nearly_evenly(visits: int) -> None:
    """Whoever pays no less than the last of them saves makes all of them, and no more."""
    made = visited(1.0, least=(NEXT - CHECKED) ** 2 / visits / (visits + 1))
    assert len(made) == visits
    gaps = [after - before for before, after in pairwise([CHECKED, *made, NEXT])]
    even = (NEXT - CHECKED) / (visits + 1)
    assert gaps == pytest.approx([even] * len(gaps), rel=0.4)


@given(age=st.floats(0.05, 11.9), often=st.floats(0.1, 5))
def test_in_an_endless_gap_an_interval_that_is_over_is_worth_one(age: float, often: float) -> None:
    """Far from the next check only the age counts, squared, in intervals: so marginal savings are alike for all."""
    assert worth(often, 0.0, age, 1e9) == pytest.approx((often * age) ** 2)


def test_a_look_out_of_turn_makes_the_next_visit_worth_less() -> None:
    """Whoever it was made for; and near the next check nothing is worth a call."""
    middle = worth(0.5, CHECKED, 20_006.0, NEXT)
    assert worth(0.5, 20_005.0, 20_006.0, NEXT) < middle / 10
    assert worth(0.5, CHECKED, 20_011.9, NEXT) < middle / 10
    assert worth(0.5, CHECKED, NEXT, NEXT) == 0
    assert worth(0.5, CHECKED, NEXT + 1, NEXT) == 0


def test_the_worth_grows_to_the_middle_and_falls_from_there() -> None:
    """Without a leap where its two halves meet."""
    course = [worth(0.5, CHECKED, CHECKED + n / 10, NEXT) for n in range(1, 120)]
    assert course[:60] == sorted(course[:60])
    assert course[59:] == sorted(course[59:], reverse=True)
    leaps = [after / before for before, after in pairwise(course[50:70])]
    assert 0.9 < min(leaps) < max(leaps) < 1.1


def test_nothing_is_visited_within_the_hour() -> None:
    """However often it is wanted."""
    assert worth(1000.0, CHECKED, CHECKED + 0.9 / 24, NEXT) == 0
    assert worth(1000.0, CHECKED, CHECKED + 1.1 / 24, NEXT) > 1
