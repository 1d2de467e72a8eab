"""Renewing, pausing, resuming and naming a watch by the buttons of its page, and the terms among the settings."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.visitor import site

DAY = timedelta(days=1)


def test_a_watch_is_tended_by_the_buttons_of_its_page(tmp_path: Path) -> None:
    """Each leads back to the page, which says how things stand then."""
    with site(tmp_path) as (life, visitor):
        watch = life.watch(f"album:{life.world.cast.album}")
        life.check(watch)
        life.sim.advance(10 * DAY)
        page = f"/watches/{watch.id}"
        visitor.fill_in(page, f"{page}/renew")
        assert life.app.store.all()[0].renew_by >= watch.renew_by + 10 * DAY
        paused = visitor.fill_in(page, f"{page}/pause").text
        assert "Paused since" in paused
        assert ">Resume<" in paused
        assert "not observed</span>" not in visitor.text("/watches")
        assert "without a complete check" not in visitor.get("/healthz").text
        assert f'action="{page}/check"' not in visitor.text("/settings")
        resumed = visitor.fill_in(page, f"{page}/resume").text
        assert ">Pause<" in resumed
        visitor.fill_in(page, f"{page}/name", name=" Sunday <b>Morning ")
        assert "<h1><bdi>Sunday &lt;b&gt;Morning</bdi></h1>" in visitor.text(page)
        visitor.fill_in(page, f"{page}/name", name="")
        assert "Sunday" not in visitor.text(page)


@pytest.mark.parametrize("deed", ["renew", "pause", "resume", "name"])
def test_nothing_happens_without_the_forms_token_or_without_a_watch(tmp_path: Path, deed: str) -> None:
    """Another site's form changes nothing; what is not watched is not there."""
    with site(tmp_path) as (life, visitor):
        watch = life.watch(f"album:{life.world.cast.album}")
        life.sim.advance(DAY)
        refused = visitor.client.post(f"/watches/{watch.id}/{deed}", data={"csrf": "0" * 64})
        assert refused.status_code == 403
        assert life.app.store.all() == [watch]
        assert visitor.post(f"/watches/7/{deed}").status_code == 404


def test_the_settings_tell_the_terms_and_what_lapses_next(tmp_path: Path) -> None:
    """The profile, how long words are kept, each lapse with a button that renews."""
    with site(tmp_path) as (life, visitor):
        watch = life.watch(f"album:{life.world.cast.album}")
        page = visitor.text("/settings")
        assert "Profile: personal." in page
        assert "30 days more (TRACKER_TITLE_DAYS)" in page
        assert f'action="/watches/{watch.id}/renew"' in page
        assert "Terms reviewed 2026-11-23, v10" in page
