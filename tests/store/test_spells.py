"""Spells and gaps in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.looks import (
    PLAYABLE,
    UNPLAYABLE,
    draft,
    first_reading,
    hours,
    knowledge,
    record,
    shown,
    watch_list,
)
from tracker.core.decision import CloseGap, CloseSpell, OpenGap, OpenSpell
from tracker.core.errors import StoreError
from tracker.core.history import Sighting, State, Target

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore


def test_a_spell_keeps_all_four_edges(store: SqlStore) -> None:
    """Last before, first seen, last seen, first missed: between each two lies the doubt about when."""
    watch = watch_list(store)
    first = first_reading(store, watch, ["t1"])
    spell = knowledge(store, watch).standing("t1").spell
    assert spell is not None
    last, missed = Sighting(first.check_id, hours(4)), Sighting(first.check_id + 1, hours(5))
    record(
        store,
        draft(watch, 6),
        OpenSpell("t1", UNPLAYABLE, "market", last, missed),
        CloseSpell(spell.id, last, missed),
    )
    old, new = shown(store, "t1").spells
    assert (old.target, old.last_before, old.first_seen) == (PLAYABLE, None, draft(watch, 0).ended_at)
    assert (old.last_seen, old.first_missed) == (hours(4), hours(5))
    assert (new.target, new.reason, new.last_before, new.first_seen) == (
        UNPLAYABLE,
        "market",
        hours(4),
        hours(5),
    )
    assert (new.last_seen, new.first_missed) == (hours(6), None)


def test_unknown_is_no_spell(store: SqlStore) -> None:
    """The database itself refuses to hold an unknown state for a fact."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    unknown = OpenSpell("t1", Target(State.UNKNOWN), None, None, Sighting(1, hours(1)))
    with pytest.raises(StoreError, match="refused"):
        record(store, draft(watch, 1, market="DE"), unknown)


def test_markets_have_spells_of_their_own(store: SqlStore) -> None:
    """The same track stands playable here and unplayable there."""
    watch = watch_list(store, "DE", "US")
    first_reading(store, watch, ["t1"])
    spell = OpenSpell("t1", Target(State.PLAYABLE, "t9"), None, None, Sighting(2, hours(1)))
    record(store, draft(watch, 1, market="US"), spell)
    assert [(s.market, s.target.via) for s in shown(store, "t1").spells] == [("DE", None), ("US", "t9")]
    assert knowledge(store, watch, "US").entries[0].answers == {"t1", "t9"}
    assert knowledge(store, watch, "DE").entries[0].answers == {"t1"}


def test_a_gap_of_a_watch_opens_and_closes(store: SqlStore) -> None:
    """It is known while it is open, and ends when the look that sees again began."""
    watch = watch_list(store)
    record(store, draft(watch, 1), OpenGap(None, hours(0), "network"), complete=False, why="network")
    gap = knowledge(store, watch).gap
    assert gap is not None
    assert (gap.since, gap.until, gap.why, gap.market, gap.track_id) == (
        hours(0),
        None,
        "network",
        "DE",
        None,
    )
    record(store, draft(watch, 2), CloseGap(gap.id))
    assert knowledge(store, watch).gap is None
    assert [g.until for g in store.gaps(None)] == [hours(2)]


def test_a_watch_has_one_open_gap_a_market(store: SqlStore) -> None:
    """A second one would count the same blindness twice; another market's is its own."""
    watch = watch_list(store, "DE", "US")
    record(store, draft(watch, 1), OpenGap(None, None, "quota"), complete=False)
    record(store, draft(watch, 1, market="US"), OpenGap(None, None, "quota"), complete=False)
    with pytest.raises(StoreError, match="refused"):
        record(store, draft(watch, 2), OpenGap(None, None, "network"), complete=False)


def test_a_gap_may_be_over_when_it_is_noted(store: SqlStore) -> None:
    """The time in which nothing ran is known only afterwards."""
    watch = watch_list(store)
    record(store, draft(watch, 9), OpenGap(None, hours(1), "not running", until=hours(9)))
    assert knowledge(store, watch).gap is None
    assert [(g.since, g.until, g.why) for g in store.gaps(None)] == [(hours(1), hours(9), "not running")]
