"""The watch list as the record keeps it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.store.looks import (
    PLAYABLE,
    draft,
    dump,
    first_reading,
    hours,
    knowledge,
    record,
    shown,
    suspicion,
    watch_list,
)
from tracker.core.decision import OpenGap
from tracker.core.errors import StoreError, UsageError
from tracker.core.history import EventKind, Sighting, Status
from tracker.core.ports import EventFilter
from tracker.core.watch import TERM

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore


def test_a_new_watch_is_due_at_once_in_each_market(store: SqlStore) -> None:
    """Adding keeps every word of the owner's, sets the term, and makes each market's check due now."""
    watch = watch_list(store, "DE", "US", at=5)
    assert store.all() == [watch]
    assert (watch.markets, watch.every, watch.added_at) == (("DE", "US"), timedelta(days=1), hours(5))
    assert watch.renew_by == hours(5) + TERM
    assert store.due_at(f"check:{watch.id}:DE", hours(9)) == hours(5)
    assert store.due_at(f"check:{watch.id}:US", hours(9)) == hours(5)


def test_adding_the_same_thing_again_changes_its_watch(store: SqlStore) -> None:
    """An equal source and ref keep their id and take the new markets and a new term."""
    first = watch_list(store, "DE")
    again = watch_list(store, "US", at=48)
    assert (again.id, again.markets, again.added_at) == (first.id, ("US",), hours(0))
    assert again.renew_by == hours(48) + TERM
    assert store.all() == [again]


def test_a_market_that_is_dropped_is_no_longer_observed(store: SqlStore) -> None:
    """Changing the markets leaves a gap, and no doubt, in those that are gone."""
    watch = watch_list(store, "DE", "US")
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 1, market="US"))
    seen = knowledge(store, watch, "US").standing("t1").last_seen
    record(store, draft(watch, 2, market="US"), suspicion("t1", seen))
    watch_list(store, "DE", at=3)
    gap = shown(store, "t1").gaps[0]
    assert (gap.market, gap.since, gap.until, gap.why) == ("US", hours(1), None, "not watched")
    assert [event.status for event in store.events(EventFilter(market="US"))] == [Status.WITHDRAWN]
    assert store.doubts(hours(99)) == []


def test_a_watch_takes_its_lists_new_name(store: SqlStore) -> None:
    """Renaming changes what is shown and nothing else."""
    watch = watch_list(store)
    store.rename(watch.id, "Another name")
    assert [(w.id, w.label) for w in store.all()] == [(watch.id, "Another name")]


def test_removing_ends_observation_but_not_history(store: SqlStore, database_url: str) -> None:
    """A removed watch is not listed or due; its doubts are withdrawn, its tracks get a gap, no entry event."""
    watch = watch_list(store)
    first = first_reading(store, watch, ["t1", "t2"])
    record(store, draft(watch, 2), suspicion("t1", Sighting(first.check_id, hours(0))))
    store.remove(watch.id, hours(4))
    assert store.all() == []
    assert store.entries(watch.id) == []
    assert [event.kind for event in store.events(EventFilter(status=Status.WITHDRAWN))] == [
        EventKind.VANISHED
    ]
    assert len(store.events(EventFilter())) == 1
    assert dump(database_url)["duty"] == []
    gaps = [shown(store, track).gaps for track in ("t1", "t2")]
    assert [(g.since, g.until, g.why) for (g,) in gaps] == [
        (hours(0), None, "not watched"),  # what was seen of a suspect since then does not stand
        (hours(2), None, "not watched"),
    ]


def test_a_track_that_another_watch_observes_gets_no_gap(store: SqlStore) -> None:
    """Removing a watch interrupts only what nobody else looks at in that market."""
    one, two = watch_list(store), watch_list(store, "DE", "US", ref="album2")
    first_reading(store, one, ["t1", "t2"])
    first_reading(store, two, ["t1"], at=1)
    store.remove(one.id, hours(2))
    assert shown(store, "t1").gaps == ()
    assert [gap.track_id for gap in shown(store, "t2").gaps] == ["t2"]


def test_removing_withdraws_what_the_watch_alone_suspected(store: SqlStore) -> None:
    """Its doubts go also where another watch observes the track, and so does the one about its source."""
    one, two = watch_list(store), watch_list(store, ref="album2")
    for watch in (one, two):
        first_reading(store, watch, ["t1", "t2"])
    record(store, draft(one, 2), suspicion("t1"), suspicion(None, kind=EventKind.SOURCE_LOST))
    record(store, draft(two, 2), suspicion("t2"))
    store.remove(one.id, hours(3))
    assert [(doubt.watch_id, doubt.track_id) for doubt in store.doubts(hours(99))] == [(two.id, "t2")]
    assert len(store.events(EventFilter(status=Status.WITHDRAWN))) == 2


def test_a_track_that_has_a_gap_already_keeps_that_one(store: SqlStore) -> None:
    """It was not seen before it was no longer watched; that is one gap, with its first reason."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 1), OpenGap("t1", hours(0), "field:is_playable"))
    store.remove(watch.id, hours(2))
    assert [(gap.since, gap.until, gap.why) for gap in shown(store, "t1").gaps] == [
        (hours(0), None, "field:is_playable")
    ]


def test_removing_ends_the_watchs_own_gap(store: SqlStore) -> None:
    """A watch that nobody wants is not blind."""
    watch = watch_list(store)
    record(store, draft(watch, 1), OpenGap(None, None, "quota"), complete=False, why="quota")
    store.remove(watch.id, hours(3))
    assert [(gap.why, gap.until) for gap in store.gaps(None)] == [("quota", hours(3))]


def test_a_watch_added_again_goes_on_with_the_same_history(store: SqlStore) -> None:
    """The gap of a track stays open until it is looked at again; nothing was seen in between."""
    old = watch_list(store)
    first = first_reading(store, old, ["t1"])
    store.remove(old.id, hours(2))
    new = watch_list(store, at=100)
    standing = knowledge(store, new).standing("t1")
    assert new.id != old.id
    assert standing.spell is not None
    assert standing.spell.target == PLAYABLE
    assert standing.last_seen == Sighting(first.check_id, hours(0))
    assert standing.gap is not None


def test_removing_what_is_not_there_is_said(store: SqlStore) -> None:
    """An unknown or already removed watch is the owner's slip, not a silent success."""
    watch = watch_list(store)
    store.remove(watch.id, hours(1))
    with pytest.raises(UsageError, match="no watch"):
        store.remove(watch.id, hours(2))


def test_a_look_at_a_dropped_market_is_not_recorded(store: SqlStore) -> None:
    """It was under way when the owner changed the markets; the other market's look is welcome."""
    watch = watch_list(store, "DE", "US")
    watch_list(store, "DE", at=1)
    with pytest.raises(StoreError, match="no longer looks at US"):
        record(store, draft(watch, 2, market="US"))
    record(store, draft(watch, 2))
    assert [check.market for check in store.checks(None)] == ["DE"]


def test_a_look_at_a_removed_watch_is_not_recorded(store: SqlStore, database_url: str) -> None:
    """A look that was under way when its watch was removed leaves nothing behind."""
    watch = watch_list(store)
    store.remove(watch.id, hours(1))
    before = dump(database_url)
    with pytest.raises(StoreError, match="no longer looks"):
        record(store, draft(watch, 2))
    assert dump(database_url) == before
