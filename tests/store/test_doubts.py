"""Doubts, their events, incidents and deliveries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from tests.store.looks import (
    UNPLAYABLE,
    draft,
    dump,
    first_reading,
    hours,
    knowledge,
    record,
    suspicion,
    watch_list,
)
from tracker.core.decision import Agree, Confirm, Withdraw
from tracker.core.errors import StoreError
from tracker.core.history import EventKind, Sighting, Status
from tracker.core.items import Way
from tracker.core.ports import EventFilter
from tracker.store.engine import build_engine, writing
from tracker.store.tables import ChannelRow

if TYPE_CHECKING:
    from tracker.core.history import Doubt
    from tracker.core.watch import Watch
    from tracker.store.repository import SqlStore


@pytest.fixture
def watch(store: SqlStore) -> Watch:
    """A watch that has read a list of four."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1", "t2", "t3", "t4"])
    return watch


def doubt_of(store: SqlStore, watch: Watch, track: str = "t1") -> Doubt:
    """The open doubt of a track."""
    doubt = knowledge(store, watch).standing(track).doubt
    assert doubt is not None
    return doubt


def agreement(
    doubt: Doubt, *, independent: bool = False, contested: bool = False, held: bool = False
) -> Agree:
    """This look agrees (or, contested, an independent one does not)."""
    return Agree(doubt.id, doubt.target.via, independent, contested, hours(30), held)


def test_a_suspicion_is_a_doubt_and_an_event(store: SqlStore, watch: Watch) -> None:
    """It says what was last seen and first missed, and which checks prove both."""
    look = draft(watch, 2)
    written = record(store, look, suspicion("t1", Sighting(1, hours(0))))
    doubt = doubt_of(store, watch)
    (event,) = store.events(EventFilter())
    assert (doubt.target, doubt.kind, doubt.reason, doubt.way) == (
        UNPLAYABLE,
        EventKind.VANISHED,
        "market",
        Way.LIST,
    )
    assert (doubt.last_seen, doubt.first_missed) == (
        Sighting(1, hours(0)),
        Sighting(written.check_id, look.ended_at),
    )
    assert (doubt.looks, doubt.event_seq, doubt.held) == ((written.check_id,), event.seq, None)
    assert (event.status, event.last_seen_at, event.first_missed_at) == (
        Status.SUSPECTED,
        hours(0),
        look.ended_at,
    )
    assert (event.checks, event.reason, event.confirmed_at) == ((1, written.check_id), "market", None)
    assert written.suspected == (event.seq,)


def test_a_suspicion_that_would_be_no_event_makes_none(store: SqlStore, watch: Watch) -> None:
    """A first state that is absent is confirmed like any other, but nothing happened."""
    record(store, draft(watch, 2), suspicion("t1", kind=None), suspicion("t2"))
    assert doubt_of(store, watch, "t1").event_seq is None
    (event,) = store.events(EventFilter())
    assert (event.track_id, event.seq) == ("t2", doubt_of(store, watch, "t2").event_seq)
    record(store, draft(watch, 9), Confirm(doubt_of(store, watch, "t1").id))
    assert len(store.events(EventFilter(status=Status.CONFIRMED))) == 0


def test_doubts_come_up_when_they_are_due(store: SqlStore, watch: Watch) -> None:
    """Those whose next look is due are listed; the earliest of all is known."""
    assert store.next_look_at() is None
    record(store, draft(watch, 2), suspicion("t1", next_look=7), suspicion("t2", next_look=5))
    assert store.next_look_at() == hours(5)
    assert store.doubts(hours(4.9)) == []
    assert [doubt.track_id for doubt in store.doubts(hours(5))] == ["t2"]
    assert [doubt.track_id for doubt in store.doubts(hours(8))] == ["t1", "t2"]


def test_agreeing_looks_are_counted(store: SqlStore, watch: Watch) -> None:
    """Each adds its check; independence once shown stays."""
    first = record(store, draft(watch, 2), suspicion("t1")).check_id
    second = record(store, draft(watch, 5), agreement(doubt_of(store, watch), independent=True)).check_id
    third = record(store, draft(watch, 8), agreement(doubt_of(store, watch))).check_id
    doubt = doubt_of(store, watch)
    assert doubt.looks == (first, second, third)
    assert (doubt.independent, doubt.contested) == (True, False)
    assert store.next_look_at() == hours(30)


def test_an_event_tells_the_id_that_was_agreed_upon(store: SqlStore, watch: Watch) -> None:
    """What another way of asking says of the other id goes into the doubt, and with it into the event."""
    record(store, draft(watch, 2), suspicion("t1"))
    other = replace(agreement(doubt_of(store, watch), independent=True), via="t9")
    record(store, draft(watch, 5), other)
    doubt = doubt_of(store, watch)
    assert doubt.target.via == "t9"
    record(store, draft(watch, 8), Confirm(doubt.id))
    assert [event.via for event in store.events(EventFilter())] == ["t9"]


def test_a_contested_doubt_counts_anew(store: SqlStore, watch: Watch) -> None:
    """After an independent look disagreed neither the earlier looks nor their independence count."""
    record(store, draft(watch, 2), suspicion("t1"))
    record(store, draft(watch, 5), agreement(doubt_of(store, watch), independent=True))
    record(store, draft(watch, 8), agreement(doubt_of(store, watch), contested=True))
    doubt = doubt_of(store, watch)
    assert (doubt.looks, doubt.contested, doubt.independent) == ((), True, False)
    later = record(store, draft(watch, 11), agreement(doubt)).check_id
    assert (doubt_of(store, watch).looks, doubt_of(store, watch).contested) == ((later,), True)


def test_a_confirmed_doubt_is_gone_and_its_event_stands(store: SqlStore, watch: Watch) -> None:
    """The event carries every check that proves it, each once, and when it was confirmed."""
    suspected = record(store, draft(watch, 2), suspicion("t1", Sighting(1, hours(0)))).check_id
    agreed = record(store, draft(watch, 5), agreement(doubt_of(store, watch))).check_id
    look = draft(watch, 9)
    written = record(store, look, Confirm(doubt_of(store, watch).id))
    (event,) = store.events(EventFilter())
    assert (event.status, event.confirmed_at, event.incident) == (Status.CONFIRMED, look.ended_at, None)
    assert event.checks == (1, suspected, agreed, written.check_id)
    assert written.confirmed == (event.seq,)
    assert store.doubts(hours(99)) == []


def test_a_withdrawn_doubt_leaves_its_event(store: SqlStore, watch: Watch) -> None:
    """What turned out untrue is told as withdrawn, never deleted; a new suspicion may follow at once."""
    record(store, draft(watch, 2), suspicion("t1"))
    record(store, draft(watch, 5), suspicion("t1"), Withdraw(doubt_of(store, watch).id))
    assert [event.status for event in store.events(EventFilter())] == [Status.WITHDRAWN, Status.SUSPECTED]
    assert len(store.doubts(hours(99))) == 1


def test_a_track_has_one_doubt_a_market(store: SqlStore, watch: Watch) -> None:
    """Two watches cannot suspect the same track twice in the same market."""
    other = watch_list(store, ref="album2")
    first_reading(store, other, ["t1"], at=1)
    record(store, draft(watch, 2), suspicion("t1"))
    assert knowledge(store, other).standing("t1").doubt == doubt_of(store, watch)
    with pytest.raises(StoreError, match="refused"):
        record(store, draft(other, 3), suspicion("t1"))


def test_the_loss_of_a_source_is_doubted_by_itself(store: SqlStore, watch: Watch) -> None:
    """It has no track; confirmed, the source is down until its return is confirmed too."""
    record(store, draft(watch, 2), suspicion(None, kind=EventKind.SOURCE_LOST), complete=False)
    doubt = knowledge(store, watch).source_doubt
    assert doubt is not None
    assert (doubt.track_id, doubt.kind) == (None, EventKind.SOURCE_LOST)
    with pytest.raises(StoreError, match="refused"):
        record(store, draft(watch, 3), suspicion(None, kind=EventKind.SOURCE_LOST), complete=False)
    assert not knowledge(store, watch).source_down
    record(store, draft(watch, 9), Confirm(doubt.id), complete=False)
    assert knowledge(store, watch).source_down
    record(store, draft(watch, 12), suspicion(None, kind=EventKind.SOURCE_BACK))
    assert knowledge(store, watch).source_down
    back = knowledge(store, watch).source_doubt
    assert back is not None
    record(store, draft(watch, 20), Confirm(back.id))
    assert not knowledge(store, watch).source_down


def test_a_mass_flip_is_one_incident(store: SqlStore, watch: Watch) -> None:
    """Held suspicions of one kind share an incident, later ones join it, and their events say so."""
    held = [suspicion(track, held=True) for track in ("t1", "t2")]
    record(store, draft(watch, 2), *held, suspicion("t4"))
    incident = doubt_of(store, watch).held
    assert incident is not None
    record(
        store, draft(watch, 3), suspicion("t3", held=True), agreement(doubt_of(store, watch, "t4"), held=True)
    )
    assert {doubt.held for doubt in store.doubts(hours(99))} == {incident}
    assert {event.incident for event in store.events(EventFilter())} == {incident}
    record(store, draft(watch, 30), Confirm(doubt_of(store, watch, "t4").id))
    assert store.events(EventFilter(status=Status.CONFIRMED))[0].incident == incident


def test_the_next_mass_flip_is_another_incident(store: SqlStore, watch: Watch) -> None:
    """Once all doubts of an incident are settled it is closed; another kind never joins it."""
    record(store, draft(watch, 2), suspicion("t1", held=True))
    first = doubt_of(store, watch).held
    record(store, draft(watch, 3), suspicion("t2", held=True, kind=EventKind.RETURNED))
    assert doubt_of(store, watch, "t2").held != first
    record(store, draft(watch, 4), Withdraw(doubt_of(store, watch).id), suspicion("t3", held=True))
    assert doubt_of(store, watch, "t3").held not in {None, first}


def test_a_confirmed_event_goes_out_once_to_each_channel(
    store: SqlStore, watch: Watch, database_url: str
) -> None:
    """One delivery a channel that is switched on, for confirmed events only."""
    engine = build_engine(database_url)
    with writing(engine) as conn:
        channels = [("one", True), ("two", True), ("off", False)]
        rows = [
            {"url": "json://example.invalid", "name": name, "enabled": on, "added_at": hours(0)}
            for name, on in channels
        ]
        conn.execute(insert(ChannelRow), rows)
    engine.dispose()
    record(store, draft(watch, 2), suspicion("t1"), suspicion("t2"))
    record(store, draft(watch, 5), Withdraw(doubt_of(store, watch, "t2").id))
    assert dump(database_url)["delivery"] == []
    record(store, draft(watch, 9), Confirm(doubt_of(store, watch).id))
    (event,) = store.events(EventFilter(status=Status.CONFIRMED))
    sent = [(row[1], row[2]) for row in dump(database_url)["delivery"]]
    assert sent == [(1, event.seq), (2, event.seq)]
