"""The demo's lookalikes: there, under codes of their own, and harmless to all that was there before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tracker.simulator import build_world
from tracker.simulator.demo_traps import OUT_AFTER, SONGS


@pytest.mark.parametrize("seed", [1, 7])
def test_concerts_remixes_and_covers_stand_beside_what_goes_missing(seed: int) -> None:
    """Eight songs have three lookalikes each, nearly as long, and none shares a recording code with anything."""
    world = build_world(seed, 60)
    out = world.start + OUT_AFTER
    late = [album for album in world.catalog.albums.values() if album.appears_at == out]
    tracks = [track for album in late for track in world.catalog.tracks_of(album.id)]
    assert len(tracks) == 3 * SONGS
    assert all(len(world.catalog.same_recording(track.isrc)) == 1 for track in tracks)
    assert not any(album.exists(out - timedelta(seconds=1)) for album in late)
    covers = [album for album in late if album.name == "Songs of Others"]
    assert len(covers) == SONGS
    titles = {track.name for track in world.catalog.tracks.values() if track not in tracks}
    assert all(world.catalog.tracks_of(album.id)[0].name in titles for album in covers)
    assert not any(world.cast.artist in track.artist_ids for track in tracks)
