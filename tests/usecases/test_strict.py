"""Strict mode through the whole program: without a single title the same events come out, and no byte tells a name."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from jobs import housekeeping
from tests.living import Living, living
from tracker.core.history import EventKind, Status
from tracker.core.ports import EventFilter
from tracker.core.terms import Acknowledgement
from tracker.report.formats import Format, render
from tracker.simulator import World, small_world
from tracker.store.pages.owned import keep_name
from tracker.usecases.purging import EVERYTHING, purge
from tracker.usecases.rounds import next_due, run_due
from tracker.usecases.telling import tell

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.core.history import Event

DAY = timedelta(days=1)


def told_world() -> World:
    """Something of everything: a vanish and its return, a null, an emptied name, a relink, edits, a renamed list."""
    world = small_world(tracks=12)
    cast, start = world.cast, world.start
    tracks = [track.id for track in world.catalog.tracks_of(cast.album)]
    world.take_down(tracks[0], start + 2 * DAY)
    world.restore(tracks[0], start + 9 * DAY)
    world.take_down(tracks[1], start + 3 * DAY, way="null")
    world.take_down(tracks[2], start + 4 * DAY, way="empty")
    again = world.catalog.tracks[tracks[3]]
    other = world.add_track(again.name, cast.album, isrc_code=again.isrc).id
    world.relink(tracks[3], other, start + 5 * DAY)
    world.edit_playlist(cast.own_playlist, start + 6 * DAY, remove=(4, 5), add=(cast.track,))
    world.edit_playlist(cast.own_playlist, start + 7 * DAY, move=(0, 3))
    return world


def live(life: Living, days: int = 14) -> list[tuple[object, ...]]:
    """Watch the list, the album in two markets and the saved tracks; everything of each event but its names."""
    cast = life.world.cast
    life.watch(f"playlist:{cast.own_playlist}")
    life.watch(f"album:{cast.album}", "DE", "US")
    life.watch("saved-tracks")
    end = life.world.start + days * DAY
    while (due := next_due(life.app.observer)) and due < end:
        life.sim.set(max(due, life.sim.now()))
        run_due(life.app.observer)
        housekeeping.work(life.app)
    return [_nameless(event) for event in life.app.store.events(EventFilter())]


def _nameless(event: Event) -> tuple[object, ...]:
    what = (event.kind, event.status, event.watch_id, event.track_id, event.market, event.via, event.reason)
    return (*what, event.last_seen_at, event.first_missed_at, event.confirmed_at, event.checks)


def names_of(world: World) -> set[str]:
    """Every name that the service could tell: of tracks, releases, artists and lists."""
    catalog = world.catalog
    names = {track.name for track in catalog.tracks.values()}
    names |= {album.name for album in catalog.albums.values()}
    names |= {artist.name for artist in catalog.artists.values()}
    return names | {listing.name for listing in world.listings()} - {"saved-tracks", "saved-albums"}


def found_in(home: Path, words: set[str]) -> list[str]:
    """Those of some words that any file below the home holds, as they are or as JSON writes them."""
    files = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    spelt = {word: (word.encode(), json.dumps(word)[1:-1].encode()) for word in words}
    return sorted(word for word, ways in spelt.items() if any(way in file for way in ways for file in files))


def test_without_titles_the_same_events_come_out_and_no_name_is_kept(tmp_path: Path) -> None:
    """Ids, ISRC, times of adding, and digests that compare names are enough; in the laxer life the names are there to be found."""
    told = {}
    for days in (30, 0):
        home = tmp_path / str(days)
        world = told_world()
        with living(world, home, TRACKER_TITLE_DAYS=str(days)) as life:
            told[days] = live(life)
            assert {event.title for event in life.app.store.events(EventFilter())} - {None} == set() or days
        words = names_of(world)
        assert len(words) > 15
        assert bool(found_in(home, words)) is bool(days)
    assert told[0] == told[30]
    kinds = {row[0] for row in told[0] if row[1] is Status.CONFIRMED}
    assert kinds >= {EventKind.VANISHED, EventKind.RETURNED, EventKind.RELINKED, EventKind.ENTRY_REMOVED}


@pytest.mark.parametrize("form", list(Format))
def test_in_strict_mode_the_report_names_what_its_owner_named(tmp_path: Path, form: Format) -> None:
    """The owner's name stands after housekeeping; the service's is in no form of the report."""
    world = told_world()
    track = world.catalog.tracks_of(world.cast.album)[0]
    world.take_down(track.id, world.start + DAY)
    with living(world, tmp_path, TRACKER_TITLE_DAYS="0") as life:
        store = life.app.store
        life.check(life.watch(f"album:{world.cast.album}"))
        store.change(keep_name, track.id, "The Blue One", ("Somebody",))
        life.check(store.all()[0], hours=30)
        life.confirm()
        store.housekeep(life.app.clock.now(), 0)
        told = render(tell(store, life.app.clock.now(), None), form)
        assert "The Blue One" in told
        assert [name for name in names_of(world) if re.search(rf"\b{re.escape(name)}\b", told)] == []


def test_in_strict_mode_an_unchanged_list_writes_no_track_again(tmp_path: Path) -> None:
    """A title that is never kept is never missing: the decision has nothing to learn."""
    with living(small_world(), tmp_path, TRACKER_TITLE_DAYS="0") as life:
        watch = life.watch(f"playlist:{life.world.cast.own_playlist}")
        first, second = life.check(watch), life.check(watch, hours=24)
        assert [type(change).__name__ for change in first.recorded.decision.changes].count("LearnTrack") == 6
        assert "LearnTrack" not in {type(change).__name__ for change in second.recorded.decision.changes}
        assert life.app.store.all()[0].label == f"playlist {watch.ref[:8]}…"


def test_purging_all_takes_rows_bytes_and_tokens(tmp_path: Path) -> None:
    """No name and no id is left in any file of the home, the login is gone; what the owner acknowledged stays."""
    world = told_world()
    with living(world, tmp_path) as life:
        live(life, days=8)
        app = life.app
        made = Acknowledgement("research", "v10", "The board of ethics, in writing", app.clock.now())
        app.store.acknowledgements.acknowledge(made)
        catalog = world.catalog
        ids = {*catalog.tracks, *catalog.albums, *catalog.artists, *(each.id for each in world.listings())}
        isrcs = {track.isrc for track in catalog.tracks.values()}
        held = found_in(tmp_path, names_of(world) | ids | isrcs)
        assert len(held) > 40
        (purged,) = purge(app.store.purging, [EVERYTHING], app.forget_tokens)
        assert purged.scrubbed
        assert found_in(tmp_path, names_of(world) | ids | isrcs) == []
        assert app.login_view().state == "none"
        assert not (tmp_path / "login.json").exists()
        assert app.app_token
        assert app.app_token.forget() is False
        assert app.store.acknowledgements.standing("research") == made
        assert next_due(app.observer) is None
