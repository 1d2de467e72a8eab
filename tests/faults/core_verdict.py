"""The record against the truth: which confirmed events never happened, and which changes were never told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tests.core.noted import Noted
from tests.core.past import START
from tests.core.record import Record
from tests.faults.world_model import POLL, Real, World
from tracker.core.history import EventKind, Status

PATIENCE = 12
"""A change that can be seen for more than so many polls has to be told."""
_BACK = {
    EventKind.VANISHED: EventKind.RETURNED,
    EventKind.RETURNED: EventKind.VANISHED,
    EventKind.ENTRY_REMOVED: EventKind.ENTRY_ADDED,
}


@dataclass(slots=True)
class Verdict:
    """What was told rightly (each event with the change it tells of), wrongly, and not at all.

    `regretted` events were false and have been retracted since. `moved` ones tell of a change that did happen,
    but between other instants than they claim, because an answer in between was a lie. `taken_back` ones did
    happen, and were retracted nevertheless because it soon was undone.
    """

    told: list[tuple[Noted, Real]] = field(default_factory=list)
    false: list[Noted] = field(default_factory=list)
    regretted: list[Noted] = field(default_factory=list)
    moved: list[tuple[Noted, Real]] = field(default_factory=list)
    taken_back: list[Noted] = field(default_factory=list)
    missed: list[Real] = field(default_factory=list)


def judge(record: Record, world: World) -> Verdict:
    """Compare all that was confirmed with all that happened."""
    verdict, open_reals = Verdict(), _by_subject(world)
    confirmed = [event for event in record.events.values() if event.status is Status.CONFIRMED]
    retracted = {event.retracts for event in confirmed if event.retracts is not None}
    for event in confirmed:
        kind = event.kind
        if kind is EventKind.RETRACTED:
            kind = _restored(record.events[event.retracts or 0].kind)
        _assign(verdict, event, open_reals[kind, _name(world, event)])
    wrong = {event.seq for event in verdict.false}
    verdict.taken_back = [event for event, _ in verdict.told if event.seq in retracted]
    verdict.regretted = [event for event in verdict.false if event.seq in retracted]
    verdict.false = [
        event for event in verdict.false if event.seq not in retracted and event.retracts not in wrong
    ]
    verdict.missed = list(_missed(verdict, world))
    return verdict


def polls_between(at: datetime, told: datetime) -> int:
    """How many polls it took from a change until it was told."""
    return (told - START) // POLL - (at - START) // POLL


def _by_subject(world: World) -> defaultdict[tuple[EventKind, str], list[Real]]:
    found: defaultdict[tuple[EventKind, str], list[Real]] = defaultdict(list)
    for real in world.reals:
        found[real.kind, real.track].append(real)
    return found


def _restored(kind: EventKind) -> EventKind:
    """What must have happened if an event of this kind was rightly taken back."""
    return _BACK.get(kind, kind)


def _name(world: World, event: Noted) -> str:
    return world.song_of(event.track).name if event.track else ""


def _assign(verdict: Verdict, event: Noted, reals: list[Real]) -> None:
    """Find the change that an event tells of; each change is told once."""
    alike = [real for real in reals if event.kind is not EventKind.RELINKED or real.via == event.via]
    real = next((real for real in alike if _within(real, event)), None)
    if real is None:
        real = next((real for real in alike if _meanwhile(real, event)), None)
        if real is not None:
            verdict.moved.append((event, real))
    if real is None:
        verdict.false.append(event)
        return
    reals.remove(real)
    verdict.told.append((event, real))


def _within(real: Real, event: Noted) -> bool:
    """Whether a change lies between the two instants that the event claims."""
    return (event.last_seen_at or START) <= real.at <= event.first_missed_at


def _meanwhile(real: Real, event: Noted) -> bool:
    """Whether what the event says was so at some time while it was being confirmed."""
    until, confirmed = real.until or event.first_missed_at, event.confirmed_at or event.first_missed_at
    return real.at <= confirmed and until >= event.first_missed_at


def _missed(verdict: Verdict, world: World) -> Iterator[Real]:
    """Changes that lasted, and were not told; where the one before them was untold too, nothing had changed.

    What was first met as a null has no name, and so no history, until it shows itself: then it begins as it is.
    """
    told = {id(real) for _, real in verdict.told}
    added = [real for real in world.reals if real.kind is EventKind.ENTRY_ADDED]
    nameless = {real.track for real in added if id(real) not in told}
    for real in world.reals:
        if id(real) in told or not real.lasts(PATIENCE, world.now):
            continue
        if real.track in nameless and real.kind is not EventKind.ENTRY_ADDED:
            continue
        before = real.before
        hidden = before is not None and before.kind is not EventKind.RELINKED
        if not (hidden and before and id(before) not in told and not before.lasts(PATIENCE, world.now)):
            yield real
