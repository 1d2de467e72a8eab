"""How the record in memory writes what a look says of states: one function a kind of change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.core.history import Doubt, EventKind, Sighting, Spell, Status

if TYPE_CHECKING:
    from datetime import datetime

    from tests.core.record import Record
    from tracker.core import decision as d
    from tracker.core.known import Look

_DOWN = {EventKind.SOURCE_LOST: True, EventKind.SOURCE_BACK: False}


def open_spell(record: Record, change: d.OpenSpell, look: Look) -> None:
    """Begin a state."""
    subject = record.subjects[change.track_id]
    assert subject.spell is None, "one open spell a track"
    number, first = record.next_number(), change.first
    subject.spell = Spell(number, change.target, first.at, change.was, change.event_seq)
    record.answer(change.track_id)


def close_spell(record: Record, change: d.CloseSpell, look: Look) -> None:
    """End a state."""
    for track, subject in record.subjects.items():
        if subject.spell and subject.spell.id == change.spell_id:
            record.closed.append((track, subject.spell.target))
            subject.spell = None
            record.answer(track)
            return
    raise AssertionError("only an open spell can be closed")


def suspect(record: Record, change: d.Suspect, look: Look) -> None:
    """Raise a doubt, with its event where the change would be one."""
    assert change.track_id is None or not record.subjects[change.track_id].doubt, "one doubt a track"
    event, incident = None, _incident(record, change.kind) if change.held else None
    if change.kind:
        event = record.note(change.kind, change.track_id, change.last_seen, look, change.retracts)
        event.via, event.incident = change.target.via, incident
    doubt = Doubt(
        record.next_number(), 1, change.track_id, record.market, change.target, change.kind, change.reason,
        change.last_seen, Sighting(look.check_id, look.ended_at), (look.check_id,), change.way,
        held=incident, event_seq=event.seq if event else None,
    )  # fmt: skip
    _keep(record, doubt, change.next_look_at)


def agree(record: Record, change: d.Agree, look: Look) -> None:
    """Let a doubt grow; a contested one counts its looks, and their independence, anew."""
    doubt, anew = record.doubts[change.doubt_id], change.contested
    joins = change.held and doubt.held is None
    grown = replace(
        doubt,
        target=replace(doubt.target, via=change.via),
        looks=() if anew else (*doubt.looks, look.check_id),
        independent=change.independent or (doubt.independent and not anew),
        contested=doubt.contested or anew,
        held=_incident(record, doubt.kind) if joins else doubt.held,
    )
    if joins and grown.event_seq is not None:
        record.events[grown.event_seq].incident = grown.held
    _keep(record, grown, change.next_look_at)


def confirm(record: Record, change: d.Confirm, look: Look) -> None:
    """End a doubt: it was so."""
    doubt = _drop(record, change.doubt_id)
    if doubt.event_seq is None:
        return
    event = record.events[doubt.event_seq]
    event.checks = (*event.checks, *doubt.looks)
    event.via = doubt.target.via
    event.settle(look)
    if doubt.kind in _DOWN:
        record.source_down = _DOWN[doubt.kind]


def withdraw(record: Record, change: d.Withdraw, look: Look) -> None:
    """End a doubt: it was not so."""
    doubt = _drop(record, change.doubt_id)
    if doubt.event_seq is not None:
        record.events[doubt.event_seq].status = Status.WITHDRAWN


def _incident(record: Record, kind: EventKind | None) -> int:
    """The mass flip of this kind that still has open doubts, or a new one."""
    still = (x.held for x in record.doubts.values() if x.held is not None and x.kind is kind)
    return next(still, None) or record.next_number()


def _keep(record: Record, doubt: Doubt, next_look_at: datetime) -> None:
    record.doubts[doubt.id], record.next_looks[doubt.id] = doubt, next_look_at
    if doubt.track_id is not None:
        record.subjects[doubt.track_id].doubt = doubt
        record.answer(doubt.track_id)


def _drop(record: Record, doubt_id: int) -> Doubt:
    doubt = record.doubts.pop(doubt_id)
    del record.next_looks[doubt_id]
    if doubt.track_id is not None:
        record.subjects[doubt.track_id].doubt = None
        record.answer(doubt.track_id)
    return doubt
