"""Doubts: raised, strengthened, settled; and the events that come of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import col

from tracker.core.history import Status
from tracker.store.incidents import incidents_of
from tracker.store.rows import at_of, check_of
from tracker.store.tables import DoubtRow, EventRow
from tracker.store.work import must_know

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.core.decision import Agree, Confirm, Suspect, Withdraw
    from tracker.core.history import Doubt, EventKind
    from tracker.store.work import Work


def suspect(work: Work, changes: Sequence[Suspect]) -> None:
    """Raise doubts, each with its event where the change would be one."""
    incidents = incidents_of(work, {change.kind for change in changes if change.held})
    seqs = _tell(work, [change for change in changes if change.kind], incidents)
    work.suspected.extend(seqs)
    number = iter(seqs)
    rows = [
        _doubt(work, change, incidents) | {"event_seq": next(number) if change.kind else None}
        for change in changes
    ]
    work.conn.execute(insert(DoubtRow), rows)


def agree(work: Work, changes: Sequence[Agree]) -> None:
    """Let doubts grow by this look; a contested one counts its looks, and their independence, anew."""
    doubts = work.doubts()
    must_know([change.doubt_id for change in changes], doubts, "doubts")
    pairs = [(change, doubts[change.doubt_id]) for change in changes]
    incidents = incidents_of(
        work, {doubt.kind for change, doubt in pairs if change.held and doubt.held is None}
    )
    grown = [_grown(work, change, doubt, incidents) for change, doubt in pairs]
    work.conn.execute(update(DoubtRow).where(col(DoubtRow.id) == bindparam("b_id")), grown)
    _join(work, [(d.event_seq, incidents[d.kind]) for c, d in pairs if c.held and d.held is None])


def confirm(work: Work, changes: Sequence[Confirm]) -> None:
    """Settle doubts as true: their events are confirmed."""
    settled = _settled(work, [change.doubt_id for change in changes])
    told = [doubt for doubt in settled if doubt.event_seq is not None]
    events = [
        {
            "b_seq": doubt.event_seq,
            "status": Status.CONFIRMED,
            "confirmed_at": work.look.ended_at,
            "checks": _proof(check_of(doubt.last_seen), doubt.looks, work.look.check_id),
            "incident": doubt.held,
            "via": doubt.target.via,
        }
        for doubt in told
    ]
    _settle(work, settled, events)
    seqs = [doubt.event_seq for doubt in told if doubt.event_seq is not None]
    work.confirmed.extend(seqs)


def withdraw(work: Work, changes: Sequence[Withdraw]) -> None:
    """Settle doubts as untrue; their events stay and say so."""
    settled = _settled(work, [change.doubt_id for change in changes])
    told = [doubt.event_seq for doubt in settled if doubt.event_seq is not None]
    _settle(work, settled, [{"b_seq": seq, "status": Status.WITHDRAWN} for seq in told])


def _tell(work: Work, told: Sequence[Suspect], incidents: dict[EventKind | None, int]) -> list[int]:
    events = [
        {
            "kind": change.kind,
            "status": Status.SUSPECTED,
            "market": work.market,
            "watch_id": work.watch_id,
            "track_id": change.track_id,
            "state": change.target.state,
            "reason": change.reason,
            "via": change.target.via,
            "last_seen_at": at_of(change.last_seen),
            "first_missed_at": work.look.ended_at,
            "checks": _proof(check_of(change.last_seen), (), work.look.check_id),
            "incident": incidents[change.kind] if change.held else None,
            "retracts": change.retracts,
        }
        for change in told
    ]
    if not events:
        return []
    numbered = insert(EventRow).returning(col(EventRow.seq), sort_by_parameter_order=True)
    return list(work.conn.execute(numbered, events).scalars())


def _doubt(work: Work, change: Suspect, incidents: dict[EventKind | None, int]) -> dict[str, Any]:
    return {
        "watch_id": work.watch_id,
        "track_id": change.track_id,
        "market": work.market,
        "state": change.target.state,
        "via": change.target.via,
        "kind": change.kind,
        "reason": change.reason,
        "last_check": check_of(change.last_seen),
        "last_at": at_of(change.last_seen),
        "missed_check": work.look.check_id,
        "missed_at": work.look.ended_at,
        "looks": [work.look.check_id],
        "way": change.way,
        "independent": False,
        "contested": False,
        "next_look_at": change.next_look_at,
        "held": incidents[change.kind] if change.held else None,
    }


def _grown(work: Work, change: Agree, doubt: Doubt, incidents: dict[EventKind | None, int]) -> dict[str, Any]:
    anew = change.contested
    newly_held = change.held and doubt.held is None
    return {
        "b_id": doubt.id,
        "via": change.via,
        "looks": [] if anew else [*doubt.looks, work.look.check_id],
        "independent": change.independent or (doubt.independent and not anew),
        "contested": doubt.contested or anew,
        "next_look_at": change.next_look_at,
        "held": incidents[doubt.kind] if newly_held else doubt.held,
    }


def _join(work: Work, members: Iterable[tuple[int | None, int]]) -> None:
    rows = [{"b_seq": seq, "incident": incident} for seq, incident in members if seq is not None]
    if rows:
        work.conn.execute(update(EventRow).where(col(EventRow.seq) == bindparam("b_seq")), rows)


def _settled(work: Work, ids: list[int]) -> list[Doubt]:
    doubts = work.doubts()
    must_know(ids, doubts, "doubts")
    return [doubts[i] for i in ids]


def _settle(work: Work, doubts: Sequence[Doubt], events: list[dict[str, Any]]) -> None:
    if events:
        work.conn.execute(update(EventRow).where(col(EventRow.seq) == bindparam("b_seq")), events)
    rows = [{"b_id": doubt.id} for doubt in doubts]
    work.conn.execute(delete(DoubtRow).where(col(DoubtRow.id) == bindparam("b_id")), rows)


def _proof(before: int | None, looks: Sequence[int], now: int) -> list[int]:
    """The checks that prove an event, each once and in order."""
    return list(dict.fromkeys([*([] if before is None else [before]), *looks, now]))
