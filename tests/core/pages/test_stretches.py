"""Stretches of time: who looked when, put together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.core.history import Gap
from tracker.core.pages.stretches import Holder, merged, outside, shared, unobserved

START = datetime(2026, 5, 1, tzinfo=UTC)
stretches = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=8)


def day(n: float) -> datetime:
    """The instant so many days after the beginning."""
    return START + timedelta(days=n)


WHOLE = (day(0), day(100))


def gap(since: float | None, until: float | None, *, market: str = "DE", track: str | None = None) -> Gap:
    """A time without observation."""
    return Gap(
        1,
        1,
        track,
        market,
        None if since is None else day(since),
        None if until is None else day(until),
        "quota",
    )


def holder(*held: tuple[float, float | None], gaps: tuple[Gap, ...] = (), market: str = "DE") -> Holder:
    """A watch that held the track for these times."""
    times = tuple((day(since), None if until is None else day(until)) for since, until in held)
    return Holder(1, "A list", (market,), times, gaps)


def days(parts: tuple[tuple[datetime, datetime], ...]) -> list[tuple[float, float]]:
    """Stretches as numbers of days."""
    return [((a - START) / timedelta(days=1), (b - START) / timedelta(days=1)) for a, b in parts]


def test_a_gap_of_the_only_watch_is_unobserved() -> None:
    """So is the time after the list let go of the track; one that lasts is unobserved until now."""
    one = holder((0, 60), gaps=(gap(10, 20), gap(50, None)))
    assert days(unobserved([one], [], "DE", WHOLE)) == [(10, 20), (50, 100)]


def test_another_watch_fills_a_gap() -> None:
    """Only where none of them looked was the track unobserved."""
    one, two = holder((0, None), gaps=(gap(10, 20),)), holder((12, None), gaps=(gap(18, 30),))
    assert days(unobserved([one, two], [], "DE", WHOLE)) == [(10, 12), (18, 20)]


def test_gaps_of_the_track_itself_and_of_other_markets() -> None:
    """Its own gaps count whoever looked; what happened in another market does not."""
    one = holder((0, None), gaps=(gap(40, 50, market="US"),))
    own = [gap(None, 5, track="t"), gap(60, 70, track="t", market="US")]
    assert days(unobserved([one], own, "DE", WHOLE)) == [(0, 5)]


def test_a_market_that_no_watch_has_any_more_is_not_hatched_whole() -> None:
    """Nothing is known then of who looked, and nothing is claimed."""
    assert unobserved([holder((0, None), market="US")], [], "DE", WHOLE) == ()


@given(stretches, stretches)
def test_the_arithmetic_of_stretches_is_that_of_sets(
    one: list[tuple[int, int]], two: list[tuple[int, int]]
) -> None:
    """Merged, outside and shared agree with sets of single days."""

    def sets(pairs: list[tuple[int, int]]) -> set[int]:
        return {n for a, b in pairs for n in range(a, b)}

    def made(pairs: list[tuple[int, int]]) -> tuple[tuple[datetime, datetime], ...]:
        return merged((day(a), day(b)) for a, b in pairs if a < b)

    def back(parts: tuple[tuple[datetime, datetime], ...]) -> set[int]:
        return {n for a, b in days(parts) for n in range(round(a), round(b))}

    assert back(made(one)) == sets(one)
    assert back(outside(made(one), WHOLE)) == set(range(100)) - sets(one)
    assert back(shared(made(one), made(two))) == sets(one) & sets(two)
