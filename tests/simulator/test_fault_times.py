"""Tests of when a fault strikes: page, span of time, chance, and beside which others."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.simulator.api import Api
from tests.simulator.conftest import OpenApi
from tracker.simulator import small_world


def items(api: Api, **query: Any) -> httpx.Response:
    """Ask for the items of the own list."""
    return api.get(f"/playlists/{api.world.cast.own_playlist}/items", market="DE", **query)


def statuses(api: Api, count: int) -> list[int]:
    """Ask several times."""
    return [items(api).status_code for _ in range(count)]


@pytest.mark.parametrize("where", [{"page": 1}, {"offset": 2}])
def test_a_fault_may_strike_one_page_only(api: Api, where: dict[str, int]) -> None:
    """A page is told by its number among pages of the asked size, or by its offset."""
    api.faults.add(family="playlist_items", times=None, **where)
    assert [items(api, limit=2, offset=offset).status_code for offset in (0, 2, 4)] == [200, 500, 200]


def test_a_fault_may_last_a_span_of_the_simulated_clock(api: Api) -> None:
    """It begins at `since` and is over at `until`, however many calls come in between."""
    planned = {"times": None, "since": "2026-03-03T06:00:00Z", "until": "2026-03-04T06:00:00Z"}
    assert api.send("POST", "/_simulator/faults", json=planned).json()[0]["until"] == "2026-03-04T06:00:00Z"
    found = []
    for _ in range(3):
        found += statuses(api, 2)
        api.days(1)
    assert found == [200, 200, 500, 500, 200, 200]


def test_chance_follows_the_seed(open_api: OpenApi) -> None:
    """Equal calls in equal order meet equal faults; another seed meets others, and so many as the chance says."""
    found = []
    for seed in (3, 3, 4):
        api = open_api(over=small_world())
        api.send("POST", "/_simulator/faults", json={"seed": seed})
        api.faults.add(times=None, probability=0.3)
        found.append(statuses(api, 60))
    assert found[0] == found[1] != found[2]
    assert 8 <= found[0].count(500) <= 28


def test_skip_and_times_count_only_calls_that_fit(api: Api) -> None:
    """Calls of another page neither use up `skip` nor `times`."""
    api.faults.add(page=1, skip=1, times=1)
    found = [items(api, limit=2, offset=offset).status_code for offset in (0, 2, 0, 2, 2)]
    assert found == [200, 200, 200, 500, 200]


def test_lies_hold_beside_another_fault(api: Api) -> None:
    """All lies are told at once and then bent; of two faults that are no lies, the first takes the call."""
    first, second = (
        entry.item for entry in api.world.listing(api.world.cast.own_playlist).versions[0].entries[:2]
    )
    for track in (first, second):
        api.faults.add(kind="lie", times=None, given={"track": track})
    api.faults.add(kind="wrong_total")
    api.faults.add(kind="empty_items")
    page = items(api).json()
    assert (page["total"], [row["item"]["is_playable"] for row in page["items"][:3]]) == (
        13,
        [False, False, True],
    )
    assert items(api).json()["items"] == []
    assert api.faults.fired == {"lie": 4, "wrong_total": 1, "empty_items": 1}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "reset", "given": {"bytes": 1}},
        {"kind": "field_gone"},
        {"kind": "pass", "given": {"seed": 1}},
        {"since": "2026-03-03T06:00:00"},
        {"until": "soon"},
        {"seed": "many"},
    ],
)
def test_what_makes_no_fault_is_refused(api: Api, wrong: dict[str, object]) -> None:
    """Unknown or missing arguments of a kind, and moments without zone, are told at once and planned never."""
    assert api.send("POST", "/_simulator/faults", json=wrong).status_code == 400
    assert api.send("GET", "/_simulator/faults").json() == []
