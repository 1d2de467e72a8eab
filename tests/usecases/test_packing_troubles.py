"""The packed lists in trouble: edited or deleted by their owner, refused, cut off, or short of calls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from jobs import packing as job
from tests.packing import held, names_of_lists, no_tracks, packed, packing, watched, writes
from tracker.core.errors import LookFailed, Passing
from tracker.core.notices import NoticeKind
from tracker.demo.visitor import log_in
from tracker.usecases.packing import (
    switch_off,
    switch_on,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "edit",
    [
        {"remove": [2]},
        {"remove": [0, 1, 2, 3, 4, 5]},
        {"add": ["foreign"], "position": 4},
        {"remove": [3], "add": ["foreign"], "position": 3},
        {"move": (0, 9)},
        {"add": ["first"]},
        {"add": ["episode"], "position": 2},
        {"add": ["local"]},
    ],
    ids=str,
)
def test_an_owners_edit_is_put_right(tmp_path: Path, edit: dict[str, object]) -> None:
    """What they took out is put back, what they put in is taken out, episodes and files of theirs too."""
    with packing(tmp_path) as life:
        packed(life)
        episode, local = no_tracks(life.world)
        foreign = next(iter(life.world.catalog.tracks))
        strangers = {"foreign": foreign, "first": held(life)[0], "episode": episode, "local": local}
        given = {**edit, "add": [strangers[each] for each in edit.get("add", ())]}  # type: ignore[attr-defined]
        ref = life.app.store.packed.rows()[0].ref or ""
        life.world.edit_playlist(ref, life.sim.now(), **given)  # type: ignore[arg-type]
        while packed(life).waits:
            """What waits is gone on with."""
        assert sorted(held(life)) == sorted(watched(life))
        (row,) = life.app.store.packed.lists()
        assert list(row.tracks) == held(life)


def test_an_edit_beside_a_place_that_shows_nothing_is_put_right(tmp_path: Path) -> None:
    """Where nobody can tell what stands there, the list is filled anew rather than guessed at."""
    with packing(tmp_path) as life:
        packed(life)
        tracks = held(life)
        life.world.take_down(tracks[5], life.sim.now(), way="null")
        ref = life.app.store.packed.rows()[0].ref or ""
        life.world.edit_playlist(ref, life.sim.now(), remove=[6])
        while packed(life).waits:
            """What waits is gone on with."""
        assert sorted(held(life)) == sorted(tracks)
        (row,) = life.app.store.packed.lists()
        assert list(row.tracks) == held(life)


@pytest.mark.parametrize("tier", ["A", "B", "C"])
def test_a_track_behind_a_link_stays_where_it_is(tmp_path: Path, tier: str) -> None:
    """What another id answers for is stored under its own; reading the list for its contents does not mix them up."""
    with packing(tmp_path, tier=tier) as life:
        packed(life)
        tracks = held(life)
        life.world.relink(tracks[4], next(iter(life.world.catalog.tracks)), life.sim.now())
        ref = life.app.store.packed.rows()[0].ref or ""
        life.world.edit_playlist(ref, life.sim.now(), remove=[0])
        while packed(life).waits:
            """What waits is gone on with."""
        assert sorted(held(life)) == sorted(tracks)


def test_a_deleted_list_is_taken_as_the_owners_word(tmp_path: Path) -> None:
    """Nothing is written any more, a notice tells so with the ways on, and only the owner's word makes a new one."""
    with packing(tmp_path) as life:
        packed(life)
        first = life.app.store.packed.rows()[0].ref or ""
        life.world.playlists[first].kept = False
        life.sim.advance(timedelta(days=2))
        assert "deleted" in job.work(life.app)
        sent = len(writes(life))
        assert life.app.store.packed.lists() == ()
        assert [n.kind for n in life.app.store.notices()] == [NoticeKind.PACKED]
        life.sim.advance(timedelta(days=2))
        assert job.work(life.app) == ""
        assert len(writes(life)) == sent
        switch_on(life.app.packer)
        log_in(life.app)
        packed(life)
        assert life.app.store.packed.rows()[0].ref != first
        assert set(held(life)) == watched(life)
        assert life.app.store.notices() == []


def test_a_list_that_was_called_deleted_wrongly_is_used_again(tmp_path: Path) -> None:
    """The owner's word to go on looks first, so that no second list is made beside the first."""
    with packing(tmp_path) as life:
        packed(life)
        row = life.app.store.packed.rows()[0]
        life.world.playlists[row.ref or ""].kept = False
        assert packed(life).deleted
        life.world.playlists[row.ref or ""].kept = True
        switch_on(life.app.packer)
        packed(life)
        assert [each.ref for each in life.app.store.packed.lists()] == [row.ref]


@pytest.mark.parametrize("family", ["write_make", "write_add", "write_remove", "write_fill"])
@pytest.mark.parametrize("kind", ["reset", "cut", "status"])
def test_a_write_whose_answer_is_lost_is_not_doubled(tmp_path: Path, family: str, kind: str) -> None:
    """Whether it was done (but for `status`, it was) nobody knows: the next run looks, and ends with each track once."""
    with packing(tmp_path, albums=40) as life:
        if family in {"write_remove", "write_fill"}:
            packed(life)
            ref = life.app.store.packed.rows()[0].ref or ""
            foreign = next(iter(life.world.catalog.tracks))
            stranger = foreign if family == "write_remove" else no_tracks(life.world)[0]
            life.world.edit_playlist(ref, life.sim.now(), add=[stranger])
        life.service.state.faults.add(family=family, kind=kind)
        with pytest.raises(Passing):
            packed(life)
        while packed(life).waits:
            """What waits is gone on with."""
        assert sorted(held(life)) == sorted(watched(life))
        ours = [name for name in names_of_lists(life) if "made by the tracker" in name]
        assert len(ours) == 1


def test_a_run_that_dies_between_any_two_writes_is_gone_on_with(tmp_path: Path) -> None:
    """Whichever call is the last that goes through, running again ends with every track once in one list."""
    with packing(tmp_path, albums=50) as life:
        for calls in range(12):
            life.service.state.faults.add(kind="reset", path="/v1/", skip=calls, times=4)
            try:
                packed(life)
            except LookFailed:
                life.sim.advance(timedelta(minutes=1))
            life.service.state.faults.clear()
            switch_off_rows = calls % 4 == 3
            if switch_off_rows:
                switch_off(life.app.packer)
                switch_on(life.app.packer)
        while packed(life).waits:
            """What waits is gone on with."""
        assert sorted(held(life)) == sorted(watched(life))
        assert len([name for name in names_of_lists(life) if "made by the tracker" in name]) == 1


def test_a_track_that_the_service_refuses_does_not_keep_the_others_out(tmp_path: Path) -> None:
    """It vanished and nobody has looked yet: the service refuses all that come with it, so it is found and left out."""
    with packing(tmp_path, albums=30) as life:
        bad = sorted(watched(life))[40]
        life.world.take_down(bad, life.sim.now(), way="missing")
        brought = packed(life)
        assert brought.refused == {bad}
        assert set(held(life)) == watched(life) - {bad}
        sent = len(writes(life))
        assert (packed(life).refused, len(writes(life))) == (set(), sent), (
            "it is not offered again the next day"
        )


def test_reading_an_edited_list_waits_for_its_calls(tmp_path: Path) -> None:
    """What the budget does not leave today is read later; meanwhile nobody reads from a list that was edited."""
    with packing(tmp_path, albums=100, TRACKER_REQUESTS_PER_DAY="250") as life:
        packed(life)
        ref = life.app.store.packed.rows()[0].ref or ""
        life.world.edit_playlist(ref, life.sim.now(), remove=[0])
        brought = packed(life)
        assert (brought.waits, brought.writes) == (True, 0)
        assert life.app.store.packed.lists() == ()
        sent = life.app.door.sent
        while brought.waits:
            life.sim.advance(timedelta(minutes=10))
            brought = packed(life)
        assert life.app.door.sent - sent < 20, "waiting costs nothing"
        assert set(held(life)) == watched(life)


def test_where_the_service_does_not_tell_what_is_kept_a_list_counts_as_kept(tmp_path: Path) -> None:
    """Neither a refusal nor nonsense is taken for the owner's word."""
    with packing(tmp_path) as life:
        packed(life)
        for fault in (
            {"status": 403},
            {"status": 400},
            {"status": 404},
            {"kind": "status", "status": 200, "body": "[]"},
        ):
            life.service.state.faults.add(family="in_library", **fault)
            brought = packed(life)
            assert (brought.deleted, brought.waits) == (False, False)
        assert life.service.state.faults.fired["status"] == 4


def test_a_list_that_answers_404_while_the_account_is_silent_is_not_lost(tmp_path: Path) -> None:
    """Whole accounts have been seen to get 404 for everything."""
    with packing(tmp_path) as life:
        packed(life)
        life.service.state.faults.add(family="playlist", status=404)
        life.service.state.faults.add(family="me", status=404)
        with pytest.raises(Passing):
            packed(life)
        life.service.state.faults.clear()
        assert not packed(life).deleted
