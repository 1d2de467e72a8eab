"""Tests of scripted wrong answers."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.simulator.api import Api
from tracker.simulator import Fault, running


def items(api: Api, **query: Any) -> httpx.Response:
    """Ask for the items of the own list."""
    return api.get(f"/playlists/{api.world.cast.own_playlist}/items", market="DE", **query)


def test_a_family_fails_for_a_number_of_calls(api: Api) -> None:
    """Two calls of the family fail, another family does not, and the third call is fine."""
    api.faults.add(family="playlist_items", status=500, times=2)
    assert api.get("/me").status_code == 200
    assert [items(api).status_code for _ in range(3)] == [500, 500, 200]


def test_a_fault_may_come_later_at_one_address_and_forever(api: Api) -> None:
    """`skip` lets calls through first, `path` chooses the address, and no `times` means until cleared."""
    api.faults.add(Fault(path="offset=2", skip=1, times=None, status=503))
    found = [items(api, offset=offset, limit=2).status_code for offset in (0, 2, 2, 0, 2)]
    assert found == [200, 200, 503, 200, 503]
    api.faults.clear()
    assert items(api, offset=2, limit=2).status_code == 200


@pytest.mark.parametrize(
    ("traits", "status", "media", "text"),
    [
        ({"status": 502, "body": "upstream request timeout"}, 502, "text/plain", "upstream request timeout"),
        ({"status": 200, "body": "<html></html>"}, 200, "text/html", "<html></html>"),
        ({"status": 429, "body": "{}", "headers": {"retry-after": "7"}}, 429, "application/json", "{}"),
        ({"status": 401}, 401, "application/json", '{"error": {"status": 401, "message": "Scripted fault"}}'),
    ],
)
def test_any_answer_can_be_put_in_the_true_ones_place(
    api: Api, traits: Any, status: int, media: str, text: str
) -> None:
    """Status, body and headers are given as scripted, with a fitting content type."""
    api.faults.add(**traits)
    response = items(api)
    assert (response.status_code, response.text) == (status, text)
    assert response.headers["content-type"].startswith(media)
    assert response.headers.get("retry-after") == traits.get("headers", {}).get("retry-after")


def test_pages_can_be_bent(api: Api) -> None:
    """Each kind of bending spoils the page in its own way and leaves the rest alone."""
    bent: dict[str, Any] = {}
    for kind in (
        "empty_object",
        "empty_items",
        "short_page",
        "wrong_total",
        "wrong_shape",
        "missing_is_playable",
    ):
        api.faults.add(kind=kind)
        bent[kind] = items(api).json()
    assert bent["empty_object"] == {}
    assert (bent["empty_items"]["items"], bent["empty_items"]["total"]) == ([], 6)
    assert (len(bent["short_page"]["items"]), bent["short_page"]["total"]) == (5, 6)
    assert (len(bent["wrong_total"]["items"]), bent["wrong_total"]["total"]) == (6, 13)
    assert bent["wrong_shape"]["items"] == ["not an object", 7, []]
    assert "is_playable" not in bent["missing_is_playable"]["items"][0]["item"]
    assert "is_playable" in items(api).json()["items"][0]["item"]


def test_a_playlist_objects_inner_page_is_bent_too(api: Api) -> None:
    """The embedded page of a playlist object is spoiled like a page of its own."""
    api.faults.add(kind="wrong_total")
    assert api.data(f"/playlists/{api.world.cast.own_playlist}")["items"]["total"] == 13


def test_a_truncated_body_is_no_json(api: Api) -> None:
    """Half of a body comes with a length that fits it."""
    api.faults.add(kind="truncate")
    with pytest.raises(json.JSONDecodeError):
        items(api).json()


def test_a_cut_connection_is_noticed_by_the_client(api: Api) -> None:
    """When the connection ends inside the body the client has an error, and the next call works."""
    api.faults.add(kind="cut", family="track")
    with (
        running(api.app) as base,
        httpx.Client(headers={"authorization": f"Bearer {api.token('user')}"}) as client,
    ):
        address = f"{base}/v1/tracks/{api.world.cast.track}"
        with pytest.raises(httpx.RemoteProtocolError):
            client.get(address)
        assert client.get(address).status_code == 200


def test_a_delay_holds_up_the_true_answer(api: Api) -> None:
    """A client that waits less than the delay times out; the same call is fine without it."""
    api.faults.add(kind="pass", delay_s=0.5)
    with running(api.app) as base, httpx.Client(timeout=10) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get(f"{base}/v1/me", timeout=httpx.Timeout(10, read=0.1))
        assert client.get(f"{base}/v1/me").status_code == 401


def test_the_token_endpoint_can_fail_too(api: Api) -> None:
    """A fault of the family `token` replaces the accounts side's answer."""
    api.faults.add(family="token", status=503)
    assert api.send("POST", "/api/token", data={}).status_code == 503


def test_faults_are_planned_over_http(api: Api) -> None:
    """The control side adds, lists and clears faults, and refuses what makes none."""
    added = api.send("POST", "/_simulator/faults", json={"family": "me", "status": 500, "times": 3})
    assert [fault["family"] for fault in added.json()] == ["me"]
    assert api.get("/me").status_code == 500
    assert api.send("GET", "/_simulator/faults").json()[0]["times"] == 2
    assert api.send("DELETE", "/_simulator/faults").json() == []
    for wrong in ({"kind": "nonsense"}, {"unknown": 1}):
        assert api.send("POST", "/_simulator/faults", json=wrong).status_code == 400
    assert api.get("/me").status_code == 200
