"""Every kind of source over the simulated service: what joins and leaves it, and what it means if it cannot be read."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.living import Living, living
from tracker.core.history import EventKind, Status
from tracker.core.names import is_local
from tracker.core.pages.watch import Show, Wanted
from tracker.simulator import World, small_world
from tracker.simulator.catalog import Episode, LocalFile
from tracker.store.pages.watch import watch_page
from tracker.usecases.importing import kept

if TYPE_CHECKING:
    from tracker.core.watch import Watch

HOUR = timedelta(hours=1)
ADDED, REMOVED, VANISHED = EventKind.ENTRY_ADDED, EventKind.ENTRY_REMOVED, EventKind.VANISHED
LOST, BACK = EventKind.SOURCE_LOST, EventKind.SOURCE_BACK


def held(life: Living, watch: Watch) -> list[str]:
    """The tracks that a watch holds, in order."""
    return [entry.track_id for entry in life.app.store.entries(watch.id)]


def test_a_new_release_joins_an_artist_and_is_no_edit(tmp_path: Path, database_url: str) -> None:
    """Its tracks are watched from then on; nobody edited anything, so no event of the list is told."""
    world = small_world()
    artist = world.cast.artist
    album = world.add_album(
        "Later", [artist], appears_at=world.start + 5 * HOUR, release_date=date(2026, 3, 2)
    )
    fresh = [world.add_track(album_id=album.id).id for _ in range(2)]
    world.take_down(fresh[1], world.start + 30 * HOUR)
    with living(world, tmp_path, database=database_url, logged_in=False) as life:
        watch = life.watch(f"artist:{artist}")
        life.check(watch)
        before = held(life, watch)
        assert not set(fresh) & set(before)
        looked = life.check(watch, hours=24)
        assert looked.recorded.decision.observed == {"playable": len(before) + 2}
        assert sorted(held(life, watch)) == sorted([*before, *fresh])
        assert life.told(*Status) == []
        life.check(watch, hours=24)
        life.confirm()
        assert life.told() == [(VANISHED, fresh[1])]


def test_an_artist_costs_a_call_for_ten_releases_and_one_for_each(tmp_path: Path) -> None:
    """Twelve releases are two pages of the list and twelve albums."""
    world = small_world()
    for number in range(10):
        world.add_track(album_id=world.add_album(f"Single {number}", [world.cast.artist]).id)
    with living(world, tmp_path) as life:
        assert life.check(life.watch(f"artist:{world.cast.artist}")).calls == 2 + 12


def test_saved_tracks_know_an_edit_from_a_vanish(tmp_path: Path) -> None:
    """The owner saves one, takes one out, and a third can no longer be played: two edits and a vanish."""
    world = small_world()
    tracks = [entry.item for entry in world.playlists[world.cast.own_playlist].entries]
    world.edit_playlist("saved-tracks", world.start - HOUR, add=tracks[:4])
    world.edit_playlist("saved-tracks", world.start + 5 * HOUR, remove=[0], add=[tracks[4]])
    world.take_down(tracks[2], world.start + 5 * HOUR)
    with living(world, tmp_path) as life:
        watch = life.watch("saved-tracks")
        life.check(watch)
        life.check(watch, hours=24)
        life.confirm()
        life.check(watch, hours=24)
        assert sorted(life.told()) == sorted(
            [(ADDED, tracks[4]), (VANISHED, tracks[2]), (REMOVED, tracks[0])]
        )


def test_saved_albums_know_an_edit_from_a_vanish(tmp_path: Path) -> None:
    """A track of a saved album can no longer be played; then the owner takes the album out."""
    world = small_world()
    album = world.cast.album
    tracks = [track.id for track in world.catalog.tracks_of(album)]
    single = world.catalog.tracks[world.cast.track].album_id
    world.edit_playlist("saved-albums", world.start - HOUR, add=[album, single])
    world.take_down(tracks[0], world.start + 5 * HOUR)
    world.edit_playlist("saved-albums", world.start + 60 * HOUR, remove=[0])
    with living(world, tmp_path) as life:
        watch = life.watch("saved-albums")
        life.check(watch)
        life.check(watch, hours=24)
        life.confirm()
        assert life.told() == [(VANISHED, tracks[0])]
        life.check(watch, hours=48)
        life.check(watch, hours=24)
        told = life.told()
        assert {track for kind, track in told if kind is REMOVED} == set(tracks[1:])
        assert [track for kind, track in told if kind is VANISHED] == [tracks[0]]


def motley(world: World) -> str:
    """A list of a track twice, an episode, a local file and another track."""
    one, other = [entry.item for entry in world.playlists[world.cast.own_playlist].entries][:2]
    episode = Episode(
        world.ids.next("episode"), "Chapter One", world.ids.next("show"), "The Show", 1000, date(2025, 1, 1)
    )
    file = LocalFile("spotify:local:Nobody:Home:Hum:90", "Nobody", "Home", "Hum", 90)
    world.catalog.episodes[episode.id] = episode
    world.catalog.local_files[file.uri] = file
    return world.add_playlist("Motley", [one, episode.id, one, file.uri, other])


@pytest.mark.parametrize("tier", ["A", "C"])
def test_local_files_episodes_and_duplicates_stay_what_they_are(tmp_path: Path, tier: str) -> None:
    """They are entries with their label on the page; only the track can vanish, and once though it stands there twice."""
    world = small_world()
    ref = motley(world)
    one = world.playlists[ref].entries[0].item
    world.take_down(one, world.start + 5 * HOUR)
    with living(world, tmp_path, tier=tier) as life:  # type: ignore[arg-type]
        watch = life.watch(f"playlist:{ref}")
        assert life.check(watch).recorded.decision.observed == {"playable": 2, "ignored": 2}
        life.check(watch, hours=24)
        life.confirm()
        assert life.told() == [(VANISHED, one)]
        entries = held(life, watch)
        assert (entries[0], entries[2], len(entries)) == (one, one, 5)
        page = life.app.store.ask(watch_page, watch.id, Wanted(show=Show.OTHER), life.app.clock.now())
        assert page is not None
        assert [line.position for line in page.entries.rows] == [2, 4]
        assert all(each.state is None for line in page.entries.rows for each in line.markets)
        assert [is_local(line.track_id) for line in page.entries.rows] == [False, True]


@pytest.mark.parametrize("status", [403, 404])
def test_the_memory_of_a_lost_playlist_stays(tmp_path: Path, database_url: str, status: int) -> None:
    """Private or deleted is one event; entries, names and history stay, can be kept as a list, and go on when it is back."""
    world = small_world()
    ref = world.cast.shared_playlist
    track = world.playlists[ref].entries[0].item
    world.make_private(ref, world.start + 5 * HOUR, world.start + 200 * HOUR, status)
    with living(world, tmp_path, database=database_url) as life:
        store = life.app.store
        watch = life.watch(f"playlist:{ref}")
        life.check(watch)
        life.check(watch, hours=24)
        for _ in range(6):
            life.relook()
        assert life.told() == [(LOST, None)]
        (view,) = store.watches()
        assert (view.lost, view.entries, view.gap and view.gap.why) == (True, 1, f"source:{status}")
        page = store.ask(watch_page, watch.id, Wanted(), life.app.clock.now())
        assert page is not None
        assert [(line.track_id, bool(line.title)) for line in page.entries.rows] == [(track, True)]
        made = store.imports.take(kept(watch, store.entries(watch.id), store.imports), life.app.clock.now())
        assert life.check(made).recorded.decision.observed == {"playable": 1}
        life.check(watch, hours=200)
        for _ in range(6):
            life.relook()
        assert life.told() == [(LOST, None), (BACK, None)]
        assert held(life, watch) == held(life, made) == [track]
        assert not store.watches()[0].lost
