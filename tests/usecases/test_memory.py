"""What was answered a moment ago: for how long it is good, and that it is judged and paid for once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tracker.core.items import NOTHING, Item, Kind, ListVersion
from tracker.usecases.memory import GOOD_FOR, JUST_NOW, Bill, Head, Memory

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PLAYS = Item(Kind.TRACK, "a", title="Song", playable=True)


def test_an_answer_is_good_for_some_hours() -> None:
    """Not longer, and never from a time that is still to come: then the clock was set back."""
    memory = Memory()
    memory.keep("DE", {"a": PLAYS}, NOW)
    assert set(memory.answers("DE", ["a", "b"], NOW + GOOD_FOR, NOW)) == {"a"}
    assert memory.answers("DE", ["a"], NOW + GOOD_FOR, NOW + timedelta(seconds=1)) == {}
    assert memory.answers("DE", ["a"], NOW - timedelta(seconds=1), NOW - GOOD_FOR) == {}
    assert memory.answers("US", ["a"], NOW, NOW) == {}


def test_old_answers_are_dropped() -> None:
    """A process that runs for years holds the answers of hours."""
    memory = Memory()
    memory.keep("DE", {"a": PLAYS}, NOW)
    memory.keep("DE", {"b": NOTHING}, NOW + GOOD_FOR + timedelta(seconds=1))
    assert set(memory.answers("DE", ["a", "b"], NOW + timedelta(days=1), NOW)) == {"b"}


def test_a_newer_answer_is_judged_anew() -> None:
    """Only the very answer that is on record is a repetition; of what nobody answered there is none."""
    memory = Memory()
    memory.keep("DE", {"a": PLAYS}, NOW)
    memory.judged("DE", ["a", "never asked"])
    assert memory.repeated("DE", ["a", "never asked"]) == {"a"}
    memory.keep("DE", {"a": NOTHING}, NOW)
    assert memory.repeated("DE", ["a"]) == frozenset()


def test_what_is_known_better_is_forgotten() -> None:
    """A second look at a suspect is newer than any answer that is kept."""
    memory = Memory()
    memory.keep("DE", {"a": PLAYS, "b": PLAYS}, NOW)
    memory.forget("DE", ["a", "never asked"])
    assert set(memory.answers("DE", ["a", "b"], NOW, NOW)) == {"b"}


def test_calls_are_accounted_for_once() -> None:
    """Fifty answers of one page cost one call together."""
    memory = Memory()
    memory.keep("DE", {"a": PLAYS, "b": PLAYS}, NOW, calls=1)
    bills = [each.bill.settle() for each in memory.answers("DE", ["a", "b"], NOW, NOW).values()]
    assert sorted(bills) == [0, 1]


def test_a_version_is_of_the_present_for_minutes_and_is_given_once() -> None:
    """The look that follows takes it; a later one asks again."""
    memory, head = Memory(), Head(ListVersion("v1", "List"), NOW, Bill(1))
    memory.keep_head("list", head)
    assert memory.take_head("list", NOW + JUST_NOW) is head
    assert memory.take_head("list", NOW) is None
    memory.keep_head("list", head)
    assert memory.take_head("list", NOW + JUST_NOW + timedelta(seconds=1)) is None


def test_calls_whose_answers_nobody_used_are_still_accounted_for() -> None:
    """Answers are forgotten, or newer ones take their place: what they cost is not lost, nor told twice."""
    memory = Memory()
    memory.keep("DE", {"a": PLAYS}, NOW, calls=1)
    memory.keep("DE", {"a": PLAYS}, NOW)
    assert [each.bill.settle() for each in memory.answers("DE", ["a"], NOW, NOW).values()] == [1]
    memory.keep("DE", {"a": PLAYS}, NOW, calls=1)
    memory.keep("DE", {"a": PLAYS, "b": PLAYS}, NOW, calls=1)
    memory.keep("DE", {}, NOW, calls=1)
    assert memory.take_stray() == 2
    memory.forget("DE", ["a"])
    assert (memory.take_stray(), memory.take_stray()) == (1, 0)
