"""Reading albums and artists."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.spotify.rig import START, long_album, rigged, watch
from tracker.core.errors import Passing, SourceLost
from tracker.core.items import COMPLETE, Way
from tracker.core.watch import Source
from tracker.simulator import small_world
from tracker.simulator.shapes import Tier

BEFORE = START - timedelta(days=1)
UNKNOWN_ID = "7" * 22


# --- albums -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", ["A", "B", "C"])
def test_an_album_is_read_whole(tier: Tier) -> None:
    """Every track stands under its disc and number and with the album's name; 120 tracks cost 3 calls."""
    world = small_world()
    album = long_album(world, 120)
    with rigged(world, tier=tier) as rig:
        reading = rig.catalog.read(watch(Source.ALBUM, album), "DE", Way.LIST)
        assert (reading.certificate, reading.label, rig.asked()) == (COMPLETE, "The Long One", 3)
        assert [p.key for p in reading.places] == [f"1-{n}" for n in range(1, 121)]
        assert {(p.item.album_id, p.item.album, p.item.playable) for p in reading.places} == {
            (album, "The Long One", True)
        }


def test_an_album_by_its_pages_alone_shows_the_same() -> None:
    """The other way to cut an album gives the same places, at 49 a page."""
    world = small_world()
    album = long_album(world, 60)
    with rigged(world) as rig:
        first = rig.catalog.read(watch(Source.ALBUM, album), "DE", Way.LIST)
        other = rig.catalog.read(watch(Source.ALBUM, album), "DE", Way.PAGES)
        assert [(p.key, p.item.id, p.item.playable) for p in first.places] == [
            (p.key, p.item.id, p.item.playable) for p in other.places
        ]
        assert other.certificate == COMPLETE
        assert [call.family for call in rig.app.state.ledger.calls][2:] == ["album_tracks"] * 2
        assert "limit=49" in rig.app.state.ledger.calls[-1].query


def test_an_album_taken_down_whole_is_incomplete() -> None:
    """An album that shows no tracks proves the end of none."""
    world = small_world()
    for track in world.catalog.tracks_of(world.cast.album):
        world.take_down(track.id, BEFORE, way="empty")
    with rigged(world) as rig:
        reading = rig.catalog.read(watch(Source.ALBUM, world.cast.album), "DE", Way.LIST)
        assert (reading.places, reading.certificate.complete, reading.certificate.why) == ((), False, "empty")
        assert reading.label is None


@pytest.mark.parametrize("way", [Way.LIST, Way.PAGES])
@pytest.mark.parametrize("source", [Source.ALBUM, Source.ARTIST])
def test_a_404_needs_something_that_answers(way: Way, source: Source) -> None:
    """A first 404 with nothing known to be there says nothing; after an answer it does."""
    with rigged(auths=("app",)) as rig:
        gone = watch(source, UNKNOWN_ID)
        with pytest.raises(Passing) as passing:
            rig.catalog.read(gone, "DE", way)
        assert passing.value.why == "canary"
        rig.catalog.read(watch(Source.ALBUM, rig.world.cast.album), "DE", Way.LIST)
        with pytest.raises(SourceLost) as lost:
            rig.catalog.read(gone, "DE", way)
        assert lost.value.status == 404
        rig.fault(family="album", status=404, times=None)
        with pytest.raises(Passing):
            rig.catalog.read(gone, "DE", way)


@pytest.mark.parametrize("family", ["album", "track"])
def test_a_403_in_the_catalogue_says_nothing(family: str) -> None:
    """Forbidden is no word about a track."""
    with rigged() as rig:
        rig.fault(family=family, status=403)
        source, ref = (
            (Source.ALBUM, rig.world.cast.album)
            if family == "album"
            else (Source.TRACK, rig.world.cast.track)
        )
        with pytest.raises(Passing) as passing:
            rig.catalog.read(watch(source, ref), "DE", Way.LIST)
        assert passing.value.why == "forbidden"


# --- artists ------------------------------------------------------------------------------------------------


def test_an_artist_is_all_releases_one_after_another() -> None:
    """Releases come 10 at a time, and each place is named by album, disc and number."""
    world = small_world()
    albums = [long_album(world, 2) for _ in range(11)]
    with rigged(world) as rig:
        reading = rig.catalog.read(watch(Source.ARTIST, world.cast.artist), "DE", Way.LIST)
        assert reading.certificate == COMPLETE
        assert len(reading.places) == 11 * 2 + 6 + 1
        assert [p.position for p in reading.places] == list(range(29))
        assert {f"{album}-1-{n}" for album in albums for n in (1, 2)} <= {p.key for p in reading.places}
        assert (rig.asked("artist_albums"), rig.asked("album")) == (2, 13)


def test_releases_that_stand_twice_are_read_once() -> None:
    """Doubles and a `next` after the end are known faults of this list."""
    with rigged() as rig:
        album = rig.world.cast.album
        rows = ",".join(f'{{"id":"{album}"}}' for _ in range(2))
        body = f'{{"offset":0,"limit":10,"total":2,"next":"more","items":[{rows}]}}'
        rig.fault(family="artist_albums", status=200, body=body)
        reading = rig.catalog.read(watch(Source.ARTIST, rig.world.cast.artist), "DE", Way.LIST)
        assert (reading.certificate, len(reading.places), rig.asked("album")) == (COMPLETE, 6, 1)


def test_a_listed_release_that_is_not_there_shows_nothing() -> None:
    """A release taken down whole must not blind the watch for all the others."""
    with rigged() as rig:
        whole = len(rig.catalog.read(watch(Source.ARTIST, rig.world.cast.artist), "DE", Way.LIST).places)
        rig.fault(family="album", status=404)
        reading = rig.catalog.read(watch(Source.ARTIST, rig.world.cast.artist), "DE", Way.LIST)
        assert reading.certificate.complete
        assert 0 < len(reading.places) < whole


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ({"family": "artist_albums", "kind": "short_page"}, "pages:empty"),
        ({"family": "album", "kind": "short_page"}, "pages:short"),
    ],
)
def test_one_release_that_is_not_whole_spoils_the_whole(fault: dict[str, object], why: str) -> None:
    """What is missing in one release could be any track, so the reading is incomplete, but goes on."""
    with rigged() as rig:
        rig.fault(**fault, path=rig.world.cast.album if why == "pages:short" else "")
        if why == "pages:empty":
            rig.fault(family="artist_albums", kind="empty_items")
        reading = rig.catalog.read(watch(Source.ARTIST, rig.world.cast.artist), "DE", Way.LIST)
        assert (reading.certificate.complete, reading.certificate.why) == (False, why)
        assert len(reading.places) >= 1
