"""The ledger of calls: never more than allowed in any 24 hours, and never before the service allows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.budget import DAY, Denial, Grant, Ledger, Limits, park, spare, spend, used

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def spend_all(ledger: Ledger, now: datetime, limits: Limits, calls: int) -> tuple[Ledger, list[datetime]]:
    """Ask for calls one after the other, each when the one before was sent; stop at the first denial."""
    sent = []
    for _ in range(calls):
        outcome = spend(ledger, now, limits)
        if isinstance(outcome, Denial):
            break
        ledger, now = outcome.ledger, outcome.at
        sent.append(outcome.at)
    return ledger, sent


def test_calls_are_spaced_by_the_rate() -> None:
    """Two calls a second are half a second apart, however fast they are asked for."""
    _, sent = spend_all(Ledger(), NOON, Limits(400, 2), 3)
    assert [(at - NOON).total_seconds() for at in sent] == [0, 0.5, 1]


def test_the_day_is_closed_when_it_is_spent_and_opens_again() -> None:
    """The denial names a time at which a call really goes through, and none earlier does."""
    limits = Limits(per_day=5)
    ledger, sent = spend_all(Ledger(), NOON, limits, 9)
    assert len(sent) == 5
    denial = spend(ledger, NOON + timedelta(hours=1), limits)
    assert isinstance(denial, Denial)
    assert isinstance(spend(ledger, denial.until - timedelta(seconds=1), limits), Denial)
    assert isinstance(spend(ledger, denial.until, limits), Grant)


@given(st.lists(st.integers(0, 7200), max_size=120), st.integers(1, 20))
def test_no_24_hours_ever_hold_more_calls_than_allowed(waits: list[int], per_day: int) -> None:
    """Whatever the rhythm of asking, every window of 24 hours keeps within the budget."""
    limits, ledger, now, sent = Limits(per_day, 1), Ledger(), NOON, []
    for wait in waits:
        now += timedelta(seconds=wait)
        outcome = spend(ledger, now, limits)
        if isinstance(outcome, Grant):
            ledger = outcome.ledger
            sent.append(outcome.at)
    for n, first in enumerate(sent):
        assert sum(first <= at < first + DAY for at in sent[n:]) <= per_day


def test_the_services_word_closes_everything_until_then() -> None:
    """A parked ledger denies with the service's reason, and a later, shorter word does not shorten it."""
    ledger = park(park(Ledger(), NOON + timedelta(hours=9), "quota"), NOON + timedelta(hours=1), "rate")
    assert spend(ledger, NOON + timedelta(hours=8), Limits()) == Denial(NOON + timedelta(hours=9), "quota")
    granted = spend(ledger, NOON + timedelta(hours=9), Limits())
    assert isinstance(granted, Grant)
    assert granted.ledger.parked_until is None


def test_a_clock_set_back_does_not_stop_the_calls_for_days() -> None:
    """A slot remembered from a wrong future is not waited for."""
    ledger = Ledger(last_slot=NOON + timedelta(days=400))
    outcome = spend(ledger, NOON, Limits())
    assert isinstance(outcome, Grant)
    assert outcome.at == NOON


@pytest.mark.parametrize(("hours", "expected"), [(0, 3), (23, 3), (25, 0)])
def test_used_counts_the_last_day(hours: int, expected: int) -> None:
    """Calls leave the count a day after they were made."""
    ledger, _ = spend_all(Ledger(), NOON, Limits(), 3)
    assert used(ledger, NOON + timedelta(hours=hours)) == expected


def test_what_is_no_check_gets_the_first_half_of_a_day_and_nothing_of_a_parked_one() -> None:
    """Checks made before count too; once half of the budget is used nothing is left over, however idle the rest."""
    ledger, _ = spend_all(Ledger(), NOON, Limits(10), 3)
    assert spare(ledger, NOON, Limits(10)) == 2
    fuller, _ = spend_all(ledger, NOON, Limits(10), 4)
    assert spare(fuller, NOON, Limits(10)) == 0
    assert spare(park(ledger, NOON + timedelta(hours=1), "quota"), NOON, Limits(10)) == 0
    assert spare(fuller, NOON + timedelta(hours=25), Limits(10)) == 5
