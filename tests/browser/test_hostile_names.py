"""Names that try to be more than text, in every place that shows them, in a real browser: nothing runs, nothing is markup."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from tests.browser.hostile import names
from tests.browser.visit import Visit, visiting
from tests.web.visitor import Visitor, site
from tracker.core.phrases import visible
from tracker.report.formats import Format, render
from tracker.simulator import small_world
from tracker.store.pages.feeds import feed_secret
from tracker.usecases.telling import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.living import Living

NAMES = names()
KEPT = [name.replace("\x00", "\ufffd") for name in NAMES]
"""As they can be stored: a null byte is put on record as what could not be read."""
STRANGE = "img, iframe, object, embed, base, video, math, template, [onerror], [onload], [onfocus], [ontoggle], a[href^='javascript']"
FOREIGN_SCRIPTS = (
    "[...document.scripts].filter(each => !each.src.startsWith(location.origin + '/static/')).length"
)
SEEN_CLOSELY = 40
"""So many of the tracks have their own page opened, with a name and a note of its owner's."""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Living, Visitor]]:
    """A list named like its tracks, all of which vanished."""
    world = small_world()
    tracks = [world.add_track(name, artist_ids=[world.add_artist(name).id]) for name in NAMES]
    listed = world.add_playlist(NAMES[0], [track.id for track in tracks])
    for track in tracks:
        world.take_down(track.id, world.start + timedelta(hours=12))
    with site(tmp_path_factory.mktemp("home"), world) as (life, visitor):
        watch = life.watch(f"playlist:{listed}")
        life.check(watch)
        life.check(watch, hours=24)
        for _ in range(8):
            life.relook()
        assert len(life.told()) == len(NAMES)
        yield life, visitor


def test_nothing_runs_on_any_page(browser: Browser, record: tuple[Living, Visitor]) -> None:
    """The pages of lists, incidents and tracks: no script but the site's own, no element that a name brought."""
    life, visitor = record
    tracks = [entry.track_id for entry in life.app.store.entries(1)]
    parts = [f"?page={page}" for page in range(1, 11)]
    paths = ["/", "/watches", "/incidents", "/activity", "/settings"]
    paths += [f"/watches/1{part}" for part in parts] + [f"/incidents/1{part}" for part in parts]
    with visiting(browser, visitor.address) as visit:
        for path in paths:
            visit.go(path)
            _unharmed(visit, path)
        for track, name in list(zip(tracks, NAMES, strict=True))[:SEEN_CLOSELY]:
            visitor.post(f"/tracks/{track}/note", text=name)
            visitor.post(f"/tracks/{track}/name", title=name, artists=name)
            visit.go(f"/tracks/{track}")
            _unharmed(visit, track)
        assert visit.complaints == []


def test_every_name_is_on_its_page_as_text(browser: Browser, record: tuple[Living, Visitor]) -> None:
    """What the browser shows is the name, letter by letter, with what cannot be shown made visible."""
    _, visitor = record
    shown = ""
    with visiting(browser, visitor.address, script=False) as visit:
        for page in range(1, 11):
            visit.go(f"/watches/1?page={page}")
            shown += " ".join(visit.page.locator("main").inner_text().split())
    missing = [name for name in KEPT if " ".join(visible(name).split()) not in shown]
    assert missing == []


def test_feeds_and_data_hold_every_name(record: tuple[Living, Visitor]) -> None:
    """Atom is XML, the calendar a calendar, the API JSON; and the report on a terminal moves no cursor."""
    life, visitor = record
    visitor.post("/settings/feeds/renew")
    secret = life.app.store.ask(feed_secret)
    feed = ET.fromstring(visitor.get(f"/feeds/{secret}/events.atom").content)
    assert len(feed) > 1
    assert Calendar.from_ical(visitor.get(f"/feeds/{secret}/events.ics").content).walk("VEVENT")
    told = json.loads(visitor.get("/api/events?limit=500").text)["items"]
    assert {each["track"]["title"] for each in told} >= set(KEPT)
    now = life.app.clock.now()
    text = render(tell(life.app.store, now, None), Format.TEXT)
    assert not [char for char in text if ord(char) < 32 and char != "\n"]
    assert not any(char in text for char in "\x7f\x9b\u202e\u2028")


def _unharmed(visit: Visit, where: str) -> None:
    page = visit.page
    assert page.evaluate("window.struck") is None, where
    assert page.locator(STRANGE).count() == 0, where
    assert page.evaluate(FOREIGN_SCRIPTS) == 0, where
    assert page.url.startswith(visit.base), where
