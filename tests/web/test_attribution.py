"""Where the service's words stand, there stands whose they are, and beside each the link to the thing itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.cli.terminal import terminal
from tests.web.test_feeds import renewed
from tests.web.test_home import served
from tests.web.test_page import get
from tracker.core.messages import Dialect, body_text, compose
from tracker.core.ports import EventFilter
from tracker.report.formats import Format, render
from tracker.simulator import World, small_world
from tracker.usecases.telling import tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.living import Living

HOUR = timedelta(hours=1)
# Lists stand with their link on these; on others (activity, a track) their names lead to their own page.
PAGES = (
    "/",
    "/watches",
    "/watches/1",
    "/watches/2",
    "/map",
    "/incidents",
    "/report",
    "/settings",
)
SOURCE = "Data from"


def eventful() -> World:
    """A list and an album in which tracks vanish, come back, are relinked, put in and taken out."""
    world = small_world(tracks=10)
    cast, start = world.cast, world.start
    tracks = [track.id for track in world.catalog.tracks_of(cast.album)]
    world.take_down(tracks[0], start + HOUR)
    world.take_down(tracks[1], start + HOUR)
    world.restore(tracks[1], start + 60 * HOUR)
    world.take_down(tracks[2], start + 90 * HOUR)
    single = world.add_album("Once More", [cast.artist], album_type="single")
    other = world.add_track(
        "Another Name Altogether", single.id, isrc_code=world.catalog.tracks[tracks[3]].isrc
    )
    world.relink(tracks[3], other.id, start + HOUR)
    cast = world.cast = replace(cast, own_playlist=world.add_playlist("Rainy Tuesdays", tracks))
    world.edit_playlist(cast.own_playlist, start + 2 * HOUR, remove=(8,), add=(cast.track,))
    return world


def lived(life: Living) -> None:
    """Watch both, and look until most is confirmed and one vanish is still suspected."""
    cast = life.world.cast
    watches = [life.watch(f"playlist:{cast.own_playlist}"), life.watch(f"album:{cast.album}")]
    for hours in (0, 24, 24, 24, 24):
        life.sim.advance(timedelta(hours=hours))
        for watch in watches:
            life.check(watch)
        if life.sim.now() < life.world.start + 90 * HOUR:
            life.confirm()


def links(world: World, *, lists: bool) -> Iterator[tuple[str, str]]:
    """Each name of a track (and, `lists`, of a watch) that the service could tell, with the address of what it names."""
    for track in world.catalog.tracks.values():
        yield track.name, f"https://open.spotify.com/track/{track.id}"
    if not lists:
        return
    cast = world.cast
    yield world.catalog.albums[cast.album].name, f"https://open.spotify.com/album/{cast.album}"
    yield world.listing(cast.own_playlist).name, f"https://open.spotify.com/playlist/{cast.own_playlist}"


def unlinked(world: World, text: str, *, lists: bool = True) -> tuple[list[str], int]:
    """The names in a text without their links, and how many names it holds."""
    named = [
        (name, link) for name, link in links(world, lists=lists) if re.search(rf"\b{re.escape(name)}\b", text)
    ]
    return [name for name, link in named if link not in text], len(named)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Living, str]]:
    """The program after some days in that world, and the address of its pages."""
    with served(eventful(), tmp_path_factory.mktemp("story")) as (life, address):
        lived(life)
        yield life, address


@pytest.mark.parametrize("form", list(Format))
def test_every_form_of_the_report_names_its_source_and_links_each_row(
    story: tuple[Living, str], form: Format
) -> None:
    """Not one name without the way to what it names."""
    life, _ = story
    text = unescape(render(tell(life.app.store, life.app.clock.now(), None), form))
    missing, named = unlinked(life.world, text)
    assert (missing, named >= 5) == ([], True)
    assert SOURCE in text


def test_every_page_names_its_source_and_links_each_row(story: tuple[Living, str]) -> None:
    """Also the pages of single tracks and watches."""
    life, address = story
    track = next(iter(life.world.catalog.tracks_of(life.world.cast.album))).id
    total = 0
    for path in (*PAGES, "/activity", f"/tracks/{track}"):
        text = unescape(get(address, path).text)
        missing, named = unlinked(life.world, text, lists=path in PAGES)
        assert missing == [], path
        assert SOURCE in text, path
        total += named
    assert total > 30


def test_feeds_and_the_interface_for_programs_link_what_they_name(story: tuple[Living, str]) -> None:
    """The feeds say whose data it is as well."""
    life, address = story
    secret = renewed(life, address)
    for path in (f"{secret}/events.atom", f"{secret}/events.ics"):
        text = unescape(get(address, path).text).replace("\r\n ", "").replace("\\,", ",")
        missing, named = unlinked(life.world, text, lists=False)  # a row is about its track
        assert (missing, named >= 3) == ([], True), path
        assert SOURCE in text
    answer = get(address, "/api/events").text
    for event in json.loads(answer)["items"]:
        if event["track"]:
            assert event["track"]["link"].endswith(event["track"]["id"])


def test_messages_link_what_they_name(story: tuple[Living, str]) -> None:
    """However many events they tell of."""
    life, _ = story
    events = [event for event in life.app.store.events(EventFilter()) if event.track_id]
    message = compose("k", events, [])
    text = body_text(message, Dialect.PLAIN, 100_000)
    missing, named = unlinked(life.world, text, lists=False)
    assert (missing, named >= 4) == ([], True)
    assert text.endswith("Data from Spotify.")
    assert message.facts["attribution"] == "Data from Spotify."


def test_show_and_events_say_whose_data_it_is(tmp_path: Path) -> None:
    """In a terminal it is a line of text."""
    with terminal(tmp_path) as shell:
        album = shell.world.cast.album
        track = shell.world.catalog.tracks_of(album)[0]
        shell.run("watch", "add", f"album:{album}")
        shell.run("check")
        told = shell.run("show", track.id).stdout
        assert track.name in told
        assert f"https://open.spotify.com/track/{track.id}" in told
        assert "Data from Spotify (https://open.spotify.com)." in told
