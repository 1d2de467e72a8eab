"""What visits may take: a part of what is left, and never a call that a check of the next day will need."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tracker.core.budget import Ledger, Limits, bucket_of
from tracker.core.items import Purpose
from tracker.core.planning.room import instalment, left_a_day, room

NOW = datetime(2026, 5, 3, 12, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIMITS = Limits(per_day=100)


def ledger(*sent: tuple[float, int]) -> Ledger:
    """Calls sent so many hours ago."""
    return Ledger(tuple(sorted((bucket_of(NOW - ago * HOUR), calls) for ago, calls in sent)))


def test_an_empty_day_leaves_nine_tenths() -> None:
    """A tenth is kept for second looks."""
    assert room(ledger(), NOW, LIMITS, []) == 90


def test_checks_to_come_keep_their_calls() -> None:
    """Those of the next 24 hours, not those after."""
    due = [(NOW + 5 * HOUR, 30), (NOW + 23 * HOUR, 20), (NOW + 25 * HOUR, 40)]
    assert room(ledger(), NOW, LIMITS, due) == 40


def test_calls_that_come_free_in_time_pay_for_later_checks() -> None:
    """Fifty calls of 20 hours ago are free again before the check in six hours; not before the one in three."""
    sent = ledger((20, 50))
    assert room(sent, NOW, LIMITS, [(NOW + 6 * HOUR, 40)]) == 40
    assert room(sent, NOW, LIMITS, [(NOW + 3 * HOUR, 40)]) == 0


def test_a_closed_service_leaves_nothing() -> None:
    """Until its pause is over."""
    parked = Ledger(parked_until=NOW + HOUR, parked_why="quota")
    assert room(parked, NOW, LIMITS, []) == 0
    assert room(parked, NOW + 2 * HOUR, LIMITS, []) == 90


def test_what_second_looks_really_took_is_kept_for_them() -> None:
    """A tenth at least, more where more was used; rhythms that take all leave nothing."""
    assert left_a_day(400, 100.0, {}, 0) == 260
    assert left_a_day(400, 100.0, {Purpose.DOUBT: 350, Purpose.SIBLING: 140}, 10) == 220
    assert left_a_day(400, 100.0, {Purpose.RHYTHM: 700, Purpose.VISIT: 700}, 0) == 260
    assert left_a_day(400, 390.0, {}, 0) == 0


@pytest.mark.parametrize("left", [0.5, 7.3, 312.0])
def test_the_instalments_of_a_day_are_the_whole(left: float) -> None:
    """Ninety-six quarters of an hour: no call is lost, none is spent twice."""
    quarters = [20_000 + n / 96 for n in range(97)]
    parts = [instalment(left, a, b) for a, b in pairwise(quarters)]
    assert abs(sum(parts) - left) <= 1
    assert max(parts) - min(parts) <= 1
