"""The whole journey in a real browser: from the first visit to the first vanish, and to the last goodbye."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.browser.visit import Visit, visiting
from tests.web.test_agreement import free_redirect
from tests.web.visitor import site
from tracker.simulator import small_world
from tracker.usecases.rounds import run_due

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.living import Living

PATIENCE_MS = 20_000


def test_from_the_first_visit_to_the_last(browser: Browser, tmp_path: Path) -> None:
    """Log in, choose, look, wait, read what vanished, settle it, mute, export, disconnect; nothing complains."""
    world = small_world()
    world.take_down(world.catalog.tracks_of(world.cast.album)[0].id, world.start + timedelta(days=2))
    with (
        site(tmp_path, world, logged_in=False, SPOTIPY_REDIRECT_URI=free_redirect()) as (life, visitor),
        visiting(browser, visitor.address) as visit,
    ):
        visit.page.set_default_timeout(PATIENCE_MS)
        _first_steps(visit, f"https://open.spotify.com/playlist/{world.cast.own_playlist}")
        _days_pass(life, 5)
        _read_of_the_vanish(visit)
        _mute_and_export(visit)
        _say_goodbye(visit)
        assert life.app.login_view().state == "none"
        assert visit.complaints == []


def _first_steps(visit: Visit, link: str) -> None:
    page = visit.page
    visit.go("/")
    assert page.url.endswith("/welcome")
    page.get_by_role("button", name="Begin to log in").click()
    page.get_by_role("link", name="Agree at Spotify").click()
    page.get_by_text("Logged in").wait_for()
    page.get_by_role("link").first.click()
    page.get_by_text("It lasts until").wait_for()
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("Link of a playlist").fill(link)
    page.get_by_role("button", name="Watch it").click()
    page.get_by_text("The check is complete.").wait_for()


def _days_pass(life: Living, days: int) -> None:
    """The daemon's rounds, hour by hour."""
    for _ in range(days * 24):
        life.sim.advance(timedelta(hours=1))
        run_due(life.app.observer)


def _read_of_the_vanish(visit: Visit) -> None:
    page = visit.page
    visit.go("/")
    assert "no longer reported as playable" in page.inner_text("main").lower()
    page.locator("main a[href^='/tracks/']").first.click()
    page.get_by_role("button", name="Mark as solved").first.click()
    page.get_by_role("button", name="Not solved after all").wait_for()
    page.get_by_label("What you know about it").fill("Heard it first on a ferry")
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_text("An empty note is taken away").wait_for()
    assert page.get_by_label("What you know about it").input_value() == "Heard it first on a ferry"


def _mute_and_export(visit: Visit) -> None:
    page = visit.page
    visit.go("/settings")
    page.get_by_role("button", name="Mute").first.click()
    page.get_by_role("button", name="Unmute").first.wait_for()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Export").click()
    lines = coming.value.path().read_text(encoding="utf-8").splitlines()
    kinds = [row["event"]["kind"] for line in lines if "event" in (row := json.loads(line))]
    assert kinds == ["vanished"]


def _say_goodbye(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("link", name="Disconnect").click()
    page.get_by_role("button", name="Disconnect and delete").click()
    page.get_by_text("Not logged in", exact=False).wait_for()
