"""The text, Markdown and JSON reports: the same story, safe to print, complete."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from tests.report.page import read_page
from tests.report.sample import END, HOSTILE, event, sample, view
from tests.report.test_html_report import with_text
from tracker.core.errors import UsageError
from tracker.core.history import EventKind
from tracker.core.jsonform import event_json
from tracker.core.notices import Notice, NoticeKind
from tracker.core.phrases import visible
from tracker.core.summary import Summary, summarize
from tracker.report import Format, render
from tracker.report.figures import percent
from tracker.report.markdown_report import escape

FORMATS = tuple(Format)


def empty(*watches: object) -> Summary:
    """A summary without a single event or check."""
    return summarize((), (), watches, (), since=None, until=END)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("fmt", ["text", "md", "json"])
def test_no_control_character_reaches_a_terminal(fmt: str, text: str) -> None:
    """Whatever any field holds, the only control character of a report is the newline."""
    shown = render(with_text(text), fmt).replace("\n", "")
    assert {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_line_structure_to_markdown(text: str) -> None:
    """The Markdown of hostile text has the same lines, headings and table cells as that of plain text."""
    shapes = [
        [(re.findall(r"^[#|>-]*", line), len(re.findall(r"(?<!\\)\|", line))) for line in lines]
        for lines in (render(with_text(each), "md").splitlines() for each in (text, "Plain"))
    ]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("text", HOSTILE)
def test_rendered_markdown_has_no_tag_from_data(text: str) -> None:
    """Rendered by a Markdown library, hostile text gives the same tags and links as plain text, and reads as it is."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    hostile, plain = (read_page(reader.render(render(with_text(each), "md"))) for each in (text, "Plain"))
    assert hostile.tags == plain.tags
    assert " ".join(visible(text).split()) in hostile.text


@pytest.mark.parametrize(
    "text,escaped",
    [
        ("*x* _y_ `z`", r"\*x\* \_y\_ \`z\`"),
        ("a | b", r"a \| b"),
        ("<b>&lt;", r"\<b\>\&lt;"),
        ("=1+1", r"\=1\+1"),
        ("# [a](b) ![c]", r"\# \[a\](b) \!\[c\]"),
        ("back\\slash ~x~ $m$", r"back\\slash \~x\~ \$m\$"),
        ("www.x.invalid http://x.invalid a@b.invalid", r"www\.x.invalid http\://x.invalid a\@b.invalid"),
        ("esc\x1b[0m\nnew", r"esc\[U\+001B\]\[0m\[U\+000A\]new"),
        ("Plain, (live) - it's 3.5: ok?", "Plain, (live) - it's 3.5: ok?"),
    ],
)
def test_markdown_specials_are_escaped(text: str, escaped: str) -> None:
    """Every character that Markdown could read as markup stands behind a backslash, ordinary ones alone."""
    assert escape(text) == escaped


def test_text_is_narrow_and_begins_with_one_screen() -> None:
    """No line is wider than 88 columns; figures and first rows fit a screen; details come after."""
    lines = render(sample().summary(), "text").splitlines()
    assert max(map(len, lines)) <= 88
    screen = lines[: lines.index("No longer reported as playable (25)")]
    assert len(screen) <= 40
    assert "        28  vanished (3 are back since)" in screen
    assert (
        '* 7 tracks of "Long Evenings" in DE, as one mass change: no longer reported as playable'
        in " ".join(screen).replace("  no", " no")
    )
    assert "* and 19 more, below" in screen


@pytest.mark.parametrize("fmt", ["text", "md"])
def test_every_row_links_to_the_service(fmt: str) -> None:
    """Each track, list and release of the record with a true id is linked."""
    shown, record = render(sample().summary(), fmt), sample()
    kept = {
        EventKind.VANISHED,
        EventKind.RETURNED,
        EventKind.RELINKED,
        EventKind.ENTRY_ADDED,
        EventKind.ENTRY_REMOVED,
    }
    ids = {e.track_id for e in record.events if e.kind in kept and e.seq not in {35, 37, 50, 68}}
    assert [i for i in ids if f"https://open.spotify.com/track/{i}" not in shown] == []
    for each in record.watches:
        assert f"https://open.spotify.com/{each.watch.source}/{each.watch.ref}" in shown
    assert "Data from Spotify" in shown


def test_json_has_its_keys_and_the_events_as_promised() -> None:
    """The JSON report has these keys in this order, and its events are the objects of the event listing."""
    summary = sample().summary()
    shown = json.loads(render(summary, "json"))
    assert list(shown) == [
        "since", "until", "unwatched", "unobserved", "observed", "totals", "incidents", "vanished", "sources",
        "suspected", "returned", "back", "relinked", "retracted", "removed", "added", "notices",
        "coverage", "attribution",
    ]  # fmt: skip
    assert shown["relinked"] == [event_json(e) for e in summary.relinked]
    assert shown["vanished"][0]["absences"][0]["vanished"] == event_json(summary.lost[0].newest)
    assert [len(each["vanished"]) for each in shown["incidents"]] == [7, 4]
    assert shown["totals"]["vanished"] == 28
    assert [each["checks_complete"] for each in shown["coverage"]] == [69, 162, 124]


def test_json_is_ascii_and_keeps_names_whole() -> None:
    """Names come out of the JSON as they went in, though the report itself is plain ASCII."""
    shown = render(with_text(HOSTILE[5]), "json")
    assert shown.isascii()
    assert json.loads(shown)["relinked"][0]["track"]["title"] == HOSTILE[5]


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_empty_record_is_not_told_as_good_news(fmt: str) -> None:
    """Without watches a report says that nothing is watched; without checks, that nothing is known."""
    nothing, blind = (
        render(empty(), fmt),
        render(empty(replace(view(1), last_complete_at=None, states={})), fmt),
    )
    if fmt == Format.JSON:
        assert (json.loads(nothing)["unwatched"], json.loads(blind)["unobserved"]) == (True, True)
        return
    assert "Nothing is watched yet" in nothing
    assert "There has been no complete check yet" in " ".join(blind.split())
    assert "No track was seen to vanish" not in nothing + blind


def test_a_quiet_time_claims_no_more_than_was_observed() -> None:
    """Where nothing vanished, the report says for how much of the time that can be said."""
    text = " ".join(render(empty(view(1)), "text").split())
    assert "No track was seen to vanish in this time. The watches were observed 100 % of the time." in text


@pytest.mark.parametrize(
    "back,sentence",
    [
        (False, "1 track is no longer reported as playable where it was before."),
        (True, "1 track vanished in this time and is back since."),
    ],
)
def test_one_track_is_told_in_the_singular(back: bool, sentence: str) -> None:
    """A single vanish reads as one, and says if it is over."""
    over = event(2, EventKind.RETURNED, track_id=event(1).track_id, first_missed_at=END, confirmed_at=END)
    summary = summarize([event(1), over] if back else [event(1)], (), (view(1),), (), since=None, until=END)
    assert sentence in " ".join(render(summary, "text").split())


@pytest.mark.parametrize(
    "share,text", [(None, "—"), (1.0, "100 %"), (0.9999, "99.9 %"), (0.5, "50.0 %"), (0.0, "0.0 %")]
)
def test_a_hundred_percent_means_all(share: float | None, text: str) -> None:
    """Shares are rounded down, so that nothing short of all reads as all."""
    assert percent(share) == text


def test_an_unknown_format_is_refused() -> None:
    """Another word than the four formats is a mistake of the owner's, told with the four that work."""
    with pytest.raises(UsageError, match="text, md, json, html"):
        render(empty(), "pdf")


@pytest.mark.parametrize("fmt", ["text", "md", "html"])
def test_what_is_taken_back_and_what_goes_unseen_is_told(fmt: str) -> None:
    """A retraction shows what had been told, and a blind watch stands first of all."""
    blind = Notice(NoticeKind.BLIND, "1:DE", "No complete check of <b>mine</b> since 3 May 2026.")
    shown = render(replace(sample().summary(), notices=(blind,)), fmt)
    assert "Taken back" in shown
    assert "told as: no longer reported as playable" in " ".join(shown.split())
    assert shown.index("Not being observed") < shown.index("No longer reported as playable")
    assert ("<b>mine" in shown) is (fmt == "text")
