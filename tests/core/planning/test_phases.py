"""Slots without memory: between the regular checks, spread evenly, never moved by a look, and served by any shortly before."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.planning.phases import Slots, phase, slots

phases = st.floats(0, 0.999)


def visited(plan: Slots, *, step: float = 0.01, extra: tuple[float, ...] = ()) -> list[float]:
    """When visits are made between two checks, if what is due is looked at at once; `extra` looks come from elsewhere."""
    begin, seen, made = plan.due - plan.every, plan.due - plan.every, []
    for n in range(int(plan.every / step)):
        now = begin + n * step
        seen = max([seen, *(each for each in extra if each <= now)])
        if plan.waited(now, seen) >= 0:
            made.append(now)
            seen = now
    return made


@given(looks=st.integers(1, 12), where=phases)
def test_there_are_as_many_looks_as_wanted_and_evenly_apart(looks: int, where: float) -> None:
    """The check among them; no gap is longer than one and a quarter of the even ones, none shorter than three quarters."""
    plan = Slots(20_012.0, 12.0, looks, where)
    made = visited(plan)
    assert len(made) == looks - 1
    points = [20_000.0, *made, 20_012.0]
    gaps = [b - a for a, b in pairwise(points)]
    assert max(gaps) <= 1.25 * plan.apart + 0.03
    assert min(gaps) >= 0.75 * plan.apart - 0.03


def test_a_look_out_of_turn_does_not_move_the_slots() -> None:
    """It serves the slot that comes next if that is near, and no other."""
    plan = Slots(112.0, 12.0, 4, 0.5)
    assert visited(plan) == pytest.approx([103.0, 106.0, 109.0], abs=0.02)
    assert visited(plan, extra=(101.6,)) == pytest.approx([106.0, 109.0], abs=0.02)
    assert visited(plan, extra=(101.4,)) == pytest.approx([103.0, 106.0, 109.0], abs=0.02)


def test_who_has_waited_for_more_of_its_intervals_is_more_overdue() -> None:
    """Counted from the first slot that was not served."""
    plan = Slots(112.0, 12.0, 4, 0.5)
    assert plan.waited(102.9, 100.0) < 0
    assert plan.waited(106.0, 100.0) == pytest.approx(1.0)
    assert plan.waited(106.0, 103.0) == pytest.approx(0.0)
    assert plan.waited(111.9, 109.0) == -1.0, "the check is next"


def test_in_the_long_run_there_are_as_many_looks_as_wanted() -> None:
    """Two and a half in a rhythm are now two and now three; one is never more than the check itself."""
    many = [slots(("DE", "album"), 2.5 / 7, 7.0, 20_000.0 + 7 * n).looks for n in range(400)]
    assert set(many) == {2, 3}
    assert fmean(many) == pytest.approx(2.5, abs=0.1)
    assert {slots(("DE", "album"), 1 / 7, 7.0, 20_000.0 + 7 * n).looks for n in range(50)} == {1}


def test_phases_are_spread_evenly_and_stay() -> None:
    """Of a thousand names about a hundred fall into each tenth."""
    tenths = Counter(int(10 * phase("DE", f"album{n}")) for n in range(1000))
    assert sorted(tenths) == list(range(10))
    assert max(tenths.values()) < 140
    assert phase("DE", "album1") == phase("DE", "album1") != phase("US", "album1")
