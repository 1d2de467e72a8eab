"""What becomes of a change in the service: over real HTTP, through the client, into a real database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.living import living
from tracker.core.history import EventKind, State, Status
from tracker.simulator import Fault, small_world
from tracker.simulator.standing import Way

VANISHED, RETURNED, RELINKED = EventKind.VANISHED, EventKind.RETURNED, EventKind.RELINKED
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("way", ["unplayable", "null", "empty", "missing"])
def test_every_way_to_vanish_is_confirmed_with_its_name(tmp_path: Path, database_url: str, way: Way) -> None:
    """Greyed out, null, nameless or 404: suspected, confirmed, under the name it had, between the right instants."""
    world = small_world()
    track = world.listing(world.cast.own_playlist).versions[0].entries[2].item
    gone_at = world.start + 5 * HOUR
    world.take_down(track, gone_at, way=way)
    with living(world, tmp_path, database=database_url) as life:
        watch = life.watch(f"playlist:{world.cast.own_playlist}")
        life.check(watch)
        assert life.check(watch, hours=24).recorded.suspected
        life.confirm()
        assert life.told() == [(VANISHED, track)]
        view = life.app.store.track(track)
        assert view is not None
        (event,) = view.events
        assert event.last_seen_at is not None
        assert event.last_seen_at < gone_at < event.first_missed_at
        assert view.names[0].title == world.catalog.tracks[track].name
        assert len(event.checks) >= 4
        assert event.state is (State.GONE if way in {"null", "empty"} else State.UNPLAYABLE)


def test_return_is_an_event_and_both_spells_stay(tmp_path: Path) -> None:
    """Gone and back again is two events and three spells, and nothing of the first is erased."""
    world = small_world()
    track = world.listing(world.cast.own_playlist).versions[0].entries[0].item
    world.take_down(track, world.start + 5 * HOUR)
    world.restore(track, world.start + 60 * HOUR)
    with living(world, tmp_path) as life:
        watch = life.watch(f"playlist:{world.cast.own_playlist}")
        for hours in (0, 24, 48):
            life.check(watch, hours=hours)
            life.confirm()
        assert life.told() == [(VANISHED, track), (RETURNED, track)]
        view = life.app.store.track(track)
        assert view is not None
        assert [spell.target.state for spell in view.spells] == ["playable", "unplayable", "playable"]


def test_relink_is_relinked_and_not_lost_and_found(tmp_path: Path) -> None:
    """In the reduced API only the id that answers is seen; the entry is recognised all the same."""
    world = small_world()
    old = world.listing(world.cast.own_playlist).versions[0].entries[1].item
    album = world.add_album("Maps of the Attic (New Edition)", [world.cast.artist])
    known = world.catalog.tracks[old]
    new = world.add_track(known.name, album.id, isrc_code=known.isrc, duration_ms=known.duration_ms).id
    world.relink(old, new, world.start + 5 * HOUR)
    with living(world, tmp_path) as life:
        watch = life.watch(f"playlist:{world.cast.own_playlist}")
        life.check(watch)
        life.check(watch, hours=24)
        life.confirm()
        assert life.told() == [(RELINKED, old)]


def test_own_edits_are_edits(tmp_path: Path) -> None:
    """Taking out, putting in and moving are the owner's doing: two events, and no track lost."""
    world = small_world()
    items = [entry.item for entry in world.listing(world.cast.own_playlist).versions[0].entries]
    world.edit_playlist(
        world.cast.own_playlist, world.start + 5 * HOUR, remove=[0], move=(1, 3), add=[world.cast.track]
    )
    with living(world, tmp_path) as life:
        watch = life.watch(f"playlist:{world.cast.own_playlist}")
        life.check(watch)
        life.check(watch, hours=24)
        told = sorted(life.told(*Status))
        assert told == [(EventKind.ENTRY_ADDED, world.cast.track), (EventKind.ENTRY_REMOVED, items[0])]


def test_album_in_another_market_is_looked_at_with_the_apps_own_login(tmp_path: Path) -> None:
    """What leaves one market only is told for that market only."""
    world = small_world()
    track = world.catalog.tracks_of(world.cast.album)[1].id
    world.take_down(track, world.start + 5 * HOUR, ["US"])
    with living(world, tmp_path) as life:
        watch = life.watch(f"album:{world.cast.album}", "DE", "US")
        for hours in (0, 24):
            life.check(watch, "DE", hours=hours)
            life.check(watch, "US")
        life.confirm()
        view = life.app.store.track(track)
        assert view is not None
        assert [(e.kind, e.market) for e in view.events] == [(VANISHED, "US")]


@pytest.mark.parametrize("link", ["artist", "track", "saved-tracks", "saved-albums", "album"])
def test_every_kind_of_source_can_be_watched(tmp_path: Path, link: str) -> None:
    """Whatever is chosen, a vanish in it is confirmed, and nothing else is told."""
    world = small_world()
    cast = world.cast
    track = cast.track if link == "track" else world.catalog.tracks_of(cast.album)[0].id
    world.edit_playlist("saved-tracks", world.start, add=[track])
    world.edit_playlist("saved-albums", world.start, add=[cast.album])
    world.take_down(track, world.start + 5 * HOUR)
    links = {
        "artist": f"artist:{cast.artist}",
        "track": f"track:{cast.track}",
        "album": f"album:{cast.album}",
    }
    with living(world, tmp_path) as life:
        watch = life.watch(links.get(link, link), *(["DE"] if link in links else []))
        assert life.check(watch, hours=1).recorded.decision.complete
        life.check(watch, hours=24)
        life.confirm()
        assert life.told() == [(VANISHED, track)]


@pytest.mark.parametrize("way", ["unplayable", "missing", "empty"])
@pytest.mark.parametrize("kind", ["album", "artist"])
def test_a_whole_album_taken_down_is_told_track_by_track(tmp_path: Path, kind: str, way: Way) -> None:
    """An album that shows nothing any more has not merely become unreadable: its tracks are asked for."""
    world = small_world()
    tracks = [track.id for track in world.catalog.tracks_of(world.cast.album)]
    for track in tracks:
        world.take_down(track, world.start + 5 * HOUR, way=way)
    with living(world, tmp_path, TRACKER_CONFIRM_HOURS="3") as life:
        life.check(life.watch(f"track:{world.cast.track}"))
        watch = life.watch(f"{kind}:{getattr(world.cast, kind)}")
        life.check(watch)
        life.check(watch, hours=24)
        for _ in range(6):
            life.relook()
        assert sorted(life.told()) == sorted((VANISHED, track) for track in tracks)


def test_list_that_turns_private_is_one_event_and_its_tracks_are_left_alone(tmp_path: Path) -> None:
    """A closed list says nothing of its tracks; when it opens again, that is told too."""
    world = small_world()
    world.make_private(world.cast.shared_playlist, world.start + 5 * HOUR, world.start + 80 * HOUR)
    with living(world, tmp_path) as life:
        watch = life.watch(f"playlist:{world.cast.shared_playlist}")
        for hours in (0, 24, 0):
            life.check(watch, hours=hours)
        for _ in range(4):
            life.relook()
        assert life.told() == [(EventKind.SOURCE_LOST, None)]
        life.check(watch, hours=60)
        for _ in range(5):
            life.relook()
        assert life.told() == [(EventKind.SOURCE_LOST, None), (EventKind.SOURCE_BACK, None)]
        assert life.app.store.gaps(None)[0].until is not None


FAULTS = {
    "server error": Fault(family="playlist", status=500, times=4),
    "html": Fault(family="playlist_items", status=200, body="<html>captive</html>", times=1),
    "empty object": Fault(family="playlist_items", status=200, body="{}", times=1),
}


@pytest.mark.parametrize("name", FAULTS)
def test_failed_looks_are_gaps_and_never_observations(tmp_path: Path, name: str) -> None:
    """Whatever goes wrong on the way makes an incomplete check, and the next good one closes the gap."""
    world = small_world()
    with living(world, tmp_path) as life:
        watch = life.watch(f"playlist:{world.cast.own_playlist}")
        life.check(watch)
        life.service.state.faults.add(FAULTS[name])
        looked = life.check(watch, hours=24)
        assert not looked.recorded.decision.complete
        assert life.told(*Status) == []
        assert [gap.until for gap in life.app.store.gaps(None)] == [None]
        assert life.check(watch, hours=1).recorded.decision.complete
        assert life.app.store.gaps(None)[0].until is not None
