"""What listings and reports read from the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.looks import (
    PLAYABLE,
    draft,
    first_reading,
    hours,
    item,
    knowledge,
    record,
    shown,
    suspicion,
    watch_list,
)
from tracker.core.decision import AddEntry, Confirm, LearnTrack, OpenGap, OpenSpell
from tracker.core.history import EventKind, Sighting, Status
from tracker.core.items import Item, Kind
from tracker.core.ports import EventFilter
from tracker.core.watch import Source

if TYPE_CHECKING:
    from tracker.core.views import WatchView
    from tracker.store.repository import SqlStore


def only_view(store: SqlStore) -> WatchView:
    """The one watch there is."""
    (view,) = store.watches()
    return view


def test_an_event_is_shown_with_its_names(store: SqlStore) -> None:
    """The list's label and the track's name, ISRC and origin stand with it."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 2), suspicion("t1"))
    (event,) = store.events(EventFilter())
    assert (event.watch_id, event.watch_label, event.market) == (watch.id, "List album1", "DE")
    assert (event.title, event.artists, event.isrc, event.name_origin) == (
        "Song t1",
        ("The Inventions",),
        "XXt1",
        "service",
    )
    assert (event.retracts, event.via) == (None, None)


def test_an_event_of_a_source_has_no_track(store: SqlStore) -> None:
    """Nor a name that would have to come from somewhere."""
    watch = watch_list(store)
    record(store, draft(watch, 2), suspicion(None, kind=EventKind.SOURCE_LOST), complete=False)
    (event,) = store.events(EventFilter())
    assert (event.track_id, event.title, event.artists, event.name_origin) == (None, None, (), None)


@pytest.mark.parametrize(
    ("wanted", "tracks"),
    [
        (EventFilter(), ["t1", "t2", "t1"]),
        (EventFilter(since=hours(3)), ["t1"]),
        (EventFilter(kind=EventKind.RETURNED), ["t2"]),
        (EventFilter(status=Status.CONFIRMED), ["t1"]),
        (EventFilter(market="US"), ["t1"]),
        (EventFilter(track_id="t1"), ["t1", "t1"]),
        (EventFilter(track_id="t1", market="DE", status=Status.CONFIRMED), ["t1"]),
        (EventFilter(track_id="t1", kind=EventKind.RETURNED), []),
    ],
    ids=["all", "since", "kind", "status", "market", "track", "several", "none"],
)
def test_events_can_be_chosen(store: SqlStore, wanted: EventFilter, tracks: list[str]) -> None:
    """Each word of the filter narrows the list; its order is that of the numbers."""
    watch = watch_list(store, "DE", "US")
    first_reading(store, watch, ["t1", "t2"])
    record(store, draft(watch, 2), suspicion("t1"), suspicion("t2", kind=EventKind.RETURNED))
    record(store, draft(watch, 3, market="US"), suspicion("t1"))
    doubt = knowledge(store, watch).standing("t1").doubt
    assert doubt is not None
    record(store, draft(watch, 9), Confirm(doubt.id))
    events = store.events(wanted)
    assert [event.track_id for event in events] == tracks
    assert [event.seq for event in events] == sorted(event.seq for event in events)


def test_gaps_of_watches_are_listed_from_the_oldest(store: SqlStore) -> None:
    """Those of single tracks are not; `since` leaves out what ended before."""
    watch = watch_list(store, "DE", "US")
    first_reading(store, watch, ["t1"])
    record(
        store,
        draft(watch, 9),
        OpenGap(None, hours(1), "one", until=hours(2)),
        OpenGap("t1", hours(1), "unknown"),
    )
    record(store, draft(watch, 9), OpenGap(None, hours(5), "two", until=hours(6)))
    record(store, draft(watch, 9), OpenGap(None, None, "three"))
    assert [gap.why for gap in store.gaps(None)] == ["three", "one", "two"]
    assert [gap.why for gap in store.gaps(hours(2))] == ["three", "two"]


def test_a_watch_is_shown_with_its_counts(store: SqlStore) -> None:
    """Tracks held, states by market, doubts that are events, held ones among them, due time and gap."""
    watch = watch_list(store, "DE", "US")
    first_reading(store, watch, ["t1", "t2", "t3"])
    own = LearnTrack("local:x", Item(Kind.LOCAL, title="Own"))
    added = AddEntry("local:x", None, None, None, event=False)
    record(
        store,
        draft(watch, 1),
        own,
        added,
        suspicion("t1", held=True),
        suspicion("t2"),
        suspicion("t3", kind=None),
    )
    spell = OpenSpell("t1", PLAYABLE, None, None, Sighting(1, hours(1)))
    record(store, draft(watch, 2, market="US"), spell, OpenGap(None, hours(1), "quota"))
    view = only_view(store)
    assert (view.watch, view.entries, view.states) == (watch, 3, {"playable": 4})
    assert (view.suspected, view.held, view.lost, view.due_at) == (2, 1, False, hours(0))
    assert view.gap is not None
    assert (view.gap.why, view.gap.market) == ("quota", "US")


def test_states_are_counted_by_track_and_watched_market(store: SqlStore) -> None:
    """A track that stands twice in a list is one; what another watch knows of other markets is not this one's."""
    first_reading(store, watch_list(store, "DE"), ["t1", "t1"])
    two = watch_list(store, "US", ref="album2")
    first_reading(store, two, ["t1"], at=1, market="US")
    one, other = store.watches()
    assert (one.entries, one.states) == (2, {"playable": 1})
    assert (other.entries, other.states) == (1, {"playable": 1})


def test_a_watch_is_as_old_as_its_oldest_market(store: SqlStore) -> None:
    """One market that is read every day must not hide another that is not."""
    watch = watch_list(store, "DE", "US")
    assert only_view(store).last_complete_at is None
    record(store, draft(watch, 1, market="US"))
    record(store, draft(watch, 2))
    record(store, draft(watch, 26))
    record(store, draft(watch, 27, market="US"), complete=False)
    assert only_view(store).last_complete_at == hours(1)


def test_a_lost_source_is_shown(store: SqlStore) -> None:
    """Once its loss is confirmed."""
    watch = watch_list(store)
    record(store, draft(watch, 1), suspicion(None, kind=EventKind.SOURCE_LOST), complete=False)
    assert not only_view(store).lost
    doubt = knowledge(store, watch).source_doubt
    assert doubt is not None
    record(store, draft(watch, 9), Confirm(doubt.id), complete=False)
    assert only_view(store).lost


def test_everything_of_a_track_is_shown(store: SqlStore) -> None:
    """Names with their origin, the lists that hold it, spells, events, and the gaps that touch it."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1", "t2"])
    record(store, draft(watch, 2), suspicion("t1"), suspicion("t2"), OpenGap(None, hours(1), "quota"))
    view = shown(store, "t1")
    (name,) = view.names
    assert (view.id, view.isrc, view.watches) == ("t1", "XXt1", ("List album1",))
    assert (name.title, name.artists, name.album, name.origin) == (
        "Song t1",
        ("The Inventions",),
        "Made Up",
        "service",
    )
    assert name.kept_until is None
    assert [event.track_id for event in view.events] == ["t1"]
    assert [gap.why for gap in view.gaps] == ["quota"]
    assert store.track("never met") is None


def test_an_open_spell_was_last_seen_before_the_doubt_about_it(store: SqlStore) -> None:
    """Looks that contradict a spell are no sightings of it."""
    watch = watch_list(store)
    first = first_reading(store, watch, ["t1", "t2"])
    record(store, draft(watch, 5), suspicion("t1", Sighting(first.check_id, hours(0))))
    record(store, draft(watch, 9))
    assert shown(store, "t1").spells[0].last_seen == hours(0)
    assert shown(store, "t2").spells[0].last_seen == hours(9)


def test_a_name_that_no_watch_holds_says_until_when_it_is_kept(store: SqlStore) -> None:
    """Thirty days after the last watch let go of the track, unless the record was opened with another term."""
    watch = watch_list(store, source=Source.PLAYLIST)
    first_reading(store, watch, ["t1"])
    store.remove(watch.id, hours(10))
    assert shown(store, "t1").names[0].kept_until == hours(10 + 30 * 24)
    assert shown(store, "t1").watches == ()


def test_a_track_learnt_by_name_only_is_shown(store: SqlStore) -> None:
    """A track without a list, a spell or an event is still one that was met."""
    watch = watch_list(store)
    record(store, draft(watch, 1), LearnTrack("t9", item("t9")))
    assert shown(store, "t9").spells == ()
