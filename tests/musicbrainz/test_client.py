"""Asking the stand-in for MusicBrainz over loopback: what is asked, how fast, and what refusals and rubbish come to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.net.test_http import OK, saying, served
from tests.spotify.rig import SteppingClock
from tracker.core.errors import LookFailed, Parked, Passing, UsageError
from tracker.musicbrainz.client import MusicBrainz, user_agent
from tracker.simulator import SimClock, World, create_app, running, small_world

AGENT = user_agent("0.1.0", "owner@tracks.example")


@dataclass
class Scene:
    """A client before the stand-in, on simulated time."""

    world: World
    state: Any
    clock: SteppingClock
    names: MusicBrainz

    def track(self, place: int = 0) -> Any:
        """A track of the world's own list."""
        listing = self.world.listing(self.world.cast.own_playlist)
        return self.world.catalog.tracks[listing.version_at(self.world.start).entries[place].item]


@contextmanager
def scene(agent: str = AGENT) -> Iterator[Scene]:
    """Serve a small world, and ask it."""
    world = small_world()
    sim = SimClock(world.start)
    app = create_app(world, sim)
    with running(app) as address:
        clock = SteppingClock(sim)
        names = MusicBrainz(f"{address}/musicbrainz/ws/2/", agent, clock)
        try:
            yield Scene(world, app.state, clock, names)
        finally:
            names.close()


@pytest.fixture
def at() -> Iterator[Scene]:
    """The usual scene."""
    with scene() as made:
        yield made


def test_an_isrc_leads_to_its_recording(at: Scene) -> None:
    """In the words of the open database, with id and length."""
    track = at.track()
    at.state.open_data.decide(track.id, "isrc")
    (found,) = at.names.by_isrc(track.isrc)
    truth = at.state.open_data.named(track.id)
    assert (found.mbid, found.title, found.length_ms) == (truth.mbid, truth.title, track.duration_ms)
    assert found.artists == tuple(credited for credited, _ in truth.artists)


def test_what_is_not_known_there_is_none(at: Scene) -> None:
    """A 404 is an answer: there is nothing."""
    track = at.track()
    at.state.open_data.decide(track.id, "none")
    assert at.names.by_isrc(track.isrc) == ()
    assert at.names.by_links([track.id]) == {track.id: ()}


def test_two_recordings_of_one_isrc_are_both_told(at: Scene) -> None:
    """Which of them it is, is not decided here."""
    track = at.track()
    at.state.open_data.decide(track.id, "twins")
    assert len({found.mbid for found in at.names.by_isrc(track.isrc)}) == 2


@pytest.mark.parametrize("number", [1, 2, 6])
def test_links_are_asked_for_together(at: Scene, number: int) -> None:
    """One question for all of them, whether it is answered bare or as a list."""
    tracks = [at.track(place) for place in range(number)]
    for track in tracks:
        at.state.open_data.decide(track.id, "link")
    found = at.names.by_links([track.id for track in tracks])
    assert [[each.mbid for each in found[track.id]] for track in tracks] == [
        [at.state.open_data.named(track.id).mbid] for track in tracks
    ]
    assert at.state.ledger.as_json(100)["total"] == 1


def test_a_page_that_is_not_linked_is_left_out(at: Scene) -> None:
    """Of several pages only the known ones come back; the others lead to nothing."""
    known, other = at.track(0), at.track(1)
    at.state.open_data.decide(known.id, "link")
    at.state.open_data.decide(other.id, "isrc")
    found = at.names.by_links([other.id, known.id])
    assert (found[other.id], len(found[known.id])) == ((), 1)


def test_it_asks_only_for_names_and_says_who_asks() -> None:
    """Nothing that is not CC0 is ever asked for; no token goes along, but the operator's address does."""
    empty = OK + b"Connection: close\r\n\r\n{}"
    with served(saying(empty)) as (url, heard):
        names = MusicBrainz(f"{url}/ws/2", AGENT, SteppingClock(SimClock(small_world().start)))
        names.by_isrc("ZZSIM1900001")
        names.by_links(["t1", "t2"])
        names.close()
    first, second = (asked.decode() for asked in heard)
    assert first.startswith("GET /ws/2/isrc/ZZSIM1900001?inc=artist-credits&fmt=json HTTP/1.1\r\n")
    page = "https%3A%2F%2Fopen.spotify.com%2Ftrack%2F"
    line = second.split("\r\n", 1)[0]
    assert f"resource={page}t1&resource={page}t2&inc=recording-rels" in line
    assert re.search(r"inc=recording-rels(\+|%20)artist-credits&fmt=json", line)
    for asked in (first, second):
        assert f"\r\nUser-Agent: disappearing-tracks/0.1.0 ( owner@tracks.example )\r\n" in asked  # noqa: F541
        assert "authorization" not in asked.lower()
        assert not re.search("tags|ratings|genres|annotation", asked)


def test_never_two_questions_within_a_second(at: Scene) -> None:
    """On the clock that it goes by, whatever comes between, also where that clock is set back."""
    asked = []
    at.state.open_data.beat.seconds = 1.0
    for wait in (0, 0.5, 3, 0, -7200, 0, 0):
        at.clock.sim.advance(timedelta(seconds=wait))
        at.names.by_isrc("ZZXXX0000000")
        asked.append((at.clock.now(), wait))
    assert all(
        (later - earlier).total_seconds() >= 1.0
        for (earlier, _), (later, wait) in pairwise(asked)
        if wait >= 0
    )
    assert max(at.clock.sleeps) <= 1.1


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_refusal_is_a_pause_as_long_as_it_says(at: Scene, status: int) -> None:
    """Nothing is asked again by itself: one call, one error with the time to wait for."""
    at.state.faults.add(family="mb_isrc", status=status, body="busy", headers={"retry-after": "300"})
    with pytest.raises(Parked) as pause:
        at.names.by_isrc(at.track().isrc)
    assert pause.value.until == at.clock.now() + timedelta(seconds=300)
    assert at.state.ledger.as_json(100)["total"] == 1


@pytest.mark.parametrize(
    ("word", "seconds"),
    [
        (None, 60),
        ("nonsense", 60),
        ("0", 60),
        ("-5", 60),
        ("90", 90),
        ("500000", 86_400),
        ("99999999", 86_400),
        ("1e9", 60),
    ],
)
def test_what_a_refusal_says_is_believed_within_reason(at: Scene, word: str | None, seconds: int) -> None:
    """Without sense it is a minute, and never more than a day."""
    headers = {} if word is None else {"retry-after": word}
    at.state.faults.add(family="mb_isrc", status=503, body="busy", headers=headers)
    with pytest.raises(Parked) as pause:
        at.names.by_isrc(at.track().isrc)
    assert pause.value.until == at.clock.now() + timedelta(seconds=seconds)


def test_refusals_in_a_row_make_longer_pauses(at: Scene) -> None:
    """Twice as long each time, until it answers again."""
    waits = []
    at.state.faults.add(family="mb_isrc", status=503, body="busy", times=3)
    at.state.faults.add(family="mb_isrc", status=503, body="busy", skip=1, times=1)
    for _ in range(5):
        try:
            at.names.by_isrc(at.track().isrc)
        except Parked as pause:
            waits.append((pause.until - at.clock.now()).total_seconds())
    assert waits == [60, 120, 240, 60]


def test_the_real_limit_is_told_by_503(at: Scene) -> None:
    """The stand-in refuses what comes too fast, as the real one does; what keeps the pace is never refused."""
    at.state.open_data.beat.seconds = 2.0
    at.names.by_isrc("ZZXXX0000000")
    with pytest.raises(Parked):
        at.names.by_isrc("ZZXXX0000000")
    at.clock.sim.advance(timedelta(seconds=60))
    assert at.names.by_isrc("ZZXXX0000000") == ()


def test_a_program_without_a_name_is_refused() -> None:
    """The stand-in knows a User-Agent that says nothing, and what it says is told in one line."""
    with scene(agent="python-httpx/0.28") as at, pytest.raises(Parked, match="TRACKER_CONTACT"):
        at.names.by_isrc(at.track().isrc)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500, "body": "oops"},
        {"status": 400, "body": '{"error": "Invalid isrc."}'},
        {"status": 301, "body": "", "headers": {"location": "https://tracks.example/"}},
        {"status": 200, "body": "<html>hello</html>", "headers": {"content-type": "text/html"}},
        {"status": 200, "body": "{", "headers": {"content-type": "application/json"}},
        {"status": 200, "body": "[1]", "headers": {"content-type": "application/json"}},
        {"status": 200, "body": "[" * 5000, "headers": {"content-type": "application/json"}},
        {"status": 404, "body": "<html>not here</html>", "headers": {"content-type": "text/html"}},
        {"kind": "html"},
        {"kind": "huge"},
        {"kind": "bomb"},
    ],
)
def test_rubbish_is_no_answer(at: Scene, fault: dict[str, Any]) -> None:
    """It never says that a recording is unknown, and raises nothing but the error for an unreadable answer."""
    at.state.faults.add(family="mb_isrc", **fault)
    with pytest.raises(Passing) as failure:
        at.names.by_isrc(at.track().isrc)
    assert failure.value.why == "unreadable"


@pytest.mark.parametrize("kind", ["reset", "cut", "truncate"])
def test_a_broken_line_is_a_pause(at: Scene, kind: str) -> None:
    """Nothing follows for the track: all of it waits."""
    at.state.faults.add(family="mb_isrc", kind=kind)
    with pytest.raises(LookFailed) as failure:
        at.names.by_isrc(at.track().isrc)
    assert isinstance(failure.value, Parked) or getattr(failure.value, "why", "") == "unreadable"


def test_nobody_there_is_a_pause() -> None:
    """A mirror that is down is waited for."""
    names = MusicBrainz("http://127.0.0.1:9/ws/2", AGENT, SteppingClock(SimClock(small_world().start)))
    with pytest.raises(Parked, match="gives no answer"):
        names.by_isrc("ZZSIM1900001")
    names.close()


@pytest.mark.parametrize(
    "address", ["", "musicbrainz.org/ws/2", "ftp://mirror.example", "https://u:p@x.example"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    """Before anything is asked; a mirror in one's own network may well speak plain http."""
    clock = SteppingClock(SimClock(small_world().start))
    with pytest.raises(UsageError, match="ws/2"):
        MusicBrainz(address, AGENT, clock)
    MusicBrainz("http://mirror.lan:5000/ws/2", AGENT, clock).close()
