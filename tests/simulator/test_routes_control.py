"""Tests of the control side: clock, truth, cast and the log of calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.simulator.api import Api

Day = Callable[[float], datetime]


def test_the_clock_is_read_moved_and_set(api: Api) -> None:
    """Advancing and setting tell the new time, and the service lives by it."""
    assert api.send("GET", "/_simulator/clock").json() == {"now": "2026-03-02T06:00:00Z"}
    moved = api.send("POST", "/_simulator/clock", json={"advance_seconds": 3600})
    assert moved.json() == {"now": "2026-03-02T07:00:00Z"}
    api.send("POST", "/_simulator/clock", json={"now": "2026-05-01T00:00:00Z"})
    assert api.clock.now().month == 5


@pytest.mark.parametrize(
    "wrong", ['{"now": "2026-05-01T00:00:00"}', '{"now": "soon"}', "{}", "[]", "no json"]
)
def test_a_wrong_time_is_refused(api: Api, wrong: str) -> None:
    """A moment without zone, nonsense and nothing at all leave the clock as it is."""
    before = api.clock.now()
    assert api.send("POST", "/_simulator/clock", content=wrong).status_code == 400
    assert api.clock.now() == before


def test_the_truth_is_told_up_to_now_or_another_moment(api: Api, day: Day) -> None:
    """The answer equals the Python side's truth, for the moment and the markets asked for."""
    api.world.take_down(api.world.cast.track, day(2), ["DE", "FR"])
    assert api.send("GET", "/_simulator/truth").json()["availability"] == []
    api.days(3)
    assert api.send("GET", "/_simulator/truth").json() == api.world.truth(day(3)).as_json()
    query = {"until": day(9).isoformat(), "markets": "FR"}
    assert (
        api.send("GET", "/_simulator/truth", params=query).json() == api.world.truth(day(9), ["FR"]).as_json()
    )
    assert api.send("GET", "/_simulator/truth", params={"until": "2026-05-01"}).status_code == 400


def test_the_cast_is_told_with_the_credentials(api: Api) -> None:
    """The ids to look at, the invented credentials and the tier can be asked for."""
    found = api.send("GET", "/_simulator/cast").json()
    assert found["own_playlist"] == api.world.cast.own_playlist
    assert (found["client_id"], found["tier"]) == (api.world.cast.client_id, "C")


def test_calls_are_counted_and_listed(api: Api) -> None:
    """Each call is noted with family, status, kind of token and query; control calls are not, and a reset forgets."""
    api.get(f"/tracks/{api.world.cast.track}", by="app", market="US")
    api.get("/me", etag='"x"')
    api.send("GET", "/v1/nonsense")
    found = api.send("GET", "/_simulator/requests", params={"last": 2}).json()
    assert found["total"] == 3
    assert found["by_family"] == {"me": 1, "other": 1, "track": 1}
    assert found["by_status"] == {"200": 2, "401": 1}
    assert [(call["auth"], call["conditional"]) for call in found["last"]] == [
        ("user", True),
        ("none", False),
    ]
    first = next(iter(api.app.state.ledger.calls))
    assert (first.auth, first.query, first.at) == ("app", "market=US", "2026-03-02T06:00:00Z")
    api.send("POST", "/_simulator/reset-requests")
    assert api.send("GET", "/_simulator/requests").json()["total"] == 0


def test_the_data_side_writes_to_nothing_but_lists(api: Api) -> None:
    """Any other writing is not simulated and says so."""
    headers = {"authorization": f"Bearer {api.token('user')}"}
    path = "/v1/me/tracks"
    assert api.send("DELETE", path, headers=headers).status_code == 405
