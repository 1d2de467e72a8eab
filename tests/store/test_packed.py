"""The packed lists on record, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.core.purging import Target, What

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def test_a_list_from_being_wanted_to_being_forgotten(store: SqlStore) -> None:
    """It may be written to from its making on, and read from once it is certain what it holds."""
    packed = store.packed
    packed.begin(0, NOW)
    assert (packed.rows()[0].state, packed.refs(), packed.lists()) == ("filling", frozenset(), ())
    packed.begin(0, NOW, "mark")
    assert packed.rows()[0].mark == "mark"
    packed.made(0, "ref")
    assert (packed.refs(), packed.lists(), packed.rows()[0].mark) == (frozenset({"ref"}), (), None)
    packed.keep(0, ["b", "a"], "v1")
    assert packed.rows()[0].state == "filling"
    packed.keep(0, ["b", "a"], "v1", NOW)
    (row,) = packed.lists()
    assert (row.tracks, row.snapshot, row.read_at, row.state) == (("b", "a"), "v1", NOW, "ok")
    packed.keep(0, ["b", "a"], None)
    assert (packed.lists(), packed.rows()[0].read_at) == ((), NOW)
    packed.lost(0, NOW + timedelta(hours=1))
    assert (packed.refs(), packed.rows()[0].state) == (frozenset(), "deleted")
    packed.lost(0, None)
    assert (packed.refs(), packed.lists()) == (frozenset({"ref"}), ())
    packed.forget(0)
    assert packed.rows() == ()


def test_a_purged_track_leaves_what_the_list_holds_uncertain(store: SqlStore) -> None:
    """The list itself is only put right by the next run, which has to read it first."""
    store.packed.begin(0, NOW)
    store.packed.made(0, "ref")
    store.packed.keep(0, ["1" * 22, "2" * 22], "v1", NOW)
    store.purging.purge_track(Target(What.TRACK, "1" * 22, "a track"))
    (row,) = store.packed.rows()
    assert (row.tracks, row.snapshot) == (("2" * 22,), None)


def test_disconnecting_forgets_the_lists(store: SqlStore) -> None:
    """They are the account's."""
    store.packed.begin(0, NOW)
    store.packed.made(0, "ref")
    assert store.forget_login()["packed"] == 1
    assert store.packed.rows() == ()
