"""Adding on the page: the price, and a question where the budget would not pay; without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.visitor import site

if TYPE_CHECKING:
    from pathlib import Path

SMALL = "60"
"""Calls a day."""


def test_what_does_not_fit_is_asked_about_first(tmp_path: Path) -> None:
    """Nothing is written before the word; price and ways out are shown; the word costs no further call."""
    with site(tmp_path, TRACKER_REQUESTS_PER_DAY=SMALL) as (life, visitor):
        link = f"playlist:{life.world.big_playlist(120)}"
        assert (
            visitor.post("/watches", "/welcome", link=link, markets="DE, US").headers["location"] == "/adding"
        )
        asked = life.service.state.ledger.total
        page = visitor.text("/adding")
        assert "120 entries; 4 calls a check in DE, up to 120 in US" in page
        assert "it does NOT fit" in page
        assert "every 3d instead of 1d" in page
        assert life.app.store.all() == []
        assert visitor.post("/adding", "/adding").headers["location"] == "/checking"
        visitor.site.checks.end(60)
        assert [watch.markets for watch in life.app.store.all()] == [("DE", "US")]
        assert life.service.state.ledger.total > asked, "its first check has begun at once"


def test_an_offer_is_taken_once(tmp_path: Path) -> None:
    """A second word for it, or one after the program began anew, adds nothing and says so."""
    with site(tmp_path, TRACKER_REQUESTS_PER_DAY=SMALL) as (life, visitor):
        life.watch(f"album:{life.world.cast.album}")
        visitor.post("/watches", link=f"playlist:{life.world.big_playlist(120)}", markets="DE,US")
        calls = life.service.state.ledger.total
        assert visitor.post("/adding", "/adding").headers["location"] == "/settings"
        assert life.service.state.ledger.total == calls, "what was asked once is not asked again"
        assert "Watching" in visitor.text("/settings")
        assert visitor.post("/adding").headers["location"] == "/settings"
        assert "Nothing was added" in visitor.text("/settings")
        assert len(life.app.store.all()) == 2


def test_without_an_offer_there_is_no_question(tmp_path: Path) -> None:
    """The address leads to where something can be added; an offer is its own browser's alone."""
    with site(tmp_path, TRACKER_REQUESTS_PER_DAY=SMALL) as (life, visitor):
        assert visitor.get("/adding").headers["location"] == "/welcome"
        life.watch(f"album:{life.world.cast.album}")
        visitor.post("/watches", link=f"playlist:{life.world.big_playlist(120)}", markets="DE,US")
        assert visitor.another().get("/adding").headers["location"] == "/settings"
        assert visitor.get("/adding").status_code == 200


def test_a_hostile_name_stays_text(tmp_path: Path) -> None:
    """On the page of the price as everywhere."""
    with site(tmp_path, TRACKER_REQUESTS_PER_DAY=SMALL) as (life, visitor):
        world = life.world
        ref = world.add_playlist(
            "<script>alert(1)</script>\u202e",
            [entry.item for entry in world.listing(world.big_playlist(90)).versions[0].entries],
        )
        visitor.post("/watches", "/welcome", link=f"playlist:{ref}", markets="DE, US")
        page = visitor.text("/adding")
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "\u202e" not in page


def test_the_first_page_says_what_is_next(tmp_path: Path) -> None:
    """Beside the ring of the budget."""
    with site(tmp_path) as (life, visitor):
        life.check(life.watch(f"album:{life.world.cast.album}"))
        page = visitor.text("/")
        assert 'class="next">Next: <bdi>' in page
        assert "in DE on 3 Mar 2026 06:00 UTC, 1 call" in page
