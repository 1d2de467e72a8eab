"""Due times and claims."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

from tests.store.looks import hours
from tracker.store.repository import open_store

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.ports import Claim
    from tracker.store.repository import SqlStore


def test_a_duty_never_heard_of_becomes_due_at_first(store: SqlStore) -> None:
    """The first due time is kept; later ones do not move it."""
    assert store.due_at("relook", hours(1)) == hours(1)
    assert store.due_at("relook", hours(5)) == hours(1)


def test_a_slot_is_claimed_once_until_its_lease_ends(store: SqlStore) -> None:
    """Nobody else gets the slot while the lease runs; then it is free again."""
    slot = store.due_at("relook", hours(1))
    assert store.claim("relook", slot, hours(1), hours(2))
    assert not store.claim("relook", slot, hours(1.5), hours(3))
    assert store.claim("relook", slot, hours(2), hours(3))


def test_a_slot_that_moved_on_cannot_be_claimed(store: SqlStore) -> None:
    """What was served is not served again."""
    slot = store.due_at("relook", hours(1))
    store.done(taken(store, slot), hours(25))
    assert store.due_at("relook", hours(0)) == hours(25)
    assert not store.claim("relook", slot, hours(1), hours(2))
    assert store.claim("relook", hours(25), hours(25), hours(26))


def test_a_released_slot_stays_due(store: SqlStore) -> None:
    """Giving a claim back leaves the slot for the next."""
    slot = store.due_at("relook", hours(1))
    store.release(taken(store, slot))
    assert store.claim("relook", slot, hours(1), hours(2))


def test_a_claim_that_was_taken_over_moves_nothing(store: SqlStore) -> None:
    """A holder that slept through its lease neither finishes, renews nor releases the work of the next."""
    slot = store.due_at("relook", hours(1))
    stale = taken(store, slot)
    fresh = store.claim("relook", slot, hours(2), hours(3))
    assert fresh is not None
    assert fresh.epoch > stale.epoch
    assert not store.renew(stale, hours(90))
    store.done(stale, hours(90))
    store.release(stale)
    assert store.due() == {"relook": slot}
    assert store.claim("relook", slot, hours(2.5), hours(4)) is None
    store.done(fresh, hours(25))
    assert store.due() == {"relook": hours(25)}


def test_a_lease_grows_while_its_holder_works(store: SqlStore) -> None:
    """Who renews keeps the duty beyond the first end of the lease."""
    slot = store.due_at("relook", hours(1))
    claim = taken(store, slot)
    assert store.renew(claim, hours(5))
    assert store.claim("relook", slot, hours(3), hours(4)) is None


def test_a_lease_from_the_future_holds_nobody_up(store: SqlStore) -> None:
    """The clock was a year ahead when it was given; now that it is right again, the duty is free."""
    slot = store.due_at("relook", hours(1))
    assert store.claim("relook", slot, hours(24 * 365), hours(24 * 365 + 1))
    assert store.claim("relook", slot, hours(2), hours(3))


def test_of_many_claimers_one_gets_the_slot(store: SqlStore, database_url: str) -> None:
    """Eight claimers, each with connections of its own, at once: exactly one succeeds, slot after slot."""
    slots = [hours(n) for n in range(1, 11)]
    store.due_at("relook", slots[0])
    for slot, following in zip(slots, [*slots[1:], hours(99)], strict=True):
        with ThreadPoolExecutor(8) as pool:
            won = list(pool.map(lambda _n, slot=slot: _claim(database_url, slot), range(8)))
        assert len([claim for claim in won if claim]) == 1
        store.done(next(claim for claim in won if claim), following)


def _claim(url: str, slot: datetime) -> Claim | None:
    with closing(open_store(url, durable=False)) as store:
        return store.claim("relook", slot, hours(0), hours(20))


def taken(store: SqlStore, slot: datetime) -> Claim:
    """A claim on the duty, for an hour."""
    claim = store.claim("relook", slot, hours(1), hours(2))
    assert claim is not None
    return claim


def test_all_duties_are_read_at_once(store: SqlStore) -> None:
    """Whoever looks for work asks once, however many watches there are."""
    assert store.due() == {}
    store.due_at("relook", hours(1))
    store.due_at("housekeeping", hours(2))
    assert store.due() == {"relook": hours(1), "housekeeping": hours(2)}
