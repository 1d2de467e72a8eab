"""Tests of the search endpoint."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.simulator.api import Api
from tests.simulator.conftest import OpenApi
from tracker.simulator import World

Day = Callable[[float], datetime]


def test_a_recording_code_finds_every_pressing_that_plays(api: Api, day: Day) -> None:
    """All ids with the code are found, but not one that the market cannot play."""
    world = api.world
    track = world.catalog.tracks[world.cast.track]
    again = world.add_track("Lodestone", world.cast.album, isrc_code=track.isrc)
    found = api.data("/search", q=f"isrc:{track.isrc}", type="track", market="DE")["tracks"]
    assert {hit["id"] for hit in found["items"]} == {track.id, again.id}
    world.relink(again.id, track.id, day(0), ["DE"])
    found = api.data("/search", q=f"isrc:{track.isrc}", type="track", market="DE")["tracks"]
    assert [hit["id"] for hit in found["items"]] == [track.id]
    world.take_down(again.id, day(0), ["DE"])
    found = api.data("/search", q=f"isrc:{track.isrc}", type="track", market="DE")["tracks"]
    assert ([hit["id"] for hit in found["items"]], found["total"]) == ([track.id], 1)


def test_words_and_bar_codes_find_albums_and_artists(api: Api) -> None:
    """Words are looked for in names, whatever their case, and a bar code finds its album."""
    album = api.world.catalog.albums[api.world.cast.album]
    found = api.data("/search", q="attic compass", type="album,artist")
    assert [hit["id"] for hit in found["albums"]["items"]] == [album.id]
    assert found["artists"]["total"] == 0
    assert api.data("/search", q="PAPER", type="artist")["artists"]["items"][0]["name"] == "The Paper Compass"
    assert api.data("/search", q=f"upc:0{album.upc}", type="album")["albums"]["total"] == 1


@pytest.mark.parametrize(("tier", "limit", "status"), [("C", 10, 200), ("C", 11, 400), ("B", 50, 200)])
def test_hits_come_in_small_pages(
    open_api: OpenApi, world: World, tier: str, limit: int, status: int
) -> None:
    """C gives at most 10 hits at a time, and no tier goes beyond offset 1000."""
    api = open_api(tier)
    assert api.get("/search", q="song", type="track", limit=limit).status_code == status
    assert api.get("/search", q="song", type="track", offset=1001).status_code == 400


@pytest.mark.parametrize("query", [{"q": "song"}, {"type": "track"}, {"q": "song", "type": "nonsense"}])
def test_a_search_needs_words_and_a_kind(api: Api, query: dict[str, Any]) -> None:
    """Without words or a known kind the request is bad."""
    assert api.get("/search", **query).status_code == 400
