"""Tests of tracks, albums, artists and markets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tests.simulator.api import Api
from tests.simulator.conftest import OpenApi
from tracker.simulator import World

Day = Callable[[float], datetime]


def on_album(world: World) -> list[str]:
    """Give the track ids of the watched album."""
    return [track.id for track in world.catalog.tracks_of(world.cast.album)]


def test_the_app_asks_for_any_market(api: Api, day: Day) -> None:
    """With the app's own token the market is obeyed, so each market gives its own answer."""
    track = on_album(api.world)[0]
    api.world.take_down(track, day(0), ["US"])
    found = {market: api.data(f"/tracks/{track}", by="app", market=market) for market in ("DE", "US", "AQ")}
    assert [found[market]["is_playable"] for market in ("DE", "US", "AQ")] == [True, False, False]
    assert "is_playable" not in api.data(f"/tracks/{track}", by="app")


@pytest.mark.parametrize("market", ["de", "DEU", "1"])
def test_a_malformed_market_is_refused(api: Api, market: str) -> None:
    """Only two capital letters are a market."""
    response = api.get(f"/tracks/{api.world.cast.track}", market=market)
    assert (response.status_code, response.json()["error"]["message"]) == (400, "Invalid market code")


@pytest.mark.parametrize(
    ("way", "status"), [("unplayable", 200), ("null", 404), ("empty", 200), ("missing", 404)]
)
def test_a_look_at_a_dead_track(api: Api, day: Day, way: Any, status: int) -> None:
    """Null and missing tracks are not found, an empty one has lost its name, an unplayable one says so."""
    track = on_album(api.world)[0]
    api.world.take_down(track, day(0), way=way)
    response = api.get(f"/tracks/{track}", market="DE")
    assert response.status_code == status
    if status == 200:
        assert response.json()["is_playable"] is False
        assert (response.json()["name"] == "") is (way == "empty")
        assert ("restrictions" in response.json()) is (way == "unplayable")


def test_a_linked_track_answers_with_the_other_id(open_api: OpenApi, world: World, day: Day) -> None:
    """The direct look gives the new id; only the older tiers name the old one."""
    old, new = on_album(world)[0], world.cast.track
    world.relink(old, new, day(0))
    in_c, in_b = (open_api(tier).data(f"/tracks/{old}", market="DE") for tier in ("C", "B"))
    assert in_c["id"] == in_b["id"] == new
    assert ("linked_from" in in_c, in_b["linked_from"]["id"]) == (False, old)


def test_several_at_once_only_in_the_older_tiers(open_api: OpenApi, world: World) -> None:
    """Lists of ids are forbidden in C; elsewhere unknown ones come back as null, and there may not be too many."""
    in_b, in_c = open_api("B"), open_api("C")
    known = {"tracks": world.cast.track, "albums": world.cast.album, "artists": world.cast.artist}
    for (kind, ident), top in zip(known.items(), (50, 20, 50), strict=True):
        assert in_c.get(f"/{kind}", ids=ident).status_code == 403
        found = in_b.data(f"/{kind}", ids=f"{ident},{'0' * 22}")[kind]
        assert (found[0]["id"], found[1]) == (ident, None)
        assert in_b.get(f"/{kind}", ids=",".join([ident] * top)).status_code == 200
        assert in_b.get(f"/{kind}", ids=",".join([ident] * (top + 1))).status_code == 400


def test_an_album_carries_its_tracks_and_notices(open_api: OpenApi, world: World) -> None:
    """An album has bar code, notices and short tracks; label and popularity only in the older tiers."""
    in_c, in_a = (open_api(tier).data(f"/albums/{world.cast.album}", market="DE") for tier in ("C", "A"))
    assert [track["id"] for track in in_c["tracks"]["items"]] == on_album(world)
    assert "external_ids" not in in_c["tracks"]["items"][0]
    assert in_c["tracks"]["items"][0]["is_playable"] is True
    assert in_c["copyrights"][1] == {"text": "℗ 2019 Kettle & Stone", "type": "P"}
    assert len(in_c["external_ids"]["upc"]) == 13
    assert {"label", "popularity", "available_markets"} & in_c.keys() == set()
    assert in_a["label"] == "Kettle & Stone"


def test_markets_of_an_album_are_those_of_any_of_its_tracks(
    open_api: OpenApi, world: World, day: Day
) -> None:
    """Without a market A lists where at least one track is open."""
    for track in on_album(world):
        world.take_down(track, day(0), ["DE", "FR"])
    world.restore(on_album(world)[0], day(0), ["FR"])
    found = open_api("A").data(f"/albums/{world.cast.album}")
    assert set(world.markets) - set(found["available_markets"]) == {"DE"}


def test_dead_tracks_on_an_album(api: Api, day: Day) -> None:
    """Unplayable tracks stay listed, null and missing ones leave the list, empty ones lose their name."""
    for track, way in zip(on_album(api.world), ("unplayable", "null", "missing", "empty"), strict=False):
        api.world.take_down(track, day(0), way=way)  # type: ignore[arg-type]
    page = api.data(f"/albums/{api.world.cast.album}/tracks", market="DE", limit=50)
    assert [track["name"] for track in page["items"]] == ["Song No. 1", "", "Song No. 5", "Song No. 6"]
    assert page["total"] == 4


@pytest.mark.parametrize(
    ("way", "status"), [("null", 404), ("missing", 404), ("empty", 200), ("unplayable", 200)]
)
def test_a_wholly_dead_album(api: Api, day: Day, way: Any, status: int) -> None:
    """An album whose tracks are all gone is not found; one of nameless tracks has lost its name and tracks."""
    for track in on_album(api.world):
        api.world.take_down(track, day(0), way=way)
    response = api.get(f"/albums/{api.world.cast.album}", market="DE")
    assert response.status_code == status
    if way == "empty":
        assert (response.json()["name"], response.json()["artists"], response.json()["tracks"]["total"]) == (
            "",
            [{"name": ""}],
            0,
        )


def test_an_album_is_not_there_before_it_is_out(api: Api, day: Day) -> None:
    """A later release and its tracks are not found, not listed and then found."""
    later = api.world.add_album("Later", [api.world.cast.artist], appears_at=day(2))
    track = api.world.add_track("Later", later.id)
    paths = [f"/albums/{later.id}", f"/tracks/{track.id}"]
    assert [api.get(path).status_code for path in paths] == [404, 404]
    assert later.id not in [
        album["id"] for album in api.data(f"/artists/{api.world.cast.artist}/albums")["items"]
    ]
    api.days(2)
    assert [api.get(path).status_code for path in paths] == [200, 200]


@pytest.mark.parametrize(
    ("tier", "limit", "status"), [("C", 10, 200), ("C", 11, 400), ("A", 50, 200), ("B", 51, 400)]
)
def test_an_artists_albums_come_in_small_pages(open_api: OpenApi, tier: str, limit: int, status: int) -> None:
    """C takes at most 10 albums of an artist at a time, the older tiers 50."""
    api = open_api(tier)
    response = api.get(f"/artists/{api.world.cast.artist}/albums", limit=limit)
    assert response.status_code == status
    assert status == 200 or response.json() == {"error": {"status": 400, "message": "Invalid limit"}}


def test_an_artists_albums_by_group_and_market(open_api: OpenApi, world: World, day: Day) -> None:
    """Groups choose, the newest comes first, and an album of which the market plays nothing is hidden."""
    guest = world.add_artist("A Guest")
    joint = world.add_album("Joint", [guest.id, world.cast.artist], release_date=date(2021, 1, 1))
    world.add_track("Joint", joint.id)
    api, path = open_api("A"), f"/artists/{world.cast.artist}/albums"
    found = api.data(path)["items"]
    assert found[0]["album_group"] == "appears_on"
    assert [album["name"] for album in api.data(path, include_groups="single")["items"]] == ["Lodestone"]
    for track in on_album(world):
        world.take_down(track, day(0), ["DE"])
    assert "Maps of the Attic" not in [album["name"] for album in api.data(path, market="DE")["items"]]
    assert "Maps of the Attic" in [album["name"] for album in api.data(path, market="US", by="app")["items"]]
    assert "album_group" not in open_api("C").data(path)["items"][0]


def test_an_artist_and_the_markets(open_api: OpenApi, world: World) -> None:
    """Followers and popularity are gone in C, as is the list of markets."""
    in_a, in_c = open_api("A"), open_api("C")
    path = f"/artists/{world.cast.artist}"
    assert {"followers", "popularity"} <= in_a.data(path).keys()
    assert not {"followers", "popularity"} & in_c.data(path).keys()
    assert "DE" in in_a.data("/markets")["markets"]
    assert in_c.get("/markets").status_code == 403


@pytest.mark.parametrize(
    ("path", "in_c", "in_a"),
    [("/users/somebody", 403, 404), ("/browse/new-releases", 403, 404), ("/nonsense", 404, 404)],
)
def test_what_is_not_served(open_api: OpenApi, path: str, in_c: int, in_a: int) -> None:
    """Removed addresses are forbidden in C, unknown ones not found anywhere."""
    assert open_api("C").get(path).status_code == in_c
    assert open_api("A").get(path).status_code == in_a
