"""What feeds read: the newest confirmed events, mass changes as one, and what was taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import col

from tests.store.looks import draft, first_reading, hours, record, suspicion, watch_list
from tracker.core.decision import Confirm
from tracker.core.history import EventKind, Status
from tracker.core.pages.feeds import NEWEST, SHOWN
from tracker.store.engine import writing
from tracker.store.pages.feeds import feed, feed_secret, renew_feed_secret
from tracker.store.tables import EventRow

if TYPE_CHECKING:
    from tracker.core.pages.feeds import FeedView
    from tracker.core.watch import Watch
    from tracker.store.repository import SqlStore


def confirmed(store: SqlStore, watch: Watch, at: float, tracks: list[str], *, held: bool = False) -> None:
    """So many tracks are suspected together, and confirmed half an hour later."""
    record(store, draft(watch, at), *(suspicion(track, held=held) for track in tracks))
    doubts = [Confirm(doubt.id) for doubt in store.doubts(hours(999))]
    record(store, draft(watch, at + 0.5), *doubts)


def ended(at: float) -> datetime:
    """When the look that began at an hour was over."""
    return hours(at) + timedelta(minutes=1)


def read(store: SqlStore, watch: int | None = None, kind: EventKind | None = None) -> FeedView:
    """A feed that is there."""
    view = store.ask(feed, watch, kind)
    assert view is not None
    return view


def test_the_newest_confirmed_events_come_first(store: SqlStore) -> None:
    """Only those that are confirmed, no more than a feed has; in the order of their confirmation."""
    watch = watch_list(store)
    tracks = [f"t{n}" for n in range(NEWEST + 5)]
    first_reading(store, watch, [*tracks, "doubted"])
    for n, track in enumerate(tracks):
        confirmed(store, watch, 2 + n, [track])
    record(store, draft(watch, 500), suspicion("doubted"))
    items = read(store).items
    assert [item.events[0].track_id for item in items] == tracks[::-1][:NEWEST]
    assert all(item.events[0].status is Status.CONFIRMED for item in items)
    assert items[0].events[0].title == f"Song {tracks[-1]}"


def test_a_feed_is_narrowed_to_a_watch_and_a_kind(store: SqlStore) -> None:
    """Single events and mass changes alike; a watch that never was has no feed."""
    one, two = watch_list(store), watch_list(store, ref="album2")
    first_reading(store, one, ["t1", "t2", "t3"])
    first_reading(store, two, ["t4"], at=1)
    confirmed(store, one, 2, ["t1"])
    confirmed(store, one, 4, ["t2", "t3"], held=True)
    confirmed(store, two, 6, ["t4"])
    assert [item.size for item in read(store, one.id).items] == [2, 1]
    assert [item.size for item in read(store, two.id, EventKind.VANISHED).items] == [1]
    assert read(store, kind=EventKind.RETURNED).items == ()
    assert read(store, two.id).label == "List album2"
    assert store.ask(feed, 99, None) is None


def test_a_mass_change_is_one_item(store: SqlStore) -> None:
    """With its size, its interval and its first members; those of it that are not confirmed do not count."""
    watch = watch_list(store)
    tracks = [f"t{n:02}" for n in range(SHOWN + 4)]
    first_reading(store, watch, tracks)
    record(store, draft(watch, 2), *(suspicion(track, held=True) for track in tracks))
    doubts = store.doubts(hours(999))
    record(store, draft(watch, 5), *(Confirm(doubt.id) for doubt in doubts[:-1]))
    (item,) = read(store).items
    assert (item.size, len(item.events), item.back) == (SHOWN + 3, SHOWN, 0)
    assert (item.since, item.until, item.confirmed_at) == (None, ended(2), ended(5))
    assert [event.track_id for event in item.events] == tracks[:SHOWN]


def test_what_was_taken_back_is_known(store: SqlStore) -> None:
    """Of a single event, and of some of a mass change: how many, and when."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1", "t2", "t3", "t4", "t5"])
    confirmed(store, watch, 2, ["t1"])
    confirmed(store, watch, 4, ["t2", "t3"], held=True)
    confirmed(store, watch, 8, ["t4", "t5"])
    with writing(store._engine) as conn:
        for told, back in ((1, 4), (2, 5)):
            taken = update(EventRow).where(col(EventRow.seq) == back)
            conn.execute(taken.values(kind=EventKind.RETRACTED, retracts=told))
    items = {item.key: item for item in read(store).items}
    assert list(items) == ["event/5", "event/4", "incident/1", "event/1"]
    assert [items[key].back for key in ("event/4", "event/1", "incident/1")] == [0, 1, 1]
    assert [items[key].taken_back for key in ("event/4", "event/1", "incident/1")] == [False, True, False]
    assert items["event/1"].updated_at == items["incident/1"].updated_at == items["event/4"].confirmed_at


def test_the_secret_is_the_last_one_made(store: SqlStore) -> None:
    """None at first; a new one takes the place of the old."""
    assert store.ask(feed_secret) is None
    store.change(renew_feed_secret, "first", hours(1))
    store.change(renew_feed_secret, "second", hours(2))
    assert store.ask(feed_secret) == "second"
