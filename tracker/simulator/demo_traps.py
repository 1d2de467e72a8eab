"""Releases that look like what goes missing and are not: a concert, a remix, and the song as somebody else plays it.

They come out after the first day, and last in the making, so that all else stays as the seed has it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from tracker.simulator.catalog import Album, Track
from tracker.simulator.demo_catalog import VARIOUS
from tracker.simulator.demo_roles import Roles
from tracker.simulator.ids import isrc
from tracker.simulator.world import World

SONGS = 8
"""So many songs have lookalikes: each a few."""
OUT_AFTER = timedelta(days=2)


def set_traps(world: World, roles: Roles, rng: Random) -> None:
    """Add lookalikes of songs that go missing; nothing of the watched artist, whose releases are counted."""
    doomed = [
        *roles.null,
        *roles.missing,
        *roles.unplayable,
        *roles.orphaned_album_tracks,
        *roles.leaving_all[:6],
    ]
    songs = [world.catalog.tracks[track_id] for track_id in doomed]
    apart = [song for song in songs if world.cast.artist not in song.artist_ids]
    out = world.start + OUT_AFTER
    for song in apart[:SONGS]:
        _concert(world, song, out, rng)
        _remix(world, song, out, rng)
        _cover(world, song, out, rng)


def _concert(world: World, song: Track, out: datetime, rng: Random) -> None:
    """Half of the concerts say so in the title, half only on the sleeve."""
    said = rng.random() < 0.5
    album = _release(world, "An Evening at the Waterworks" if said else "Live at the Waterworks", song, out)
    _press(world, song, album, f"{song.name} - Live" if said else song.name, rng)


def _remix(world: World, song: Track, out: datetime, rng: Random) -> None:
    name = f"{song.name} ({rng.choice(('Copper', 'Linen', 'Gravel'))} Remix)"
    _press(world, song, _release(world, name, song, out), name, rng)


def _cover(world: World, song: Track, out: datetime, rng: Random) -> None:
    others = [
        artist.id
        for artist in world.catalog.artists.values()
        if artist.name != VARIOUS and artist.id not in (*song.artist_ids, world.cast.artist)
    ]
    artist = rng.choice(others)
    album = world.add_album("Songs of Others", [artist], label=_label(world, song), appears_at=out)
    _press(world, song, album, song.name, rng, (artist,))


def _release(world: World, name: str, song: Track, out: datetime) -> Album:
    return world.add_album(
        name, song.artist_ids[:1], label=_label(world, song), release_date=out.date(), appears_at=out
    )


def _press(
    world: World, song: Track, album: Album, name: str, rng: Random, artist_ids: tuple[str, ...] = ()
) -> None:
    code = isrc("LIK", album.release_date.year, world.ids.number("lookalike"))
    length = song.duration_ms + rng.randint(-1_500, 1_500)
    world.add_track(
        name, album.id, isrc_code=code, artist_ids=artist_ids or song.artist_ids, duration_ms=length
    )


def _label(world: World, song: Track) -> str:
    return world.catalog.albums[song.album_id].label
