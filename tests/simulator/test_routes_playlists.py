"""Tests of the playlist endpoints: who may read what, key names per tier, paging and conditional requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.simulator.api import Api
from tests.simulator.conftest import OpenApi
from tracker.simulator import World

Day = Callable[[float], datetime]
READ = {"own": 200, "shared": 200, "foreign": 403, "private": 404, "editorial": 404}


def list_id(world: World, name: str) -> str:
    """Give the id of one of the cast's lists."""
    found: str = getattr(world.cast, f"{name}_playlist")
    return found


@pytest.mark.parametrize(("name", "status"), READ.items())
def test_in_c_only_own_and_shared_lists_can_be_read(api: Api, name: str, status: int) -> None:
    """Items of a stranger's list are forbidden, hidden and editorial lists are not found."""
    assert api.get(f"/playlists/{list_id(api.world, name)}/items").status_code == status


@pytest.mark.parametrize("tier", ["A", "B"])
@pytest.mark.parametrize(("name", "status"), {**READ, "foreign": 200}.items())
def test_the_older_tiers_read_strangers_lists(open_api: OpenApi, tier: str, name: str, status: int) -> None:
    """A and B read every public list under both addresses, with a user's token."""
    api = open_api(tier)
    for address in ("items", "tracks"):
        assert api.get(f"/playlists/{list_id(api.world, name)}/{address}").status_code == status


def test_in_c_a_strangers_list_shows_its_name_without_its_items(api: Api) -> None:
    """The metadata of a foreign list comes without any content key; the own list carries its entries."""
    foreign = api.data(f"/playlists/{api.world.cast.foreign_playlist}")
    own = api.data(f"/playlists/{api.world.cast.own_playlist}")
    assert foreign["name"] == "Elsewhere"
    assert not {"items", "tracks"} & foreign.keys()
    assert [entry["item"]["name"] for entry in own["items"]["items"]][:2] == ["Song No. 1", "Song No. 2"]


def test_in_c_the_older_address_is_forbidden_even_for_the_own_list(api: Api) -> None:
    """`/tracks` gives 403 and the error as JSON."""
    response = api.get(f"/playlists/{api.world.cast.own_playlist}/tracks")
    assert (response.status_code, response.json()) == (
        403,
        {"error": {"status": 403, "message": "Forbidden"}},
    )
    assert response.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(
    ("tier", "own", "foreign", "private"), [("A", 200, 200, 404), ("B", 200, 200, 404), ("C", 403, 403, 403)]
)
def test_the_app_alone_reads_public_lists_only_in_the_older_tiers(
    open_api: OpenApi, tier: str, own: int, foreign: int, private: int
) -> None:
    """Without a user, A and B read what is public, C nothing."""
    api = open_api(tier)
    for name, status in (("own", own), ("foreign", foreign), ("private", private)):
        for rest in ("", "/items"):
            assert api.get(f"/playlists/{list_id(api.world, name)}{rest}", by="app").status_code == status


@pytest.mark.parametrize(
    ("tier", "address", "keys"),
    [
        ("C", "items", {"item"}),
        ("B", "items", {"item", "track"}),
        ("B", "tracks", {"track"}),
        ("A", "tracks", {"track"}),
    ],
)
def test_entries_name_their_item_as_the_tier_does(
    open_api: OpenApi, tier: str, address: str, keys: set[str]
) -> None:
    """C says `item`, B says both on the newer address, the older address says `track` alone."""
    api = open_api(tier)
    (entry, *_) = api.data(f"/playlists/{api.world.cast.own_playlist}/{address}")["items"]
    assert entry.keys() & {"item", "track"} == keys
    assert {"added_at", "added_by", "is_local"} < entry.keys()


@pytest.mark.parametrize(("tier", "keys"), [("A", {"tracks"}), ("B", {"tracks", "items"}), ("C", {"items"})])
def test_playlist_objects_name_their_content_as_the_tier_does(
    open_api: OpenApi, tier: str, keys: set[str]
) -> None:
    """The content of a playlist object is under `tracks`, both, or `items`, with up to 100 entries."""
    api = open_api(tier)
    found = api.data(f"/playlists/{api.world.big_playlist(120)}")
    assert found.keys() & {"tracks", "items"} == keys
    for key in keys:
        assert (len(found[key]["items"]), found[key]["total"]) == (100, 120)
        (inner,) = {"item", "track"} & found[key]["items"][0].keys() if key == "tracks" else {"item"}
        assert inner == ("track" if key == "tracks" else "item")


def test_pages_follow_one_another(api: Api) -> None:
    """The links of each page lead through the whole list and keep the query, and the last has no next one."""
    big = api.world.big_playlist(120)
    page = api.data(f"/playlists/{big}/items", limit=50, market="DE")
    names = [entry["item"]["name"] for entry in page["items"]]
    while page["next"]:
        assert "market=DE" in page["next"]
        page = api.data(page["next"].removeprefix("http://simulator.test/v1"))
        names += [entry["item"]["name"] for entry in page["items"]]
    assert len(set(names)) == page["total"] == 120
    assert page["offset"] == 100
    assert "offset=50" in page["previous"]


def test_a_page_that_ends_with_the_list_has_no_next_one(api: Api) -> None:
    """When the entries end exactly at the end of a page, nothing follows it."""
    path = f"/playlists/{api.world.cast.own_playlist}/items"
    assert api.data(path, limit=3, offset=0)["next"] is not None
    assert api.data(path, limit=3, offset=3)["next"] is None


@pytest.mark.parametrize(
    ("tier", "address", "limit", "status"),
    [
        ("C", "items", 50, 200),
        ("C", "items", 51, 400),
        ("C", "items", 0, 400),
        ("C", "items", "x", 400),
        ("A", "tracks", 100, 200),
        ("A", "tracks", 101, 400),
        ("B", "items", 51, 400),
    ],
)
def test_limits_of_pages(open_api: OpenApi, tier: str, address: str, limit: object, status: int) -> None:
    """A page takes at most 50 entries, 100 on the older address, and at least one."""
    api = open_api(tier)
    response = api.get(f"/playlists/{api.world.cast.own_playlist}/{address}", limit=limit)
    assert response.status_code == status
    assert status == 200 or response.json()["error"]["message"] == "Invalid limit"


def test_the_scope_for_playlists_is_needed(api: Api) -> None:
    """A token without `playlist-read-private` may not read items."""
    path = f"/playlists/{api.world.cast.own_playlist}/items"
    response = api.get(path, scopes=frozenset({"user-library-read"}))
    assert (response.status_code, response.json()["error"]["message"]) == (403, "Insufficient client scope")


@pytest.mark.parametrize(
    ("ident", "status", "message"),
    [("not-an-id", 400, "Invalid base62 id"), ("7" + "0" * 21, 404, "Resource not found")],
)
def test_wrong_ids(api: Api, ident: str, status: int, message: str) -> None:
    """An id of the wrong form is a bad request, one that leads nowhere is not found."""
    response = api.get(f"/playlists/{ident}/items")
    assert (response.status_code, response.json()["error"]["message"]) == (status, message)


def test_an_unchanged_list_answers_304_even_if_a_track_vanished(api: Api, day: Day) -> None:
    """The tag follows the content of the list: a takedown leaves it, an edit changes it."""
    own = api.world.playlists[api.world.cast.own_playlist]
    api.world.take_down(own.entries[0].item, day(1))
    api.world.edit_playlist(own.id, day(3), remove=[5])
    for path in (f"/playlists/{own.id}", f"/playlists/{own.id}/items"):
        api.clock.set(day(0))
        tag = api.get(path, market="DE").headers["etag"]
        api.clock.set(day(2))
        unchanged = api.get(path, market="DE", etag=tag)
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        api.clock.set(day(4))
        assert api.get(path, market="DE", etag=tag).status_code == 200


def test_tags_differ_between_pages(api: Api) -> None:
    """The tag of one page does not fit another."""
    path = f"/playlists/{api.world.cast.own_playlist}/items"
    tag = api.get(path, offset=0, limit=2).headers["etag"]
    assert api.get(path, offset=2, limit=2, etag=tag).status_code == 200


def test_fields_choose_parts_and_the_old_names_give_nothing_in_c(api: Api) -> None:
    """A filter with C's names works on both addresses; the older names give empty answers."""
    own = api.world.cast.own_playlist
    assert api.data(f"/playlists/{own}", fields="name,items(total)") == {
        "name": "Attic",
        "items": {"total": 6},
    }
    assert api.data(f"/playlists/{own}", fields="tracks.total") == {}
    (entry,) = api.data(f"/playlists/{own}/items", limit=1, fields="items(item(name))")["items"]
    assert entry == {"item": {"name": "Song No. 1"}}
    page = api.data(f"/playlists/{own}/items", limit=1, fields="next,items(track(name))")
    assert page["items"] == [{}]
    assert "fields=next" in page["next"]


@pytest.mark.parametrize(("status", "metadata"), [(404, 404), (403, 200)])
def test_a_list_made_private_is_lost_until_it_comes_back(
    api: Api, day: Day, status: int, metadata: int
) -> None:
    """A shared list that its owner shuts cannot be read for a while, then again."""
    shared = api.world.cast.shared_playlist
    api.world.make_private(shared, day(1), day(3), status=status)
    found = []
    for at in (0.5, 2, 3):
        api.clock.set(day(at))
        found.append(
            (api.get(f"/playlists/{shared}").status_code, api.get(f"/playlists/{shared}/items").status_code)
        )
    assert found == [(200, 200), (metadata, status), (200, 200)]
