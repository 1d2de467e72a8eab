"""Tests of how a track stands over time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tracker.simulator import World
from tracker.simulator.standing import PLAYABLE, UNPLAYABLE, Standing

Day = Callable[[float], datetime]


def first(world: World, number: int = 0) -> str:
    """Give the id of a track of the own list."""
    return world.playlists[world.cast.own_playlist].entries[number].item


def test_a_takedown_holds_from_its_moment_until_the_return(world: World, day: Day) -> None:
    """Before it the track is playable, from it on it is not, and from the return on it is again."""
    world.restore(first(world), day(5))
    world.take_down(first(world), day(2), way="empty")
    found = [world.standing(first(world), "DE", day(at)).way for at in (1.9, 2, 4.9, 5)]
    assert found == [None, "empty", "empty", None]


def test_a_takedown_in_one_market_leaves_the_others(world: World, day: Day) -> None:
    """What leaves DE can still be played in US, and is open in every other market."""
    world.take_down(first(world), day(1), ["DE"])
    assert world.standing(first(world), "DE", day(2)) == UNPLAYABLE
    assert world.standing(first(world), "US", day(2)) == PLAYABLE
    assert set(world.markets) - set(world.timeline.open_markets(first(world), day(2))) == {"DE"}


def test_a_market_without_the_service_plays_nothing(world: World, day: Day) -> None:
    """A country where the service is not offered has every track unplayable, whether or not it ever changed."""
    world.take_down(first(world, 1), day(1), ["DE"])
    assert world.standing(first(world), "AQ", day(0)) == UNPLAYABLE
    assert world.standing(first(world, 1), "AQ", day(2)) == UNPLAYABLE


def test_a_link_lives_as_long_as_its_target(world: World, day: Day) -> None:
    """The old id is answered for by the new one until the new one is taken down."""
    old, new = first(world), first(world, 1)
    world.relink(old, new, day(1), ["DE"])
    world.take_down(new, day(3), ["DE"])
    found = [world.standing(old, "DE", day(at)) for at in (0.5, 1, 3)]
    assert found == [PLAYABLE, Standing(via=new), UNPLAYABLE]


@pytest.mark.parametrize("way", ["null", "empty", "missing"])
def test_without_a_market_only_death_everywhere_shows(world: World, day: Day, way: str) -> None:
    """A look without a market meets the death of an object, but no restriction and no death in one market."""
    world.take_down(first(world, 0), day(1), way=way)  # type: ignore[arg-type]
    world.take_down(first(world, 1), day(1), ["DE"], way=way)  # type: ignore[arg-type]
    world.take_down(first(world, 2), day(1))
    found = [world.standing(first(world, number), None, day(2)).way for number in range(3)]
    assert found == [way, None, None]


def test_a_track_is_missing_before_its_album_is_out(world: World, day: Day) -> None:
    """Tracks of a release that appears later cannot be found before."""
    album = world.add_album("Later", [world.cast.artist], appears_at=day(4))
    track = world.add_track("Later", album.id)
    assert world.standing(track.id, "DE", day(3)).way == "missing"
    assert world.standing(track.id, "DE", day(4)) == PLAYABLE


def test_changes_need_a_zone_and_a_known_track(world: World, day: Day) -> None:
    """A naive moment and an unknown id are refused instead of being noted."""
    with pytest.raises(ValueError, match="time zone"):
        world.take_down(first(world), datetime(2026, 3, 5))  # noqa: DTZ001 - it is what must be refused
    with pytest.raises(KeyError):
        world.take_down("unknown", day(1))
    assert world.timeline.changed_tracks() == ()
