"""The feeds over a real socket: only at their secret address, valid, and narrowed as asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import feedparser
import httpx
import pytest
from icalendar import Calendar

from tests.web.story import told
from tests.web.test_page import get
from tracker.simulator import running
from tracker.store.pages.feeds import feed_secret
from tracker.web.app import create_web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.living import Living


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Living, str]]:
    """A program with something on record, and where it is served."""
    with told(tmp_path_factory.mktemp("home")) as life, running(create_web(life.app)) as address:
        yield life, address


def renewed(life: Living, address: str) -> str:
    """New addresses for the feeds, as the form of the settings makes them; where they begin."""
    with httpx.Client(base_url=address) as browser:
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get("/settings").text)
        assert token
        answer = browser.post("/settings/feeds/renew", data={"csrf": token[1]}, headers={"Origin": address})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/settings#feeds")
    return f"/feeds/{life.app.store.ask(feed_secret)}"


def test_without_the_secret_there_is_no_feed(story: tuple[Living, str]) -> None:
    """Not before it is made, not with another, not with the old one once it is renewed."""
    life, address = story
    assert get(address, "/feeds/None/events.atom").status == 404
    old = renewed(life, address)
    assert get(address, f"{old}/events.atom").status == 200
    new = renewed(life, address)
    assert len(new) - len("/feeds/") >= 43  # 256 bits in letters
    for path in (
        f"{old}/events.atom",
        f"{old}/events.ics",
        "/feeds//events.atom",
        "/feeds/%00%ff/events.ics",
    ):
        assert get(address, path).status == 404
    assert get(address, f"{new}/events.ics").status == 200


def test_the_atom_feed_is_valid_and_tells_what_is_confirmed(story: tuple[Living, str]) -> None:
    """A feed parser finds no fault; the suspected track is not in it; no reader tells where it came from."""
    life, address = story
    page = get(address, f"{renewed(life, address)}/events.atom")
    parsed = feedparser.parse(page.text, response_headers={"content-type": page.headers["Content-Type"]})
    assert not parsed.bozo
    (entry,) = parsed.entries
    assert "no longer reported as playable in DE" in entry.title
    assert entry.tags[0].term == "vanished"
    assert page.headers["Content-Type"] == "application/atom+xml"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_the_calendar_is_valid_and_has_the_same_event(story: tuple[Living, str]) -> None:
    """It is read back, with the instant of the first look that missed the track."""
    life, address = story
    base = renewed(life, address)
    page = get(address, f"{base}/events.ics")
    (event,) = Calendar.from_ical(page.text).events
    (entry,) = feedparser.parse(get(address, f"{base}/events.atom").text).entries
    assert str(event["SUMMARY"]) == entry.title
    assert event["UID"] == entry.id.removeprefix("urn:uuid:")
    assert page.headers["Content-Type"].startswith("text/calendar")


@pytest.mark.parametrize(
    ("query", "status", "entries"),
    [
        ("?watch=1&kind=vanished", 200, 1),
        ("?kind=returned", 200, 0),
        ("?watch=9", 404, 0),
        ("?kind=removed", 422, 0),
    ],
)
def test_feeds_are_narrowed(story: tuple[Living, str], query: str, status: int, entries: int) -> None:
    """By watch and by kind; what is no watch or no kind is refused."""
    life, address = story
    page = get(address, f"{renewed(life, address)}/events.atom{query}")
    assert page.status == status
    assert page.text.count("<entry>") == entries
