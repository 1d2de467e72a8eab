"""Taking turns: one process does a duty, keeps it while it works, and loses it when it stops working."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tracker.core.errors import Overtaken, StoreError
from tracker.core.ports import NewWatch
from tracker.core.watch import Source
from tracker.store.repository import SqlStore, open_store
from tracker.usecases.turns import AGAIN, LEASE, RENEWALS, Turns

if TYPE_CHECKING:
    from collections.abc import Iterator


START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
DUTY = "check:1:DE"


@dataclass
class HandClock:
    """A clock that is moved by hand."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def new_watch(*markets: str) -> NewWatch:
    """The same album, watched in these markets."""
    return NewWatch(Source.ALBUM, "4a1bum0fNoOne00000000A", "Maps of the Attic", markets, 86_400)


@pytest.fixture
def store(sqlite_url: str) -> Iterator[SqlStore]:
    """An empty record with one duty, due at the start."""
    with closing(open_store(sqlite_url, durable=False)) as opened:
        opened.due_at(DUTY, START)
        yield opened


@pytest.fixture
def clock() -> HandClock:
    """The time, which two processes on one machine share."""
    return HandClock()


def test_of_two_one_gets_the_duty(database_url: str, clock: HandClock) -> None:
    """While one is at it nobody else is; and afterwards it is free again, on either kind of database."""
    with closing(open_store(database_url, durable=False)) as store:
        store.due_at(DUTY, START)
        mine, theirs = Turns(store, clock), Turns(store, clock)
        with mine.taken(DUTY, START) as claim, theirs.taken(DUTY, START) as other:
            assert claim is not None
            assert other is None
        with theirs.taken(DUTY, START) as other:
            assert other is not None


def test_whoever_works_keeps_the_duty_beyond_its_lease(store: SqlStore, clock: HandClock) -> None:
    """A call now and then is enough, however long it all takes."""
    mine, theirs = Turns(store, clock), Turns(store, clock)
    with mine.taken(DUTY, START):
        for _ in range(20):
            clock.sleep(LEASE.total_seconds() / 2)
            mine.beat()
            with theirs.taken(DUTY, START) as other:
                assert other is None


def test_whoever_fell_asleep_over_it_is_told_at_its_next_call(database_url: str, clock: HandClock) -> None:
    """Another has the duty by then: the sleeper goes no further, and takes nothing away from the other."""
    with closing(open_store(database_url, durable=False)) as store:
        store.due_at(DUTY, START)
        mine, theirs = Turns(store, clock), Turns(store, clock)
        with mine.taken(DUTY, START):
            clock.sleep(LEASE.total_seconds())
            with theirs.taken(DUTY, START) as other:
                assert other is not None
                with pytest.raises(Overtaken, match=DUTY):
                    mine.beat()
                store.done(other, START + timedelta(days=1))
        assert store.due() == {DUTY: START + timedelta(days=1)}


def test_a_lease_is_renewed_now_and_then_rather_than_with_every_call(
    store: SqlStore, clock: HandClock
) -> None:
    """Within a fifth of the lease a call writes nothing; after it, it does."""
    turns = Turns(store, clock, lease=timedelta(seconds=50))
    with turns.taken(DUTY, START) as claim:
        assert claim is not None
        clock.sleep(50 / RENEWALS)
        turns.beat()
        store.done(claim, START + timedelta(days=1))  # whoever asks from here on finds the duty lost
        clock.sleep(50 / RENEWALS - 1)
        turns.beat()
        clock.sleep(1)
        with pytest.raises(Overtaken):
            turns.beat()


def test_a_clock_that_is_set_back_renews_at_once(store: SqlStore, clock: HandClock) -> None:
    """Or the old end of the lease would lie in the far future, where nobody believes it."""
    mine, theirs = Turns(store, clock), Turns(store, clock)
    with mine.taken(DUTY, START):
        clock.at -= timedelta(days=365)
        mine.beat()
        with theirs.taken(DUTY, START) as other:
            assert other is None


def test_nothing_is_renewed_where_nothing_is_held(store: SqlStore, clock: HandClock) -> None:
    """Calls outside of any duty, as when a watch is added, are nobody's business."""
    turns = Turns(store, clock)
    turns.beat()
    with turns.taken(DUTY, START):
        pass
    clock.sleep(LEASE.total_seconds())
    turns.beat()


def test_what_failed_waits_while_others_get_their_turn(store: SqlStore, clock: HandClock) -> None:
    """A duty that ends in an error is due again after a while: at once it would fail again, and cost calls."""
    with pytest.raises(StoreError, match="full"), Turns(store, clock).taken(DUTY, START):
        raise StoreError("The disk is full.")
    assert store.due() == {DUTY: START + AGAIN}
    with Turns(store, clock).taken(DUTY, START + AGAIN) as claim:
        assert claim is not None


def test_a_duty_that_was_not_due_yet_is_not_brought_forward_by_a_failure(
    store: SqlStore, clock: HandClock
) -> None:
    """Its owner asked for it out of turn, and its own time comes later."""
    later = START + timedelta(days=3)
    store.due_at("relook", later)
    with pytest.raises(StoreError), Turns(store, clock).taken("relook", later):
        raise StoreError("The disk is full.")
    assert store.due()["relook"] == later


def test_an_interrupted_duty_stays_due(store: SqlStore, clock: HandClock) -> None:
    """Ctrl-C is no failure of the duty: the next run may have it at once."""
    with pytest.raises(KeyboardInterrupt), Turns(store, clock).taken(DUTY, START):
        raise KeyboardInterrupt
    with Turns(store, clock).taken(DUTY, START) as claim:
        assert claim is not None


def test_a_claim_on_a_duty_that_was_begun_anew_holds_nothing(store: SqlStore, clock: HandClock) -> None:
    """Dropped and added again, a duty counts its claims from one; an old claim must not pass for a new one."""
    turns = Turns(store, clock)
    watch = store.add(new_watch("DE", "US"), START)
    duty = f"check:{watch.id}:US"
    with turns.taken(duty, START) as stale:
        assert stale is not None
        store.add(new_watch("DE"), START)
        clock.sleep(1)
        store.add(new_watch("DE", "US"), clock.now())
        with Turns(store, clock).taken(duty, clock.now()) as fresh:
            assert fresh is not None
            assert fresh.epoch == stale.epoch
            assert not store.renew(stale, clock.now() + LEASE)
            assert store.renew(fresh, clock.now() + LEASE)
