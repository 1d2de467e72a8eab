"""The packed lists through their life at the simulated service: foretold, filled, kept, undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from jobs import packing as job
from tests.living import living
from tests.packing import held, many_albums, names_of_lists, packed, packing, watched, writes
from tracker.core.errors import LoginNeeded
from tracker.demo.visitor import log_in
from tracker.simulator import AppRegistration, small_world
from tracker.spotify import endpoints
from tracker.spotify.parse import parse_page, parse_place
from tracker.usecases.packing import (
    EVERY,
    SOON,
    calls_without,
    foretell,
    is_due,
    pack,
    pack_in_turn,
    switch_off,
    switch_on,
    visit_rates,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_lists_are_made_filled_and_found_right(tmp_path: Path, database_url: str) -> None:
    """One private list that says what it is, all watched tracks in it, and the record knows it to the place."""
    with packing(tmp_path, database=database_url) as life:
        brought = packed(life)
        (row,) = life.app.store.packed.lists()
        assert row.ref
        listing = life.world.playlists[row.ref]
        assert (brought.joined, brought.writes, brought.waits) == (12, 2, False)
        assert set(held(life)) == watched(life)
        assert list(row.tracks) == held(life)
        assert row.snapshot == listing.version_at(life.sim.now()).snapshot_id
        assert (listing.public, listing.private, row.state) == (False, True, "ok")
        assert "made by the tracker" in listing.name
        assert "tracker packed stop" in listing.description
        again = packed(life)
        assert (again.writes, again.joined) == (0, 0)


def test_a_page_shows_fifty_watched_tracks(tmp_path: Path) -> None:
    """The figure: pairs a call in the account's market, with packed lists, is at least 49; seed 7, 600 tracks."""
    with packing(tmp_path, albums=200) as life:
        told = foretell(life.app.packer, visit_rates(life.app.packer))
        packed(life)
        (row,) = life.app.store.packed.lists()
        assert row.ref
        seen: set[str | None] = set()
        before = life.app.door.sent
        for offset in range(0, len(row.tracks), 50):
            answer = life.app.door.get(endpoints.playlist_items(row.ref, "DE", offset))
            seen |= {parse_place(each, 0).item.id for each in parse_page(answer.body, offset).rows}
        calls = life.app.door.sent - before
        assert seen == watched(life)
        assert len(seen) / calls >= 49, f"{len(seen)} pairs in {calls} calls"
        assert (told.before, told.after, told.writes) == (200, 12, 7)
        assert "12 calls instead of 200" in told.text


def test_nothing_but_own_lists_is_ever_written_to(tmp_path: Path) -> None:
    """Through filling, changes, an owner's edits and the end, every write names a packed list or makes one."""
    with packing(tmp_path) as life:
        others = {ref: each.versions for ref, each in life.world.playlists.items()}
        packed(life)
        (row,) = life.app.store.packed.rows()
        life.world.edit_playlist(
            row.ref or "", life.sim.now(), remove=[0, 3], add=[next(iter(life.world.catalog.tracks))]
        )
        packed(life)
        switch_off(life.app.packer)
        addresses = {path for _, path in writes(life)}
        assert addresses == {
            "/v1/me/playlists",
            f"/v1/playlists/{row.ref}/items",
            "/v1/me/library",
        }
        assert {ref: life.world.playlists[ref].versions for ref in others} == others


def test_watches_that_come_and_go_move_only_their_own_tracks(tmp_path: Path) -> None:
    """A track that leaves is taken out, one that comes is put in; a paused watch packs nothing."""
    with packing(tmp_path) as life:
        first, second = many_albums(life.world, 2)
        going = life.watch(f"album:{first}")
        life.check(going)
        packed(life)
        before = held(life)
        life.check(life.watch(f"album:{second}"))
        gone = {entry.track_id for entry in life.app.store.entries(going.id)}
        life.app.store.tending.pause(going.id, life.sim.now())
        brought = packed(life)
        assert (brought.joined, brought.left) == (3, 3)
        assert [track for track in held(life) if track in before] == [t for t in before if t not in gone]
        assert len(held(life)) == 15


def test_without_the_scope_one_clear_line_is_said_and_nothing_is_sent(tmp_path: Path) -> None:
    """A login from before asks for nothing that it was not granted."""
    with living(small_world(), tmp_path) as life:
        life.check(life.watch(f"album:{life.world.cast.album}"))
        switch_on(life.app.packer)
        sent = life.app.door.sent
        with pytest.raises(LoginNeeded, match=r"playlist-modify-private.*tracker login"):
            packed(life)
        assert (life.app.door.sent, writes(life)) == (sent, [])
        log_in(life.app)
        assert packed(life).joined == len(watched(life))
        switch_off(life.app.packer)
        log_in(life.app)
        assert not life.app.packer.allowed(), "the next login asks for reading alone"


def test_undoing_leaves_nothing_behind(tmp_path: Path) -> None:
    """Emptied and taken out of the library in two calls, forgotten, and a second time there is nothing to do."""
    with packing(tmp_path, albums=40) as life:
        names = names_of_lists(life)
        packed(life)
        ref, before = life.app.store.packed.rows()[0].ref or "", len(writes(life))
        assert switch_off(life.app.packer).removed == 1
        assert len(writes(life)) - before == 2
        assert life.world.playlists[ref].version_at(life.sim.now()).entries == ()
        assert (names_of_lists(life), life.app.store.packed.rows()) == (names, ())
        assert switch_off(life.app.packer).removed == 0


def test_where_lists_cannot_be_taken_away_they_are_emptied_and_say_so(tmp_path: Path) -> None:
    """The service may ask for another scope there, which is never asked of the owner."""
    with packing(tmp_path) as life:
        packed(life)
        ref = life.app.store.packed.rows()[0].ref or ""
        accounts = life.service.state.accounts
        accounts.app = AppRegistration(library_scope="user-library-modify")
        undone = switch_off(life.app.packer)
        listing = life.world.playlists[ref]
        assert (undone.removed, undone.emptied) == (0, 1)
        assert (listing.name, listing.version_at(life.sim.now()).entries) == (
            "Disappearing Tracks: emptied, you may delete this list",
            (),
        )


def test_the_budget_comes_first(tmp_path: Path) -> None:
    """Where the day's calls are used up nothing is written; what did not fit is gone on with, and ends complete."""
    with packing(tmp_path, albums=120, TRACKER_REQUESTS_PER_DAY="140") as life:
        brought = packed(life)
        assert (brought.waits, brought.joined) == (True, 0)
        rounds = 0
        while brought.waits:
            life.sim.advance(timedelta(hours=25))
            brought, rounds = packed(life), rounds + 1
        assert rounds == 1
        assert set(held(life)) == watched(life)


def test_the_job_comes_once_a_day_and_an_hour_after_a_change(tmp_path: Path) -> None:
    """Between that it makes no call at all, and switched off it never does."""
    with packing(tmp_path) as life:
        packer = life.app.packer
        assert "12 tracks packed" in job.work(life.app)
        sent = life.app.door.sent
        life.sim.advance(EVERY - timedelta(minutes=1))
        assert not is_due(packer)
        (album,) = many_albums(life.world, 1)
        life.check(life.watch(f"album:{album}"))
        assert "3 tracks packed" in job.work(life.app)
        (album,) = many_albums(life.world, 1)
        life.check(life.watch(f"album:{album}"))
        assert not is_due(packer)
        life.sim.advance(SOON)
        assert is_due(packer)
        sent = life.app.door.sent
        switch_off(packer)
        assert job.work(life.app) == ""
        assert life.app.door.sent > sent
        sent = life.app.door.sent
        life.sim.advance(EVERY)
        assert (job.work(life.app), life.app.door.sent) == ("", sent)


def test_of_two_processes_one_packs(tmp_path: Path, database_url: str) -> None:
    """The other one sends nothing."""
    with packing(tmp_path, database=database_url) as life:
        packer, turns = life.app.packer, life.app.observer.turns
        pack_in_turn(packer, turns, visit_rates(packer))
        life.sim.advance(EVERY)
        slot = life.app.store.due_at("packing", life.sim.now())
        assert life.app.store.claim("packing", slot, life.sim.now(), life.sim.now() + timedelta(minutes=5))
        sent = life.app.door.sent
        assert (job.work(life.app), life.app.door.sent) == ("", sent)


def test_rates_are_given_from_outside(tmp_path: Path) -> None:
    """The most visited stand first, whoever reckons how often that is."""
    with packing(tmp_path) as life:
        tracks = sorted(watched(life))
        pack(life.app.packer, {track: float(n + 1) for n, track in enumerate(tracks)})
        assert held(life) == tracks[::-1]


def test_a_watch_of_a_packed_list_does_not_feed_it(tmp_path: Path) -> None:
    """Else its tracks would stay for ever."""
    with packing(tmp_path) as life:
        packed(life)
        life.check(life.watch(f"playlist:{life.app.store.packed.rows()[0].ref}"))
        life.app.store.remove(life.app.store.all()[0].id, life.sim.now())
        assert visit_rates(life.app.packer) == {}


def test_lists_that_show_fifty_a_page_as_it_is_are_not_worth_it(tmp_path: Path) -> None:
    """It is said before anything is written."""
    world = small_world()
    ref = world.big_playlist(200)
    with living(world, tmp_path) as life:
        life.check(life.watch(f"playlist:{ref}"))
        rates = visit_rates(life.app.packer)
        told = foretell(life.app.packer, rates)
        assert (told.before, told.after, calls_without(life.app.packer, rates)) == (4, 4, 4)
        assert "saves nothing" in told.text


def test_a_clock_that_stood_elsewhere_does_not_stop_packing(tmp_path: Path) -> None:
    """A slot far ahead was set by a clock that has been set right since."""
    with packing(tmp_path) as life:
        packed(life)
        life.sim.advance(timedelta(days=400))
        log_in(life.app)
        job.work(life.app)
        life.sim.set(life.world.start + timedelta(days=3))
        assert is_due(replace(life.app.packer))
