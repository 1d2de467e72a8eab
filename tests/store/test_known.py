"""What the record tells the core of the past."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, insert

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
from tracker.core.decision import AddEntry, CloseGap, Decision, LearnTrack, OpenGap, OpenSpell, Reorder
from tracker.core.history import Sighting, State, Target
from tracker.core.items import Way
from tracker.core.known import NEVER_SEEN
from tracker.store.engine import writing
from tracker.store.tables import CheckRow

if TYPE_CHECKING:
    from tracker.core.known import Known, Look
    from tracker.core.ports import Draft
    from tracker.store.repository import SqlStore


def glance(store: SqlStore, look: Draft, tracks: frozenset[str]) -> int:
    """Record a complete look at some suspects only; the check's number."""

    def decide(_known: Known, _look: Look) -> Decision:
        return Decision((), {}, complete=True)

    return store.record(look, tracks, decide).check_id


def test_a_watch_never_read_has_no_past(store: SqlStore) -> None:
    """Everything is empty, and nothing pretends otherwise."""
    watch = watch_list(store)
    known = knowledge(store, watch)
    assert (known.watch, known.market, known.entries, known.snapshot) == (watch, "DE", (), None)
    assert (dict(known.standings), known.elsewhere, known.last_complete, known.gap) == (
        {},
        frozenset(),
        None,
        None,
    )
    assert (known.source_doubt, known.source_down, known.old_snapshots) == (None, False, frozenset())
    assert known.standing("t1") == NEVER_SEEN


def test_the_last_complete_check_is_one_of_the_whole_watch(store: SqlStore) -> None:
    """Neither an incomplete check nor a complete look at a suspect stands for the list; its time is its beginning."""
    watch = watch_list(store, "DE", "US")
    first_reading(store, watch, ["t1"])
    last = record(store, draft(watch, 5)).check_id
    record(store, draft(watch, 6), complete=False, why="network")
    record(store, draft(watch, 7, market="US"))
    glance(store, draft(watch, 8, way=Way.SINGLE), frozenset({"t1"}))
    known = knowledge(store, watch)
    assert known.last_complete == Sighting(last, hours(5))
    assert known.standing("t1").last_seen == Sighting(last, hours(5))


def test_a_sighting_may_come_from_another_watch(store: SqlStore) -> None:
    """The latest look counts, whichever list it was at; of this market, and of watches that live."""
    one, two, three = (watch_list(store, "DE", "US", ref=f"album{n}") for n in range(3))
    for watch in (one, two, three):
        first_reading(store, watch, ["t1"])
    seen = record(store, draft(two, 5)).check_id
    record(store, draft(two, 6, market="US"))
    record(store, draft(three, 7))
    store.remove(three.id, hours(8))
    known = knowledge(store, one)
    assert known.standing("t1").last_seen == Sighting(seen, hours(5))
    assert known.elsewhere == {"t1"}
    store.remove(two.id, hours(9))
    assert knowledge(store, one).elsewhere == frozenset()


def test_a_check_older_than_an_entry_did_not_see_it(store: SqlStore) -> None:
    """A track added by one market's look was not seen by another market's look before."""
    watch = watch_list(store, "DE", "US")
    first_reading(store, watch, ["t1"])
    abroad = record(store, draft(watch, 1, market="US")).check_id
    record(
        store, draft(watch, 2), LearnTrack("t2", item("t2")), AddEntry("t2", None, None, None, event=False)
    )
    known = knowledge(store, watch, "US")
    assert known.standing("t1").last_seen == Sighting(abroad, hours(1))
    assert known.standing("t2").last_seen is None


def test_an_open_gap_ends_what_was_seen_of_its_track(store: SqlStore) -> None:
    """A complete check that could not tell of a track did not see it: its last sighting lies before the gap."""
    watch = watch_list(store)
    seen = first_reading(store, watch, ["t1", "t2"]).check_id
    blind = record(store, draft(watch, 5), OpenGap("t1", hours(0), "field:is_playable")).check_id
    known = knowledge(store, watch)
    assert known.standing("t1").last_seen == Sighting(seen, hours(0))
    assert known.standing("t2").last_seen == Sighting(blind, hours(5))


def test_the_look_that_ends_a_gap_saw_its_track(store: SqlStore) -> None:
    """Not so the complete check inside the gap, though it is the watch's latest."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 5), OpenGap("t1", hours(0), "field:is_playable"))
    gap = knowledge(store, watch).standing("t1").gap
    assert gap is not None
    seen: list[int] = []

    def decide(_known: Known, look: Look) -> Decision:
        seen.append(look.check_id)
        return Decision((CloseGap(gap.id),), {}, complete=True)

    store.record(draft(watch, 8, way=Way.SINGLE), frozenset({"t1"}), decide)
    assert knowledge(store, watch).standing("t1").last_seen == Sighting(seen[0], hours(8))
    later = record(store, draft(watch, 24)).check_id
    assert knowledge(store, watch).standing("t1").last_seen == Sighting(later, hours(24))


def test_a_look_after_a_gap_counts_again(store: SqlStore) -> None:
    """Also where another watch of the track has not been looked at since before the gap."""
    one, two = watch_list(store), watch_list(store, ref="album2")
    for watch in (one, two):
        first_reading(store, watch, ["t1"])
    record(store, draft(one, 5), OpenGap("t1", hours(0), "unknown"))
    gap = knowledge(store, one).standing("t1").gap
    assert gap is not None
    record(store, draft(one, 8), CloseGap(gap.id))
    last = record(store, draft(one, 24)).check_id
    assert knowledge(store, one).standing("t1").last_seen == Sighting(last, hours(24))


def test_a_track_of_another_list_is_known_before_it_is_added_here(store: SqlStore) -> None:
    """A first reading must not begin anew the spells that stand already."""
    one, two = watch_list(store), watch_list(store, ref="album2")
    first_reading(store, one, ["t1"])
    standing = knowledge(store, two).standing("t1")
    assert standing.spell is not None
    assert standing.spell.target == PLAYABLE


def test_a_look_at_suspects_is_told_of_those_alone(store: SqlStore) -> None:
    """The list is whole and in order, the standings are those of the tracks asked for."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1", "t2", "t3"])
    known = knowledge(store, watch, tracks=frozenset({"t2", "elsewhere"}))
    assert [entry.track_id for entry in known.entries] == ["t1", "t2", "t3"]
    assert set(known.standings) == {"t2"}


def test_an_entry_is_recognised_by_every_id_it_may_answer_with(store: SqlStore) -> None:
    """Its own, its spell's in this market, and the one that is suspected."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    doubt = replace(suspicion("t1"), target=Target(State.PLAYABLE, "t7"))
    record(store, draft(watch, 1), doubt)
    assert knowledge(store, watch).entries[0].answers == {"t1", "t7"}


def test_versions_seen_before_are_remembered(store: SqlStore) -> None:
    """All but the present one, from complete checks; two hundred of them and no more."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    (entry,) = store.entries(watch.id)
    record(store, draft(watch, 1, snapshot="v2"), Reorder("v2", (entry.id,)))
    record(store, draft(watch, 2, snapshot="v3"), complete=False)
    assert knowledge(store, watch).old_snapshots == {"v1"}
    usual: dict[str, Any] = {
        "watch_id": watch.id,
        "market": "DE",
        "way": "list",
        "started_at": hours(3),
        "ended_at": hours(3),
    }
    usual |= {"complete": True, "whole": True, "calls": 1, "observed": {}}
    with writing(store._engine) as conn:
        conn.execute(insert(CheckRow), [usual | {"snapshot": f"w{n}"} for n in range(205)])
    old = knowledge(store, watch).old_snapshots
    assert len(old) == 200
    assert "w204" in old
    assert "w0" not in old


def test_a_long_list_is_known_at_once(store: SqlStore) -> None:
    """Loading takes a fixed number of questions, however long the list is."""
    watch = watch_list(store)
    first_reading(store, watch, [f"t{n}" for n in range(5)])
    asked: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    knowledge(store, watch)
    few = len(asked)
    more = [
        (LearnTrack(f"u{n}", item(f"u{n}")), AddEntry(f"u{n}", None, None, None, event=False))
        for n in range(200)
    ]
    spells = [OpenSpell(f"u{n}", PLAYABLE, None, None, Sighting(1, hours(1))) for n in range(200)]
    record(store, draft(watch, 1), *(change for pair in more for change in pair), *spells)
    asked.clear()
    assert len(knowledge(store, watch).entries) == 205
    assert len(asked) == few
