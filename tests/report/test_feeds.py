"""Feeds of invented events: valid whatever the names hold, with numbers that stay, and honest about retractions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.report.sample import END, HOSTILE, START, event
from tracker.core.history import EventKind
from tracker.core.pages.feeds import NEWEST, FeedItem, FeedView, newest
from tracker.report.atom import NAMESPACE, atom
from tracker.report.calendar import calendar

RECORD = "0" * 32


def item(seq: int = 1, *, back: bool = False, **other: Any) -> FeedItem:
    """One event as an item."""
    told = event(seq, **other)
    at = told.confirmed_at or END
    return FeedItem(
        (told,),
        told.last_seen_at,
        told.first_missed_at,
        at,
        back=int(back),
        back_at=at + timedelta(hours=9) if back else None,
    )


def mass(size: int, back: int = 0) -> FeedItem:
    """A mass change of so many tracks, of which three are named."""
    told = tuple(event(seq, incident=4) for seq in (1, 2, 3))
    first = told[0]
    at = first.confirmed_at or END
    return FeedItem(
        told, first.last_seen_at, first.first_missed_at, at, incident=4, size=size, back=back, back_at=at
    )


def view(*items: FeedItem, **other: Any) -> FeedView:
    """A feed of these items."""
    return replace(FeedView(RECORD, START, items), **other)


def entries(of: FeedView) -> list[Any]:
    """What a feed parser reads; it must find no fault."""
    parsed = feedparser.parse(atom(of))
    assert not parsed.bozo, parsed.get("bozo_exception")
    return list(parsed.entries)


def events(of: FeedView) -> list[Any]:
    """What a calendar reads; no component may have errors."""
    read = Calendar.from_ical(calendar(of))
    assert all(component.errors == [] for component in read.walk())
    return list(read.events)


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_names_stay_text(title: str) -> None:
    """What a name holds is neither markup nor a line of its own; both feeds tell it whole."""
    hostile = view(item(title=title, artists=(title,), watch_label=title))
    (entry,) = ET.fromstring(atom(hostile)).findall(f"{{{NAMESPACE}}}entry")
    shown = entry.findtext(f"{{{NAMESPACE}}}title") or ""
    assert "no longer reported as playable in DE" in shown
    assert all(len(element) == 0 for element in entry)
    entries(hostile)
    (read,) = events(hostile)
    assert str(read["SUMMARY"]) == shown
    assert all(ord(char) >= 32 for char in shown)


@given(st.text(), st.text(), st.text())
@example("no characters: \ufffe \uffff \x00 \x0b", "\ud800", "]]>&amp;")
def test_any_text_makes_valid_feeds(title: str, artist: str, reason: str) -> None:
    """Any characters whatever: the feed parser and the calendar find no fault, and one event each."""
    anything = view(item(title=title, artists=(artist,), reason=reason), label=title)
    assert len(entries(anything)) == 1
    ET.fromstring(atom(anything))
    assert len(events(anything)) == 1


def test_numbers_stay_and_are_told_apart() -> None:
    """The same event has the same id in every feed of this record, and another in another record."""
    one, two = item(1), item(2)
    ids = [entry.id for entry in entries(view(one, two))]
    assert len(set(ids)) == 2
    narrowed = view(two, kind=EventKind.VANISHED)
    assert [entry.id for entry in entries(narrowed)] == ids[1:]
    assert [f"urn:uuid:{read['UID']}" for read in events(narrowed)] == ids[1:]
    assert narrowed.uuid() != view(two).uuid()
    assert view(two, record="1" * 32).uuid(two) != view(two).uuid(two)


def test_updated_is_when_it_was_confirmed() -> None:
    """A reader sorts by it; an empty feed is as old as its record."""
    (entry,) = entries(view(item()))
    assert entry.updated == entry.published == "2026-05-03T11:00:00Z"
    assert feedparser.parse(atom(view())).feed.updated == "2026-09-01T04:00:00Z"


def test_what_was_taken_back_is_told_as_such() -> None:
    """Under its old number, updated, and cancelled in the calendar."""
    (before,), (after,) = entries(view(item())), entries(view(item(back=True)))
    assert before.id == after.id
    assert after.title.startswith("Taken back: ")
    assert "taken back 3 May 2026 20:00 UTC" in after.content[0].value
    assert (after.updated, after.published) == ("2026-05-03T20:00:00Z", before.updated)
    (cancelled,) = events(view(item(back=True)))
    (held,) = events(view(item()))
    assert (held["STATUS"], held["SEQUENCE"]) == ("CONFIRMED", 0)
    assert (cancelled["STATUS"], cancelled["SEQUENCE"]) == ("CANCELLED", 1)


def test_a_calendar_event_stands_at_the_first_look_that_missed() -> None:
    """The doubt is in its text: between which instants it happened."""
    (read,) = events(view(item()))
    assert read.start == event(1).first_missed_at
    assert "between 3 May 2026 04:00 and 05:00 UTC" in str(read["DESCRIPTION"])


def test_a_mass_change_is_one_entry() -> None:
    """It says how many, names some of them, and how many reports were taken back."""
    (entry,) = entries(view(mass(11, back=2)))
    assert entry.title == '11 tracks of "Long Evenings": no longer reported as playable in DE'
    text = entry.content[0].value
    assert text.count("\n- ") == 4
    assert "and 8 more tracks" in text
    assert "2 of these reports were taken back" in text
    assert "links" not in entry
    (entry,) = entries(view(mass(3, back=3)))
    assert entry.title.startswith("Taken back: ")


def test_only_a_track_of_the_catalogue_has_a_link() -> None:
    """Ids come from outside: one of another shape makes no address."""
    (good,), (bad,) = entries(view(item())), entries(view(item(track_id="spotify:local:x")))
    assert good.link == f"https://open.spotify.com/track/{event(1).track_id}"
    assert "links" not in bad


def test_the_newest_are_kept() -> None:
    """By when they were confirmed, newest first, and no more than a feed has."""
    many = [item(seq, confirmed_at=START + timedelta(hours=seq * 7 % 101)) for seq in range(1, 120)]
    kept = newest(many)
    assert len(kept) == NEWEST
    times = [each.confirmed_at for each in kept]
    assert times == sorted((each.confirmed_at for each in many), reverse=True)[:NEWEST]
