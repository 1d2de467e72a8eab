"""The settings: choosing what is watched, the account, the export."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.web.visitor import site
from tracker.core.ports import NewWatch
from tracker.core.watch import Source
from tracker.panel.reading import FolderPackage


def test_a_watch_is_added_and_its_price_told(tmp_path: Path) -> None:
    """By its link, in the markets and rhythm that were chosen; what it costs is said, and stands in its line."""
    with site(tmp_path) as (life, visitor):
        life.watch(f"artist:{life.world.cast.artist}")
        link = f"https://open.spotify.com/album/{life.world.cast.album}?si=x"
        assert (
            visitor.post("/watches", link=link, markets="de, us", every="12h").headers["location"]
            == "/settings"
        )
        page = visitor.get("/settings").text
        assert "6 tracks; 1 call a check in DE, 1 in US; about 4.0 calls a day." in page
        assert "all watches need" in page
        assert "all watches need" not in visitor.get("/settings").text
        watch = life.app.store.all()[1]
        assert (watch.markets, watch.every) == (("DE", "US"), timedelta(hours=12))
        for market in watch.markets:
            life.check(watch, market)
        assert "6 entries" in visitor.get("/settings").text
        assert "4.0 calls a day" in visitor.get("/settings").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"link": "https://example.org/x"}, "not a link of the service"),
        ({"link": "<script>alert(1)</script>"}, "&lt;script&gt;"),
        ({"link": "album:" + "0" * 22}, "that this app can see"),
        ({"link": "saved-tracks", "markets": "XX"}, "is not a market"),
        ({"link": "saved-tracks", "every": "1m"}, "too often"),
        ({"link": "x" * 501}, "cannot be read"),
        ({}, "cannot be read"),
    ],
)
def test_what_cannot_be_watched_is_said_in_one_line(
    tmp_path: Path, fields: dict[str, str], said: str
) -> None:
    """Nothing is added, and nothing that was typed becomes part of the page."""
    with site(tmp_path) as (life, visitor):
        answer = visitor.post("/watches", **fields)
        assert (answer.status_code, said in answer.text) == (422, True)
        assert "<script>" not in answer.text
        assert life.app.store.all() == []


def test_markets_and_rhythm_are_changed_without_a_call(tmp_path: Path) -> None:
    """The watch keeps its number, gets another year, and what is no market changes nothing."""
    with site(tmp_path) as (life, visitor):
        watch = life.watch(f"album:{life.world.cast.album}")
        life.sim.advance(timedelta(days=10))
        calls = life.app.catalog.calls()
        visitor.post("/watches/1/change", markets="US, DE", every="1w")
        (changed,) = life.app.store.all()
        assert (changed.id, changed.markets, changed.every) == (watch.id, ("US", "DE"), timedelta(weeks=1))
        assert changed.renew_by - watch.renew_by >= timedelta(days=10)
        assert visitor.post("/watches/1/change", markets="XX", every="1w").status_code == 422
        assert visitor.post("/watches/7/change", markets="DE", every="1w").status_code == 404
        assert (life.app.store.all(), life.app.catalog.calls()) == ([changed], calls)


def test_a_watch_is_removed_after_a_question(tmp_path: Path) -> None:
    """The question changes nothing; the answer ends the watch and keeps its history."""
    with site(tmp_path) as (life, visitor):
        life.check(life.watch(f"album:{life.world.cast.album}"))
        assert "Maps of the Attic" in visitor.get("/watches/1/remove").text
        assert len(life.app.store.all()) == 1
        visitor.post("/watches/1/remove")
        assert life.app.store.all() == []
        assert len(life.app.store.checks(None)) == 1
        assert "Its history stays" in visitor.get("/settings").text
        assert visitor.get("/watches/1/remove").status_code == 404


def test_the_export_holds_every_watch_and_event(tmp_path: Path) -> None:
    """One JSON object a line, as a file to keep."""
    with site(tmp_path) as (life, visitor):
        watch = life.watch(f"album:{life.world.cast.album}")
        life.check(watch)
        track = life.world.catalog.tracks_of(life.world.cast.album)[0]
        life.world.take_down(track.id, life.world.start + timedelta(hours=1))
        life.check(watch, hours=24)
        life.confirm()
        answer = visitor.get("/settings/export.json")
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert "attachment" in answer.headers["content-disposition"]
        assert [next(iter(line)) for line in lines] == ["watch", *["event"] * len(life.told())]
        assert len(lines) > 1


def test_the_data_package_comes_as_one_zip(tmp_path: Path) -> None:
    """Below one folder, with its page and codebook; the record, the clock of its duties and the budget stay as they were."""
    with site(tmp_path) as (life, visitor):
        life.check(life.watch(f"album:{life.world.cast.album}"))
        before = life.app.store.due(), life.app.catalog.calls(), life.app.store.checks(None)
        answer = visitor.get("/settings/export.zip")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
        assert ".zip" in answer.headers["content-disposition"]
        with ZipFile(BytesIO(answer.content)) as archive:
            folder = f"disappearing-tracks-{life.app.clock.now():%Y-%m-%d}"
            assert archive.testzip() is None
            assert {Path(name).parent.name for name in archive.namelist()} == {folder}
            archive.extractall(tmp_path / "out")
        package = FolderPackage(tmp_path / "out" / folder)
        package.prove()
        package.check()
        assert {"README.md", "CODEBOOK.md"} <= {path.name for path in (tmp_path / "out" / folder).iterdir()}
        assert (life.app.store.due(), life.app.catalog.calls(), life.app.store.checks(None)) == before
        page = visitor.get("/settings").text
        assert 'href="/settings/export.zip"' in page
        assert "no secrets" in page


def test_to_disconnect_deletes_what_came_through_the_account(tmp_path: Path) -> None:
    """After a question that names it; what needs no login stays."""
    with site(tmp_path) as (life, visitor):
        life.check(life.watch(f"playlist:{life.world.cast.own_playlist}"))
        life.check(life.watch(f"album:{life.world.cast.album}"))
        assert "Attic" in visitor.get("/settings/disconnect").text
        assert life.app.login_view().state == "ok"
        assert visitor.post("/settings/disconnect").headers["location"] == "/settings"
        assert life.app.login_view().state == "none"
        assert [watch.source for watch in life.app.store.all()] == [Source.ALBUM]
        page = visitor.get("/settings").text
        assert "The login is deleted from this machine" in page
        assert "Not logged in" in page


def test_the_settings_tell_of_the_pause(tmp_path: Path) -> None:
    """While calls are parked the page says until when, and goes on working."""
    with site(tmp_path) as (life, visitor):
        watch = life.watch(f"album:{life.world.cast.album}")
        until = life.app.clock.now() + timedelta(hours=22)
        life.app.store.park(until, "quota")
        page = visitor.get("/settings")
        assert f"{until:%H:%M} UTC" in page.text
        refused = visitor.post("/watches", link=f"artist:{life.world.cast.artist}")
        assert (refused.status_code, "no calls before" in refused.text) == (503, True)
        visitor.post(f"/watches/{watch.id}/check")
        visitor.site.checks.end(30)
        assert "no calls before" in visitor.get("/checking").text


def test_pages_of_twenty_watches(tmp_path: Path) -> None:
    """More than that are on further pages; a page that is not there says so."""
    with site(tmp_path) as (life, visitor):
        for number in range(21):
            new = NewWatch(Source.TRACK, f"{number:022}", f"Track {number}", ("DE",), 86400)
            life.app.store.add(new, life.app.clock.now())
        count = len(life.app.store.all())
        first, second = visitor.get("/settings").text, visitor.get("/settings?page=2").text
        assert (first.count('class="setting"'), second.count('class="setting"')) == (20, count - 20)
        assert "There is no such page" in visitor.get("/settings?page=99").text
