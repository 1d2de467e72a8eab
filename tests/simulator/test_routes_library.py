"""Tests of the user's own endpoints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from tests.simulator.api import Api
from tests.simulator.conftest import OpenApi
from tracker.simulator.cast import SAVED_ALBUMS, SAVED_TRACKS

Day = Callable[[float], datetime]


@pytest.mark.parametrize("path", ["/me", "/me/playlists", "/me/tracks", "/me/albums"])
def test_the_app_alone_has_no_library(api: Api, path: str) -> None:
    """The app's own token is not a user's, which is an error of status 401."""
    assert api.get(path, by="app").status_code == 401


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("/me/playlists", "playlist-read-private"),
        ("/me/tracks", "user-library-read"),
        ("/me/albums", "user-library-read"),
    ],
)
def test_each_needs_its_scope(api: Api, path: str, scope: str) -> None:
    """With the one scope the call works, without it it is forbidden."""
    assert api.get(path, scopes=frozenset({scope})).status_code == 200
    assert api.get(path, scopes=frozenset({"something-else"})).status_code == 403


def test_the_country_is_told_only_in_the_older_tiers(open_api: OpenApi) -> None:
    """C tells the stable account id but no country; A tells it to those with the scope."""
    in_c, in_a = open_api("C").data("/me"), open_api("A").data("/me")
    assert in_c["account_id"] == "demo-account-id-0000"
    assert "country" not in in_c
    assert in_a["country"] == "DE"
    assert "country" not in open_api("A").data("/me", scopes=frozenset())


def test_my_playlists_in_c(api: Api) -> None:
    """Own and shared lists carry a count, followed ones none, and the service's own is a null; a hidden one is absent."""
    found = api.data("/me/playlists")["items"]
    assert found[-1] is None
    assert [(entry["name"], "items" in entry) for entry in found[:-1]] == [
        ("Attic", True),
        ("Kitchen", True),
        ("Elsewhere", False),
    ]
    assert found[0]["items"]["total"] == 6
    assert found[0]["snapshot_id"] == api.data(f"/playlists/{api.world.cast.own_playlist}")["snapshot_id"]


@pytest.mark.parametrize(("tier", "keys"), [("A", {"tracks"}), ("B", {"tracks", "items"})])
def test_my_playlists_in_the_older_tiers(open_api: OpenApi, tier: str, keys: set[str]) -> None:
    """The count is under the tier's names, for followed lists as well."""
    found = open_api(tier).data("/me/playlists")["items"]
    assert [entry.keys() & {"tracks", "items"} for entry in found[:-1]] == [keys] * 3


def test_shared_lists_appear_only_with_their_scope(api: Api) -> None:
    """Without `playlist-read-collaborative` the friend's open list is not listed."""
    found = api.data("/me/playlists", scopes=frozenset({"playlist-read-private"}))["items"]
    assert "Kitchen" not in [entry["name"] for entry in found if entry]


def test_saved_tracks_are_newest_first_and_keep_the_old_key(api: Api, day: Day) -> None:
    """The key is `track` in C too; a null track keeps its place."""
    world = api.world
    first, second = world.cast.track, world.catalog.tracks_of(world.cast.album)[0].id
    world.edit_playlist(SAVED_TRACKS, day(1), add=[first])
    world.edit_playlist(SAVED_TRACKS, day(2), add=[second])
    api.days(3)
    found = api.data("/me/tracks", market="DE")
    assert [entry["track"]["id"] for entry in found["items"]] == [second, first]
    assert found["items"][0]["added_at"] == "2026-03-04T06:00:00Z"
    world.take_down(second, day(1), way="null")
    assert [entry["track"] is None for entry in api.data("/me/tracks", market="DE")["items"]] == [True, False]


def test_saved_albums_hold_whole_albums(api: Api, day: Day) -> None:
    """An album comes with its tracks; one that is gone is a null, and the total still counts it."""
    world = api.world
    single = world.catalog.tracks[world.cast.track].album_id
    world.edit_playlist(SAVED_ALBUMS, day(0), add=[world.cast.album, single])
    found = api.data("/me/albums", market="DE")["items"]
    assert [entry["album"]["tracks"]["total"] for entry in found] == [1, 6]
    world.take_down(world.cast.track, day(0), way="missing")
    found = api.data("/me/albums", market="DE")
    assert (found["items"][0], found["items"][1]["album"]["id"], found["total"]) == (
        None,
        world.cast.album,
        2,
    )


def test_a_filter_hides_explicit_songs_from_the_account_alone(api: Api) -> None:
    """The app's own token still gets them, and songs that are not explicit stay as they are."""
    world, accounts = api.world, api.accounts
    album = world.add_album("Loud", [world.cast.artist])
    loud = world.add_track("Loud", album.id, explicit=True).id
    accounts.app = replace(accounts.app, explicit_filter=True)
    hidden = api.data(f"/tracks/{loud}", market="DE")
    assert (hidden["is_playable"], hidden["restrictions"]) == (False, {"reason": "explicit"})
    assert api.data(f"/tracks/{world.cast.track}", market="DE")["is_playable"]
    assert api.data(f"/tracks/{loud}", market="DE", by="app")["is_playable"]
