"""Plain English: exact lines for events, intervals and reasons, and nothing in them that could steer a terminal."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.sample import HOSTILE, event, gap, track_id
from tracker.core.history import Doubt, EventKind, Sighting, State, Status, Target
from tracker.core.items import Way
from tracker.core.phrases import between, lasting, period, span, visible
from tracker.core.views import SpellView
from tracker.core.wording import (
    absence_text,
    count,
    doubt_text,
    gap_text,
    headline,
    interval,
    paragraph,
    reason_text,
    spell_text,
    state_text,
    track_name,
    why_text,
)

FOUR = datetime(2026, 5, 3, 4, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CAUSES = ("licen", "taken down", "takedown", "removed by spotify", "label", "rights", "expired", "deleted")


@pytest.mark.parametrize(
    "kind,other,line",
    [
        (EventKind.VANISHED, {}, '"Open Window" by The Inventions: no longer reported as playable in DE'),
        (EventKind.RETURNED, {}, '"Open Window" by The Inventions: reported as playable again in DE'),
        (
            EventKind.RELINKED,
            {"via": "x"},
            '"Open Window" by The Inventions: now answered by another id in DE',
        ),
        (EventKind.RELINKED, {}, '"Open Window" by The Inventions: now answered by its own id again in DE'),
        (
            EventKind.ENTRY_ADDED,
            {},
            '"Open Window" by The Inventions: added to "Long Evenings" by an edit of the list',
        ),
        (
            EventKind.ENTRY_REMOVED,
            {"watch_label": " "},
            '"Open Window" by The Inventions: taken out of the list by an edit of the list',
        ),
        (EventKind.SOURCE_LOST, {"track_id": None, "title": None}, '"Long Evenings": can no longer be read'),
        (EventKind.SOURCE_BACK, {"track_id": None, "title": ""}, '"Long Evenings": can be read again'),
        (
            EventKind.RETRACTED,
            {"retracts": 7},
            '"Open Window" by The Inventions: an earlier report in DE is taken back (event 7)',
        ),
    ],
)
def test_each_kind_of_event_has_its_headline(kind: EventKind, other: dict[str, object], line: str) -> None:
    """Every kind of event reads as one exact line."""
    assert headline(event(1, kind, **other)) == line


@pytest.mark.parametrize(
    "status,incident,end",
    [
        (Status.SUSPECTED, None, " (suspected, being looked at again)"),
        (Status.SUSPECTED, 4, " (part of a mass change, being confirmed)"),
        (Status.WITHDRAWN, None, " (withdrawn: later looks did not agree)"),
        (Status.CONFIRMED, 4, " in DE"),
    ],
)
def test_a_headline_says_how_sure_it_is(status: Status, incident: int | None, end: str) -> None:
    """Suspected, held and withdrawn events say so; a confirmed one needs no word for it."""
    assert headline(event(1, status=status, incident=incident)).endswith(end)


@pytest.mark.parametrize(
    "last,first,text",
    [
        (FOUR, FOUR + HOUR, "between 3 May 2026 04:00 and 05:00 UTC"),
        (FOUR, FOUR + DAY + HOUR, "between 3 May 2026 04:00 and 4 May 05:00 UTC"),
        (FOUR, FOUR + 300 * DAY, "between 3 May 2026 04:00 and 27 Feb 2027 04:00 UTC"),
        (FOUR, FOUR + timedelta(seconds=30), "at 3 May 2026 04:00 UTC"),
        (None, FOUR, "already so when watching began (first seen so 3 May 2026 04:00 UTC)"),
        (FOUR, None, "unchanged since 3 May 2026 04:00 UTC"),
        (None, None, "never observed"),
    ],
)
def test_intervals_are_short_and_keep_both_edges(
    last: datetime | None, first: datetime | None, text: str
) -> None:
    """An interval names both edges in UTC, without repeating what they share, and tells a missing edge."""
    assert interval(last, first) == text


@pytest.mark.parametrize(
    "title,artists,number,text",
    [
        ("A", ("B",), "x", '"A" by B'),
        ("A", ("B", "C", "D"), "x", '"A" by B, C and D'),
        ("A", (), "x", '"A"'),
        ("A" * 500, ("B",), "x", f'"{"A" * 500}" by B'),
        (None, ("B",), "1abcDEFGhijk", "track 1abcDEFG… (no name known)"),
        ("  ", (), "1abc", "track 1abc (no name known)"),
        (None, (), "nothing", "an entry without an object (no name known)"),
        (None, (), "local:Demo/9", "local file Demo/9 (no name known)"),
        ("A", ("B",), "local:0123456789abcdef", '"A" by B (local file)'),
        ("A", (), "episode:0123456789abcdefghijkl", '"A" (episode)'),
    ],
)
def test_names_are_whole_and_missing_ones_said(
    title: str | None, artists: tuple[str, ...], number: str, text: str
) -> None:
    """Names stand in quotes and are never cut; a track without a name is called by the start of its id."""
    assert track_name(title, artists, number) == text


@pytest.mark.parametrize(
    "why,text",
    [
        ("quota", "the service's quota of calls was used up"),
        ("not running", "the tracker was not running"),
        ("pages:total-changed", "the pages of the answer did not fit together (total-changed)"),
        ("shape:items", "the answer had an unexpected shape (items)"),
        ("source:404", "the watched list or release could not be read (status 404)"),
        ("something new", "something new"),
        ("odd:thing", "odd:thing"),
        (None, "no reason recorded"),
    ],
)
def test_gap_words_become_english_and_unknown_ones_stay(why: str | None, text: str) -> None:
    """Known words for a gap are told in English, unknown ones are shown as they are."""
    assert why_text(why) == text


@pytest.mark.parametrize(
    "word", "budget rate login network canary source paused unreadable needs-secret".split()
)
def test_every_word_for_a_failed_look_has_a_text(word: str) -> None:
    """The words that errors and checks use are not shown raw."""
    assert why_text(word) != word


def test_reasons_are_quoted_as_given() -> None:
    """The service's reason code is quoted, its absence said."""
    assert [reason_text("market"), reason_text(None), reason_text(" ")] == [
        "reason given: market",
        "no reason given",
        "no reason given",
    ]


@pytest.mark.parametrize(
    ("state", "reason", "text"),
    [
        (State.UNPLAYABLE, "market", "greyed out, reason given: market"),
        (State.UNPLAYABLE, None, "greyed out, no reason given"),
        (State.GONE, None, "no object any more"),
        (None, "market", "greyed out, reason given: market"),
        (None, None, "no reason given"),
    ],
)
def test_a_vanish_says_what_stood_in_its_place(state: State | None, reason: str | None, text: str) -> None:
    """A greyed-out track and one without an object are different things to look for."""
    assert absence_text(event(1, state=state, reason=reason)) == text


def test_greyed_out_and_gone_are_told_apart() -> None:
    """The four states read differently, and a relinked track names the id that answers."""
    states = [state_text(Target(state)) for state in State]
    assert states == ["playable", "greyed out", "no object any more", "unknown"]
    assert state_text(Target(State.PLAYABLE, "y")) == "playable, answered by another id (y)"


@pytest.mark.parametrize(
    "n,noun,text",
    [
        (1, "track", "1 track"),
        (0, "entry", "0 entries"),
        (1200, "day", "1,200 days"),
        (2, "watch", "2 watches"),
    ],
)
def test_numbers_agree_with_their_nouns(n: int, noun: str, text: str) -> None:
    """One is singular, everything else plural."""
    assert count(n, noun) == text


@pytest.mark.parametrize(
    "low,high,text",
    [
        (20 * DAY, 30 * DAY, "2 to 4 weeks"),
        (3 * DAY, 3 * DAY + HOUR, "3 days"),
        (HOUR * 30, 3 * DAY, "30 hours to 3 days"),
        (-HOUR, HOUR, "less than an hour to 1 hour"),
        (5 * DAY, None, "at least 5 days"),
    ],
)
def test_lengths_of_time_keep_their_bounds(low: timedelta, high: timedelta | None, text: str) -> None:
    """How long something lasted is said by its least and its most."""
    assert between(low, high) == text


def test_lengths_and_periods() -> None:
    """Lengths use the largest unit of which there are two, periods the days at their ends."""
    assert [lasting(13 * DAY), lasting(14 * DAY), lasting(800 * DAY)] == ["13 days", "2 weeks", "2 years"]
    assert period(None, FOUR) == "from the beginning to 3 May 2026"
    assert period(FOUR, FOUR + 2 * DAY) == "3 May 2026 to 5 May 2026"
    assert period(FOUR, FOUR + HOUR) == "3 May 2026"
    assert span(None, None) == "from the beginning until now"


def test_gaps_spells_and_doubts_read_as_lines() -> None:
    """A gap, a spell and a doubt each say where, when and what, in one line."""
    closed = gap(1, FOUR, FOUR + 2 * DAY, why="login")
    assert gap_text(closed) == "DE, 3 May 2026 04:00 to 5 May 04:00 UTC: the login had ended or was missing"
    assert gap_text(replace(closed, until=None, market="")).startswith("3 May 2026 04:00 UTC until now: ")
    spell = SpellView("DE", Target(State.UNPLAYABLE), "market", FOUR, FOUR + HOUR, None, None)
    assert spell_text(spell) == (
        "greyed out in DE, reason given: market: began between 3 May 2026 04:00 and 05:00 UTC; goes on"
    )
    over = replace(
        spell, target=Target(State.GONE), last_before=None, last_seen=FOUR + DAY, first_missed=FOUR + 2 * DAY
    )
    assert spell_text(over).endswith("ended between 4 May 2026 04:00 and 5 May 04:00 UTC")
    seen, missed = Sighting(1, FOUR), Sighting(2, FOUR + HOUR)
    doubt = Doubt(
        1, 1, "x", "DE", Target(State.GONE), EventKind.VANISHED, None, seen, missed, (2, 3), Way.LIST
    )
    assert doubt_text(doubt) == (
        "no object any more in DE (suspected, being looked at again): "
        "between 3 May 2026 04:00 and 05:00 UTC; 2 looks so far"
    )


def test_a_paragraph_tells_the_whole_event() -> None:
    """The paragraph adds the interval, the reason as given, and the evidence."""
    assert paragraph(event(1, reason="market")) == (
        '"Open Window" by The Inventions: no longer reported as playable in DE. '
        "When: between 3 May 2026 04:00 and 05:00 UTC. Greyed out, reason given: market. "
        "Confirmed 3 May 2026 11:00 UTC, 3 checks on record."
    )
    suspected = event(1, status=Status.SUSPECTED, confirmed_at=None, checks=(1,))
    assert paragraph(suspected).endswith(
        "No reason given. Suspected, being looked at again; 1 check on record."
    )


@pytest.mark.parametrize("kind", EventKind)
@pytest.mark.parametrize("status", Status)
def test_no_cause_is_ever_stated(kind: EventKind, status: Status) -> None:
    """No line about any event claims to know why it happened."""
    told = event(1, kind, status=status, watch_label="W", via=track_id(3))
    text = f"{headline(told)} {paragraph(told)}".lower()
    assert [cause for cause in CAUSES if cause in text] == []


@given(st.text())
def test_visible_leaves_nothing_that_steers_a_terminal(text: str) -> None:
    """Whatever a name holds, what is shown has no control, format or line-breaking character but letter joiners."""
    left = {unicodedata.category(c) for c in visible(text) if c not in "\u200c\u200d"}
    assert not left & {"Cc", "Cf", "Cs", "Zl", "Zp", "Co"}


@pytest.mark.parametrize("name", ["Ünïcödé", "東京 夜", "שלום", "👩‍🎤", 'a "b" c'])
def test_ordinary_names_are_left_alone(name: str) -> None:
    """Letters of any script, emoji and quotes are shown as they are."""
    assert visible(name) == name


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_fields_cannot_break_a_headline(text: str) -> None:
    """Whatever the fields hold, a headline and a paragraph stay one printable line each."""
    bad = event(
        1,
        EventKind.RELINKED,
        title=text,
        artists=(text,),
        market=text,
        watch_label=text,
        via=text,
        reason=text,
    )
    assert all(len(line.splitlines()) == 1 and "\x1b" not in line for line in (headline(bad), paragraph(bad)))
