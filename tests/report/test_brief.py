"""The report on one screen: never larger, the most important first, safe, and with a link on every row."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from tests.report.page import read_page
from tests.report.sample import END, HOSTILE, event, sample, view
from tests.report.test_html_report import with_text
from tracker.core.history import EventKind
from tracker.core.notices import Notice, NoticeKind
from tracker.core.phrases import days, visible
from tracker.core.summary import Summary, summarize
from tracker.report import Format, render
from tracker.report.brief import SCREEN, WIDTH

LOST = "No longer reported as playable"


def many(tracks: int) -> Summary:
    """A summary of so many vanishes, with titles as long as the service may send them."""
    gone = [event(n, title="Long " * 190, artists=("Somebody " * 100,) * 3) for n in range(1, tracks + 1)]
    blind = tuple(Notice(NoticeKind.BLIND, f"{n}:DE", f"No complete check of list {n}.") for n in range(9))
    return replace(summarize(gone, (), (view(1),), (), since=None, until=END), notices=blind)


@pytest.mark.parametrize("summary", [sample().summary(), many(1), many(3000)])
def test_it_is_never_larger_than_a_screen(summary: Summary) -> None:
    """Whatever happened, it has no more than 40 lines of 88 columns, and says from whom the data is."""
    lines = render(summary, Format.TEXT, brief=True).splitlines()
    assert len(lines) <= SCREEN
    assert max(map(len, lines)) <= WIDTH
    assert "Data from Spotify" in " ".join(lines)


def test_what_is_lost_comes_before_what_is_not() -> None:
    """A blind watch first, then what vanished, then what could not be read; edits are counted, not listed."""
    blind = Notice(NoticeKind.BLIND, "1:DE", "No complete check of mine since 3 May 2026.")
    shown = " ".join(render(replace(sample().summary(), notices=(blind,)), Format.TEXT, brief=True).split())
    order = ["Not being observed", LOST, "Lists and releases", "Suspected", "Also:", "Edits of the lists"]
    assert sorted(order, key=shown.index) == order
    assert "5 taken out and 3 added" in shown
    assert "taken out of" not in shown


@pytest.mark.parametrize("fmt", [Format.TEXT, Format.MD])
def test_every_track_that_it_names_is_linked(fmt: Format) -> None:
    """As many links to tracks as rows of tracks, and a count of those for which there was no room."""
    gone = [event(n, title=f"Song {n}") for n in range(1, 31)]
    shown = render(summarize(gone, (), (view(1),), (), since=None, until=END), fmt, brief=True)
    named = set(re.findall(r"Song (\d+)", shown))
    assert len(re.findall(r"https://open\.spotify\.com/track/\d", shown)) == len(named) > 5
    assert f"and {30 - len(named)} more" in shown


def test_of_a_source_its_newest_word_is_told() -> None:
    """A list that can be read again is not told as one that cannot."""
    lost = event(1, EventKind.SOURCE_LOST, track_id=None, title=None)
    back = replace(event(2, EventKind.SOURCE_BACK, track_id=None, title=None), first_missed_at=END)
    summary = summarize([lost, back], (), (view(1),), (), since=None, until=END)
    shown = render(summary, Format.TEXT, brief=True)
    assert "can be read again" in shown
    assert "can no longer be read" not in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """No control character reaches a terminal; as Markdown it gives the tags and links of plain text."""
    shown = render(with_text(text), Format.TEXT, brief=True).replace("\n", "")
    assert {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    pages = [
        read_page(reader.render(render(with_text(each), Format.MD, brief=True))) for each in (text, "Plain")
    ]
    assert pages[0].tags == pages[1].tags
    assert " ".join(visible(text).split()) in pages[0].text


def test_days_are_told_without_what_they_share() -> None:
    """Between two days of a month the month stands once; what was never seen before has one end only."""
    may = event(1).first_missed_at
    assert days(None, may) == "by 3 May 2026"
    assert days(may, may) == "3 May 2026"
    assert days(may.replace(day=1), may) == "1 to 3 May 2026"
    assert days(may.replace(month=4), may) == "3 Apr to 3 May 2026"
    assert days(may.replace(year=2025), may) == "3 May 2025 to 3 May 2026"
