"""Places that leave a list, in the record: suspected, settled, withdrawn, retracted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.looks import draft, first_reading, hours, knowledge, record, watch_list
from tracker.core.decision import RemoveEntry, Reorder, Revive, SettleRemoval
from tracker.core.errors import StoreError
from tracker.core.history import EventKind, Sighting, Status
from tracker.core.ports import EventFilter

if TYPE_CHECKING:
    from tracker.core.decision import Recorded
    from tracker.core.watch import Watch
    from tracker.store.repository import SqlStore


def missing_once(store: SqlStore) -> tuple[Watch, int, Recorded]:
    """A list of two tracks whose first place a second reading did not show."""
    watch = watch_list(store)
    first = first_reading(store, watch, ["t1", "t2"])
    one, two = store.entries(watch.id)
    gone = RemoveEntry(one.id, "t1", Sighting(first.check_id, hours(0)), settled=False)
    return watch, one.id, record(store, draft(watch, 5), gone, Reorder("v2", (two.id,)))


def test_a_first_missing_is_only_suspected(store: SqlStore) -> None:
    """The place is no entry any more, its event awaits a second reading, and the core is told of it."""
    watch, entry, written = missing_once(store)
    (event,) = store.events(EventFilter())
    assert (event.kind, event.status, event.confirmed_at) == (
        EventKind.ENTRY_REMOVED,
        Status.SUSPECTED,
        None,
    )
    assert (written.suspected, written.confirmed) == ((event.seq,), ())
    assert [each.track_id for each in store.entries(watch.id)] == ["t2"]
    (left,) = knowledge(store, watch).leaving
    assert (left.entry.id, left.entry.title, left.settled) == (entry, "Song t1", False)


def test_the_second_reading_settles_it(store: SqlStore) -> None:
    """The event is a fact from then on, with both checks as its proof, and is still remembered for a while."""
    watch, entry, _ = missing_once(store)
    later = draft(watch, 10)
    written = record(store, later, SettleRemoval(entry))
    (event,) = store.events(EventFilter())
    assert (event.status, event.confirmed_at) == (Status.CONFIRMED, later.ended_at)
    assert event.first_missed_at == draft(watch, 5).ended_at
    assert event.checks[-1] == written.check_id
    assert written.confirmed == (event.seq,)
    assert knowledge(store, watch, at=20).leaving[0].settled
    assert knowledge(store, watch, at=200).leaving == ()


def test_a_place_that_is_back_was_never_gone(store: SqlStore) -> None:
    """It is the same entry again, in its order, and the suspicion is withdrawn."""
    watch, entry, _ = missing_once(store)
    (other,) = store.entries(watch.id)
    record(store, draft(watch, 10), Revive(entry), Reorder("v3", (entry, other.id)))
    assert [each.id for each in store.entries(watch.id)] == [entry, other.id]
    assert [event.status for event in store.events(EventFilter())] == [Status.WITHDRAWN]
    assert knowledge(store, watch).leaving == ()


def test_a_settled_removal_is_taken_back_visibly(store: SqlStore) -> None:
    """The event stays, and another one names it."""
    watch, entry, _ = missing_once(store)
    record(store, draft(watch, 10), SettleRemoval(entry))
    (other,) = store.entries(watch.id)
    record(store, draft(watch, 15), Revive(entry), Reorder("v3", (entry, other.id)))
    removed, retracted = store.events(EventFilter())
    assert (removed.status, retracted.kind, retracted.status) == (
        Status.CONFIRMED,
        EventKind.RETRACTED,
        Status.CONFIRMED,
    )
    assert (retracted.retracts, retracted.track_id) == (removed.seq, "t1")


def test_a_place_that_never_left_cannot_come_back(store: SqlStore) -> None:
    """A decision that speaks of what the record does not await is refused whole."""
    watch, _, _ = missing_once(store)
    (other,) = store.entries(watch.id)
    with pytest.raises(StoreError, match="removals"):
        record(store, draft(watch, 10), Revive(other.id))
    assert len(store.checks(None)) == 2
