"""The lists of the API in either database: parts, filters, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.store.looks import draft, first_reading, hours, record, suspicion, watch_list
from tracker.core.decision import Confirm, OpenGap
from tracker.core.ports import EventFilter
from tracker.store.pages.api import Span, checks_part, entries_part, events_part, gaps_part, incidents_part
from tracker.store.pages.metrics import counts, gauges

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore

ALL = Span(0, 500)


def test_incidents_count_their_events_by_status(store: SqlStore) -> None:
    """Confirmed and suspected ones apart; events of no incident are not counted."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1", "t2", "t3", "t4"])
    record(store, draft(watch, 2), *(suspicion(f"t{n}", held=True) for n in (1, 2, 3)), suspicion("t4"))
    doubt = store.doubts(hours(99))[0]
    record(store, draft(watch, 5), Confirm(doubt.id))
    (incident,) = store.ask(incidents_part, ALL).items
    assert (incident.id, incident.kind, incident.market) == (1, "vanished", "DE")
    assert incident.events == {"confirmed": 1, "suspected": 2}


def test_parts_go_on_where_they_ended(store: SqlStore) -> None:
    """`next` is the last number of a part that is not the last."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1", "t2", "t3"])
    record(store, draft(watch, 2), *(suspicion(f"t{n}") for n in (1, 2, 3)))
    first = store.ask(events_part, EventFilter(), None, Span(0, 2))
    rest = store.ask(events_part, EventFilter(), watch.id, Span(first.next or 0, 2))
    assert [event.seq for event in (*first.items, *rest.items)] == [1, 2, 3]
    assert (first.next, rest.next) == (2, None)
    assert [check.id for check in store.ask(checks_part, watch.id, ALL).items] == [1, 2]
    assert store.ask(checks_part, 9, ALL).items == ()


def test_entries_carry_the_states_of_their_tracks(store: SqlStore) -> None:
    """In every market where the track was ever seen, and its name; an unknown watch has no list."""
    one, two = watch_list(store), watch_list(store, "US", ref="album2")
    first_reading(store, one, ["t1", "t2"])
    first_reading(store, two, ["t2"], at=1, market="US")
    part = store.ask(entries_part, one.id, ALL)
    assert part is not None
    assert [(entry.track_id, [state.market for state in entry.states]) for entry in part.items] == [
        ("t1", ["DE"]),
        ("t2", ["DE", "US"]),
    ]
    assert [entry.name.title for entry in part.items if entry.name] == ["Song t1", "Song t2"]
    assert store.ask(entries_part, 99, ALL) is None


def test_gaps_of_one_watch_and_those_that_last(store: SqlStore) -> None:
    """Each filter by itself."""
    watch = watch_list(store)
    record(store, draft(watch, 1), OpenGap(None, hours(0), "network"), complete=False)
    assert [gap.why for gap in store.ask(gaps_part, watch.id, True, ALL).items] == ["network"]
    assert store.ask(gaps_part, 9, False, ALL).items == ()


def test_numbers_are_counted_anew_when_they_may_have_changed(store: SqlStore) -> None:
    """A check and a watch that goes change the key; reading does not. A track nobody holds has no state."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1", "t2"])
    before = store.ask(gauges)
    assert store.ask(gauges).counted_at == before.counted_at
    assert store.ask(counts).states == {("DE", "playable"): 2}
    record(store, draft(watch, 2), suspicion("t1"))
    after = store.ask(gauges)
    assert after.counted_at != before.counted_at
    assert (after.suspected, store.ask(counts).events) == (1, {("vanished", "suspected"): 1})
    store.remove(watch.id, hours(5))
    assert store.ask(gauges).counted_at != after.counted_at
    assert store.ask(counts).states == {}
    assert after.size > 0
