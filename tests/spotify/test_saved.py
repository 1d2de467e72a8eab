"""Reading the account's own library."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.spotify.rig import START, rigged, watch
from tracker.core.errors import Refused
from tracker.core.items import COMPLETE, NOTHING, Way
from tracker.core.watch import Source
from tracker.simulator import World, small_world
from tracker.simulator.cast import SAVED_ALBUMS, SAVED_TRACKS
from tracker.simulator.shapes import Tier

BEFORE = START - timedelta(days=1)
TRACKS, ALBUMS = watch(Source.SAVED_TRACKS), watch(Source.SAVED_ALBUMS)


def with_saved_tracks(count: int) -> World:
    """A world in which so many new tracks are saved."""
    world = small_world()
    ids = [world.add_track(album_id=world.cast.album).id for _ in range(count)]
    world.edit_playlist(SAVED_TRACKS, BEFORE, add=ids)
    return world


def with_saved_albums(sizes: list[int]) -> tuple[World, list[str]]:
    """A world in which albums of these sizes are saved; their ids, newest first."""
    world = small_world()
    ids = []
    for size in sizes:
        album = world.add_album(f"Volume of {size}", [world.cast.artist])
        for _ in range(size):
            world.add_track(album_id=album.id)
        ids.append(album.id)
    world.edit_playlist(SAVED_ALBUMS, BEFORE, add=ids)
    return world, ids[::-1]


@pytest.mark.parametrize("tier", ["A", "C"])
@pytest.mark.parametrize(("way", "calls"), [(Way.LIST, 4), (Way.PAGES, 4)])
def test_saved_tracks(tier: Tier, way: Way, calls: int) -> None:
    """Every saved track comes with its time, and the first page is read once more at the end."""
    world = with_saved_tracks(120)
    with rigged(world, tier=tier) as rig:
        reading = rig.catalog.read(TRACKS, "DE", way)
        assert (reading.certificate, rig.asked()) == (COMPLETE, calls)
        saved = world.listing(SAVED_TRACKS).version_at(START).entries[::-1]
        assert [(p.item.id, p.added_at) for p in reading.places] == [(e.item, e.added_at) for e in saved]


def page(total: int, ids: list[str], at: datetime = BEFORE) -> str:
    """One page of saved tracks that holds all of them."""
    rows = ",".join(f'{{"added_at":"{at.isoformat()}","track":{{"id":"{i}","name":"x"}}}}' for i in ids)
    return f'{{"offset":0,"limit":50,"total":{total},"next":null,"items":[{rows}]}}'


def test_saving_while_reading_is_noticed() -> None:
    """A first page that is another at the end starts the reading anew; three such are incomplete."""
    with rigged() as rig:
        for count in range(1, 7):
            rig.fault(family="saved_tracks", status=200, body=page(count, ["4" * 22] * count))
        reading = rig.catalog.read(TRACKS, "DE", Way.LIST)
        assert (reading.certificate.complete, reading.certificate.why) == (False, "edited while read")
        assert rig.asked() == 6


def test_saving_once_while_reading_costs_one_more_reading() -> None:
    """The second reading is the true one."""
    with rigged() as rig:
        rig.fault(family="saved_tracks", status=200, body=page(1, ["4" * 22]))
        reading = rig.catalog.read(TRACKS, "DE", Way.LIST)
        assert (reading.certificate, len(reading.places), rig.asked()) == (COMPLETE, 0, 4)


def test_saved_tracks_that_answer_alike_are_two() -> None:
    """Two saved tracks that are relinked to the same third are two places of it."""
    world = with_saved_tracks(3)
    ids = [e.item for e in world.listing(SAVED_TRACKS).version_at(START).entries]
    world.relink(ids[0], ids[2], BEFORE)
    with rigged(world) as rig:
        reading = rig.catalog.read(TRACKS, "DE", Way.LIST)
        assert (reading.certificate, [p.item.id for p in reading.places]) == (
            COMPLETE,
            [ids[2], ids[1], ids[2]],
        )


def test_saved_albums_are_all_their_tracks() -> None:
    """Each track stands under album, disc and number; an album of more than 50 costs its further pages."""
    world, ids = with_saved_albums([3, 60])
    with rigged(world) as rig:
        reading = rig.catalog.read(ALBUMS, "DE", Way.LIST)
        assert reading.certificate == COMPLETE
        assert [p.key for p in reading.places] == [
            *(f"{ids[0]}-1-{n}" for n in range(1, 61)),
            *(f"{ids[1]}-1-{n}" for n in range(1, 4)),
        ]
        assert [p.position for p in reading.places] == list(range(63))
        assert all(p.added_at == BEFORE for p in reading.places)
        assert (rig.asked("saved_albums"), rig.asked("album_tracks"), rig.asked()) == (2, 1, 3)


@pytest.mark.parametrize("way", ["missing", "empty"])
def test_a_saved_album_that_is_gone_is_one_empty_place(way: str) -> None:
    """A null, or an album without tracks, keeps a place but speaks of no track."""
    world, ids = with_saved_albums([2, 2])
    for track in world.catalog.tracks_of(ids[0]):
        world.take_down(track.id, BEFORE, way=way)  # type: ignore[arg-type]
    with rigged(world) as rig:
        reading = rig.catalog.read(ALBUMS, "DE", Way.LIST)
        assert reading.certificate == COMPLETE
        assert [p.item == NOTHING for p in reading.places] == [True, False, False]


def test_an_album_that_contradicts_itself_spoils_the_whole() -> None:
    """What is missing in one album could be any track."""
    world, _ = with_saved_albums([60, 2])
    with rigged(world) as rig:
        rig.fault(family="album_tracks", kind="short_page")
        reading = rig.catalog.read(ALBUMS, "DE", Way.LIST)
        assert (reading.certificate.complete, reading.certificate.why) == (False, "pages:short")
        assert len(reading.places) == 61


@pytest.mark.parametrize("watched", [TRACKS, ALBUMS])
def test_a_library_that_is_refused_is_no_empty_one(watched: object) -> None:
    """A 404 or 403 on the library says nothing of what is saved."""
    with rigged() as rig:
        for family in ("saved_tracks", "saved_albums"):
            rig.fault(family=family, status=404)
        with pytest.raises(Refused) as refused:
            rig.catalog.read(watched, "DE", Way.LIST)  # type: ignore[arg-type]
        assert refused.value.why == "library"
