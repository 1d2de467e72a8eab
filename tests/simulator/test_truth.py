"""Tests of the record of what really happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tracker.simulator import World

Day = Callable[[float], datetime]


def first(world: World, number: int = 0) -> str:
    """Give the id of a track of the own list."""
    return world.playlists[world.cast.own_playlist].entries[number].item


def test_nothing_happened_in_a_new_world(world: World, day: Day) -> None:
    """A world without changes has no rows at all."""
    truth = world.truth(day(100))
    assert (truth.availability, truth.edits, truth.sources) == ((), (), ())


def test_runs_of_availability_meet_without_gap(world: World, day: Day) -> None:
    """A takedown and a return give three rows from the world's start, each ending where the next begins."""
    world.take_down(first(world), day(2), ["DE"], way="null")
    world.restore(first(world), day(5), ["DE"])
    rows = world.truth(day(9)).availability
    assert [(row.state, row.way, row.since, row.until) for row in rows] == [
        ("playable", None, day(0), day(2)),
        ("absent", "null", day(2), day(5)),
        ("playable", None, day(5), None),
    ]
    assert {(row.track_id, row.market) for row in rows} == {(first(world), "DE")}


def test_only_what_happened_until_the_moment_is_told(world: World, day: Day) -> None:
    """Later changes of every kind are left out, and a run that still lasts has no end."""
    shared = world.cast.shared_playlist
    world.take_down(first(world), day(2))
    world.restore(first(world), day(5))
    world.edit_playlist(shared, day(5), remove=[0])
    world.make_private(shared, day(3), day(5))
    truth = world.truth(day(4))
    assert {row.until for row in truth.availability if row.state == "absent"} == {None}
    assert truth.edits == ()
    assert [(row.lost_at, row.back_at) for row in truth.sources] == [(day(3), None)]
    assert world.truth(day(2.5)).sources == ()
    assert [row.back_at for row in world.truth(day(6)).sources] == [day(5)]


def test_a_link_and_the_loss_of_its_target_are_rows_of_the_old_id(world: World, day: Day) -> None:
    """The old id is playable via the new one, then absent when the new one is taken down."""
    old, new = first(world), first(world, 1)
    world.relink(old, new, day(1), ["DE"])
    world.take_down(new, day(3), ["DE"])
    rows = [row for row in world.truth(day(9)).availability if row.track_id == old]
    assert [(row.state, row.via, row.since) for row in rows] == [
        ("playable", None, day(0)),
        ("playable", new, day(1)),
        ("absent", None, day(3)),
    ]


def test_a_track_dead_from_the_start_has_its_row(world: World, day: Day) -> None:
    """An initial state other than playable is told, with the reason that the service gives."""
    world.take_down(first(world), day(0), ["DE"], reason="product")
    (row,) = world.truth(day(1)).availability
    assert (row.state, row.way, row.reason, row.since) == ("absent", "unplayable", "product", day(0))


def test_runs_of_a_later_release_begin_with_it(world: World, day: Day) -> None:
    """A track that comes out on day 4 and dies on day 6 has no row before day 4."""
    album = world.add_album("Later", [world.cast.artist], appears_at=day(4))
    track = world.add_track("Later", album.id)
    world.take_down(track.id, day(6), ["DE"])
    assert world.truth(day(3)).availability == ()
    assert [row.since for row in world.truth(day(9)).availability] == [day(4), day(6)]


def test_edits_are_told_entry_by_entry(world: World, day: Day) -> None:
    """One edit that removes, moves and adds gives a row for each entry, with positions that hold."""
    own = world.playlists[world.cast.own_playlist]
    before = [entry.item for entry in own.entries]
    world.edit_playlist(own.id, day(1), remove=[1, 3], move=(0, 2), add=[world.cast.track], position=1)
    rows = [(row.kind, row.track_id, row.position) for row in world.truth(day(2)).edits]
    assert rows == [
        ("removed", before[1], 1),
        ("removed", before[3], 3),
        ("moved", before[0], 3),
        ("added", world.cast.track, 1),
    ]
    assert own.version_at(day(2)).entries[3].item == before[0]


def test_plain_values_carry_from_and_until(world: World, day: Day) -> None:
    """The JSON form names the beginning of a run `from` and writes moments as text."""
    world.take_down(first(world), day(1), ["DE"])
    plain = world.truth(day(2)).as_json()
    rows = plain["availability"]
    assert isinstance(rows, list)
    assert rows[1]["from"] == "2026-03-03T06:00:00Z"
    assert "since" not in rows[1]
    assert plain["until"] == "2026-03-04T06:00:00Z"


def test_other_markets_can_be_asked_for(world: World, day: Day) -> None:
    """A change in FR is told only when FR is asked for."""
    world.take_down(first(world), day(1), ["FR"])
    assert world.truth(day(2)).availability == ()
    assert len(world.truth(day(2), ["FR"]).availability) == 2
