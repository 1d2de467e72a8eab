"""Bursts: a surprise opens a case, a second hit makes it a burst, and looking for bursts that never come costs little."""

from __future__ import annotations

import pytest

from tracker.core.planning.bursts import (
    OPEN_DAYS,
    SIBLINGS,
    Case,
    Experience,
    Look,
    is_hit,
    line_rate,
    may_leap,
    opened,
    probes,
    swept,
)

START = 100.0
RARELY, OFTEN = 0.01, 0.2


def look(key: str, hours: float, *, changed: bool, chance: float = RARELY) -> Look[str]:
    """A look that many hours after the case began, a day after the one before."""
    return Look(key, START + hours / 24, 1.0, chance, changed)


def begun() -> Case[str]:
    """A case after its first hit."""
    return opened("a line", look("first", 0, changed=True))


def test_a_flip_that_was_to_be_expected_is_no_hit() -> None:
    """A track that flips every other day opens no case; one that never did does."""
    assert is_hit(RARELY)
    assert not is_hit(0.4)


def test_one_hit_alone_is_no_burst() -> None:
    """However sure experience is, one track is one track."""
    assert not begun().is_burst(Experience(cases=100, bursts=99))


def test_a_second_hit_makes_a_burst() -> None:
    """Of four siblings one has changed too, which their own rates make most unlikely."""
    case = begun()
    for number in range(3):
        case = case.after(look(f"same {number}", 1, changed=False))
    assert not case.is_burst(Experience())
    assert case.after(look("gone", 1, changed=True)).is_burst(Experience())


def test_where_tracks_flip_often_by_themselves_two_hits_are_not_enough() -> None:
    """Two hits that own rates nearly explain are chance; with a third and a fourth they are not."""
    case = begun().after(look("second", 1, changed=True, chance=OFTEN))
    assert not case.is_burst(Experience())
    for key in ("third", "fourth", "fifth"):
        case = case.after(look(key, 2, changed=True, chance=OFTEN))
    assert case.is_burst(Experience())


def test_experience_makes_wary() -> None:
    """What makes a burst at first does not after two hundred cases that were none."""
    case = begun().after(look("second", 1, changed=True, chance=0.05))
    case = case.after(look("same", 1, changed=False))
    assert case.is_burst(Experience(cases=40, bursts=20))
    assert not case.is_burst(Experience(cases=400, bursts=0))


def test_a_second_look_at_the_same_track_tells_nothing() -> None:
    """A quiet look counts once: the track was seen after the case began."""
    case = begun().after(look("same", 30, changed=False))
    again = Look("same", START + 31 / 24, 1 / 24, RARELY, changed=False)
    assert case.after(again) == case


def test_a_case_ends_after_two_days_or_when_it_is_hopeless() -> None:
    """No look belongs to it later, nor once enough siblings stand as they did."""
    case = begun()
    assert case.is_open(START + OPEN_DAYS)
    assert not case.is_open(START + OPEN_DAYS + 0.01)
    for number in range(12):
        case = case.after(look(f"same {number}", 1, changed=False))
    assert not case.is_open(START + 0.5)


def test_siblings_next_in_turn_are_probed() -> None:
    """Four are looked at, those that were due soonest anyway."""
    dues = [(float(number), f"sibling {number}") for number in range(9, 0, -1)]
    assert probes(dues, Experience()) == [f"sibling {number}" for number in range(1, SIBLINGS + 1)]


def test_the_purse_ends_probing_where_nothing_comes_in_bursts() -> None:
    """Each probe is paid for; an empty purse stops them, a found burst or looks in turn bring them back."""
    empty = Experience(purse=3)
    assert probes([(1.0, "sibling")], empty) == []
    burst = begun().after(look("second", 1, changed=True))
    assert empty.closed(burst).affordable == SIBLINGS
    assert empty.earned(regular=100).affordable == SIBLINGS
    assert Experience(purse=10).paid(8).affordable == 0


def test_a_closed_case_teaches() -> None:
    """A burst counts once with its flips, a case that was none counts as that."""
    burst = begun().after(look("second", 1, changed=True))
    after = Experience().closed(burst).closed(begun())
    assert (after.cases, after.bursts, after.found) == (2, 1, 2)
    assert Experience().closed(begun()).odds < Experience().odds < Experience().closed(burst).odds


def test_a_sweep_asks_whoever_was_not_seen_since_the_case_settled() -> None:
    """A track seen within the hour after the first hit may have gone since, and is asked again."""
    case = begun()
    seen = [
        (START - 5, "long ago"),
        (START - 9, "longest"),
        (START + 0.5 / 24, "at once"),
        (START + 2 / 24, "since"),
    ]
    assert swept(seen, case) == ["longest", "long ago", "at once"]


@pytest.mark.parametrize(("spent", "may"), [(0, True), (199, True), (199.5, False), (200, False)])
def test_half_of_a_days_calls_stay_for_looks_in_turn(spent: float, *, may: bool) -> None:
    """Looks out of turn end at half of 400 calls."""
    assert may_leap(spent, 400) is may


def test_a_burst_counts_once_for_its_line() -> None:
    """Its worth is shared among the line's tracks, and is less the longer no other came."""
    assert line_rate(1, 365, 50) == pytest.approx(line_rate(1, 365, 1) / 50)
    assert line_rate(1, 730, 50) < line_rate(1, 365, 50)
    assert line_rate(0, 365, 50) == 0
