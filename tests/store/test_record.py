"""One look is one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from tests.store.looks import (
    LookedAway,
    draft,
    dump,
    first_reading,
    hours,
    record,
    suspicion,
    watch_list,
)
from tracker.core.decision import (
    AddEntry,
    Change,
    CloseGap,
    CloseSpell,
    Confirm,
    Decision,
    OpenSpell,
    RemoveEntry,
    Withdraw,
)
from tracker.core.errors import StoreError
from tracker.core.history import Sighting, State, Target
from tracker.core.items import Way
from tracker.store.apply import STEPS

if TYPE_CHECKING:
    from tracker.core.known import Known, Look
    from tracker.store.repository import SqlStore


def test_every_kind_of_change_can_be_written() -> None:
    """A change that the core can decide and the record cannot write would be lost."""
    assert {kind for kind, _ in STEPS} == set(get_args(Change))


def test_a_look_is_told_its_own_number_and_times(store: SqlStore) -> None:
    """Deciding needs the check's id before the check is whole."""
    watch = watch_list(store)
    told: list[Look] = []

    def decide(_known: Known, look: Look) -> Decision:
        told.append(look)
        return Decision((), {}, complete=True)

    wanted = draft(watch, 1, way=Way.PAGES)
    written = store.record(wanted, None, decide)
    (look,) = told
    assert (look.check_id, look.way) == (written.check_id, Way.PAGES)
    assert (look.started_at, look.ended_at) == (wanted.started_at, wanted.ended_at)


def test_a_check_is_recorded_as_it_was(store: SqlStore) -> None:
    """Certificate, cost and counts come back as they were given, complete or not."""
    watch = watch_list(store)
    record(store, draft(watch, 1, calls=7), complete=False, why="pages: 2 of 3")
    record(store, draft(watch, 2))
    one, two = store.checks(None)
    assert (one.complete, one.why, one.calls, one.observed) == (False, "pages: 2 of 3", 7, {"playable": 1})
    assert (two.complete, two.why, two.way, two.market) == (True, None, "list", "DE")
    assert [check.id for check in store.checks(hours(2))] == [two.id]


def test_an_unchanged_check_writes_exactly_one_row(store: SqlStore, database_url: str) -> None:
    """When nothing happened, the check itself is all that is new; not one other row is touched."""
    watch = watch_list(store, "DE", "US")
    first_reading(store, watch, [f"t{n}" for n in range(50)])
    before = dump(database_url)
    record(store, draft(watch, 24, snapshot="v1"))
    after = dump(database_url)
    assert len(after.pop("check")) == len(before.pop("check")) + 1
    assert after == before


def test_what_deciding_raises_undoes_the_check(store: SqlStore, database_url: str) -> None:
    """A fault in the middle of a decision leaves no trace, and comes out as it is."""
    watch = watch_list(store)
    before = dump(database_url)

    def decide(_known: Known, _look: Look) -> Decision:
        raise LookedAway

    with pytest.raises(LookedAway):
        store.record(draft(watch, 1), None, decide)
    assert dump(database_url) == before


def test_what_writing_raises_undoes_everything(store: SqlStore, database_url: str) -> None:
    """A second open spell is refused by the database; what was written before it is undone."""
    watch = watch_list(store)
    first = first_reading(store, watch, ["t1"])
    before = dump(database_url)
    again = OpenSpell("t1", Target(State.GONE), None, None, Sighting(first.check_id, hours(1)))
    with pytest.raises(StoreError, match="refused"):
        record(store, draft(watch, 1), AddEntry("t1", None, None, None, event=True), again)
    assert dump(database_url) == before


@pytest.mark.parametrize(
    "change",
    [
        Confirm(77),
        Withdraw(77),
        CloseGap(77),
        CloseSpell(77, None, Sighting(1, hours(0))),
        RemoveEntry(77, "t1", None),
    ],
    ids=lambda change: type(change).__name__,
)
def test_a_decision_about_what_is_not_there_is_refused(
    store: SqlStore, database_url: str, change: Change
) -> None:
    """A change that would touch no row is an error, never a silent nothing."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    before = dump(database_url)
    with pytest.raises(StoreError, match="77"):
        record(store, draft(watch, 1), suspicion("t1"), change)
    assert dump(database_url) == before


def test_a_slot_is_recorded_once(store: SqlStore, database_url: str) -> None:
    """A second check for the same due time is refused whole; looks without a slot are free."""
    watch = watch_list(store)
    record(store, draft(watch, 1, slot=hours(1)))
    before = dump(database_url)
    with pytest.raises(StoreError, match="already recorded"):
        record(store, draft(watch, 2, slot=hours(1)), complete=True)
    assert dump(database_url) == before
    record(store, draft(watch, 2))
    record(store, draft(watch, 3))
    assert len(store.checks(None)) == 3
