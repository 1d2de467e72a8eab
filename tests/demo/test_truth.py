"""The demo's record against the simulator's truth: everything that happened is told, and nothing else is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tracker.core.history import Event, EventKind, Status
from tracker.core.ports import EventFilter
from tracker.demo import story
from tracker.demo.compare import Comparison, Fact, compare
from tracker.demo.together import told_together, withdrawals

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("days", "seed", "strangers"), [(60, 7, 0), (40, 11, 1)])
def test_all_that_happened_is_confirmed_and_nothing_is_invented(days: int, seed: int, strangers: int) -> None:
    """Right track, right market, right interval for each scripted change, in a whole life made short.

    So short that in one of them a song of the same firm vanishes for itself between the same two looks.
    """
    with story.demo(days, seed) as shown:
        story.begin(shown)
        story.live(shown, lambda _: None)
        held = story.held_against_truth(shown)
        kinds = Counter(fact.kind for fact, _ in held.right)
        assert (held.missing, held.invented) == ((), ())
        assert all(kinds[kind] for kind in (EventKind.VANISHED, EventKind.RETURNED, EventKind.RELINKED))
        told = {event.kind for event in shown.app.store.events(EventFilter(status=Status.CONFIRMED))}
        assert told >= {
            EventKind.ENTRY_ADDED,
            EventKind.ENTRY_REMOVED,
            EventKind.SOURCE_LOST,
            EventKind.SOURCE_BACK,
        }
        each = withdrawals(held)
        assert len(each) >= 2
        assert all(one.told == one.tracks for one in each), told_together(held)
        assert sum(one.strangers for one in each) <= strangers, told_together(held)


def event(seq: int, first_missed_at: datetime, status: Status = Status.CONFIRMED) -> Event:
    """A vanish of one track, last seen an hour before it was first missed."""
    return Event(
        seq, EventKind.VANISHED, status, "DE", 1, "Mine", "t", None, (), None, None, None, None,
        first_missed_at - HOUR, first_missed_at, NOON, None, None, (1, 2),
    )  # fmt: skip


def test_an_event_of_another_time_is_missing_and_invented() -> None:
    """The comparison itself can fail: a wrong interval counts twice against the record."""
    fact = Fact(EventKind.VANISHED, "t", "DE", NOON)
    held = compare([fact], {fact}, [event(1, NOON + 3 * HOUR)])
    assert (len(held.right), held.missing, [e.seq for e in held.invented]) == (0, (fact,), [1])


def test_one_event_answers_for_one_fact_only() -> None:
    """Two events for one change are one too many, and unconfirmed ones do not count."""
    fact = Fact(EventKind.VANISHED, "t", "DE", NOON)
    events = [
        event(1, NOON + HOUR / 2),
        event(2, NOON + HOUR / 3),
        event(3, NOON + HOUR / 2, Status.SUSPECTED),
    ]
    held = compare([fact], {fact}, events)
    assert (len(held.right), [e.seq for e in held.invented]) == (1, [2])


def test_withdrawals_are_counted_whole_and_pure() -> None:
    """Told in two parts, or with somebody else in it: the count itself can fail."""

    def held(*incidents: int | None) -> Comparison:
        pairs = [
            (
                Fact(EventKind.VANISHED, "t", "DE", NOON if n < 4 else NOON + 9 * HOUR),
                replace(event(n, NOON), incident=each),
            )
            for n, each in enumerate(incidents)
        ]
        return Comparison(tuple(pairs), (), ())

    assert [one.as_one for one in withdrawals(held(1, 1, 1, 1))] == [True]
    assert [one.as_one for one in withdrawals(held(1, 1, 1, None))] == [False]
    assert [one.as_one for one in withdrawals(held(1, 1, 2, 2))] == [False]
    assert [one.as_one for one in withdrawals(held(1, 1, 1, 1, 1))] == [False]
    assert "0 of 1 scripted withdrawals" in told_together(held(None, None, None, None))


def test_what_nobody_watched_need_not_be_told() -> None:
    """A fact outside the watching is no omission."""
    assert compare([Fact(EventKind.VANISHED, "t", "DE", NOON)], set(), []).missing == ()
