"""Tests of the endpoints that write: whose lists, with which scope, within which bounds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.api import Api
from tests.simulator.conftest import OpenApi
from tracker.simulator import AppRegistration
from tracker.simulator.access import ALL_SCOPES
from tracker.simulator.limits import Limits

MODIFY = ALL_SCOPES | {"playlist-modify-private"}


def write(
    api: Api, method: str, path: str, body: object = None, scopes: frozenset[str] = MODIFY, **query: str
) -> Any:
    """Write as the user."""
    headers = {"authorization": f"Bearer {api.token('user', scopes)}"}
    return api.send(method, f"/v1{path}", json=body, headers=headers, params=query or None)


def made(api: Api) -> str:
    """A private list of the user's own."""
    answer = write(api, "POST", "/me/playlists", {"name": "Mine", "description": "why", "public": False})
    assert (answer.status_code, answer.json()["public"], answer.json()["description"]) == (201, False, "why")
    return str(answer.json()["id"])


def uris(api: Api, count: int) -> list[str]:
    """The addresses of some tracks."""
    return [f"spotify:track:{each}" for each in list(api.world.catalog.tracks)[:count]]


def held(api: Api, ident: str) -> list[str]:
    """What the list holds, as its owner reads it."""
    rows = api.data(f"/playlists/{ident}/items", limit=50)["items"]
    return [f"spotify:track:{row['item']['id']}" for row in rows]


def test_a_list_is_made_filled_at_places_and_emptied(api: Api) -> None:
    """Places count as the list stands then; every write moves the version."""
    ident, tracks = made(api), uris(api, 5)
    path = f"/playlists/{ident}/items"
    first = write(api, "POST", path, {"uris": tracks[:3]})
    second = write(api, "POST", path, {"uris": tracks[3:], "position": 1})
    assert (first.status_code, second.status_code) == (201, 201)
    assert held(api, ident) == [tracks[0], tracks[3], tracks[4], tracks[1], tracks[2]]
    gone = write(api, "DELETE", path, {"items": [{"uri": tracks[0]}, {"uri": tracks[1]}]})
    assert held(api, ident) == [tracks[3], tracks[4], tracks[2]]
    snapshots = [answer.json()["snapshot_id"] for answer in (first, second, gone)]
    assert len(set(snapshots)) == 3
    assert api.data(f"/playlists/{ident}")["snapshot_id"] == snapshots[-1]
    assert write(api, "PUT", path, {"uris": []}).status_code == 200
    assert held(api, ident) == []
    assert write(api, "PUT", f"/playlists/{ident}", {"name": "Other"}).status_code == 200
    assert api.data(f"/playlists/{ident}")["name"] == "Other"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/me/playlists", {"name": "Mine", "public": False}),
        ("POST", "/playlists/{own}/items", {"uris": []}),
        ("PUT", "/playlists/{own}/items", {"uris": []}),
        ("DELETE", "/playlists/{own}/items", {"items": []}),
        ("PUT", "/playlists/{own}", {"name": "x"}),
    ],
)
def test_without_the_scope_nothing_is_written(api: Api, method: str, path: str, body: object) -> None:
    """The reading scopes give no leave to write, and the refusal names the scope as the reason."""
    before = len(api.world.playlists)
    ident = made(api)
    answer = write(api, method, path.format(own=ident), body, ALL_SCOPES)
    assert (answer.status_code, answer.json()["error"]["message"]) == (403, "Insufficient client scope")
    assert (len(api.world.playlists), held(api, ident)) == (before + 1, [])


def test_nobody_elses_list_is_written_to(api: Api) -> None:
    """Not even one in which the user takes part."""
    modify = MODIFY | {"playlist-modify-public"}
    shared = f"/playlists/{api.world.cast.shared_playlist}/items"
    assert write(api, "PUT", shared, {"uris": []}, modify).status_code == 403
    assert write(api, "PUT", "/playlists/" + "7" * 22 + "/items", {"uris": []}, modify).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"uris": ["spotify:track:" + "7" * 22]},
        {"uris": ["spotify:track:short"]},
        {"uris": ["spotify:episode:" + "7" * 22]},
        {"uris": []},
        {"uris": ["spotify:track:" + "7" * 22] * 101},
        {},
    ],
)
def test_what_cannot_be_added_is_refused_whole(api: Api, body: dict[str, Any]) -> None:
    """One track that is not there, a wrong address, none at all or too many: nothing is added."""
    ident = made(api)
    good = {**body, "uris": [*uris(api, 1), *body["uris"]] if body.get("uris") else body.get("uris")}
    assert write(api, "POST", f"/playlists/{ident}/items", good).status_code == 400
    assert held(api, ident) == []


def test_a_deleted_list_only_leaves_the_library(api: Api) -> None:
    """It is no longer among the user's lists, and answers under its id as before."""
    ident = made(api)
    uri = f"spotify:playlist:{ident}"
    assert api.data("/me/library/contains", uris=f"{uri},spotify:playlist:{'7' * 22}") == [True, False]
    assert write(api, "DELETE", "/me/library", uris=uri).status_code == 200
    assert api.data("/me/library/contains", uris=uri) == [False]
    assert ident not in [row["id"] for row in api.data("/me/playlists", limit=50)["items"] if row]
    assert api.data(f"/playlists/{ident}")["id"] == ident


def test_the_library_may_ask_for_a_scope_of_its_own(open_api: OpenApi) -> None:
    """The documents are not clear here, so the service can be either."""
    api = open_api(app=AppRegistration(library_scope="user-library-modify"))
    ident = made(api)
    assert write(api, "DELETE", "/me/library", uris=f"spotify:playlist:{ident}").status_code == 403
    assert api.data("/me/library/contains", uris=f"spotify:playlist:{ident}") == [True]


def test_writes_are_metered_and_other_methods_are_none(open_api: OpenApi) -> None:
    """A write counts like a reading call; what no endpoint takes is answered 405."""
    api = open_api(limits=Limits(per_30s=1))
    made(api)
    assert write(api, "POST", "/me/playlists", {"name": "Mine", "public": False}).status_code == 429
    assert write(open_api(), "PUT", "/me/tracks").status_code == 405
