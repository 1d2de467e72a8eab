"""Tests of lies: whole and consistent answers about another state of the world, and of deeds in mid-call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.simulator.api import Api
from tests.simulator.conftest import OpenApi
from tracker.simulator import small_world

Day = Callable[[float], datetime]


def items(api: Api, **query: Any) -> Any:
    """The own list's items."""
    return api.data(f"/playlists/{api.world.cast.own_playlist}/items", market="DE", **query)


def tracks(api: Api) -> list[str]:
    """The ids that the own list holds at the start."""
    return [entry.item for entry in api.world.listing(api.world.cast.own_playlist).versions[0].entries]


def seen(api: Api) -> list[str]:
    """What the list shows of each place: an id, or how it cannot be played."""
    objects = [row["item"] for row in items(api)["items"]]
    return ["null" if o is None else o["id"] if o["is_playable"] else "unplayable" for o in objects]


@pytest.mark.parametrize(("shown", "listed", "single"), [("unplayable", False, 200), ("null", None, 404)])
def test_a_lie_is_told_everywhere_alike_and_changes_nothing(
    api: Api, shown: str, listed: bool | None, single: int
) -> None:
    """List and direct look-up agree on it; the truth knows nothing of it, and it ends when it is cleared."""
    track = tracks(api)[1]
    api.faults.add(kind="lie", times=None, given={"track": track, "shown": shown})
    found = items(api)["items"][1]["item"]
    assert (found and found["is_playable"]) is listed
    assert api.get(f"/tracks/{track}", market="DE").status_code == single
    assert api.world.truth(api.clock.now()).availability == ()
    api.faults.clear()
    assert seen(api) == tracks(api)


def test_what_is_gone_can_be_shown_as_playable(api: Api, day: Day) -> None:
    """A lie goes both ways, and may be told by one family of endpoints only."""
    track = tracks(api)[0]
    api.world.take_down(track, day(0), way="null")
    api.faults.add(kind="lie", family="track", times=None, given={"track": track, "shown": "playable"})
    assert api.data(f"/tracks/{track}", market="DE")["is_playable"] is True
    assert seen(api)[0] == "null"


def test_another_id_answers(api: Api) -> None:
    """Once, or in every second span of a flapping link."""
    first, *_, last = tracks(api)
    api.faults.add(kind="lie", given={"track": first, "shown": "playable", "via": last})
    assert seen(api)[0] == last
    api.faults.add(kind="flap", times=None, given={"track": first, "via": last, "every_h": 24.0})
    found = []
    for _ in range(4):
        found.append(seen(api)[0])
        api.days(1)
    assert found == [first, last, first, last]


@pytest.mark.parametrize("lasting", [1, 3])
def test_random_lies_follow_seed_and_time_alone(open_api: OpenApi, lasting: int) -> None:
    """Two services tell the same lies, however often they are asked; each lasts as long as was planned."""
    stories = []
    for asks in (1, 2):
        api = open_api(over=small_world())
        api.faults.add(
            kind="lies", times=None, given={"seed": 5, "chance": 0.2, "lasting": lasting, "every_h": 24.0}
        )
        story = []
        for _ in range(40):
            story.append([seen(api) for _ in range(asks)][-1])
            api.days(1)
        stories.append(story)
    assert stories[0] == stories[1]
    truth = tracks(api)
    false = [now for now in stories[0] if now != truth]
    assert 2 <= len(false) <= 35
    runs = "".join("x" if now != truth else " " for now in stories[0]).split()
    assert min(len(run) for run in runs[1:-1]) >= lasting


def test_a_stale_copy_shows_an_older_world(api: Api, day: Day) -> None:
    """It lags behind, or has stood still, with its list and with what can be played."""
    first, second, *_ = tracks(api)
    api.world.take_down(first, day(1))
    api.world.edit_playlist(api.world.cast.own_playlist, day(2), remove=[1])
    api.days(3)
    assert seen(api)[0] == "unplayable"
    api.faults.add(kind="stale", given={"hours": 36.0})
    assert seen(api)[:2] == ["unplayable", second]
    api.faults.add(kind="stale", times=2, given={"at": day(0).isoformat()})
    assert [seen(api)[0] for _ in range(3)] == [first, first, "unplayable"]


def test_the_market_is_ignored(api: Api, day: Day) -> None:
    """The answer is another country's, or says nothing of what can be played."""
    api.world.take_down(tracks(api)[2], day(0), ["FR"])
    assert seen(api) == tracks(api)
    api.faults.add(kind="other_market", given={"market": "FR"})
    assert seen(api)[2] == "unplayable"
    api.faults.add(kind="no_market")
    assert "is_playable" not in items(api)["items"][0]["item"]


def test_pages_are_smaller_or_shifted(api: Api) -> None:
    """A smaller page says so; a shifted one claims the asked offset, or admits its own."""
    api.faults.add(kind="smaller_page", given={"limit": 4})
    page = items(api, limit=50)
    assert (len(page["items"]), page["limit"], page["total"]) == (4, 4, 6)
    ids = tracks(api)
    for by, hidden in ((1, True), (-1, False)):
        api.faults.add(kind="shifted", given={"by": by, "hidden": hidden})
        page = items(api, limit=2, offset=2)
        assert [row["item"]["id"] for row in page["items"]] == ids[2 + by : 4 + by]
        assert page["offset"] == (2 if hidden else 2 + by)


def test_the_owner_edits_between_two_pages(api: Api) -> None:
    """The call that meets the edit sees it already, and the truth tells of it."""
    listing = api.world.cast.own_playlist
    api.faults.add(
        kind="edit", page=1, given={"playlist": listing, "remove": [0], "add": [api.world.cast.track]}
    )
    before, after = items(api, limit=2)["items"], items(api, limit=2, offset=2)["items"]
    ids = tracks(api)
    assert [row["item"]["id"] for row in (*before, *after)] == [ids[0], ids[1], ids[3], ids[4]]
    assert {row.kind for row in api.world.truth(api.clock.now()).edits} == {"removed", "added"}


def test_refresh_tokens_begin_to_rotate(api: Api) -> None:
    """From the call of the fault on, a refresh gives a new refresh token, whose use ends the old one."""
    app = api.accounts.app
    code = api.accounts.consent(frozenset(), "http://127.0.0.1/", None)
    old = api.accounts.exchange(code, "http://127.0.0.1/", None, proven=True)["refresh_token"]
    form = {"grant_type": "refresh_token", "client_id": app.client_id}

    def refreshed(token: str) -> Any:
        return api.send("POST", "/api/token", data={**form, "refresh_token": token}).json()

    assert "refresh_token" not in refreshed(old)
    api.faults.add(kind="rotate", family="token")
    new = refreshed(old)["refresh_token"]
    assert refreshed(new)["refresh_token"] not in {old, new}
    assert refreshed(old)["error"] == "invalid_grant"
