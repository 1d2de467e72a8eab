"""Terms of keeping: neutral labels, names taken out of lines, and when a lapse is warned of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.core.errors import UsageError
from tracker.core.keeping import lapse_warning, neutral_label, next_lapses, own_name, without_name
from tracker.core.watch import Source, Watch

NOW, DAY = datetime(2026, 5, 3, 4, tzinfo=UTC), timedelta(days=1)


def watch(number: int, left: timedelta) -> Watch:
    """A watch that lapses after so long."""
    return Watch(number, Source.ALBUM, "a", "A", ("DE",), DAY, NOW, NOW + left)


@pytest.mark.parametrize(
    ("source", "ref", "label"),
    [
        (Source.PLAYLIST, "5aBcDeFgHiJkLmNoPqRsTu", "playlist 5aBcDeFg…"),
        (Source.SAVED_TRACKS, "", "saved tracks"),
        (Source.ALBUM, "short", "album short"),
    ],
)
def test_a_neutral_label_tells_what_it_is_and_no_name(source: Source, ref: str, label: str) -> None:
    """The kind, and the beginning of the id."""
    assert neutral_label(source, ref) == label


def test_a_name_is_taken_out_of_a_line_whatever_it_holds() -> None:
    """Quotes and line breaks in the name, and signs that mean something in patterns, change nothing."""
    line = 'No complete check of "My "best"\n of \\1" in DE ever.'
    assert without_name(line, "album \\g<0>") == 'No complete check of "album \\g<0>" in DE ever.'
    assert without_name("The login has ended.", "album") == "The login has ended."


@pytest.mark.parametrize(
    ("left", "warned"),
    [
        (timedelta(days=31), None),
        (timedelta(days=30), 30),
        (timedelta(days=7, seconds=1), 30),
        (timedelta(days=7), 7),
        (timedelta(days=1), 1),
        (timedelta(seconds=1), 1),
        (timedelta(0), None),
    ],
)
def test_a_lapse_is_warned_of_at_thirty_seven_and_one_days(left: timedelta, warned: int | None) -> None:
    """The nearest of them counts, and what is over is not warned of."""
    assert lapse_warning(watch(1, left), NOW) == warned


def test_the_next_lapses_come_first() -> None:
    """By their dates, then by their numbers."""
    lapses = next_lapses([watch(3, 2 * DAY), watch(1, 5 * DAY), watch(2, 2 * DAY)], most=2)
    assert [each.id for each in lapses] == [2, 3]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 201])
def test_a_name_of_the_owners_says_something(text: str) -> None:
    """An empty one would be no name; a very long one is a slip."""
    with pytest.raises(UsageError):
        own_name(text)
    assert own_name(" Sunday \n Morning ") == "Sunday Morning"
