"""The text of messages: facts, short enough, and nothing in it that a channel would obey."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.sample import HOSTILE, event
from tracker.core.history import EventKind
from tracker.core.messages import LONGEST_TITLE, Dialect, Message, body_text, compose, shown, title_text
from tracker.core.notices import Notice, NoticeKind

TRACK = "0" * 21 + "A"
CHATS = (Dialect.CHAT, Dialect.MARKDOWN)
LINK = f"https://open.spotify.com/track/{TRACK}"


def message(*numbers: int, **more: Any) -> Message:
    """A message of vanished tracks."""
    events = [event(n, EventKind.VANISHED, **{"track_id": TRACK, **more}) for n in numbers or (1,)]
    return compose("key-1-1", events, ())


def whole(told: Message, dialect: Dialect) -> str:
    """Title and text, without the links of our own."""
    return f"{title_text(told, dialect)}\n{body_text(told, dialect)}".replace(LINK, "")


def test_one_event_is_told_with_its_name_place_time_and_link() -> None:
    """The title says what and where, the text between when and when, and how to see more."""
    told = message()
    text = body_text(told, Dialect.PLAIN).splitlines()
    assert told.title == '"Open Window" by The Inventions: no longer reported as playable in DE'
    assert "between" in text[0]
    assert "in DE" in text[0]
    assert text[1:] == [LINK, f"More: tracker show {TRACK}", "Data from Spotify."]


def test_many_events_are_one_message_with_their_number() -> None:
    """The title counts them and names the list, the text tells twenty, the data holds the numbers of all."""
    told = message(*range(1, 301), incident=4)
    assert told.title == '300 tracks no longer reported as playable in DE ("Long Evenings")'
    text = body_text(told, Dialect.PLAIN, 100_000)
    assert text.count(LINK) == 20
    assert "And 280 more." in text
    assert told.facts["seqs"] == list(range(1, 301))
    assert len(told.facts["events"]) == 100
    json.dumps(told.facts)


def test_a_notice_is_told_in_its_own_words() -> None:
    """It is one plain line already."""
    told = compose("key", (), (Notice(NoticeKind.LOGIN, "7", "The login ends soon."),))
    assert title_text(told, Dialect.PLAIN) == "Disappearing Tracks: The login ends soon."
    assert body_text(told, Dialect.PLAIN) == "The login ends soon."


@pytest.mark.parametrize("dialect", Dialect)
@given(text=st.text() | st.sampled_from(HOSTILE), longest=st.integers(100, 4000))
def test_no_name_steers_or_lengthens_a_message(dialect: Dialect, text: str, longest: int) -> None:
    """No control character but line feeds between lines; title and text within their bounds."""
    told = message(1, 2, title=text, artists=(text,), watch_label=text)
    title, body = title_text(told, dialect), body_text(told, dialect, longest)
    assert len(told.title) <= LONGEST_TITLE
    assert len(body) <= longest
    assert not [c for c in title if unicodedata.category(c) in {"Cc", "Zl", "Zp"}]
    assert not [c for c in body if unicodedata.category(c) in {"Cc", "Zl", "Zp"} and c != "\n"]


@pytest.mark.parametrize("dialect", CHATS)
@given(text=st.text(st.sampled_from("@<>!/:.wcha&*_~`[]()#|\\e")) | st.sampled_from(HOSTILE))
def test_no_name_mentions_or_links_in_a_chat(dialect: Dialect, text: str) -> None:
    """Neither @everyone nor <!channel>, neither an address nor a bare host's name."""
    said = whole(message(1, title=text, artists=(text,), watch_label=text), dialect)
    assert re.search(r"@[^\u200b]|<[^\u200b]|:/|[^\s.]\.[^\s\u200b]", said) is None


@given(text=st.text(st.sampled_from("ab*_~`[]()#|\\>-+!={}")))
def test_no_name_formats_where_markdown_is_read(text: str) -> None:
    """Each character of markup has a backslash before it, and taking those away gives the text again."""
    said = shown(text, Dialect.MARKDOWN)
    assert re.sub(r"\\(.)", r"\1", said) == text
    assert not re.search(r"[`*_~|\[\]()#>+={}!-]", re.sub(r"\\.", "", said))


def test_what_is_made_harmless_reads_as_before() -> None:
    """Only invisible breaks are put in; plain channels get the text as it is."""
    text = "@everyone <!channel> https://evil.example"
    assert shown(text, Dialect.PLAIN) == text
    assert shown(text, Dialect.CHAT).replace("\u200b", "") == text
