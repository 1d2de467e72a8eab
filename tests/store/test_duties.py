"""Due times and claims."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

from tests.store.looks import hours
from tracker.store.repository import open_store

if TYPE_CHECKING:
    from datetime import datetime

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
    assert store.claim("relook", slot, hours(1), hours(2))
    store.done("relook", slot, hours(25))
    assert store.due_at("relook", hours(0)) == hours(25)
    assert not store.claim("relook", slot, hours(1), hours(2))
    assert store.claim("relook", hours(25), hours(25), hours(26))


def test_a_released_slot_stays_due(store: SqlStore) -> None:
    """Giving a claim back leaves the slot for the next."""
    slot = store.due_at("relook", hours(1))
    store.claim("relook", slot, hours(1), hours(2))
    store.release("relook", slot)
    assert store.claim("relook", slot, hours(1), hours(2))


def test_finishing_a_slot_that_moved_on_does_nothing(store: SqlStore) -> None:
    """A straggler does not move a later slot."""
    slot = store.due_at("relook", hours(1))
    store.done("relook", slot, hours(25))
    store.done("relook", slot, hours(90))
    assert store.due_at("relook", hours(0)) == hours(25)


def test_of_many_claimers_one_gets_the_slot(store: SqlStore, database_url: str) -> None:
    """Eight claimers, each with connections of its own, at once: exactly one succeeds, slot after slot."""
    slots = [hours(n) for n in range(1, 11)]
    store.due_at("relook", slots[0])
    for slot, following in zip(slots, [*slots[1:], hours(99)], strict=True):
        with ThreadPoolExecutor(8) as pool:
            won = list(pool.map(lambda _n, slot=slot: _claim(database_url, slot), range(8)))
        assert won.count(True) == 1
        store.done("relook", slot, following)


def _claim(url: str, slot: datetime) -> bool:
    with closing(open_store(url, durable=False)) as store:
        return store.claim("relook", slot, hours(0), hours(200))


def test_all_duties_are_read_at_once(store: SqlStore) -> None:
    """Whoever looks for work asks once, however many watches there are."""
    assert store.due() == {}
    store.due_at("relook", hours(1))
    store.due_at("housekeeping", hours(2))
    assert store.due() == {"relook": hours(1), "housekeeping": hours(2)}
