"""The line of time: where its bars stand, and what they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tracker.core.history import Gap, State, Target
from tracker.core.pages.stretches import Holder
from tracker.core.pages.timeline import LEAST, WIDTH, ticks, timelines
from tracker.core.views import SpellView

START = datetime(2026, 5, 1, tzinfo=UTC)


def day(n: float) -> datetime:
    """The instant so many days after the beginning."""
    return START + timedelta(days=n)


PLAYABLE, GONE = Target(State.PLAYABLE), Target(State.GONE)
SPELLS = (
    SpellView("DE", PLAYABLE, None, None, day(0), day(40), day(50)),
    SpellView("DE", GONE, None, day(40), day(50), day(90), None),
)
HOLDER = Holder(1, "A list", ("DE",), ((day(0), None),))


def test_spells_and_doubts_stand_where_they_were() -> None:
    """The state by height, both edges of the doubt, and the time since the last look, on a line of a hundred days."""
    (line,) = timelines(SPELLS, [HOLDER], [], day(100))
    assert [(bar.kind, bar.x, bar.width) for bar in line.bars] == [
        ("playable", 0, 400),
        ("gone", 500, 400),
        ("doubt", 400, 100),
        ("doubt", 900, 100),
    ]
    heights = {bar.kind: bar.height for bar in line.bars}
    assert heights["gone"] < heights["playable"] < heights["doubt"]
    assert line.told == "2 spells: 1 playable and 1 gone; now no object any more"


def test_two_years_of_short_gaps_are_no_longer_than_the_line() -> None:
    """Gaps that would touch are drawn as one, and nothing reaches beyond the line."""
    gaps = tuple(Gap(n, 1, None, "DE", day(n / 10), day(n / 10 + 0.05), "quota") for n in range(1000))
    holder = Holder(1, "A list", ("DE",), ((day(0), None),), gaps)
    (line,) = timelines(SPELLS, [holder], [], day(100))
    hatched = [bar for bar in line.bars if bar.kind == "unobserved"]
    assert 0 < len(hatched) <= WIDTH / LEAST
    assert all(bar.width >= LEAST and bar.x + bar.width <= WIDTH for bar in line.bars)


def test_a_gap_says_when_and_why() -> None:
    """In the words of the record, with its edges."""
    gaps = (Gap(1, 1, None, "DE", day(10), day(20), "quota"),)
    (line,) = timelines(SPELLS, [Holder(1, "A", ("DE",), ((day(0), None),), gaps)], [], day(100))
    (text,) = (bar.text for bar in line.bars if bar.kind == "unobserved")
    assert text == (
        "not observed, 11 May 2026 00:00 to 21 May 00:00 UTC: the service's quota of calls was used up"
    )


def test_markets_share_one_axis() -> None:
    """Lines under each other can be compared: each begins with the first sighting of any."""
    abroad = SpellView("US", PLAYABLE, None, None, day(50), day(100), None)
    _, line = timelines((*SPELLS, abroad), [HOLDER], [], day(100))
    assert [(bar.x, bar.width) for bar in line.bars if bar.kind == "playable"] == [(500, 500)]


def test_a_track_seen_once_just_now_has_a_line() -> None:
    """No time has passed, and nothing is divided by it."""
    (line,) = timelines((SpellView("DE", PLAYABLE, None, None, day(0), None, None),), [HOLDER], [], day(0))
    assert line.bars[0].width == LEAST


def test_ticks_stay_few() -> None:
    """Months, quarters or years, as long as the line may be."""
    assert [tick.text for tick in ticks((day(0), day(70)))] == ["Jun 2026", "Jul 2026"]
    assert all(0 < len(ticks((day(0), day(n)))) <= 15 for n in (200, 700, 2000, 9000, 30000))
