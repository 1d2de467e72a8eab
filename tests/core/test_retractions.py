"""A told change that is undone within a day and a half never was one, and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.past import START, Past, direct, listing, track, unplayable
from tracker.core.history import EventKind, Status
from tracker.core.items import Item
from tracker.core.rules import Rules

ABC = (track("a"), track("b"), track("c"))
GREY = (track("a"), unplayable("b"), track("c"))
VANISHED, RETURNED, RELINKED = EventKind.VANISHED, EventKind.RETURNED, EventKind.RELINKED
RETRACTED = EventKind.RETRACTED


def told(shown: tuple[Item, ...], asked: Item) -> Past:
    """A list that showed `shown`, with what happened to b confirmed by asking for it twice."""
    past = Past(Rules())
    past.see(listing(*ABC))
    past.see(listing(*shown))
    settle(past, asked)
    return past


def settle(past: Past, asked: Item) -> None:
    """Ask for b until the rules are satisfied."""
    for _ in range(2):
        past.ask(direct(b=asked))


def test_a_vanish_that_is_undone_soon_is_retracted() -> None:
    """Confirmed by three looks and wrong all the same: the retraction names what it takes back."""
    past = told(GREY, unplayable("b"))
    past.see(listing(*ABC), hours=20)
    assert past.told(Status.SUSPECTED) == [(RETRACTED, "b")]
    settle(past, track("b"))
    assert past.told() == [(VANISHED, "b"), (RETRACTED, "b")]
    vanished, retracted = past.events
    assert past.events[retracted].retracts == vanished


def test_a_vanish_that_lasts_returns() -> None:
    """Two days are an absence, not a mistake."""
    past = told(GREY, unplayable("b"))
    past.see(listing(*ABC), hours=48)
    settle(past, track("b"))
    assert past.told() == [(VANISHED, "b"), (RETURNED, "b")]


def test_a_return_that_is_undone_soon_is_retracted() -> None:
    """It holds both ways: a false return is taken back like a false vanish."""
    past = told(GREY, unplayable("b"))
    past.see(listing(*ABC), hours=48)
    settle(past, track("b"))
    past.see(listing(*GREY), hours=20)
    settle(past, unplayable("b"))
    assert past.told() == [(VANISHED, "b"), (RETURNED, "b"), (RETRACTED, "b")]


def test_a_relink_is_retracted_only_by_the_id_that_was_before() -> None:
    """Back to the old id is a retraction, on to a third one is the next relink."""
    other, third = replace(track("b"), id="b2"), replace(track("b"), id="b3")
    shown = (track("a"), other, track("c"))
    past = told(shown, other)
    assert past.told() == [(RELINKED, "b")]
    past.see(listing(*ABC), hours=20)
    settle(past, track("b"))
    assert past.told() == [(RELINKED, "b"), (RETRACTED, "b")]
    past = told(shown, other)
    past.see(listing(track("a"), third, track("c")), hours=20)
    settle(past, third)
    assert past.told() == [(RELINKED, "b"), (RELINKED, "b")]


def test_what_a_retraction_restored_may_really_vanish() -> None:
    """The next vanish is a vanish again, not the retraction of a retraction."""
    past = told(GREY, unplayable("b"))
    past.see(listing(*ABC), hours=12)
    settle(past, track("b"))
    past.see(listing(*GREY), hours=12)
    settle(past, unplayable("b"))
    assert past.told() == [(VANISHED, "b"), (RETRACTED, "b"), (VANISHED, "b")]


def test_a_doubtful_retraction_is_withdrawn() -> None:
    """It is confirmed as carefully as anything else."""
    past = told(GREY, unplayable("b"))
    past.see(listing(*ABC), hours=12)
    past.see(listing(*GREY), hours=3)
    assert past.told() == [(VANISHED, "b")]
    assert past.told(Status.WITHDRAWN) == [(RETRACTED, "b")]


@pytest.mark.parametrize("back", [timedelta(hours=30), timedelta(days=400)])
def test_a_clock_that_is_set_back_starts_the_doubt_anew(back: timedelta) -> None:
    """A first look that lies in the future proves no span of time; nothing is confirmed by it, nothing hangs."""
    past = Past(Rules())
    past.see(listing(*ABC))
    past.see(listing(*GREY))
    past.now -= back
    for _ in range(2):
        past.ask(direct(b=unplayable("b")))
    assert past.told() == []
    assert past.told(Status.WITHDRAWN) == [(VANISHED, "b")]
    for _ in range(2):
        assert past.told() == []
        past.see(listing(*GREY), hours=3)
    assert past.told() == [(VANISHED, "b")]
    assert past.now < START + timedelta(days=2)
    confirmed = next(event for event in past.events.values() if event.status is Status.CONFIRMED)
    assert confirmed.last_seen_at is None, "a sighting from the future bounds nothing"
