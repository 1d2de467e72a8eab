"""The planner in invented worlds, small and one seed: the whole table is `python -m tests.planning`."""

from __future__ import annotations

import pytest

from tests.planning.batched import kept
from tests.planning.rows import Row, line, measured
from tests.planning.stateless import Pace
from tests.planning.stateless import measured as replayed
from tests.planning.worlds import KINDS, Kind, invented
from tracker.core.planning.visits import OLDEST

TRACKS, SEED = 500, 1
LEAST = {
    "lognormal 2": 1.4,
    "gamma 0.1": 2.2,
    "rare": 1.2,
    "bursts 90 %": 2.2,
}
"""Well below what the whole table shows, for a world this small is a matter of luck; without what it guards it fails."""


def kind(name: str) -> Kind:
    """The kind of that name."""
    return next(each for each in KINDS if each.name == name)


@pytest.mark.parametrize("name", LEAST)
def test_flips_are_noticed_sooner_than_by_equal_looks(name: str) -> None:
    """At equal calls the mean wait is shorter by far, the slowest are hardly slower, and no look grows too old."""
    row = measured(kind(name), 0.25, SEED, TRACKS)
    assert row.second >= LEAST[name]
    assert row.first >= 0.95
    assert row.slow >= 0.8
    assert row.oldest <= OLDEST


def test_all_policies_make_the_same_number_of_looks() -> None:
    """Probes and sweeps come out of the same calls: no policy looks more often than another."""
    row = measured(kind("bursts 90 %"), 0.05, SEED, 300)
    assert 0 < row.out_of_turn <= 0.5


def test_visits_between_checks_beat_equal_looks_at_equal_calls() -> None:
    """The product's own way, which keeps nothing: a rhythm alone is far slower, and no more calls are spent than there are."""
    (row,) = replayed(kind("gamma 0.1"), SEED, 1, Pace(28.0, 4.0), albums=40, years=1)
    assert row.rhythm.wait / row.visits.wait >= 4
    assert row.over >= 1.2
    assert 0.9 <= row.visits.spent / row.calls <= 1.01


@pytest.mark.parametrize("pace", [Pace(14.0, 2.0), Pace(28.0, 4.0)])
def test_visits_to_what_changes_alike_are_equal_looks(pace: Pace) -> None:
    """Where there is nothing to choose between, nothing is lost: the visits stand as evenly as looks without checks would."""
    (row,) = replayed(kind("lognormal 2"), SEED, 3, pace, years=1, rates="equal")
    assert row.visits.flips > 500
    assert row.over == pytest.approx(1, abs=0.04)
    assert 0.97 <= row.visits.spent / row.calls <= 1.01


@pytest.mark.parametrize("name", [each.name for each in KINDS[:4]])
def test_batches_of_like_rate_keep_the_gain(name: str) -> None:
    """Fifty of like rate keep 95 % of what visiting wins; fifty as they come lose most of it."""
    alike, as_they_come = kept(invented(kind(name), 20_000, 1, SEED).rates)
    assert alike >= 0.95
    assert as_they_come < 0.85


def test_a_world_is_what_it_says() -> None:
    """Flips come as often as the kind says, and in a world of bursts nine of ten together."""
    world = invented(kind("bursts 90 %"), 2000, 365, SEED)
    flips = sorted((at, world.line_of[track]) for track, days in enumerate(world.flips) for at in days)
    assert 0.7 < len(flips) / (2000 * 365 * 0.01) < 1.3
    near = sum(
        any(other[1] == each[1] for other in flips[max(0, at - 30) : at] if each[0] - other[0] < 0.1)
        for at, each in enumerate(flips)
    )
    assert near / len(flips) > 0.8


def test_the_same_seed_gives_the_same_row() -> None:
    """Figures can be had again."""
    assert measured(kind("rare"), 0.25, 5, 200) == measured(kind("rare"), 0.25, 5, 200)


def test_a_line_of_the_table_names_its_denominators() -> None:
    """Flips of each seed stand beside the ratios made of them."""
    row = Row("rare", 1.0, 1, 700, 2.0, None, 1.1, 1.6, 0.9, 1.0, 0.1, 0.05, 3.0, 0.01)
    assert line([row, row]).startswith("| rare | 1 | 700 + 700 | 2.00 |  | **1.60** | 1.60 | 80 % |")
