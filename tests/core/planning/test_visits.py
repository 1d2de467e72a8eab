"""Sharing out the calls of a day: rhythms first, then by the square root, with a floor, and exactly what there is."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.planning.visits import (
    FLOOR,
    OLDEST,
    Wish,
    allotted,
    overdue,
    rescheduled,
    stands_in,
)

WISHES = st.lists(
    st.builds(
        Wish,
        st.floats(1e-6, 5),
        st.floats(0.02, 2),
        st.one_of(st.just(0.0), st.floats(0, 2)),
    ),
    min_size=1,
    max_size=40,
)


@given(WISHES, st.floats(0.1, 100))
def test_exactly_the_calls_there_are_get_spent(wishes: list[Wish], calls: float) -> None:
    """Whatever is wished for, the looks a day cost what the day has, and not a call more."""
    allotment = allotted(wishes, calls)
    cost = sum(allotment.per_day(wish) * wish.cost for wish in wishes)
    assert cost <= calls * (1 + 1e-6)
    assert cost >= calls * (0.99 if allotment.stretch == 1 else 1 - 1e-6)


@given(WISHES, st.floats(0.1, 100))
def test_rhythms_come_first(wishes: list[Wish], calls: float) -> None:
    """Each rhythm is kept if all together fit; if not, all come equally slower and nobody else gets a look."""
    allotment = allotted(wishes, calls)
    demanded = sum(wish.demanded * wish.cost for wish in wishes)
    assert (allotment.stretch > 1) == (demanded > calls)
    for wish in wishes:
        assert allotment.per_day(wish) >= wish.demanded / allotment.stretch * (1 - 1e-9)
        if allotment.stretch > 1:
            assert allotment.per_day(wish) == pytest.approx(wish.demanded / allotment.stretch)


def test_looks_go_by_the_root_of_rate_over_cost() -> None:
    """Four times the rate is looked at twice as often; four times the price half as often."""
    wishes = [Wish(0.04), Wish(0.16), Wish(0.16, cost=4)]
    allotment = allotted(wishes, 3, swift=9.0)
    slow, fast, dear = map(allotment.per_day, wishes)
    assert fast / slow == pytest.approx(2)
    assert dear / slow == pytest.approx(1)


def test_nobody_starves() -> None:
    """A track that never flips is still looked at within seven mean intervals, whatever the others do."""
    wishes = [Wish(1e-6)] * 900 + [Wish(3.0)] * 100
    allotment = allotted(wishes, 1000)
    longest = allotment.interval(wishes[0])
    assert longest is not None
    assert longest <= OLDEST
    assert allotment.per_day(wishes[0]) == pytest.approx(FLOOR)


def test_the_floor_rises_while_sweeps_take_calls() -> None:
    """With four of ten calls out of turn, the slowest are still as old as all ten would let them be."""
    wishes = [Wish(1e-6)] * 900 + [Wish(3.0)] * 100
    allotment = allotted(wishes, 600, taken=0.4)
    assert 1 / allotment.per_day(wishes[0]) <= OLDEST


def test_the_slowest_flips_do_not_pay_for_the_others() -> None:
    """Where most flips to come are of tracks that look alike, the floor is lifted until few wait longer than before."""
    wishes = [Wish(0.0005)] * 950 + [Wish(0.02)] * 50
    allotment = allotted(wishes, 1000)
    slow = sum(wish.rate * max(0, 1 - 0.95 * allotment.per_day(wish)) for wish in wishes)
    assert allotment.floor > 2 * FLOOR
    assert slow / sum(wish.rate for wish in wishes) <= 0.05


def test_flips_that_sweeps_find_leave_the_floor_low() -> None:
    """If most flips come in bursts, which are found soon, those that come singly need no lifted floor."""
    wishes = [Wish(0.0005)] * 950 + [Wish(0.02)] * 50
    assert allotted(wishes, 1000, swift=50.0).floor == pytest.approx(FLOOR)


def test_a_rate_learnt_since_needs_no_new_sharing_out() -> None:
    """One track's new rate gives its interval from the same scale."""
    allotment = allotted([Wish(0.01)] * 99 + [Wish(0.04)], 100)
    now_faster = allotment.per_day(Wish(0.16))
    assert now_faster == pytest.approx(allotment.scale * sqrt(0.16))
    assert now_faster > allotment.per_day(Wish(0.04))


def test_nothing_to_look_at_and_nothing_to_spend() -> None:
    """No wishes, or no calls, give no looks and no error."""
    assert allotted([], 10).interval(Wish(0.1)) is None
    assert allotted([Wish(0.1)], 0).interval(Wish(0.1)) is None


def test_the_place_in_the_interval_is_kept() -> None:
    """Half way through the old interval is half way through the new; what is overdue stays so."""
    assert rescheduled(now=10, due=12, old=4, new=1) == 10.5
    assert rescheduled(now=10, due=9, old=4, new=1) == 9
    assert overdue(now=10, last=4, interval=4) == 0.5


def test_a_look_out_of_turn_stands_in_only_for_one_that_is_near() -> None:
    """It replaces the next regular look in the second half of the interval, unless the one after would be too late."""
    assert stands_in(now=10, due=11, interval=4, mean=1)
    assert not stands_in(now=10, due=13, interval=4, mean=1)
    assert not stands_in(now=10, due=11, interval=6.5, mean=1)
