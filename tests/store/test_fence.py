"""The fence: a look is recorded under a claim that still holds, and moves its duty on in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.looks import draft, first_reading, hours, record, watch_list
from tracker.core.errors import Overtaken, StoreError

if TYPE_CHECKING:
    from tracker.core.ports import Claim
    from tracker.store.repository import SqlStore

DUTY = "check:1:DE"


def claimed(store: SqlStore, at: float, until: float) -> Claim:
    """A claim on the check that is due at the hour 0."""
    slot = store.due_at(DUTY, hours(0))
    claim = store.claim(DUTY, slot, hours(at), hours(until))
    assert claim is not None
    return claim


def test_a_look_and_its_next_due_time_are_one_step(store: SqlStore) -> None:
    """Who sees the check on record sees the duty moved on and free."""
    watch = watch_list(store)
    claim = claimed(store, 1, 2)
    record(store, draft(watch, 1, claim=claim, slot=claim.slot, next_at=hours(24)))
    assert store.due()[DUTY] == hours(24)
    assert store.claim(DUTY, hours(24), hours(24), hours(25)) is not None


def test_a_look_that_fails_to_be_recorded_leaves_its_claim(store: SqlStore) -> None:
    """Whatever undoes the look undoes the giving back too."""
    watch = watch_list(store)
    claim = claimed(store, 1, 2)
    with pytest.raises(StoreError, match="longer looks at"):
        record(store, draft(watch, 1, market="US", claim=claim, next_at=hours(24)))
    assert store.due()[DUTY] == hours(0)
    assert store.renew(claim, hours(3))


def test_a_holder_that_slept_through_its_lease_writes_nothing(store: SqlStore) -> None:
    """Another process has taken the work over meanwhile: the stale look is refused, the fresh one stands."""
    watch = watch_list(store)
    stale = claimed(store, 1, 2)
    fresh = claimed(store, 3, 4)
    with pytest.raises(Overtaken, match=DUTY):
        record(store, draft(watch, 1, claim=stale, slot=stale.slot, next_at=hours(24)))
    assert store.checks(None) == []
    record(store, draft(watch, 3, claim=fresh, slot=fresh.slot, next_at=hours(24)))
    assert len(store.checks(None)) == 1


def test_a_lease_that_ran_out_unnoticed_still_counts(store: SqlStore) -> None:
    """Nobody took the work over, so nothing speaks against what was seen."""
    watch = watch_list(store)
    claim = claimed(store, 1, 2)
    record(store, draft(watch, 50, claim=claim, slot=claim.slot, next_at=hours(72)))
    assert store.due()[DUTY] == hours(72)


def test_a_slot_is_recorded_once(store: SqlStore) -> None:
    """A commit whose answer was lost is found again: the second look of the slot is refused and says so."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"], slot=hours(0))
    with pytest.raises(Overtaken, match="already recorded"):
        record(store, draft(watch, 1, slot=hours(0)))
    assert len(store.checks(None)) == 1


def test_a_slot_that_comes_again_is_served_again(store: SqlStore) -> None:
    """The clock was set back: the duty is due at an instant that is on record. The look counts, without that name."""
    watch = watch_list(store)
    first = claimed(store, 1, 2)
    record(store, draft(watch, 1, claim=first, slot=first.slot, next_at=hours(0)))
    again = claimed(store, 1, 2)
    record(store, draft(watch, 1, claim=again, slot=again.slot, next_at=hours(24)))
    assert len(store.checks(None)) == 2
    assert store.due()[DUTY] == hours(24)


def test_several_looks_under_one_claim_keep_it(store: SqlStore) -> None:
    """Looks at suspects share a claim; each of them holds it a little longer."""
    watch = watch_list(store)
    claim = claimed(store, 1, 2)
    record(store, draft(watch, 2.5, claim=claim))
    assert store.claim(DUTY, claim.slot, hours(2.51), hours(9)) is None
    assert store.claim(DUTY, claim.slot, hours(3), hours(9)) is not None
