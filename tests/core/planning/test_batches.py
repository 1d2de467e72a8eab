"""Batches of fifty: the most overdue go, with others of like rate, and no place stays empty."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.core.planning.batches import Due, filled, packed


def test_what_is_due_goes_the_most_overdue_batch_first() -> None:
    """Two batches of like rate; the one with the most overdue thing is asked first."""
    things = [Due("a", 0.1, 9), Due("b", 0.2, 8), Due("c", 3.0, 1), Due("d", 0.0, 2)]
    assert filled(things, most=9, size=2) == [["d", "c"], ["a", "b"]]


def test_no_place_stays_empty() -> None:
    """What is due next rides along where a batch would not be full; what is due later does not make a batch."""
    things = [Due("due", 0.5, 1), Due("soon", -0.1, 1), Due("later", -0.9, 1)]
    assert filled(things, most=9, size=2) == [["due", "soon"]]
    assert filled(things[1:], most=9, size=2) == []


def test_what_does_not_fit_waits() -> None:
    """With one call left the least overdue stay behind, whatever their rate."""
    things = [Due("least", 0.1, 5), Due("most", 2.0, 1), Due("more", 1.0, 9)]
    assert filled(things, most=1, size=2) == [["more", "most"]]
    assert filled(things, most=0, size=2) == []


@given(st.lists(st.tuples(st.floats(-1, 5), st.floats(0, 3)), max_size=60), st.integers(0, 9))
def test_nobody_is_asked_twice_and_nobody_overtakes(pairs: list[tuple[float, float]], most: int) -> None:
    """Batches hold different things, none is larger than its size, and who stays behind was not more overdue."""
    things = [Due(number, overdue, rate) for number, (overdue, rate) in enumerate(pairs)]
    batches = filled(things, most, size=7)
    asked = [key for batch in batches for key in batch]
    assert len(asked) == len(set(asked))
    assert len(batches) <= most
    assert all(len(batch) <= 7 for batch in batches)
    waiting = [thing.overdue for thing in things if thing.key not in set(asked)]
    if asked and waiting:
        assert max(waiting) <= min(things[key].overdue for key in asked)


def test_lists_that_stay_together_are_of_like_rate() -> None:
    """The fastest share the first list."""
    assert packed([(0.1, "slow"), (3.0, "fast"), (0.2, "slower"), (2.0, "quick")], size=2) == [
        ["fast", "quick"],
        ["slower", "slow"],
    ]
