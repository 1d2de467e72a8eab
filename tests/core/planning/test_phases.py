"""Slots without memory: spread evenly, never moved by a look, and served by any look shortly before."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.planning.phases import phase, slot_after, stepped, waited

days = st.floats(20_000, 30_000)
intervals = st.floats(0.05, 200)
phases = st.floats(0, 0.999)


@given(at=days, interval=intervals, where=phases)
def test_the_next_slot_is_no_more_than_an_interval_away(at: float, interval: float, where: float) -> None:
    """And the one after it comes just an interval later."""
    slot = slot_after(at, interval, where)
    assert -1e-6 <= slot - at <= interval + 1e-6
    assert slot_after(slot + interval / 2, interval, where) == pytest.approx(slot + interval)


@given(seen=days, interval=intervals, where=phases, later=st.floats(0, 3))
def test_a_look_keeps_for_half_an_interval_at_least_and_one_and_a_half_at_most(
    seen: float, interval: float, where: float, later: float
) -> None:
    """Whatever the phase is: before that nothing is due, after that it is."""
    late = waited(seen + later * interval, seen, interval, where, mean=interval)
    if later < 0.5 - 1e-6:
        assert late < 0
    if later > 1.5 + 1e-6:
        assert late > 0


def test_a_look_out_of_turn_does_not_move_the_slots() -> None:
    """A sweep at any time leaves all later slots where they were."""
    slots = {slot_after(100 + n / 10, 10.0, 0.25) for n in range(200)}
    assert slots == {102.5, 112.5, 122.5}


def test_what_waits_long_already_is_not_put_off() -> None:
    """A look just before a slot stands in for it, but not where the next slot is many mean intervals away."""
    seen, slot = 102.0, 102.5
    assert waited(slot + 1, seen, 10.0, 0.25, mean=10.0) < 0
    assert waited(slot + 1, seen, 10.0, 0.25, mean=1.5) > 0


def test_phases_are_spread_evenly_and_stay() -> None:
    """Of a thousand names about a hundred fall into each tenth."""
    tenths = Counter(int(10 * phase("DE", f"album{n}")) for n in range(1000))
    assert sorted(tenths) == list(range(10))
    assert max(tenths.values()) < 140
    assert phase("DE", "album1") == phase("DE", "album1") != phase("US", "album1")


@given(st.floats(0.01, 1000))
def test_intervals_go_in_steps(interval: float) -> None:
    """The step is never more than a fifth away, and a step is its own nearest."""
    step = stepped(interval)
    assert 0.84 <= step / interval <= 1.19
    assert stepped(step) == pytest.approx(step)
