"""Tests of answers that are bent, and of those put in the true one's place."""

from __future__ import annotations

import gzip
from typing import Any

import httpx
import pytest

from tests.simulator.api import Api
from tests.simulator.conftest import OpenApi
from tracker.simulator import World


def bent(api: Api, kind: str, given: dict[str, object] | None = None, **query: Any) -> Any:
    """The own list's items under a fault."""
    api.faults.add(kind=kind, given=given or {})
    return api.data(f"/playlists/{api.world.cast.own_playlist}/items", market="DE", **query)


def raw(api: Api, kind: str, **given: object) -> httpx.Response:
    """The answer to a call under a fault."""
    api.faults.add(kind=kind, given=given)
    return api.get("/me")


def test_a_shorter_list_agrees_with_itself(api: Api) -> None:
    """Every page tells the same smaller total, and the last one ends there."""
    pages = [bent(api, "shorter", {"by": 3}, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [len(page["items"]) for page in pages] == [2, 1, 0]
    assert {page["total"] for page in pages} == {3}
    assert [bool(page["next"]) for page in pages] == [True, False, False]
    nothing = bent(api, "no_items")
    assert (nothing["items"], nothing["total"], nothing["next"]) == ([], 0, None)


def test_the_next_page_is_announced_wrongly(api: Api) -> None:
    """It may be missing where there is one, or be the page itself; the total may be too small."""
    assert bent(api, "next_null", limit=2)["next"] is None
    looped = bent(api, "next_loop", limit=2)
    assert looped["next"] == looped["href"]
    assert bent(api, "wrong_total", {"by": -2})["total"] == 4


def test_nulls_stand_where_they_are_told_to(api: Api) -> None:
    """At given positions, whole rows or only the objects in them; one by chance; or all."""
    rows = bent(api, "null_items", {"positions": [1, 4, 99]})["items"]
    assert [place for place, row in enumerate(rows) if row["item"] is None] == [1, 4]
    assert bent(api, "null_items", {"positions": [0], "row": True})["items"][0] is None
    assert [row["item"] for row in bent(api, "null_one")["items"]].count(None) == 1
    assert [row["item"] for row in bent(api, "null_items")["items"]] == [None] * 6
    assert not any(row["item"] is None for row in bent(api, "null_items", {"share": 0.0})["items"])


def test_tracks_lose_names_or_are_all_gone(api: Api) -> None:
    """Names become empty, or everything is unplayable for a reason."""
    shown = bent(api, "blank_names", {"positions": [2]})["items"]
    assert [row["item"]["name"] == "" for row in shown] == [False, False, True, False, False, False]
    assert shown[2]["item"]["artists"] == [{"name": ""}]
    found = [row["item"] for row in bent(api, "all_unplayable", {"reason": "product"})["items"]]
    assert {(item["is_playable"], item["restrictions"]["reason"]) for item in found} == {(False, "product")}


def test_fields_go_or_change(api: Api) -> None:
    """A field is missing, has another name, or another value, wherever it was."""
    assert "total" not in bent(api, "field_gone", {"name": "total"})
    renamed = bent(api, "field_renamed", {"name": "item", "to": "track"})["items"][0]
    assert "item" not in renamed
    assert renamed["track"]["name"]
    typed = bent(api, "field_type", {"name": "is_playable", "value": "yes"})["items"]
    assert {row["item"]["is_playable"] for row in typed} == {"yes"}


def test_a_version_is_frozen_or_random(api: Api) -> None:
    """The list names the version that was scripted, or another one each time."""
    address = f"/playlists/{api.world.cast.own_playlist}"
    api.faults.add(kind="snapshot", times=2)
    api.faults.add(kind="snapshot", given={"value": "FROZEN"})
    first, second, third, true = (api.data(address)["snapshot_id"] for _ in range(4))
    assert len({first, second, true}) == 3
    assert third == "FROZEN"


def test_errors_are_not_bent(api: Api) -> None:
    """A bend leaves an answer that is no 200 as it is."""
    api.faults.add(kind="empty_object")
    assert api.get("/tracks/0000000000000000000000").json()["error"]["status"] == 404


@pytest.mark.parametrize(
    ("kind", "given", "status", "header"),
    [
        ("html", {}, 200, ("content-type", "text/html; charset=utf-8")),
        ("html", {"claims_json": True, "status": 503}, 503, ("content-type", "application/json")),
        ("redirect", {"to": "http://elsewhere.test/"}, 302, ("location", "http://elsewhere.test/")),
        ("quota", {"retry_after": "soon"}, 429, ("retry-after", "soon")),
        ("invalid_grant", {}, 400, ("content-type", "application/json; charset=utf-8")),
    ],
)
def test_other_answers_stand_in(
    api: Api, kind: str, given: dict[str, object], status: int, header: tuple[str, str]
) -> None:
    """A portal's page, a redirect, a used-up quota and an ended login come with their status and headers."""
    response = raw(api, kind, **given)
    assert (response.status_code, response.headers[header[0]]) == (status, header[1])


def test_bodies_can_be_huge(api: Api) -> None:
    """Plain or packed to a thousandth, they are as large as was asked for."""
    assert len(raw(api, "huge", megabytes=2).content) > 2 * 2**20
    packed = raw(api, "bomb", megabytes=2)
    assert len(packed.content) > 2 * 2**20
    assert int(packed.headers["content-length"]) < len(gzip.compress(b"x" * 2**20)) * 4
    assert raw(api, "quota").json()["error"]["reason"] == "QUOTA_EXCEEDED"
    assert "retry-after" not in raw(api, "quota").headers


@pytest.mark.parametrize(
    ("how", "places"),
    [("missing", [0, 1]), ("many", [0, 1, 2, None]), ("swapped", [1, 0, 2]), ("foreign", [5, 1, 2])],
)
def test_rows_of_many_ids_stand_out_of_place(
    open_api: OpenApi, world: World, how: str, places: list[int | None]
) -> None:
    """One row too few or too many, two in each other's place, or one of another id."""
    api = open_api("A")
    ids = [track.id for track in world.catalog.tracks_of(world.cast.album)]
    api.faults.add(family="tracks", kind="batch_rows", given={"how": how, "other": ids[5]})
    rows = api.data("/tracks", ids=",".join(ids[:3]), market="DE")["tracks"]
    assert [row and row["id"] for row in rows] == [None if place is None else ids[place] for place in places]


def test_a_list_of_markets_can_contradict_what_plays(open_api: OpenApi, world: World) -> None:
    """The list is empty, and the track plays all the same; the track beside it keeps its own list."""
    api = open_api("B")
    ids = [track.id for track in world.catalog.tracks_of(world.cast.album)]
    api.faults.add(kind="offered", times=None, given={"track": ids[0], "markets": []})
    both = api.data("/tracks", ids=",".join(ids[:2]), by="app")["tracks"]
    assert [row["available_markets"] == [] for row in both] == [True, False]
    assert "DE" in both[1]["available_markets"]
    assert api.data(f"/tracks/{ids[0]}", market="DE")["is_playable"] is True
