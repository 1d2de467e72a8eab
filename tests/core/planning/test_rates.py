"""Rates learnt from one-bit looks: near the truth where there is evidence, and called unknown where there is none."""

from __future__ import annotations

from math import exp
from random import Random
from statistics import fmean

import pytest

from tracker.core.planning.rates import (
    Looks,
    Prior,
    all_expected,
    change_chance,
    expected,
    fitted,
    hidden_chance,
    learnt,
)


def looked_at(rate: float, gaps: list[float], chance: Random) -> Looks:
    """What looks at those gaps see of a track that flips at that rate."""
    looks = Looks()
    for gap in gaps:
        looks = looks.and_one(gap, changed=chance.random() < change_chance(rate, gap))
    return looks


def lives(shape: float, mean: float, tracks: int, seed: int) -> tuple[list[float], list[Looks]]:
    """Tracks with rates of that gamma law, a year of looks each, at irregular gaps of one to ten days."""
    chance = Random(seed)
    rates = [chance.gammavariate(shape, mean / shape) for _ in range(tracks)]
    gaps = [[chance.uniform(1, 10) for _ in range(66)] for _ in range(tracks)]
    return rates, [looked_at(rate, gap, chance) for rate, gap in zip(rates, gaps, strict=True)]


@pytest.mark.parametrize("shape", [0.1, 0.3])
def test_the_prior_is_found_again(shape: float) -> None:
    """Fitted to a thousand tracks of a known law, even one under which most never flip, shape and mean come out near."""
    _, looks = lives(shape, 0.01, 1000, seed=3)
    prior = fitted(looks, Prior())
    assert 0.7 * shape < prior.shape < 1.4 * shape
    assert 0.0075 < prior.mean < 0.0133


def test_the_means_are_honest_on_average() -> None:
    """Tracks with no, one and more flips seen really flip as often as is thought of them."""
    rates, looks = lives(0.3, 0.01, 3000, seed=4)
    thought = all_expected(fitted(looks, Prior()), looks)
    for wanted in ({0}, {1}, {2, 3, 4}):
        group = [at for at, each in enumerate(looks) if each.changed in wanted]
        assert len(group) > 100
        assert fmean(thought[at] for at in group) == pytest.approx(fmean(rates[at] for at in group), rel=0.25)


def test_each_look_moves_the_rate_its_own_way() -> None:
    """A flip seen raises the rate and a quiet look lowers it, by little."""
    prior, looks = Prior(0.3, 0.01), Looks(30, 60.0, 1, 2.0)
    before = expected(prior, looks)
    assert expected(prior, looks.and_one(2.0, changed=True)) > 1.5 * before
    assert 0.5 * before < expected(prior, Looks(60, 120.0, 1, 2.0)) < before


def test_many_at_once_and_one_by_one_agree() -> None:
    """The quick way for all tracks gives each the rate that it gets alone."""
    prior = Prior(0.2, 0.005)
    _, looks = lives(0.2, 0.005, 50, seed=5)
    assert all_expected(prior, looks) == [expected(prior, each) for each in looks]


def test_flips_too_fast_to_count_are_not_taken_for_few() -> None:
    """Half of all looks changed at a gap of ten days means a flip a day or more, not one in twenty days."""
    assert expected(Prior(0.3, 0.05), Looks(20, 200.0, 20, 200.0)) > 0.1


def test_a_rate_is_unknown_until_about_two_flips_were_seen() -> None:
    """Nothing seen or one flip leave the rate unknown; three flips make it known, and its bounds hold the mean."""
    prior = Prior(0.3, 0.01)
    assert not learnt(prior, Looks()).known
    assert not learnt(prior, Looks(360, 360.0)).known
    assert not learnt(prior, Looks(359, 359.0, 1, 1.0)).known
    rate = learnt(prior, Looks(357, 357.0, 3, 3.0))
    assert rate.known
    assert rate.low < rate.mean < rate.high
    assert rate.mean == pytest.approx(3.3 / (30 + 360), rel=0.2)


def test_bounds_hold_the_truth_in_four_cases_of_five() -> None:
    """Of many tracks, the share whose true rate lies between the bounds is near 80 %."""
    rates, looks = lives(1.0, 0.02, 1500, seed=6)
    prior = fitted(looks, Prior())
    bounds = [learnt(prior, each) for each in looks]
    held = sum(each.low <= rate <= each.high for each, rate in zip(bounds, rates, strict=True))
    assert 0.74 < held / len(rates) < 0.86


@pytest.mark.parametrize("rate", [0.001, 0.1, 3.0])
def test_seen_hidden_and_none_are_all_there_is(rate: float) -> None:
    """A gap holds no flip, an odd number that is seen, or an even one that is not: the three chances make one."""
    assert exp(-rate * 5) + change_chance(rate, 5) + hidden_chance(rate, 5) == pytest.approx(1)


def test_fitting_where_nothing_was_seen_stays_in_bounds() -> None:
    """No looks, and only quiet ones, give a prior and no error."""
    assert fitted([], Prior()).mean > 0
    assert fitted([Looks(100, 100.0)] * 40, Prior()).mean < 0.001
