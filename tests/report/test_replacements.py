"""Where missing recordings live on, as reports tell it: how surely, with a link, and safe."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from markdown_it import MarkdownIt

from tests.report.page import read_page
from tests.report.sample import END, HOSTILE, event, track_id, view
from tracker.core.replacements import Confidence, FoundBy, Replacement
from tracker.core.summary import Summary, summarize
from tracker.report import Format, render

FOUND = datetime(2026, 5, 9, 4, 0, tzinfo=UTC)


def told(title: str = "Open Window (Reissue)", others: int = 2, incident: int | None = None) -> Summary:
    """Two missing tracks, the first of which lives on: certainly under one id, likely under another."""
    other = Replacement(
        track_id(1),
        "DE",
        track_id(7),
        FoundBy.ISRC,
        Confidence.CERTAIN,
        ("same ISRC",),
        FOUND,
        FOUND,
        None,
        title,
    )
    likely = replace(other, other_id=track_id(6), found_by=FoundBy.TITLE, confidence=Confidence.LIKELY)
    gone = [event(n, incident=incident) for n in (1, 2)]
    summary = summarize(gone, (), (view(1),), (), since=None, until=END)
    return replace(summary, lives={track_id(1): (other, likely, *[likely] * (others - 2))})


@pytest.mark.parametrize("brief", [True, False])
@pytest.mark.parametrize("fmt", [Format.TEXT, Format.MD, Format.HTML])
def test_it_is_told_how_surely_and_where(fmt: Format, brief: bool) -> None:
    """The certain one is the same recording, the likely one is said not to be certain; both are linked, no third is."""
    shown = render(told(others=9), fmt, brief=brief)
    flat = " ".join(shown.split())
    assert flat.count("the same recording, by ISRC") == 1
    assert flat.count("not certain") == 1
    for other in (6, 7):
        assert shown.count(f"https://open.spotify.com/track/{track_id(other)}") == 1


def test_json_holds_all_of_them() -> None:
    """As the objects that `tracker show --json` gives; a track for which nothing was found has none."""
    lost = json.loads(render(told(), Format.JSON))["vanished"]
    found = {each["track"]: [other["id"] for other in each["replacements"]] for each in lost}
    assert found == {track_id(1): [track_id(7), track_id(6)], track_id(2): []}


@pytest.mark.parametrize("fmt", [Format.TEXT, Format.MD])
def test_an_incident_counts_its_members_that_live_on(fmt: Format) -> None:
    """One screen has no room for each of them."""
    assert "1 of them lives on under another id" in " ".join(
        render(told(incident=4), fmt, brief=True).split()
    )


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("brief", [True, False])
def test_the_name_of_the_other_is_no_markup(text: str, brief: bool) -> None:
    """Whatever the other id is called, tags and links are those of a plain name."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    pages = [read_page(reader.render(render(told(each), Format.MD, brief=brief))) for each in (text, "Plain")]
    assert pages[0].tags == pages[1].tags
    html = [read_page(render(told(each), Format.HTML)) for each in (text, "Plain")]
    assert html[0].tags == html[1].tags
