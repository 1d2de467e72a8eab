"""The JSON API over a real socket: the same objects as the command line's, in parts, and a page that explains them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.story import told
from tests.web.test_page import get
from tracker.core.jsonform import event_json, status_json, track_json
from tracker.core.ports import EventFilter
from tracker.simulator import running
from tracker.usecases.telling import standing, with_next
from tracker.web.api.examples import EXAMPLES
from tracker.web.app import create_web

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.living import Living


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Living, str]]:
    """A program with something on record, and where it is served."""
    with told(tmp_path_factory.mktemp("home")) as life, running(create_web(life.app)) as address:
        yield life, address


def asked(address: str, path: str) -> Any:
    """The answer of a question that has one."""
    page = get(address, path)
    assert page.status == 200, page.text
    assert page.headers["Content-Type"] == "application/json"
    return json.loads(page.text)


def test_events_are_those_of_the_command_line(story: tuple[Living, str]) -> None:
    """Key by key, value by value, in the same order."""
    life, address = story
    events = life.app.store.events(EventFilter())
    answer = asked(address, "/api/events")
    assert len(events) >= 2
    assert answer == {"items": [event_json(event) for event in events], "next": None}
    assert [list(item) for item in answer["items"]] == [list(event_json(event)) for event in events]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("status=confirmed", 1),
        ("status=suspected&kind=vanished", 1),
        ("kind=returned", 0),
        ("market=US", 0),
        ("market=DE&watch=1&since=2026-03-03", 1),
        ("watch=2", 0),
        ("track=0000000000000000000000", 0),
    ],
)
def test_events_are_filtered(story: tuple[Living, str], wanted: str, found: int) -> None:
    """Each filter leaves out what it should, and they add up."""
    _, address = story
    assert len(asked(address, f"/api/events?{wanted}")["items"]) == found


@pytest.mark.parametrize("path", ["/api/events?", "/api/checks?watch=1&", "/api/watches/1/entries?"])
def test_parts_add_up_to_the_whole(story: tuple[Living, str], path: str) -> None:
    """Asking on after `next` gives everything once, whatever the size of the parts."""
    _, address = story
    whole = asked(address, f"{path}limit=500")
    parts: list[Any] = []
    after: int | None = 0
    while after is not None:
        part = asked(address, f"{path}limit=1&after={after}")
        assert len(part["items"]) == 1
        parts += part["items"]
        after = part["next"]
    assert whole == {"items": parts, "next": None}
    assert len(parts) > 1


def test_entries_tell_the_state_of_each_track(story: tuple[Living, str]) -> None:
    """The one that vanished is not playable since a time between two checks; the others are."""
    life, address = story
    (gone,) = (event.track_id for event in life.app.store.events(EventFilter()) if event.confirmed_at)
    entries = asked(address, "/api/watches/1/entries")["items"]
    states = {entry["track"]["id"]: entry["markets"]["DE"] for entry in entries}
    assert len(states) == 6
    assert {track for track, state in states.items() if state["state"] != "playable"} == {gone}
    assert states[gone]["last_before"] < states[gone]["first_seen"]
    assert all(entry["track"]["title"] for entry in entries)


def test_status_and_track_are_those_of_the_command_line(story: tuple[Living, str]) -> None:
    """The shapes of the API leave nothing out of them and add nothing."""
    life, address = story
    app = life.app
    (event, *_) = app.store.events(EventFilter())
    view = app.store.track(event.track_id or "")
    assert view is not None
    assert asked(address, f"/api/tracks/{view.id}") == track_json(view)
    now, login = app.clock.now(), app.login_view()
    state = standing(app.store, now, app.limits, login.expires_at)
    budget = with_next(state.budget, app.store)
    whole = status_json(state.watches, budget, login, now=now, told=state.notices)
    answer = asked(address, "/api/status")
    assert answer == whole
    assert asked(address, "/api/watches") == {"items": answer["watches"]}


def test_examples_have_every_key_of_real_answers(story: tuple[Living, str]) -> None:
    """What the description shows is what comes: the same keys in the same order."""
    _, address = story
    paths = {"events": "events", "checks": "checks", "entries": "watches/1/entries", "watches": "watches"}
    for name, path in paths.items():
        real = asked(address, f"/api/{path}")
        assert list(real) == list(EXAMPLES[name])
        assert list(real["items"][0]) == list(EXAMPLES[name]["items"][0])


def test_what_is_not_there_is_said(story: tuple[Living, str]) -> None:
    """One plain line each, and the code that fits."""
    _, address = story
    for path, line in (
        ("watches/7/entries", "There is no such watch."),
        (f"tracks/{'0' * 22}", "No watch has held this track."),
    ):
        page = get(address, f"/api/{path}")
        assert (page.status, json.loads(page.text)) == (404, {"detail": line})
    assert get(address, "/api/events?since=2026-02-30").status == 422
    assert get(address, "/api/events?limit=501").status == 422


def test_the_page_explains_every_address(story: tuple[Living, str]) -> None:
    """Path, parameters and example of each, without a script or a style from elsewhere."""
    _, address = story
    page = get(address, "/api/docs").text
    described = asked(address, "/api/openapi.json")
    assert len(described["paths"]) == len(EXAMPLES)
    for path, deeds in described["paths"].items():
        assert f"GET {path}</code>" in page
        assert all(f"<code>{each['name']}</code>" in page for each in deeds["get"].get("parameters", []))
    assert page.count("<pre") == len(EXAMPLES)
    assert "cdn" not in page
    assert "<style" not in page


def test_gaps_are_told_while_they_last(tmp_path: Path) -> None:
    """A list that cannot be read opens one; `still` leaves it out once it is over, and the whole list never."""
    with told(tmp_path) as life, running(create_web(life.app)) as address:
        own = life.world.cast.own_playlist
        watch = life.watch(f"playlist:{own}")
        life.check(watch)
        life.service.state.faults.add(family="playlist_items", status=500, times=None)
        life.check(watch, hours=24)
        life.service.state.faults.clear()
        (gap,) = asked(address, "/api/gaps?still=true&watch=2")["items"]
        assert (gap["track"], gap["market"], gap["until"]) == (None, "DE", None)
        assert asked(address, "/api/gaps?watch=1")["items"] == []
        life.check(watch, hours=24)
        assert asked(address, "/api/gaps?still=true")["items"] == []
        (over,) = asked(address, "/api/gaps")["items"]
        assert over["gap"] == gap["gap"]
        assert over["until"] is not None
