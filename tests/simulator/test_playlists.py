"""Tests of lists that change over time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tracker.simulator import World

Day = Callable[[float], datetime]


def items(world: World, at: datetime) -> list[str]:
    """Give what the own list stores at a moment."""
    return [entry.item for entry in world.playlists[world.cast.own_playlist].version_at(at).entries]


def test_edits_hold_from_their_moment_in_any_order_of_writing(world: World, day: Day) -> None:
    """An edit written later but dated earlier comes first, and every moment keeps its own content."""
    own, before = world.cast.own_playlist, items(world, day(0))
    world.edit_playlist(own, day(4), remove=[0, 2])
    world.edit_playlist(own, day(2), move=(5, 0))
    assert items(world, day(1)) == before
    moved = [before[5], *before[:5]]
    assert items(world, day(2)) == moved
    assert items(world, day(4)) == [moved[1], *moved[3:]]


def test_additions_go_to_the_end_or_to_a_position(world: World, day: Day) -> None:
    """An added entry carries the day of its edit and stands where it was put."""
    own, track = world.cast.own_playlist, world.cast.track
    world.edit_playlist(own, day(1), add=[track])
    world.edit_playlist(own, day(2), add=[track], position=1)
    assert [place for place, item in enumerate(items(world, day(3))) if item == track] == [1, 7]
    entries = world.playlists[own].version_at(day(3)).entries
    assert (entries[7].added_at, entries[1].added_at) == (day(1), day(2))


def test_the_snapshot_follows_edits_and_nothing_else(world: World, day: Day) -> None:
    """A takedown leaves the snapshot id as it is, each edit gives a new one, and going back in time the old one."""
    own = world.playlists[world.cast.own_playlist]
    world.take_down(own.entries[0].item, day(1))
    world.edit_playlist(own.id, day(2), move=(0, 1))
    world.edit_playlist(own.id, day(3), move=(1, 0))
    found = [own.version_at(day(at)).snapshot_id for at in (0, 1.5, 2, 3)]
    assert found[0] == found[1]
    assert len(set(found)) == 3


def test_an_edit_that_does_not_fit_changes_nothing(world: World, day: Day) -> None:
    """A position that is not there, or an unknown track, is refused and leaves no trace."""
    own = world.cast.own_playlist
    with pytest.raises(IndexError):
        world.edit_playlist(own, day(1), remove=[6])
    with pytest.raises(KeyError):
        world.edit_playlist(own, day(1), add=["unknown"])
    assert len(world.playlists[own].versions) == 1


def test_a_big_list_has_as_many_different_tracks_as_asked(world: World) -> None:
    """A list of 130 tracks is the listener's own and spreads over 11 albums."""
    listing = world.playlists[world.big_playlist(130)]
    tracks = {entry.item for entry in listing.entries}
    assert len(tracks) == len(listing.entries) == 130
    assert len({world.catalog.tracks[track].album_id for track in tracks}) == 11
    assert listing.owner == world.listener
