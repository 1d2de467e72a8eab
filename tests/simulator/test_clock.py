"""Tests of the simulated time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tracker.simulator import SimClock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_it_stands_still_unless_moved() -> None:
    """A clock without speed tells the same time twice, and a later one after being advanced."""
    clock = SimClock(NOON)
    assert clock.now() == clock.now() == NOON
    assert clock.advance(timedelta(hours=2)) == clock.now() == NOON + timedelta(hours=2)


def test_it_can_be_set_back() -> None:
    """A clock set to an earlier moment tells that moment."""
    clock = SimClock(NOON)
    clock.set(NOON - timedelta(days=400))
    assert clock.now() == NOON - timedelta(days=400)


def test_it_runs_at_its_speed_from_where_it_was_put() -> None:
    """Ten ticks at speed 60 are ten minutes, and moving the clock does not lose the running."""
    ticks = iter([0.0, 10.0, 10.0, 10.0, 15.0])
    clock = SimClock(NOON, speed=60, ticker=lambda: next(ticks))
    assert clock.now() == NOON + timedelta(minutes=10)
    clock.advance(timedelta(days=1))
    assert clock.now() == NOON + timedelta(days=1, minutes=15)


def test_it_tells_utc_and_refuses_naive_moments() -> None:
    """Any zone is turned into UTC; a moment without one is refused."""
    eastern = datetime(2026, 3, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    assert SimClock(eastern).now().tzinfo is UTC
    assert SimClock(eastern).now() == NOON
    with pytest.raises(ValueError, match="time zone"):
        SimClock(NOON).set(datetime(2026, 3, 1))  # noqa: DTZ001 - it is what must be refused
