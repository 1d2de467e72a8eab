"""The owner's own words in the record: kept through terms and forgetting, and nothing else with them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.store.looks import draft, dump, first_reading, hours, record, shown, suspicion, watch_list
from tracker.core.ports import EventFilter
from tracker.core.watch import Source
from tracker.store.pages.markets import market_shares
from tracker.store.pages.owned import keep_name, solve, write_note

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore


def test_of_a_track_that_was_never_met_nothing_is_kept(store: SqlStore, database_url: str) -> None:
    """Neither a note nor a name, nor a mark on an event that there is not."""
    before = dump(database_url)
    assert store.change(write_note, "nobody", "text", hours(0)) is False
    assert store.change(keep_name, "nobody", "title", ()) is False
    assert store.change(solve, 1, hours(0)) is None
    assert dump(database_url) == before


def test_forgetting_the_login_leaves_the_owners_words(store: SqlStore, database_url: str) -> None:
    """With the bare id they hang on; the service's names and facts go, and so do tracks without such words."""
    private = watch_list(store, source=Source.PLAYLIST, ref="list1")
    first_reading(store, private, ["t1", "t2", "t3"])
    store.change(write_note, "t1", "lent to a friend", hours(1))
    store.change(keep_name, "t2", "The Blue One", ("Somebody",))
    store.forget_login()
    left = dump(database_url)
    assert left["track"] == [("t1", *[None] * 7), ("t2", *[None] * 7)]
    assert left["name"] == [("t2", "owner", "The Blue One", ["Somebody"], "", None)]
    assert (shown(store, "t1").note, shown(store, "t2").note) == ("lent to a friend", None)
    assert left["note"] == [("t1", "lent to a friend", hours(1))]


def test_terms_erase_the_services_names_alone(store: SqlStore) -> None:
    """A name that the owner keeps is not the service's any more."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    store.change(keep_name, "t1", "The Blue One", ())
    store.remove(watch.id, hours(2))
    assert store.housekeep(hours(2) + timedelta(days=31), 30)["names"] == 1
    assert [(name.origin, name.kept_until) for name in shown(store, "t1").names] == [("owner", None)]


def test_a_solved_vanish_keeps_its_first_mark(store: SqlStore, database_url: str) -> None:
    """Marked twice it keeps its time; taken back it has none; another kind of event has none ever."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 1), suspicion("t1"))
    (event,) = store.events(EventFilter())

    def mark() -> object:
        (row,) = dump(database_url)["event"]
        return row[-1]

    assert store.change(solve, event.seq, hours(2)) == "t1"
    store.change(solve, event.seq, hours(5))
    assert mark() == hours(2)
    store.change(solve, event.seq, None)
    assert mark() is None


def test_the_map_leaves_out_what_nobody_watches(store: SqlStore) -> None:
    """A track that was let go keeps its last state in the record, but not on the map."""
    one, two = watch_list(store), watch_list(store, ref="album2")
    first_reading(store, one, ["t1", "t2"])
    first_reading(store, two, ["t2"], at=1)
    assert store.ask(market_shares)["DE"].tracks == 2
    store.remove(one.id, hours(2))
    left = store.ask(market_shares)["DE"]
    assert (left.states, left.seen_at) == ({"playable": 1}, hours(1))
    store.remove(two.id, hours(3))
    assert (store.ask(market_shares)["DE"].tracks, store.ask(market_shares)["DE"].share) == (0, None)
