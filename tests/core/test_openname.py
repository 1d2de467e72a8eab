"""Durable names: what an answer is worth, and when asking again makes sense. Nothing is ever guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.openname import (
    AGAIN,
    LATER,
    LONGEST,
    NOTHING_FOUND,
    By,
    Conclusion,
    Outcome,
    Recording,
    Tally,
    Unnamed,
    back_off,
    conclude,
    learnt,
    origin_text,
    put_off,
    recording_address,
    tally_text,
)
from tracker.core.views import NameView

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def recording(mbid: str, length_ms: int | None, title: str = "Lodestone") -> Recording:
    """A recording that only its length tells from others."""
    return Recording(mbid, title, ("The Paper Compass",), length_ms)


@pytest.mark.parametrize(
    ("lengths", "duration", "found"),
    [
        ([], 200_000, None),
        ([200_000], 200_000, 0),
        ([None], None, 0),
        (
            [900_000],
            200_000,
            0,
        ),  # one recording under an ISRC is that recording, however long it is said to be
        ([200_000, 245_000], 200_500, 0),
        ([245_000, 202_000], 200_000, 1),
        ([200_000, 202_000], 200_000, None),
        ([200_000, 202_001], 200_000, 0),
        ([200_000, 245_000], None, None),
        ([200_000, None], 200_000, None),
        ([None, 245_000], 200_000, None),
        ([245_000, 246_000], 200_000, None),
    ],
)
def test_what_an_answer_is_worth(lengths: list[int | None], duration: int | None, found: int | None) -> None:
    """One recording is it; of several only the one that its length singles out, where every length is known."""
    there = [recording(f"m{n}", length) for n, length in enumerate(lengths)]
    concluded = conclude(there, duration, By.ISRC)
    if found is None:
        assert concluded == Conclusion(Outcome.SEVERAL if there else Outcome.NONE)
    else:
        assert concluded == Conclusion(Outcome.FOUND, By.ISRC, there[found])


def test_one_recording_told_twice_is_one() -> None:
    """And one without a title is none."""
    twice = [recording("m1", 200_000), recording("m1", 200_000)]
    assert conclude(twice, None, By.LINK).outcome is Outcome.FOUND
    assert conclude([recording("m1", 200_000, title="")], 200_000, By.LINK) == NOTHING_FOUND


@given(
    st.lists(st.one_of(st.none(), st.integers(1, 600_000)), min_size=2, max_size=6),
    st.one_of(st.none(), st.integers(1, 600_000)),
)
def test_of_several_only_a_length_that_fits_and_stands_alone_gives_a_name(
    lengths: list[int | None], duration: int | None
) -> None:
    """There is never a name while another recording of the answer could be meant as well."""
    there = [recording(f"m{n}", length) for n, length in enumerate(lengths)]
    concluded = conclude(there, duration, By.ISRC)
    if concluded.recording is None:
        assert concluded.outcome is Outcome.SEVERAL
        return
    assert duration is not None
    others = [each for each in there if each is not concluded.recording]
    assert concluded.recording.length_ms is not None
    assert abs(concluded.recording.length_ms - duration) <= 2000
    assert all(each.length_ms is not None and abs(each.length_ms - duration) > 2000 for each in others)


@given(st.lists(st.integers(1, 600_000), min_size=1, max_size=5), st.integers(1, 600_000), st.randoms())
def test_the_order_of_an_answer_says_nothing(lengths: list[int], duration: int, chance: object) -> None:
    """The same recordings in another order lead to the same conclusion."""
    there = [recording(f"m{n}", length) for n, length in enumerate(lengths)]
    other = list(there)
    chance.shuffle(other)  # type: ignore[attr-defined]
    assert conclude(there, duration, By.ISRC) == conclude(other, duration, By.ISRC)


@pytest.mark.parametrize(
    ("outcome", "waited", "next_in"),
    [
        (Outcome.FOUND, None, None),
        (Outcome.NONE, None, AGAIN),
        (Outcome.SEVERAL, None, AGAIN),
        (Outcome.NONE, DAY, AGAIN),  # it had only been put off
        (Outcome.NONE, AGAIN, LATER),
        (Outcome.NONE, LATER, LATER),
    ],
)
def test_when_to_ask_again(outcome: Outcome, waited: timedelta | None, next_in: timedelta | None) -> None:
    """What was found is not asked for again; what was not, after a month, then twice a year."""
    kept = learnt(Unnamed("t1", None, None, waited), Conclusion(outcome), NOW)
    assert kept.next_at == (NOW + next_in if next_in else None)


@pytest.mark.parametrize(
    ("waited", "days"), [(None, 1), (DAY, 2), (4 * DAY, 8), (timedelta(days=170), 180), (LATER, 180)]
)
def test_what_cannot_be_read_is_put_off_ever_longer(waited: timedelta | None, days: int) -> None:
    """A track whose answer is never readable must not be asked for every day."""
    assert put_off(Unnamed("t1", None, None, waited), NOW).next_at == NOW + days * DAY


def test_refusals_double_the_pause_up_to_a_limit() -> None:
    """A minute, two, four; never longer than six hours, however often."""
    assert [back_off(n).total_seconds() for n in (0, 1, 2, 3)] == [60, 60, 120, 240]
    assert back_off(10) == back_off(10**9) == LONGEST


@pytest.mark.parametrize(
    ("isrc", "code"),
    [
        ("ZZSIM1900001", "ZZSIM1900001"),
        ("zz-sim-19-00001", "ZZSIM1900001"),
        (None, None),
        ("", None),
        ("ZZSIM19000012", None),
        ("ZZSIM190000/", None),
        ("../../etc/pas", None),
    ],
)
def test_only_a_real_code_is_asked_for(isrc: str | None, code: str | None) -> None:
    """Whatever else a service calls an ISRC never becomes part of an address."""
    assert Unnamed("t1", isrc, None).code == code


def test_where_a_name_comes_from_is_said_in_words() -> None:
    """Origin, date and term in one phrase; an origin that nobody knows cannot steer a terminal."""
    usual = NameView("Lodestone", (), "", "musicbrainz", None, NOW)
    assert origin_text(usual) == "name from MusicBrainz as of 2 Mar 2026"
    assert origin_text(NameView("L", (), "", "service", NOW + 30 * DAY)) == (
        "name from the service, kept until 1 Apr 2026"
    )
    assert "\x1b" not in origin_text(NameView("L", (), "", "\x1b[2J", None))
    assert recording_address("m1") == "https://musicbrainz.org/recording/m1"


def test_how_far_the_naming_has_come_is_said_in_one_line() -> None:
    """With what is left to ask for, or with the reason why nothing is asked."""
    assert tally_text(None) == "nothing is asked of MusicBrainz, because TRACKER_CONTACT is not set"
    assert tally_text(Tally(1200, 1000, 30)) == (
        "1,000 of 1,200 tracks named by MusicBrainz, 30 still to be asked for"
    )
    assert tally_text(Tally(1, 1, 0)) == "1 of 1 track named by MusicBrainz"
