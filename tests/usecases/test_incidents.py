"""A label that withdraws, from the service to the report: two lists, one story."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from jobs import checks, releases
from tests.living import Living, living
from tracker.core.incidents import Shared
from tracker.core.ports import EventFilter
from tracker.report.formats import Format, render
from tracker.simulator import Fault, small_world
from tracker.simulator.world import World
from tracker.usecases.learning import OTHERS_SHARE
from tracker.usecases.telling import tell

if TYPE_CHECKING:
    from pathlib import Path

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world() -> World:
    """Thirty albums of thirty firms; one firm has two albums of two artists, one on each of two lists."""
    world = small_world()
    lists: list[list[str]] = [[], []]
    for n in range(30):
        artist = world.add_artist(f"The Number {n} Ensemble")
        owner = "Hollow Acorn" if n < 2 else f"Firm {n}"
        album = world.add_album(f"Volume {n}", [artist.id], label=owner)
        lists[n % 2] += [world.add_track(f"Song {n}.{i}", album.id).id for i in range(4)]
    world.add_playlist("Mornings", lists[0])
    world.add_playlist("Evenings", lists[1])
    return world


def acorn(world: World) -> list[str]:
    """The tracks of the firm with two albums."""
    catalog = world.catalog
    return [t.id for t in catalog.tracks.values() if catalog.albums[t.album_id].label == "Hollow Acorn"]


def watch_both(life: Living) -> None:
    """One list is looked at daily, the other weekly."""
    for listing in life.world.playlists.values():
        if listing.name in {"Mornings", "Evenings"}:
            life.watch(f"playlist:{listing.id}", every="1d" if listing.name == "Mornings" else "1w")


def live(life: Living, days: float) -> None:
    """Let days pass with the jobs at work every two hours."""
    for _ in range(int(days * 12)):
        life.sim.advance(2 * HOUR)
        checks.work(life.app)
        releases.work(life.app)


def test_a_withdrawal_in_two_lists_is_one_story(world: World, tmp_path: Path) -> None:
    """Daily and weekly, by two artists on two albums: one incident with the rights line, and nobody else in it."""
    for track in acorn(world):
        world.take_down(track, world.start + 3 * DAY + 5 * HOUR)
    world.take_down(world.cast.track, world.start + 3 * DAY)
    with living(world, tmp_path) as life:
        watch_both(life)
        live(life, 10)
        events = life.app.store.events(EventFilter())
        assert {event.track_id for event in events if event.incident} == set(acorn(world))
        (number,) = {event.incident for event in events}
        meaning = life.app.store.meanings()[number or 0]
        assert (meaning.shared, meaning.text) == (Shared.RIGHTS, "℗ Hollow Acorn")
        assert meaning.chance < -5
        (story,) = tell(life.app.store, life.app.clock.now(), None).stories
        assert (len(story.lost), story.watches, story.meaning) == (8, 2, meaning)
        report = render(tell(life.app.store, life.app.clock.now(), None), Format.MD)
        assert "8 tracks of 2 watches in DE, which share the rights line" in report
        assert "by chance, had each vanished for itself" in report


def test_a_label_is_told_where_the_service_tells_it(world: World, tmp_path: Path) -> None:
    """In the older tiers the same look learns both; the reduced one has no label at all."""
    with living(world, tmp_path, tier="A") as life:
        release = life.app.catalog.release(world.cast.album, "DE")
        assert release.label == world.catalog.albums[world.cast.album].label
        assert [kind for kind, _ in release.rights] == ["C", "P"]
    with living(world, tmp_path / "c", tier="C") as life:
        assert life.app.catalog.release(world.cast.album, "DE").label is None
        assert life.app.catalog.release("0" * 22, "DE").told is False


def test_an_album_that_is_watched_is_learnt_on_the_way(world: World, tmp_path: Path) -> None:
    """It is read anyway, and costs no call."""
    with living(world, tmp_path) as life:
        watch = life.watch(f"album:{world.cast.album}")
        life.check(watch)
        assert life.app.store.releases.unknown(9, vanished=False) == []
        assert life.app.store.releases.read_since(world.start) == 1


def test_other_albums_get_a_tenth_of_the_budget(world: World, tmp_path: Path) -> None:
    """A day's worth and no more; the rest of the budget stays for looks."""
    with living(world, tmp_path, TRACKER_REQUESTS_PER_DAY="60") as life:
        watch_both(life)
        live(life, 0.9)
        assert life.app.store.releases.read_since(world.start) == 60 * OTHERS_SHARE
        live(life, 1)
        assert life.app.store.releases.read_since(world.start) > 60 * OTHERS_SHARE


def test_nothing_is_asked_when_half_of_the_budget_is_gone(world: World, tmp_path: Path) -> None:
    """Checks and second looks go first, also before albums of vanished tracks."""
    with living(world, tmp_path, TRACKER_REQUESTS_PER_DAY="8") as life:
        watch_both(life)
        checks.work(life.app)
        assert releases.work(life.app) == ""
        assert life.app.store.releases.read_since(world.start) == 0


def test_an_album_that_fails_is_asked_again_another_time(world: World, tmp_path: Path) -> None:
    """The job says so, and keeps what it has."""
    with living(world, tmp_path) as life:
        watch_both(life)
        checks.work(life.app)
        life.service.state.faults.add(Fault(family="album", status=503, times=None))
        assert "learnt" not in releases.work(life.app)
        assert life.app.store.releases.read_since(world.start) == 0
        life.service.state.faults.clear()
        life.sim.advance(HOUR)
        assert releases.work(life.app) == "20 albums learnt"
