"""What a planner reads, on either database: places in order without names, suspects, packed lists, the tier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert

from tests.store.looks import draft, first_reading, hours, item, record, suspicion, watch_list
from tests.store.test_imports import TABLE, A, B, take
from tracker.core.decision import LearnTrack, RemoveEntry, Reorder
from tracker.core.planning.holdings import Stand, Suspects
from tracker.core.planning.requests import Held, Tier
from tracker.core.watch import Source
from tracker.store.engine import writing
from tracker.store.tables import PackedRow, TierRow

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore


def test_places_come_in_the_order_of_their_lists(store: SqlStore) -> None:
    """Of several watches at once, with the album and the place there; a removed place is not among them."""
    first = watch_list(store, source=Source.PLAYLIST, ref="one")
    second = watch_list(store, source=Source.PLAYLIST, ref="two")
    first_reading(store, first, ["t1", "t2", "t3"])
    first_reading(store, second, ["t2"], 1)
    ids = {entry.track_id: entry.id for entry in store.entries(first.id)}
    learnt = LearnTrack("t3", item("t3", album_id="long", disc=1, number=61))
    gone = RemoveEntry(ids["t2"], "t2", None, event=False)
    record(store, draft(first, 2), learnt, gone, Reorder("v2", (ids["t3"], ids["t1"])))
    assert store.holdings.stands([first.id, second.id, 99]) == {
        first.id: (Stand("t3", "long", 60), Stand("t1", "album1", 0)),
        second.id: (Stand("t2", "album1", 0),),
        99: (),
    }


def test_a_place_on_a_later_disc_is_not_known(store: SqlStore) -> None:
    """Nobody tells how long the first disc is."""
    watch = watch_list(store, source=Source.PLAYLIST, ref="one")
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 1), LearnTrack("t1", item("t1", disc=2, number=3)))
    assert store.holdings.stands([watch.id]) == {watch.id: (Stand("t1", "album1", None),)}


def test_an_imported_list_is_held_before_anybody_looked(store: SqlStore) -> None:
    """By the places that its owner left."""
    watch = take(store, TABLE)
    assert store.holdings.stands([watch.id]) == {watch.id: (Stand(A, None, None), Stand(B, None, None))}


def test_suspects_are_counted_by_watch_and_market(store: SqlStore) -> None:
    """The soonest first, at most so many; those of a paused watch wait."""
    one = watch_list(store, "DE", "US", source=Source.PLAYLIST, ref="one")
    two = watch_list(store, source=Source.PLAYLIST, ref="two")
    first_reading(store, one, ["t1", "t2"])
    first_reading(store, two, ["t3"], 1)
    record(store, draft(one, 2), suspicion("t1", next_look=9), suspicion("t2", next_look=5))
    record(store, draft(one, 2.5, market="US"), suspicion("t1", next_look=4))
    record(store, draft(two, 3), suspicion("t3", next_look=7))
    us, de = Suspects(one.id, "US", 1, hours(4)), Suspects(one.id, "DE", 2, hours(5))
    other = Suspects(two.id, "DE", 1, hours(7))
    assert store.holdings.suspects(9) == [us, de, other]
    assert store.holdings.suspects(1) == [us]
    store.tending.pause(one.id, hours(4))
    assert store.holdings.suspects(9) == [other]


def test_packed_lists_that_stand_and_the_tier(store: SqlStore) -> None:
    """One that its owner deleted shows nothing any more; where nobody has looked the tier is C."""
    assert (store.holdings.packed(), store.holdings.tier()) == ((), Tier.C)
    rows = [
        {"number": 0, "ref": "p0", "made_at": hours(0), "tracks": ["t1", "t2"], "lost_at": None},
        {"number": 1, "ref": "p1", "made_at": hours(0), "tracks": ["t3"], "lost_at": hours(1)},
    ]
    with writing(store._engine) as conn:
        conn.execute(insert(PackedRow), rows)
        conn.execute(insert(TierRow).values(tier="B", seen_at=hours(1)))
    assert (store.holdings.packed(), store.holdings.tier()) == ((Held("p0", ("t1", "t2")),), Tier.B)
