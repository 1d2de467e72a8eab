"""The HTML page: whole, self-contained, accessible, and deaf to whatever names and reasons try."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.page import Page, read_page
from tests.report.sample import END, HOSTILE, START, check, event, gap, sample, view
from tracker.core.history import EventKind, Status
from tracker.core.phrases import visible
from tracker.core.summary import Summary, summarize
from tracker.report import render

ADDRESS = re.compile(r"https://open\.spotify\.com/((track|album|artist|playlist)/[0-7][0-9A-Za-z]{21})?")
STATUSES = {EventKind.VANISHED: (Status.CONFIRMED, Status.SUSPECTED)}


def with_text(text: str) -> Summary:
    """A summary with one event of each kind, one gap, one check and one watch, and `text` in every field."""
    hostile: dict[str, Any] = {
        "title": text,
        "artists": (text, text),
        "market": text,
        "reason": text,
        "via": text,
    }
    names: dict[str, Any] = {"watch_label": text, "name_origin": text, "isrc": text}
    events = [
        event(n, kind, status=status, **hostile, **names)
        for n, (kind, status) in enumerate(
            (kind, status) for kind in EventKind for status in STATUSES.get(kind, (Status.CONFIRMED,))
        )
    ]
    mass = [event(50 + n, incident=1, track_id=f"{text}{n}", **hostile, **names) for n in range(2)]
    watched = replace(view(1, label=text, ref=text, markets=(text,)))
    gaps, checks = (
        [gap(1, START, None, why=text, market=text)],
        [check(1, START, complete=False, why=text, market=text)],
    )
    return summarize([*events, *mass], gaps, (watched,), checks, since=None, until=END)


def page_of(summary: Summary) -> Page:
    """The summary's page, read back."""
    return read_page(render(summary, "html"))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_tag_or_attribute_comes_from_data(text: str) -> None:
    """A page full of hostile text has exactly the tags and attribute names of one full of plain text."""
    plain, hostile = page_of(with_text("Plain")), page_of(with_text(text))
    assert [(tag, list(attributes)) for tag, attributes in hostile.tags] == [
        (tag, list(attributes)) for tag, attributes in plain.tags
    ]
    assert hostile.wrong == []
    assert " ".join(visible(text).split()) in hostile.text


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1).filter(str.strip))
def test_no_text_at_all_becomes_markup(text: str) -> None:
    """The same holds for any text whatsoever."""
    plain, odd = page_of(with_text("Plain")), page_of(with_text(text))
    assert [(tag, list(attributes)) for tag, attributes in odd.tags] == [
        (tag, list(attributes)) for tag, attributes in plain.tags
    ]


def test_the_page_asks_nothing_of_anybody() -> None:
    """No script, no style sheet, image or frame from elsewhere; links lead to the service only; no index."""
    html = render(sample().summary(), "html")
    page = read_page(html)
    assert not {tag for tag, _ in page.tags} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "form",
        "base",
        "audio",
    }
    assert "url(" not in html
    assert "@import" not in html
    assert [a["href"] for a in page.all("a") if not ADDRESS.fullmatch(a["href"] or "")] == []
    assert "noindex" in str(page.all("meta"))


def test_every_row_of_a_real_track_links_to_it() -> None:
    """Each row with a true id carries a link whose label names the row; one with an odd id carries none."""
    page = page_of(sample().summary())
    rows = sum(attributes.get("role") == "rowheader" for attributes in page.all("th"))
    links = [a for a in page.all("a") if a.get("class") == "open"]
    assert rows - 2 + 3 == len(links)  # a broken id and a local file have no page; three watches have
    assert all((a["aria-label"] or "").startswith("Open Spotify: ") for a in links)


def test_the_page_is_well_formed_and_has_landmarks() -> None:
    """Every tag is closed in order, ids are unique, and header, main, footer, captions and titles are there."""
    page = page_of(sample().summary())
    assert page.wrong == []
    tags = [tag for tag, _ in page.tags]
    assert [tags.count(tag) for tag in ("h1", "header", "main", "footer")] == [1, 1, 1, 1]
    assert tags.count("caption") == tags.count("table") > 0
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {a["aria-labelledby"] for a in page.all("section")} <= set(ids)


def test_the_page_tells_names_intervals_reasons_and_gaps() -> None:
    """What a reader looks for is there in words, the strip's days and the attribution included."""
    text = page_of(sample().summary()).text
    wanted = (
        '"Half a Moon" by The Inventions',
        "between 14 Sep 2026 16:00 and 21:00",
        "greyed out, reason given: market",
        "missing for 2 months",
        '7 tracks of "Long Evenings" in DE, as one mass change',
        "2 more of this mass change are back.",
        "was gone for about 4 weeks",
        "6 Nov 2026 04:00 to 8 Nov 06:24 UTC: the service's quota of calls was used up",
        "19 Sep 2026: gap",
        "Of 84 days: 69 complete, 14 incomplete, 1 gap",
        "Data from Spotify",
        "not affiliated with",
    )
    assert [line for line in wanted if line not in text] == []


def test_long_sections_are_folded_and_lose_nothing() -> None:
    """Rows beyond the first dozen are in a folded part, all of them on the page."""
    events = [event(n, title=f"Song {n:03d}") for n in range(1, 41)]
    page = page_of(summarize(events, (), (), (), since=None, until=END))
    assert "Show 28 more" in page.text
    assert [n for n in range(1, 41) if f'"Song {n:03d}"' not in page.text] == []


def _luminance(color: str) -> float:
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_has_enough_contrast_in_light_and_dark() -> None:
    """Every text colour stands at 4.5 to 1 or better on every ground it is used on, in both schemes."""
    css = render(sample().summary(), "html").partition("@media print")[0]
    schemes = [
        dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", part))
        for part in css.split("prefers-color-scheme: dark")
    ]
    for colors in schemes:
        for ink in ("ink", "soft", "good", "gone", "warn", "link"):
            for ground in ("paper", "card") + (("wash",) if ink == "soft" else ()):
                low, high = sorted((_luminance(colors[ink]), _luminance(colors[ground])))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)
