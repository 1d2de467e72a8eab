"""Tracks learnt, and places of a list that come, go and move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.store.looks import (
    PLAYABLE,
    draft,
    first_reading,
    hours,
    item,
    knowledge,
    record,
    suspicion,
    watch_list,
)
from tracker.core.decision import AddEntry, LearnTrack, OpenSpell, RemoveEntry, Reorder
from tracker.core.history import EventKind, Sighting, Status
from tracker.core.items import NOTHING, Item, Kind
from tracker.core.ports import EventFilter

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore


def test_entries_come_back_in_the_lists_order_with_their_names(store: SqlStore) -> None:
    """What was learnt of each track stands with its entry, in the order of the list."""
    watch = watch_list(store)
    learnt = [LearnTrack(track, item(track)) for track in ("t1", "t2")]
    added = [AddEntry(track, hours(-9), f"1/{n}", None, event=False) for n, track in enumerate(("t1", "t2"))]
    record(store, draft(watch, 0), *learnt, *added, Reorder("v1", (-2, -1)))
    two, one = store.entries(watch.id)
    assert (two.track_id, one.track_id) == ("t2", "t1")
    assert (one.added_at, one.key, one.title, one.artists) == (
        hours(-9),
        "1/0",
        "Song t1",
        ("The Inventions",),
    )
    assert (one.isrc, one.album, one.album_id, one.disc, one.number) == ("XXt1", "Made Up", "album1", 1, 1)
    assert (one.duration_ms, one.answers) == (200_000, frozenset({"t1"}))


def test_a_name_is_never_lost_to_an_empty_one(store: SqlStore) -> None:
    """A vanished track shows no names: what was known of it stays, part by part."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    bare = Item(Kind.TRACK, id="t1", artists=("The New Name",))
    record(store, draft(watch, 1), LearnTrack("t1", NOTHING), LearnTrack("t1", bare))
    (entry,) = store.entries(watch.id)
    assert (entry.title, entry.artists, entry.album) == ("Song t1", ("The New Name",), "Made Up")
    assert (entry.isrc, entry.duration_ms, entry.album_id) == ("XXt1", 200_000, "album1")
    record(store, draft(watch, 2), LearnTrack("t1", Item(Kind.TRACK, id="t1", title="New Song")))
    (entry,) = store.entries(watch.id)
    assert (entry.title, entry.artists) == ("New Song", ("The New Name",))


def test_what_is_learnt_later_fills_what_was_empty(store: SqlStore) -> None:
    """A track first met as a null gets its facts when it shows itself."""
    watch = watch_list(store)
    added = AddEntry("t1", None, None, None, event=False)
    record(store, draft(watch, 0), LearnTrack("t1", NOTHING), added)
    assert store.entries(watch.id)[0].title == ""
    record(store, draft(watch, 1), LearnTrack("t1", item("t1")))
    assert (store.entries(watch.id)[0].title, store.entries(watch.id)[0].isrc) == ("Song t1", "XXt1")


def test_a_first_reading_is_no_news(store: SqlStore) -> None:
    """Entries without an event are entries all the same."""
    watch = watch_list(store)
    written = first_reading(store, watch, ["t1", "t1", "t2"])
    assert [entry.track_id for entry in store.entries(watch.id)] == ["t1", "t1", "t2"]
    assert (written.suspected, written.confirmed) == ((), ())
    assert store.events(EventFilter()) == []


def test_an_added_place_is_an_event_at_once(store: SqlStore) -> None:
    """It lies between the last complete check and the end of this one, and both are its proof."""
    watch = watch_list(store)
    first = first_reading(store, watch, ["t1"])
    before = Sighting(first.check_id, hours(0))
    look = draft(watch, 5)
    new = LearnTrack("t2", item("t2")), AddEntry("t2", None, None, before, event=True)
    written = record(store, look, *new)
    (event,) = store.events(EventFilter())
    assert (event.kind, event.status, event.track_id) == (EventKind.ENTRY_ADDED, Status.CONFIRMED, "t2")
    assert (event.last_seen_at, event.first_missed_at) == (hours(0), look.ended_at)
    assert (event.confirmed_at, event.checks) == (look.ended_at, (first.check_id, written.check_id))
    assert written.confirmed == (event.seq,)


def test_a_removed_place_is_an_event_and_no_entry_any_more(store: SqlStore) -> None:
    """The owner's own edit is told, unless the decision says that it is no news."""
    watch = watch_list(store)
    first = first_reading(store, watch, ["t1", "t2", "t3"])
    one, two, _ = store.entries(watch.id)
    before = Sighting(first.check_id, hours(0))
    written = record(
        store,
        draft(watch, 5),
        RemoveEntry(one.id, "t1", before),
        RemoveEntry(two.id, "t2", before, event=False),
    )
    assert [entry.track_id for entry in store.entries(watch.id)] == ["t3"]
    (event,) = store.events(EventFilter())
    assert (event.kind, event.track_id) == (EventKind.ENTRY_REMOVED, "t1")
    assert event.checks == (first.check_id, written.check_id)


def test_a_removed_track_pauses_in_the_other_markets_too(store: SqlStore) -> None:
    """One market's look removes the entry from all; what nobody observes there any more gets a gap, no doubt."""
    watch = watch_list(store, "DE", "US")
    first_reading(store, watch, ["t1"])
    abroad = draft(watch, 1, market="US")
    spell = OpenSpell("t1", PLAYABLE, None, None, Sighting(1, hours(1)))
    seen = Sighting(record(store, abroad, spell).check_id, hours(1))
    record(store, draft(watch, 2, market="US"), suspicion("t1", seen))
    (entry,) = store.entries(watch.id)
    record(store, draft(watch, 3), RemoveEntry(entry.id, "t1", None))
    standing = knowledge(store, watch, "US").standing("t1")
    assert standing.doubt is None
    assert standing.gap is not None
    assert (standing.gap.since, standing.gap.why) == (hours(1), "not watched")
    assert knowledge(store, watch, "DE").standing("t1").gap is None  # that market's decision says it itself


def test_the_order_is_replaced_whole(store: SqlStore) -> None:
    """Old entries by their ids, new ones by their turn, the version with them."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1", "t2"])
    one, two = store.entries(watch.id)
    added = AddEntry("t1", hours(1), None, None, event=False)
    record(store, draft(watch, 1), added, Reorder("v2", (two.id, -1, one.id)))
    assert [(e.track_id, e.added_at) for e in store.entries(watch.id)] == [
        ("t2", None),
        ("t1", hours(1)),
        ("t1", None),
    ]
    assert knowledge(store, watch).snapshot == "v2"
