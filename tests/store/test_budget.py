"""The ledger of calls in the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.store.looks import hours
from tracker.core.budget import Denial, Ledger, Limits, used
from tracker.store.repository import open_store

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore


def test_an_empty_ledger_has_no_calls(store: SqlStore) -> None:
    """Before the first call there is nothing to read, and that is no error."""
    assert store.ledger() == Ledger()


def test_the_budget_survives_reopening(store: SqlStore, database_url: str) -> None:
    """Calls counted by one process bind the next one."""
    limits = Limits(per_day=2, per_second=1)
    assert store.spend(hours(0), limits) == hours(0)
    assert store.spend(hours(0), limits) == hours(0) + timedelta(seconds=1)
    store.close()
    with closing(open_store(database_url)) as again:
        denial = again.spend(hours(1), limits)
        assert isinstance(denial, Denial)
        assert denial.why == "budget"
        assert used(again.ledger(), hours(1)) == 2


def test_a_deadline_of_the_service_survives_reopening(store: SqlStore, database_url: str) -> None:
    """Nothing is sent before the time that the service named, not even after a restart."""
    store.park(hours(8), "quota")
    store.close()
    with closing(open_store(database_url)) as again:
        assert again.spend(hours(7.9), Limits()) == Denial(hours(8), "quota")
        assert again.spend(hours(8), Limits()) == hours(8)


def test_no_call_is_lost_between_processes(store: SqlStore, database_url: str) -> None:
    """Four spenders with connections of their own count every call, each at an instant of its own."""
    limits = Limits(per_day=1000, per_second=10)

    def spend_ten(_n: int) -> list[object]:
        with closing(open_store(database_url, durable=False)) as mine:
            return [mine.spend(hours(0), limits) for _ in range(10)]

    with ThreadPoolExecutor(4) as pool:
        instants = [at for some in pool.map(spend_ten, range(4)) for at in some]
    assert len(set(instants)) == 40
    assert used(store.ledger(), hours(0)) == 40


def test_threads_may_share_one_record(store: SqlStore) -> None:
    """Jobs and pages of one process use the same store at once; no call is lost there either."""
    limits = Limits(per_day=1000, per_second=10)
    with ThreadPoolExecutor(4) as pool:
        instants = list(pool.map(lambda _n: store.spend(hours(0), limits), range(40)))
    assert len(set(instants)) == 40
