"""An imported list on the pages and in the API: like any watch, but without a page at the service."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from tests.imported import imported
from tests.web.test_home import served
from tests.web.test_page import get
from tracker.simulator import small_world

HOUR = timedelta(hours=1)


def test_every_page_shows_an_imported_list(tmp_path: Path) -> None:
    """Before its first check and after a vanish; foreign text in it stays text, and imported days are called hearsay."""
    world = small_world()
    one, other = [entry.item for entry in world.playlists[world.cast.own_playlist].entries][:2]
    world.take_down(one, world.start + 5 * HOUR)
    text = (
        "Track URI,Track Name,Artist Name(s),Added At\n"
        f"spotify:track:{one},<b>Bold</b>,Oak,2020-01-02T03:04:05Z\nspotify:track:{other},Plain,Oak,\n"
        "spotify:local:Me::Hum:9,Hum,Me,\n"
    )
    with served(world, tmp_path) as (life, address):
        watch = imported(life, text, name="<i>Mine</i>")
        paths = (
            "/",
            f"/watches/{watch.id}",
            "/settings",
            "/activity",
            "/incidents",
            "/report",
            "/api/watches",
        )
        assert {path: get(address, path).status for path in paths} == dict.fromkeys(paths, 200)
        life.check(watch)
        life.check(watch, hours=24)
        life.confirm()
        answers = {path: get(address, path) for path in (*paths, f"/tracks/{one}")}
        assert {path: answer.status for path, answer in answers.items()} == dict.fromkeys(answers, 200)
        for path, answer in answers.items():
            assert "open.spotify.com/list" not in answer.text
            if not path.startswith("/api"):
                assert "<b>Bold" not in answer.text
                assert "<i>Mine" not in answer.text
        page = answers[f"/watches/{watch.id}"].text
        assert "local file, not followed" in page
        assert "in its list since 2 Jan 2020" in answers[f"/tracks/{one}"].text
        assert "Hearsay" in answers[f"/tracks/{one}"].text
        assert "Hearsay" not in get(address, "/tracks/" + world.cast.track).text
        (shown,) = json.loads(answers["/api/watches"].text)["items"]
        assert (shown["entries"], shown["vanished"]) == (2, 1)
