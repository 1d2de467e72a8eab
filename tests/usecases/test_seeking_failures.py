"""Searching for what vanished: who comes first, what ends a run early, and what then stays due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.living import Living, living
from tests.usecases.sought import (
    DAY,
    HOUR,
    OTHER,
    FakeFinder,
    album_tracks,
    calls,
    certain,
    faked,
    pressing,
    standing,
    vanish,
)
from tracker.core.errors import LoginNeeded, LookFailed, Parked, Passing, Refused
from tracker.simulator import small_world
from tracker.usecases.seeking import DUTY, EVERY, Sought, seek_due

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def short(tmp_path: Path) -> Iterator[Living]:
    """A watched album of six; on SQLite alone, since no failure is a matter of the database."""
    world = small_world()
    with living(world, tmp_path) as alive:
        alive.check(alive.watch(f"album:{world.cast.album}"))
        yield alive


def test_the_newest_vanish_comes_first(short: Living) -> None:
    """What the owner has just missed is what they ask about."""
    first, second, *_ = album_tracks(short.world)
    vanish(short, first)
    vanish(short, second)
    finder = FakeFinder()
    faked(short, EVERY, finder)
    assert finder.asked == [(second, "search"), (first, "search")]


def test_a_passing_failure_ends_the_run_and_keeps_nobody_up(short: Living) -> None:
    """The failed search is left out of the next run, which begins with the others."""
    first, second, *_ = album_tracks(short.world)
    vanish(short, first)
    vanish(short, second)
    finder = FakeFinder({second: Passing("The search answers 500.")})
    sought = faked(short, EVERY, finder)
    assert (sought.searched, str(sought.failure)) == (0, "The search answers 500.")
    assert faked(short, EVERY, finder).searched == 1
    finder.answers[second] = certain()
    assert faked(short, EVERY, finder).found == 1, "it was not counted as a search in vain"
    assert [asked for asked, _ in finder.asked] == [second, first, second]


@pytest.mark.parametrize("failure", [LoginNeeded("log in"), None])
def test_no_login_and_no_quota_leave_everything_due(short: Living, failure: LookFailed | None) -> None:
    """Nothing is written down; the next run tries the same."""
    lost = album_tracks(short.world)[0]
    vanish(short, lost)
    failure = failure or Parked("closed", until=short.sim.now() + DAY)
    finder = FakeFinder({lost: failure})
    assert faked(short, EVERY, finder).failure is failure
    view = short.app.store.track(lost)
    assert view is not None
    assert (view.replacements, view.searches) == ((), ())
    finder.answers[lost] = certain()
    assert faked(short, EVERY, finder).found == 1


def test_a_refused_market_does_not_keep_the_others_up(short: Living) -> None:
    """Another market without the app's secret is left aside, and stays due."""
    first, second, *_ = album_tracks(short.world)
    vanish(short, first)
    vanish(short, second)
    finder = FakeFinder({second: Refused("needs a secret"), first: certain()})
    sought = faked(short, EVERY, finder)
    assert (sought.searched, sought.refused) == (0, {"DE"}), "both are of one market"
    assert len(finder.asked) == 1


def test_what_once_answered_for_it_is_a_hint(short: Living) -> None:
    """A link that is broken now leads to an id that may still play: it is asked first, once."""
    world, lost = short.world, album_tracks(short.world)[0]
    other = pressing(world, lost)
    world.relink(lost, other, short.sim.now(), ["DE"])
    short.check(short.app.store.all()[0], hours=1)
    short.confirm()
    vanish(short, lost)
    finder = FakeFinder()
    faked(short, EVERY, finder)
    assert finder.asked == [(lost, other), (lost, "search")]


def test_a_look_that_fails_or_says_nothing_is_made_again_the_next_day(short: Living) -> None:
    """The replacement stands as before."""
    lost = album_tracks(short.world)[0]
    vanish(short, lost)
    finder = FakeFinder({lost: certain(), OTHER: Passing("no answer")})
    faked(short, EVERY, finder)
    assert faked(short, timedelta(days=7, hours=1), finder).failure is not None
    assert faked(short, EVERY, finder) == Sought()
    del finder.answers[OTHER]
    assert faked(short, DAY, finder) == Sought(looked=1)
    assert [each.other_id for each in standing(short, lost)] == [OTHER]


def test_of_two_processes_one_searches(short: Living) -> None:
    """The duty stands in the database."""
    vanish(short, album_tracks(short.world)[0])
    store, now = short.app.store, short.sim.now()
    slot = store.due_at(DUTY, now)
    assert store.claim(DUTY, slot, now, now + HOUR)
    assert seek_due(short.app.seeker) is None
    assert calls(short) == 0
