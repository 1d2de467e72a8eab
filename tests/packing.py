"""A life with packed lists: an artist of many albums watched, the login for writing, and what was written to whom."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.living import living
from tracker.demo.visitor import log_in
from tracker.simulator import small_world
from tracker.simulator.catalog import Episode, LocalFile
from tracker.usecases.packing import pack, switch_on, visit_rates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.living import Living
    from tracker.simulator import World
    from tracker.usecases.shelving import Brought


def many_albums(world: World, albums: int, tracks: int = 3) -> list[str]:
    """Put an artist with albums of a few tracks each into the catalogue; the ids of the albums."""
    artist = world.add_artist("The Long Procession")
    made = [world.add_album(f"Procession, Part {n + 1}", [artist.id]).id for n in range(albums)]
    for album in made:
        for _ in range(tracks):
            world.add_track(album_id=album)
    return made


def no_tracks(world: World) -> tuple[str, str]:
    """An episode and a local file, for whoever puts such things into lists."""
    catalog = world.catalog
    file = LocalFile("spotify:local:Nobody:Home:Hum:90", "Nobody", "Home", "Hum", 90)
    aired = world.start.date()
    episode = Episode(
        world.ids.next("episode"), "Part 3", world.ids.next("show"), "Radio Nowhere", 1_800_000, aired
    )
    catalog.local_files[file.uri], catalog.episodes[episode.id] = file, episode
    return episode.id, file.uri


@contextmanager
def packing(home: Path, albums: int = 4, *, database: str | None = None, **settings: Any) -> Iterator[Living]:
    """A program that watches an artist and may write, its packed lists switched on but not filled yet."""
    world = small_world()
    album = many_albums(world, albums)[0]
    (artist,) = world.catalog.albums[album].artist_ids
    with living(world, home, database=database, **settings) as life:
        life.check(life.watch(f"artist:{artist}"))
        switch_on(life.app.packer)
        log_in(life.app)
        yield life


def packed(life: Living) -> Brought:
    """Pack what is watched now."""
    return pack(life.app.packer, visit_rates(life.app.packer))


def held(life: Living, number: int = 0) -> list[str]:
    """What a packed list truly holds at the service."""
    ref = life.app.store.packed.rows()[number].ref
    assert ref
    return [entry.item for entry in life.world.playlists[ref].version_at(life.sim.now()).entries]


def watched(life: Living) -> set[str]:
    """All tracks of the watches."""
    store = life.app.store
    return {entry.track_id for watch in store.all() for entry in store.entries(watch.id)}


def writes(life: Living) -> list[tuple[str, str]]:
    """Everything that was written at the service, method and address."""
    calls = life.service.state.ledger.calls
    return [(c.method, c.path) for c in calls if c.method != "GET" and c.path.startswith("/v1/")]


def names_of_lists(life: Living) -> list[str]:
    """The lists in the owner's library, by name."""
    return sorted(
        each.name for each in life.world.playlists.values() if each.owner == life.world.listener and each.kept
    )
