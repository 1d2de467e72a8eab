"""Places that leave a list: a fact at the second reading, no matter what the first one showed."""

from __future__ import annotations

import pytest

from tests.core.past import Past, listing, track
from tracker.core.history import EventKind, Status
from tracker.core.rules import Rules

ABC = (track("a"), track("b"), track("c"))
AC = (track("a"), track("c"))
REMOVED, ADDED, RETRACTED = EventKind.ENTRY_REMOVED, EventKind.ENTRY_ADDED, EventKind.RETRACTED


def watched(rules: Rules | None = None) -> Past:
    """A list that was read once."""
    past = Past(rules or Rules())
    past.see(listing(*ABC))
    return past


def test_a_list_that_was_short_for_one_reading_lost_nothing() -> None:
    """The place stands there again as it was: the suspicion is withdrawn, and it is no new entry."""
    past = watched()
    past.see(listing(*AC, snapshot="odd", times=[0, 2]))
    assert past.told(Status.SUSPECTED) == [(REMOVED, "b")]
    past.see(listing(*ABC, snapshot="v2"))
    assert past.told() == []
    assert past.told(Status.WITHDRAWN) == [(REMOVED, "b")]
    assert [entry.track_id for entry in past.entries] == ["a", "b", "c"]


def test_the_true_version_comes_back_after_an_odd_one() -> None:
    """An older version is no stale copy if it shows nothing but what went by mistake."""
    past = watched()
    past.see(listing(*AC, snapshot="odd", times=[0, 2]))
    assert past.see(listing(*ABC, snapshot="v1")).complete
    assert past.record.snapshot == "v1"
    assert past.told() == []


def test_a_removal_is_told_with_the_interval_of_its_first_sight() -> None:
    """The second reading confirms; when it happened lies where it was first missed."""
    past = watched()
    past.see(listing(*AC, snapshot="v2", times=[0, 2]))
    (event,) = past.events.values()
    first = event.first_missed_at
    past.see(listing(*AC, snapshot="v2", times=[0, 2]))
    assert (event.kind, event.status, event.first_missed_at) == (REMOVED, Status.CONFIRMED, first)
    assert past.told() == [(REMOVED, "b")]


def test_a_settled_removal_that_was_none_is_retracted() -> None:
    """Two readings were wrong and agreed: what was told is visibly taken back."""
    past = watched()
    for _ in range(2):
        past.see(listing(*AC, snapshot="odd", times=[0, 2]), hours=6)
    assert past.told() == [(REMOVED, "b")]
    whys = [past.see(listing(*ABC, snapshot="v3")).why for _ in range(4)]
    assert whys == ["older version"] * 3 + [None], "one stale copy must not undo what was settled"
    assert past.told() == [(REMOVED, "b"), (RETRACTED, "b")]
    assert [entry.track_id for entry in past.entries] == ["a", "b", "c"]


def test_a_stale_copy_does_not_undo_a_settled_removal() -> None:
    """A version from before the edit shows the place once more; that says nothing of today."""
    past = watched()
    for _ in range(2):
        past.see(listing(*AC, snapshot="v2", times=[0, 2]), hours=6)
    decision = past.see(listing(*ABC, snapshot="v1"), hours=6)
    assert (decision.complete, decision.why) == (False, "older version")
    assert past.told() == [(REMOVED, "b")]


def test_who_puts_a_track_back_adds_it() -> None:
    """Another time of adding is another entry, so the removal stands."""
    past = watched()
    past.see(listing(*AC, snapshot="v2", times=[0, 2]))
    past.see(listing(*AC, track("b"), snapshot="v3", times=[0, 2, 9]))
    assert past.told() == [(REMOVED, "b"), (ADDED, "b")]


def test_one_look_suffices_where_the_owner_says_so() -> None:
    """With a single look configured an edit is a fact at once."""
    past = watched(Rules(looks=1, hours=0))
    past.see(listing(*AC, snapshot="v2", times=[0, 2]))
    assert past.told() == [(REMOVED, "b")]


@pytest.mark.parametrize("snapshot", ["v1", "v2"])
def test_an_emptied_list_is_believed_in_the_end(snapshot: str) -> None:
    """Nothing at all is doubted for three rhythms, and told as edits by the second reading after that."""
    past = watched()
    whys = [past.see(listing(snapshot=snapshot)).why for _ in range(5)]
    assert whys == ["empty answer"] * 3 + [None, None]
    assert past.told() == [(REMOVED, name) for name in "abc"]


def test_edits_under_a_version_that_sticks_are_believed_in_the_end() -> None:
    """A frozen version must not blind the watch for ever; in the meantime there is a gap."""
    past = watched()
    edited = listing(*AC, snapshot="v1", times=[0, 2])
    whys = [past.see(edited).why for _ in range(5)]
    assert whys == ["version contradicts"] * 3 + [None, None]
    assert past.told() == [(REMOVED, "b")]


def test_a_swap_under_one_version_is_no_relink() -> None:
    """As many places as before, but one with another time of adding: not the same entry by another id."""
    past = watched()
    decision = past.see(listing(track("a"), track("d"), track("c"), times=[0, 7, 2]))
    assert decision.why == "version contradicts"
    assert past.told(Status.SUSPECTED) == []


def test_pages_of_two_versions_put_together_are_not_believed() -> None:
    """A place that is new has the id and the time of adding of one that was there: for three rhythms that says nothing."""
    past = watched()
    torn = listing(track("b"), track("c"), track("b"), snapshot="v2", times=[1, 2, 1])
    whys = [past.see(torn).why for _ in range(4)]
    assert whys == ["shown twice"] * 3 + [None]


def test_one_track_put_in_again_is_an_edit() -> None:
    """The same track with a time of adding of its own is a place of its own."""
    past = watched()
    past.see(listing(track("a"), track("b"), track("c"), track("b"), snapshot="v2", times=[0, 1, 2, 9]))
    assert (EventKind.ENTRY_ADDED, "b") in past.told()
