"""Every page of the demo, in a real browser: nothing complains, and everybody can use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.visit import visiting
from tracker.demo import story
from tracker.simulator import running
from tracker.web.app import create_web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

DAYS = 120
PAGES = ("/", "/watches", "/watches/1", "/incidents", "/map", "/activity", "/settings", "/api/docs")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The demo after some months, on loopback."""
    with story.demo(DAYS, 7) as shown:
        story.begin(shown)
        story.live(shown, lambda _: None)
        with running(create_web(shown.app)) as address:
            yield address


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1200])
def test_no_page_complains_or_shuts_anybody_out(browser: Browser, site: str, width: int, dark: bool) -> None:
    """Console, policy and answers are clean; no serious fault of access; nothing is wider than the window."""
    with visiting(browser, site, width=width, dark=dark) as visit:
        visit.go("/")
        track = visit.page.locator("a[href^='/tracks/']").first.get_attribute("href")
        for path in (*PAGES, track or "/tracks/none"):
            visit.go(path)
            assert visit.serious() == [], path
            wide = visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (path, wide)
        assert visit.complaints == []
