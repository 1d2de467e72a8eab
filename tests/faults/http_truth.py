"""What the record claims, held against what the simulated world really did."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from tests.faults.http_world import LONG, POLL
from tracker.core.history import EventKind, Status
from tracker.demo.compare import Fact, compare, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tests.faults.http_world import Scene
    from tracker.core.history import Event
    from tracker.simulator.truth import EditRow

MARKET = "DE"
OF_TRACKS = {EventKind.VANISHED, EventKind.RETURNED, EventKind.RELINKED}
OF_ENTRIES = {EventKind.ENTRY_REMOVED: "removed", EventKind.ENTRY_ADDED: "added"}


@dataclass(frozen=True, slots=True)
class Held:
    """What came of a comparison: how many changes were due, which were told falsely or not at all, and how soon.

    `lags` are the rounds from a change of a track to its confirmation; `false` and `missed` are in words. `blurred`
    are true claims with an edge of the interval that was itself a wrong answer, given just before or after the change.
    """

    due: int
    edits_due: int
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    false_edits: list[str] = field(default_factory=list)
    missed_edits: list[str] = field(default_factory=list)
    lags: list[int] = field(default_factory=list)
    retracted: int = 0
    blurred: int = 0
    unnamed: int = 0


def held_against(scene: Scene, events: Sequence[Event], nameless: frozenset[datetime] = frozenset()) -> Held:
    """Compare all confirmed claims, but those that were visibly retracted, with the truth.

    What was added at a `nameless` time was first met as a null: its addition is no news.
    """
    confirmed = [event for event in events if event.status is Status.CONFIRMED]
    regrets = {event.retracts: event for event in confirmed if event.retracts is not None}
    facts, due = _facts(scene)
    found = compare(facts, due, confirmed)
    blurred = {event.seq: fact for event in found.invented if (fact := _beside(event, facts))}
    invented = [event for event in found.invented if event.seq not in regrets.keys() | blurred.keys()]
    missed = [f for f in found.missing if f not in blurred.values() and not _undone(f, regrets.values())]
    edits = _edits(scene, confirmed, nameless)
    lost = [event for event in confirmed if event.kind is EventKind.SOURCE_LOST]
    return Held(
        due=len(due),
        edits_due=edits.due,
        false=[f"{told(event)}" for event in (*invented, *lost)],
        missed=[f"{fact.kind} {fact.track_id} at {fact.at:%d %H:%M}" for fact in missed],
        false_edits=edits.false,
        missed_edits=edits.missed,
        lags=[_polls(fact, event) for fact, event in found.right if fact in due],
        retracted=sum(event.seq in regrets for event in found.invented),
        blurred=len(blurred) + edits.blurred,
        unnamed=edits.unnamed,
    )


def told(event: Event) -> str:
    """An event in a few words, for a note."""
    last = f"{event.last_seen_at:%d %H:%M}" if event.last_seen_at else "?"
    return f"{event.kind} {event.track_id} {last}..{event.first_missed_at:%d %H:%M} (event {event.seq})"


def _facts(scene: Scene) -> tuple[list[Fact], set[Fact]]:
    """What befell the list's tracks, and the part of it that has to be told.

    That is what lasts long and begins long before the end; and what it changed must have lasted long, too: the
    end of what nobody had to notice need not be noticed.
    """
    versions = scene.world.listing(scene.playlist).versions
    tracks = {entry.item for version in versions for entry in version.entries}
    truth = scene.world.truth(scene.end, [MARKET])
    facts = facts_of(truth, [(track, MARKET) for track in tracks])
    long: dict[str, list[datetime]] = defaultdict(list)
    for row in truth.availability:
        first = row.since == scene.world.start
        if first or (row.until or scene.end) - row.since >= LONG * POLL:
            long[row.track_id] += [row.since, row.until or scene.end]
    # A moment counts twice where a long run ends and another begins.
    return facts, {f for f in facts if long[f.track_id].count(f.at) == 2}


def _beside(event: Event, facts: Sequence[Fact]) -> Fact | None:
    """The change that an event tells although a wrong answer beside it moved an edge of the interval.

    Either the old state was shown once more after the change, which must be the latest then; or the new one
    already before it, and the change really came before the event was confirmed.
    """
    own = [fact for fact in facts if fact.track_id == event.track_id]
    last = max((f for f in own if f.at <= event.first_missed_at), key=lambda f: f.at, default=None)
    if last and last.kind is event.kind and event.first_missed_at - last.at <= LONG * POLL:
        return last
    until = event.confirmed_at or event.first_missed_at
    return next((f for f in own if f.kind is event.kind and event.first_missed_at < f.at <= until), None)


def _undone(fact: Fact, regrets: Iterable[Event]) -> bool:
    """Whether a change back was told as the retraction of the change before it."""
    return any(
        event.track_id == fact.track_id
        and event.last_seen_at is not None
        and event.last_seen_at <= fact.at <= event.first_missed_at
        for event in regrets
    )


def _polls(fact: Fact, event: Event) -> int:
    return ceil((event.confirmed_at - fact.at) / POLL) if event.confirmed_at else 0


@dataclass(frozen=True, slots=True)
class _Edits:
    due: int
    blurred: int
    unnamed: int
    false: list[str]
    missed: list[str]


def _edits(scene: Scene, confirmed: Sequence[Event], nameless: frozenset[datetime]) -> _Edits:
    """Match each told removal and addition with one edit of the owner's."""
    rows = [row for row in scene.world.truth(scene.end, [MARKET]).edits if row.at > scene.world.start]
    left = [row for row in rows if row.kind in OF_ENTRIES.values() and row.playlist_id == scene.playlist]
    due = [row for row in left if scene.end - row.at >= LONG * POLL]
    false, blurred = [], 0
    for event in (event for event in confirmed if event.kind in OF_ENTRIES):
        row = next((row for row in left if _fits(row, event)), None)
        if row is None:
            false.append(told(event))
            continue
        left.remove(row)
        blurred += event.last_seen_at is None or row.at < event.last_seen_at
    untold = [row for row in left if row in due]
    unnamed = [r for r in untold if r.kind == "added" and r.at.replace(microsecond=0) in nameless]
    missed = [f"{row.kind} {row.track_id} at {row.at:%d %H:%M}" for row in untold if row not in unnamed]
    return _Edits(len(due), blurred, len(unnamed), false, missed)


def _fits(row: EditRow, event: Event) -> bool:
    """Whether an event tells this edit, if perhaps with a last sighting that came after it."""
    same = (row.kind, row.track_id) == (OF_ENTRIES[event.kind], event.track_id)
    late = (event.last_seen_at or row.at) - row.at
    return same and row.at <= event.first_missed_at and late <= LONG * POLL
