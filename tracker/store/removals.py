"""Places that leave a list: missed once, missed again, or there after all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from tracker.core.history import EventKind, Status
from tracker.store.leaving import leaving
from tracker.store.list_events import insert_events, list_event
from tracker.store.rows import check_of
from tracker.store.tables import EntryRow, EventRow
from tracker.store.work import must_know

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from tracker.core.decision import RemoveEntry, Revive, SettleRemoval
    from tracker.store.work import Work


def remove(work: Work, changes: Sequence[RemoveEntry]) -> None:
    """Close places. What their tracks are in this market the decision says; the others stop observing them too."""
    must_know([change.entry_id for change in changes], {entry.id for entry in work.known.entries}, "entries")
    others = [market for market in work.known.watch.markets if market != work.market]
    told = _tell(work, [change for change in changes if change.event])
    with leaving(work.conn, work.watch_id, others, {change.track_id for change in changes}):
        closed = [
            {
                "b_id": change.entry_id,
                "last_check": check_of(change.before),
                "ended_at": work.look.ended_at,
                "removal": told.get(change.entry_id),
            }
            for change in changes
        ]
        work.conn.execute(_by_id(), closed)


def settle(work: Work, changes: Sequence[SettleRemoval]) -> None:
    """What was missed before is missed again: the events of these removals are facts now."""
    told = _removals(work, [change.entry_id for change in changes])
    now = {"status": Status.CONFIRMED, "confirmed_at": work.look.ended_at}
    rows = [{"b_seq": row.seq, "checks": [*row.checks, work.look.check_id], **now} for row in told]
    work.conn.execute(_by_seq(), rows)
    work.confirmed.extend(row.seq for row in told)


def revive(work: Work, changes: Sequence[Revive]) -> None:
    """Open places again. A removal that was only suspected is withdrawn, one that was told is retracted."""
    told = _removals(work, [change.entry_id for change in changes])
    opened = {"last_check": None, "ended_at": None, "removal": None}
    work.conn.execute(_by_id(), [{"b_id": change.entry_id, **opened} for change in changes])
    doubted = [row.seq for row in told if row.status == Status.SUSPECTED]
    if doubted:
        work.conn.execute(_by_seq(), [{"b_seq": seq, "status": Status.WITHDRAWN} for seq in doubted])
    taken_back = [_retraction(work, row) for row in told if row.status == Status.CONFIRMED]
    work.confirmed.extend(insert_events(work, taken_back))


def _tell(work: Work, news: Sequence[RemoveEntry]) -> dict[int, int]:
    """The events of removals, by the ids of their entries."""
    rows = [
        list_event(work, EventKind.ENTRY_REMOVED, each.track_id, each.before, settled=each.settled)
        for each in news
    ]
    seqs = insert_events(work, rows)
    for seq, each in zip(seqs, news, strict=True):
        (work.confirmed if each.settled else work.suspected).append(seq)
    return {each.entry_id: seq for each, seq in zip(news, seqs, strict=True)}


def _retraction(work: Work, row: Row[Any]) -> dict[str, Any]:
    return list_event(work, EventKind.RETRACTED, row.track_id, None, retracts=row.seq)


def _removals(work: Work, entries: list[int]) -> list[Row[Any]]:
    """The events of these entries' removals."""
    must_know(entries, {each.entry.id for each in work.known.leaving}, "removals")
    told = select(col(EntryRow.removal)).where(col(EntryRow.id).in_(entries))
    return list(
        work.conn.execute(select(EventRow).where(col(EventRow.seq).in_(told)).order_by(col(EventRow.seq)))
    )


def _by_id() -> Any:
    return update(EntryRow).where(col(EntryRow.id) == bindparam("b_id"))


def _by_seq() -> Any:
    return update(EventRow).where(col(EventRow.seq) == bindparam("b_seq"))
