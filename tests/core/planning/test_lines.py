"""Siblings, decided from the record alone: cases, how they weigh, and whom to look at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tracker.core.planning.between import day_of
from tracker.core.planning.bursts import Experience
from tracker.core.planning.lines import (
    Sibling,
    Story,
    experience,
    probed_next,
    stories,
    swept_next,
    weighed,
)
from tracker.core.planning.looked import Hit, Pair
from tracker.core.planning.rates import Looks

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def hit(track: str, days: float = 0, line: str = "oak", market: str = "DE") -> Hit:
    """A vanish first missed by a look of a minute, last seen a week before."""
    began = NOON + days * DAY
    return Hit(track, market, line, began - 7 * DAY, began, began + MINUTE)


def sibling(track: str, seen: float = -3.0, due: float = 4.0, **more: object) -> Sibling:
    """A track of the line on an album of its own, seen so many days after the first hit (before, if negative)."""
    looks = more.pop("looks", Looks(20, 140.0))
    album = str(more.pop("album", f"album of {track}"))
    asked = day_of(NOON) + float(str(more.pop("asked", -9_000)))
    first, last = NOON - 140 * DAY, NOON - 3 * DAY
    pair = Pair(track, "DE", 1, album, "oak", 1 / 7, 1, looks, first, last)  # type: ignore[arg-type]
    return Sibling(pair, day_of(NOON) + seen, day_of(NOON) + due, asked)


def line(*more: Sibling) -> list[Sibling]:
    """Ten siblings, the first of them hit, unless others are given in their place."""
    given = {each.pair.track_id: each for each in more}
    names = [f"t{n}" for n in range(10)]
    return [given.get(name) or sibling(name, due=float(n)) for n, name in enumerate(names)]


def test_hits_of_two_days_are_one_case() -> None:
    """Each market and line for itself; what comes later begins another case."""
    found = stories([hit("a"), hit("b", 1.9), hit("c", 2.1), hit("d", 0.5, "elm"), hit("e", 0, "oak", "US")])
    assert [(s.market, s.line, [h.track_id for h in s.hits]) for s in found] == [
        ("DE", "elm", ["d"]),
        ("DE", "oak", ["a", "b"]),
        ("DE", "oak", ["c"]),
        ("US", "oak", ["e"]),
    ]


def test_after_a_first_hit_the_four_that_are_due_next_are_looked_at() -> None:
    """Each by a call of its own, less those that were asked already."""
    story = Story("DE", "oak", (hit("t0"),))
    case = weighed(story, line())
    assert case is not None
    assert not case.is_burst(Experience())
    assert [p.track_id for p in probed_next(case, line(), Experience(), 0)] == ["t1", "t2", "t3", "t4"]
    assert len(probed_next(case, line(), Experience(), 3)) == 1
    assert probed_next(case, line(), Experience(), 4) == []
    assert probed_next(case, line(), Experience(purse=3), 0) == []


def test_siblings_on_one_album_are_one_call() -> None:
    """Of two that the same call shows one is chosen."""
    case = weighed(Story("DE", "oak", (hit("t0"),)), line())
    assert case is not None
    shared = line(sibling("t1", due=1, album="x"), sibling("t2", due=2, album="x"))
    assert [p.track_id for p in probed_next(case, shared, Experience(), 0)] == ["t1", "t3", "t4", "t5"]


def test_whoever_was_seen_or_asked_since_is_left_alone() -> None:
    """Also who was asked in vain: but that says nothing against the case."""
    siblings = line(sibling("t1", seen=0.0), sibling("t2", asked=0.01))
    case = weighed(Story("DE", "oak", (hit("t0"),)), siblings)
    assert case is not None
    chosen = {p.track_id for p in probed_next(case, siblings, Experience(), 0)}
    assert not chosen & {"t1", "t2"}
    alone = weighed(Story("DE", "oak", (hit("t0"),)), line(sibling("t1", seen=0.0)))
    assert alone is not None
    assert alone.weights == case.weights


def test_a_second_hit_makes_a_burst_and_all_are_swept() -> None:
    """But for those that are missed already, and those seen since an hour after the first hit."""
    siblings = line(sibling("t5", seen=0.2), sibling("t6", seen=0.01, due=6))
    case = weighed(Story("DE", "oak", (hit("t0"), hit("t1", 0.01))), siblings)
    assert case is not None
    assert case.is_burst(Experience())
    assert {p.track_id for p in swept_next(case, siblings)} == {"t2", "t3", "t4", "t6", "t7", "t8", "t9"}


def test_many_that_are_there_speak_against_a_burst() -> None:
    """Two of forty that the same look saw: nothing is asked."""
    siblings = line() + [sibling(f"s{n}", seen=0.0) for n in range(40)]
    case = weighed(Story("DE", "oak", (hit("t0"), hit("t1"))), siblings)
    assert case is not None
    assert not case.is_burst(Experience())
    assert not case.is_open(day_of(NOON) + 0.1)


def test_what_flips_by_itself_is_no_hit() -> None:
    """A track that changes every few days opens no case."""
    restless = sibling("t0", looks=Looks(30, 60.0, 30, 60.0))
    assert weighed(Story("DE", "oak", (hit("t0"),)), line(restless)) is None


def test_experience_counts_cases_that_are_over() -> None:
    """One burst of three and one false alarm; the case that is open teaches nothing yet."""
    told = stories([hit("a", -9), hit("b", -9), hit("c", -8), hit("d", -9, "elm"), hit("e", 0)])
    known = experience(told, day_of(NOON + DAY), regular=1000, siblings=50)
    assert (known.cases, known.bursts, known.found) == (2, 1, 3)
    assert known.purse == 200 + 3 + 10 - 50
