"""The stand-in for MusicBrainz: what it knows, in which words, and whom it refuses."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tracker.simulator import SimClock, World, build_world, create_app, small_world
from tracker.simulator.open_data import Knowing, OpenData

AGENT = "some-program/1.0 ( owner@tracks.example )"


def ask(app: Any, path: str, agent: str = AGENT) -> tuple[int, Any, Mapping[str, str]]:
    """Status, body and headers of one question."""

    async def asked() -> httpx.Response:
        way = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=way, base_url="http://simulator") as client:
            return await client.get(f"/musicbrainz/ws/2{path}", headers={"User-Agent": agent})

    reply = asyncio.run(asked())
    return reply.status_code, reply.json(), reply.headers


def served(world: World) -> tuple[Any, SimClock]:
    """The app over a world, and its clock."""
    clock = SimClock(world.start)
    return create_app(world, clock), clock


def first(world: World) -> Any:
    """A track of the world."""
    return next(iter(world.catalog.tracks.values()))


def test_most_of_the_catalogue_is_known_and_not_all() -> None:
    """Of a thousand recordings about eight in ten by ISRC, the rest by link, twice, or not; equal words and others."""
    world = small_world(1000)
    data = OpenData(world)
    ways = Counter(data.knowing(track.isrc) for track in world.catalog.tracks.values())
    assert 750 <= ways["isrc"] <= 850
    assert all(ways[way] >= 10 for way in ("link", "takes", "twins", "none"))
    truth = [(track, data.named(track.id)) for track in world.catalog.tracks.values()]
    same = sum(named is not None and named.title == track.name for track, named in truth)
    assert 300 <= same <= 700


def test_an_isrc_is_answered_with_credits_where_they_are_wanted() -> None:
    """And a recording has the same id in every world of that seed."""
    world = small_world()
    app, _ = served(world)
    track = first(world)
    app.state.open_data.decide(track.id, "isrc")
    status, body, _ = ask(app, f"/isrc/{track.isrc}?inc=artist-credits&fmt=json")
    assert (status, body["isrc"], len(body["recordings"])) == (200, track.isrc, 1)
    (recording,) = body["recordings"]
    assert recording["artist-credit"][0]["artist"]["name"] == "The Paper Compass"
    assert "artist-credit" not in ask(app, f"/isrc/{track.isrc}")[1]["recordings"][0]
    again = OpenData(small_world())
    again.decide(track.id, "isrc")
    assert [each.mbid for each in again.by_isrc(track.isrc)] == [recording["id"]]


def test_several_pages_are_answered_as_a_list_and_one_bare() -> None:
    """As the real one does; what is not known is left out of the list, and 404 alone."""
    world = small_world()
    app, _ = served(world)
    known, other = list(world.catalog.tracks)[:2]
    app.state.open_data.decide(known, "link")
    app.state.open_data.decide(other, "none")
    page = "resource=https://open.spotify.com/track/"
    one = ask(app, f"/url?{page}{known}&inc=recording-rels&fmt=json")
    assert (one[0], len(one[1]["relations"])) == (200, 1)
    both = ask(app, f"/url?{page}{known}&{page}{other}&inc=recording-rels&fmt=json")
    assert (both[1]["url-count"], [row["resource"][-22:] for row in both[1]["urls"]]) == (1, [known])
    assert ask(app, f"/url?{page}{other}")[0] == 404
    assert ask(app, f"/url?{page}{other}&{page}{other}")[1]["url-count"] == 0


@pytest.mark.parametrize("agent", ["python-httpx/0.28", "", "Mozilla/5.0 (X11; Linux)", "x ( y )"])
def test_who_does_not_say_who_asks_is_refused(agent: str) -> None:
    """A program, its version and how its operator is reached: all of it."""
    app, _ = served(small_world())
    assert ask(app, "/isrc/ZZSIM1900001", agent)[0] == 403


def test_too_fast_is_told_by_503_with_a_time_to_wait() -> None:
    """On simulated time, once the limit is switched on."""
    app, clock = served(small_world())
    assert [ask(app, "/isrc/ZZXXX1900001")[0] for _ in range(3)] == [404, 404, 404]
    app.state.open_data.beat.seconds = 1.0
    ask(app, "/isrc/ZZXXX1900001")
    status, body, headers = ask(app, "/isrc/ZZXXX1900001")
    assert (status, headers["retry-after"], "rate limit" in body["error"]) == (503, "1", True)
    clock.advance(timedelta(seconds=1))
    assert ask(app, "/isrc/ZZXXX1900001")[0] == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [("/isrc/nonsense", 400), ("/url", 400), ("/recording/x", 404), (f"/url?{'resource=x&' * 101}", 400)],
)
def test_what_it_does_not_know_is_said(path: str, status: int) -> None:
    """In the form of the real one's errors."""
    app, _ = served(small_world())
    told = ask(app, path)
    assert (told[0], sorted(told[1])) == (status, ["error", "help"])


def test_two_takes_differ_in_length_and_twins_do_not() -> None:
    """So that one can be told from the other, or cannot."""
    world = small_world()
    data, track = OpenData(world), first(world)
    ways: tuple[tuple[Knowing, bool], ...] = (("takes", True), ("twins", False))
    for way, apart in ways:
        data.decide(track.id, way)
        one, other = data.by_isrc(track.isrc)
        assert one.mbid != other.mbid
        assert (abs((one.length_ms or 0) - (other.length_ms or 0)) > 2000) is apart
    assert data.named(track.id) is None
    with pytest.raises(ValueError, match="no such way"):
        data.decide(track.id, "rumour")  # type: ignore[arg-type]


def test_a_reissue_is_the_same_recording() -> None:
    """Tracks of one ISRC have one recording, in one wording."""
    world = build_world(seed=7, days=30)
    data = OpenData(world)
    isrcs = [track.isrc for track in world.catalog.tracks.values()]
    twice = next(
        isrc for isrc, number in Counter(isrcs).items() if number > 1 and data.knowing(isrc) == "isrc"
    )
    named = {data.named(track.id) for track in world.catalog.same_recording(twice)}
    assert len({(each.mbid, each.title) for each in named if each}) == 1
