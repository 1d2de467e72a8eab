"""A fresh term, a pause and its end, a name of the owner's own: on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.looks import draft, first_reading, hours, record, suspicion, watch_list
from tracker.core.decision import OpenGap
from tracker.core.errors import Overtaken, UsageError
from tracker.core.watch import TERM

if TYPE_CHECKING:
    from tracker.core.history import Gap
    from tracker.store.repository import SqlStore


def gaps_of(store: SqlStore) -> list[tuple[str, object, object, str]]:
    """The gaps of whole watches."""

    def told(gap: Gap) -> tuple[str, object, object, str]:
        return gap.market, gap.since, gap.until, gap.why

    return [told(gap) for gap in store.gaps(None)]


def test_renewing_gives_a_fresh_term(store: SqlStore) -> None:
    """Twelve months from the day it is done, whatever was left; markets and rhythm stay."""
    watch = watch_list(store, "DE", "US")
    renewed = store.tending.renew(watch.id, hours(100))
    assert renewed.renew_by == hours(100) + TERM
    assert store.all() == [renewed]
    assert renewed.markets == ("DE", "US")


def test_a_pause_is_a_gap_in_each_market_and_takes_the_due_times_away(store: SqlStore) -> None:
    """From the last complete check on; resuming makes each market due at once, and the first look ends the gap."""
    watch = watch_list(store, "DE", "US")
    first_reading(store, watch, ["t1"])
    paused = store.tending.pause(watch.id, hours(10))
    assert paused.paused_at == hours(10)
    assert [name for name in store.due() if name.startswith("check")] == []
    assert gaps_of(store) == [("DE", hours(0), None, "paused"), ("US", hours(10), None, "paused")]
    assert store.tending.pause(watch.id, hours(11)) == paused
    resumed = store.tending.resume(watch.id, hours(50))
    assert resumed.paused_at is None
    assert store.due() == {f"check:{watch.id}:DE": hours(50), f"check:{watch.id}:US": hours(50)}
    assert len(gaps_of(store)) == 2
    assert store.tending.resume(watch.id, hours(51)) == resumed


def test_a_gap_that_was_open_already_ends_where_the_pause_begins(store: SqlStore) -> None:
    """The quota was the reason until then, the owner's pause from then on."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 2), OpenGap(None, hours(0), "quota"), complete=False, why="quota")
    store.tending.pause(watch.id, hours(5))
    assert gaps_of(store) == [("DE", hours(0), hours(5), "quota"), ("DE", hours(5), None, "paused")]


def test_what_was_seen_while_a_pause_began_is_not_recorded(store: SqlStore) -> None:
    """A look under way would end the gap that has just begun."""
    watch = watch_list(store)
    store.tending.pause(watch.id, hours(1))
    with pytest.raises(Overtaken, match="was paused meanwhile"):
        record(store, draft(watch, 2))


def test_the_suspects_of_a_paused_watch_wait(store: SqlStore) -> None:
    """They are not due, hold up nobody else's, and go on when it does."""
    watch, other = watch_list(store), watch_list(store, ref="album2")
    first_reading(store, watch, ["t1"])
    first_reading(store, other, ["t2"], at=1)
    record(store, draft(watch, 2), suspicion("t1", next_look=3))
    record(store, draft(other, 2), suspicion("t2", next_look=4))
    store.tending.pause(watch.id, hours(2.5))
    assert [doubt.track_id for doubt in store.doubts(hours(5))] == ["t2"]
    assert store.next_look_at() == hours(4)
    store.tending.resume(watch.id, hours(6))
    assert [doubt.track_id for doubt in store.doubts(hours(6))] == ["t1", "t2"]


def test_the_owners_own_name_outlives_the_services(store: SqlStore) -> None:
    """No check, no addition of the same thing renames it; taken back, the service's comes with the next look."""
    watch = watch_list(store)
    named = store.tending.name(watch.id, "Sunday Morning", hours(1))
    store.rename(watch.id, "The List's New Name")
    watch_list(store, at=2)
    assert [each.label for each in store.all()] == ["Sunday Morning"]
    assert named.named_at == hours(1)
    assert store.housekeep(hours(3), 0)["labels"] == 0
    assert store.tending.name(watch.id, None, hours(4)).label == "album album1"
    store.rename(watch.id, "The List's New Name")
    assert [each.label for each in store.all()] == ["The List's New Name"]


def test_what_is_no_live_watch_cannot_be_tended(store: SqlStore) -> None:
    """Nothing is half done: one line says so."""
    watch = watch_list(store)
    store.remove(watch.id, hours(1))
    for deed in (store.tending.renew, store.tending.pause, store.tending.resume):
        with pytest.raises(UsageError, match=f"no watch {watch.id}"):
            deed(watch.id, hours(2))
