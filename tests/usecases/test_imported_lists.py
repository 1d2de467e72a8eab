"""Imported lists over the simulated service: what they hold is asked for by id, and told like anything else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.imported import imported, links, proposed
from tests.living import living
from tracker.core.errors import UsageError
from tracker.core.history import EventKind, State, Status
from tracker.core.plan import price
from tracker.simulator import World, small_world
from tracker.usecases.importing import must_fit

ADDED, REMOVED, VANISHED = EventKind.ENTRY_ADDED, EventKind.ENTRY_REMOVED, EventKind.VANISHED


def listed(world: World) -> list[str]:
    """The tracks of the world's own list."""
    return [entry.item for entry in world.playlists[world.cast.own_playlist].entries]


@pytest.mark.parametrize("tier", ["A", "C"])
def test_a_vanish_in_an_imported_list_is_confirmed(tmp_path: Path, database_url: str, tier: str) -> None:
    """No login is needed; a first check costs a call a track, the next ones a call an album."""
    world = small_world()
    tracks = listed(world)
    world.take_down(tracks[2], world.start + timedelta(hours=5), ["DE"])
    with living(world, tmp_path, database=database_url, logged_in=False, tier=tier) as life:  # type: ignore[arg-type]
        watch = imported(life, links(tracks), "DE", "US")
        # In C the first of the calls is refused: it has found out that there are none for many tracks at once.
        assert life.check(watch).calls == (1 if tier == "A" else 1 + len(tracks))
        assert life.told(*Status) == []
        assert life.check(watch, "US").calls == 1, (
            "the album is known by now, and one call is enough for all of it"
        )
        assert life.check(watch, hours=24).calls == 1
        life.confirm()
        assert life.told() == [(VANISHED, tracks[2])]
        assert sum(price(watch, life.app.store.entries(watch.id)).per_check.values()) == 2


def test_identity_is_the_imported_id(tmp_path: Path) -> None:
    """A track that another id answers for at the very first look, or nobody, is kept under the id that the file gave."""
    world = small_world()
    tracks = listed(world)
    world.relink(tracks[0], world.cast.track, world.start - timedelta(days=1))
    world.take_down(tracks[1], world.start - timedelta(days=1), way="missing")
    with living(world, tmp_path) as life:
        watch = imported(life, links(tracks[:3]))
        assert life.check(watch).recorded.decision.observed == {"playable": 2, "gone": 1}
        assert [entry.track_id for entry in life.app.store.entries(watch.id)] == tracks[:3]
        view = life.app.store.track(tracks[0])
        assert view is not None
        assert [spell.target.via for spell in view.spells] == [world.cast.track]
        assert life.told(*Status) == [], "what was so at the first look is no event"


def test_only_importing_again_edits_the_list(tmp_path: Path, database_url: str) -> None:
    """What a later file adds joins as the owner's edit; what it lacks goes only if the owner says so."""
    world = small_world()
    tracks = listed(world)
    with living(world, tmp_path, database=database_url) as life:
        watch = imported(life, links(tracks[:3]))
        life.check(watch)
        assert imported(life, links(tracks[1:4])).id == watch.id
        life.check(watch, hours=24)
        assert life.told() == [(ADDED, tracks[3])]
        assert [e.track_id for e in life.app.store.entries(watch.id)] == tracks[:4]
        imported(life, links(tracks[1:4]) + "# another day", replace=True)
        life.check(watch, hours=24)
        life.check(watch, hours=24)
        assert life.told() == [(ADDED, tracks[3]), (REMOVED, tracks[0])]
        imported(life, links(tracks[:4]))
        assert life.check(watch, hours=24).recorded.decision.complete
        assert life.told()[2:] == [(ADDED, tracks[0])]


def test_another_recording_in_a_lost_ones_stead_is_no_relink(tmp_path: Path) -> None:
    """The owner put the same recording under another id into the file: that is an edit, for the ids are the identity."""
    world = small_world()
    old = listed(world)[0]
    twin = world.add_track(
        world.catalog.tracks[old].name, world.cast.album, isrc_code=world.catalog.tracks[old].isrc
    ).id
    with living(world, tmp_path) as life:
        watch = imported(life, links([old]))
        life.check(watch)
        imported(life, links([twin]), replace=True)
        life.check(watch, hours=24)
        life.check(watch, hours=24)
        assert life.told() == [(REMOVED, old), (ADDED, twin)]


def test_duplicates_local_files_and_episodes_keep_their_places(tmp_path: Path) -> None:
    """They are entries like in any list; what is no track of the catalogue is not followed."""
    world = small_world()
    track = listed(world)[0]
    text = (
        links([track, track])
        + "spotify:local:The+Me:Home:My+Song:180\nspotify:episode:0InventedEpisode000000\n"
    )
    with living(world, tmp_path) as life:
        watch = imported(life, text)
        looked = life.check(watch)
        assert looked.recorded.decision.observed == {"playable": 1, "ignored": 2}
        assert looked.calls == 1
        entries = [entry.track_id for entry in life.app.store.entries(watch.id)]
        assert entries[:2] == [track, track]
        assert [entry.split(":")[0] for entry in entries[2:]] == ["local", "episode"]
        for _ in range(2):
            assert life.check(watch, hours=24).recorded.decision.complete
        assert life.told(*Status) == []
        assert [entry.track_id for entry in life.app.store.entries(watch.id)] == entries


def test_imported_days_are_no_evidence(tmp_path: Path) -> None:
    """A file that says that a track stood in a list for years makes no spell, no sighting and no event."""
    world = small_world()
    track = listed(world)[0]
    text = f"Track URI,Track Name,Added At,ISRC,Is Playable\nspotify:track:{track},Elsewhere,2019-02-03T04:05:06Z,QZ0000000001,true\n"
    world.take_down(track, world.start - timedelta(days=1))
    with living(world, tmp_path) as life:
        watch = imported(life, text)
        view = life.app.store.track(track)
        assert view is not None
        assert (view.spells, view.events, view.isrc) == ((), (), None)
        life.check(watch)
        life.confirm()
        view = life.app.store.track(track)
        assert view is not None
        assert [(s.target.state, s.last_before) for s in view.spells] == [(State.UNPLAYABLE, None)]
        assert view.isrc == world.catalog.tracks[track].isrc, "the recording's code is the service's word"
        assert life.told(*Status) == []


def test_a_list_that_no_budget_can_check_is_refused(tmp_path: Path) -> None:
    """A check that costs more than a day's calls would never be complete: the owner is told what to do instead."""
    world = small_world()
    with living(world, tmp_path) as life:
        proposal = proposed(life, links(listed(world)))
        must_fit(proposal, 6)
        with pytest.raises(UsageError, match="playlist of your own"):
            must_fit(proposal, 5)


def test_a_mass_flip_of_an_imported_list_is_held_and_confirmed(tmp_path: Path) -> None:
    """All tracks gone at once are looked at by the albums, and a sample of them singly, before it is believed."""
    world = small_world(tracks=40)
    tracks = listed(world)
    for track in tracks:
        world.take_down(track, world.start + timedelta(hours=5))
    with living(world, tmp_path) as life:
        watch = imported(life, links([*tracks, world.cast.track]))
        life.check(watch)
        life.check(watch, hours=24)
        for _ in range(8):
            life.relook(hours=6)
        assert sorted(life.told()) == sorted((VANISHED, track) for track in tracks)
        assert {check.way for check in life.app.store.checks(None)} == {"album", "single"}


def test_the_same_place_twice_is_no_contradiction(tmp_path: Path) -> None:
    """A file may list a track twice on one day: what would be a broken answer of the service is an edit of the owner's."""
    world = small_world()
    row = f"spotify:track:{listed(world)[0]},2020-01-02T03:04:05Z\n"
    with living(world, tmp_path) as life:
        watch = imported(life, f"Track URI,Added At\n{row}")
        life.check(watch)
        imported(life, f"Track URI,Added At\n{row}{row}")
        assert life.check(watch, hours=24).recorded.decision.complete
        assert len(life.app.store.entries(watch.id)) == 2
