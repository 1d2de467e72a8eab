"""Terms of keeping, and forgetting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.store.looks import (
    PLAYABLE,
    draft,
    dump,
    first_reading,
    hours,
    record,
    shown,
    suspicion,
    watch_list,
)
from tracker.core.decision import AddEntry, LearnTrack, OpenGap, OpenSpell
from tracker.core.history import EventKind, Sighting
from tracker.core.items import NOTHING
from tracker.core.ports import EventFilter
from tracker.core.watch import TERM, Source

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore

DAY = timedelta(days=1)


def test_a_watch_lapses_at_the_end_of_its_term(store: SqlStore, database_url: str) -> None:
    """Not a moment before; it then ends like a removed one, and the record says which it was."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    end = hours(0) + TERM
    assert set(store.housekeep(end - timedelta(seconds=1), 30).values()) == {0}
    assert store.housekeep(end, 30) == {"lapsed": 1, "names": 0, "labels": 0, "releases": 0, "messages": 0}
    assert store.all() == []
    assert store.entries(watch.id) == []
    (row,) = dump(database_url)["watch"]
    assert row[-5:] == (end, end, None, None, None)


def test_names_are_erased_after_their_days(store: SqlStore) -> None:
    """Counted from when the last watch let go; names that a watch holds stay, and so does the history."""
    one, two = watch_list(store), watch_list(store, ref="album2")
    first_reading(store, one, ["t1", "t2"])
    first_reading(store, two, ["t2"], at=1)
    record(store, draft(one, 2), suspicion("t1"))
    store.remove(one.id, hours(24))
    assert store.housekeep(hours(24) + 30 * DAY, 30)["names"] == 0
    assert store.housekeep(hours(25) + 30 * DAY, 30)["names"] == 1
    (event,) = store.events(EventFilter())
    assert (event.track_id, event.title, event.name_origin, event.isrc) == ("t1", None, None, "XXt1")
    assert [name.title for name in shown(store, "t2").names] == ["Song t2"]


def test_forgetting_the_login_leaves_what_came_without_it(store: SqlStore, database_url: str) -> None:
    """After it the record is what it would be had the private list never been watched."""
    album = watch_list(store, "DE")
    first_reading(store, album, ["t1"])
    record(store, draft(album, 1), suspicion("t1"))
    before = dump(database_url)
    private = watch_list(store, "DE", "US", source=Source.PLAYLIST, ref="list1")
    first_reading(store, private, ["t1", "t2"], at=2)
    added = LearnTrack("nothing", NOTHING), AddEntry("nothing", None, None, None, event=True)
    abroad = OpenSpell("t1", PLAYABLE, None, None, Sighting(3, hours(3)))
    record(store, draft(private, 3, market="US"), abroad, OpenGap(None, hours(1), "quota"), *added)
    held = (
        suspicion("t2", held=True),
        suspicion(None, kind=EventKind.SOURCE_LOST),
        OpenGap("t1", hours(1), "unknown"),
    )
    record(store, draft(private, 4), *held)
    counts = store.forget_login()
    assert dump(database_url) == before
    assert {table: number for table, number in counts.items() if number} == {
        "check": 3,
        "doubt": 2,
        "duty": 2,
        "entry": 3,
        "event": 3,
        "gap": 2,
        "incident": 1,
        "listing": 1,
        "name": 1,
        "spell": 2,
        "track": 2,
        "watch": 1,
    }


def test_forgetting_reaches_removed_watches_too(store: SqlStore, database_url: str) -> None:
    """Removed, their rows had stayed as history; now they go as well."""
    before = dump(database_url)
    watch = watch_list(store, source=Source.SAVED_TRACKS, ref="")
    first_reading(store, watch, ["t1"])
    store.remove(watch.id, hours(1))
    store.forget_login()
    assert dump(database_url) == before


def test_forgetting_without_a_private_watch_changes_nothing(store: SqlStore, database_url: str) -> None:
    """Albums, artists and tracks are read without the login."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    store.remove(watch.id, hours(1))
    before = dump(database_url)
    assert set(store.forget_login().values()) == {0}
    assert dump(database_url) == before


def test_numbers_are_not_given_again_after_forgetting(store: SqlStore) -> None:
    """Whoever has heard of a check or an event by its number must never hear of another by the same."""
    private = watch_list(store, source=Source.PLAYLIST, ref="list1")
    first_reading(store, private, ["t1"])
    old = record(store, draft(private, 1), suspicion("t1"))
    store.forget_login()
    album = watch_list(store)
    first = first_reading(store, album, ["t1"], at=3)
    (event,) = record(store, draft(album, 4), suspicion("t1")).suspected
    assert first.check_id > old.check_id
    assert event > old.suspected[0]
