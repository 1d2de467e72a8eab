"""The record held against the simulator's own truth, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.history import EventKind, Status

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import datetime

    from tracker.core.history import Event
    from tracker.simulator import Truth
    from tracker.simulator.truth import AvailabilityRow


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that truly happened to a watched track in a market, at an instant."""

    kind: EventKind
    track_id: str
    market: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which facts have their event, which have none, and which confirmed events have no fact."""

    right: tuple[tuple[Fact, Event], ...]
    missing: tuple[Fact, ...]
    invented: tuple[Event, ...]

    def __str__(self) -> str:
        """One line for the end of the demo."""
        facts = len(self.right) + len(self.missing)
        return (
            f"Held against what the simulator really did: {len(self.right)} of {facts} changes confirmed with the right "
            f"track, market and interval; {len(self.missing)} missed, {len(self.invented)} invented."
        )


def facts_of(truth: Truth, pairs: Iterable[tuple[str, str]]) -> list[Fact]:
    """The changes that befell these (track, market) pairs, in order of time.

    The truth has runs of one standing; two runs side by side are a change, unless both are the same to an owner.
    """
    wanted, facts = set(pairs), []
    previous: dict[tuple[str, str], AvailabilityRow] = {}
    for row in truth.availability:
        pair = (row.track_id, row.market)
        before = previous.get(pair)
        previous[pair] = row
        if pair in wanted and before and (kind := _kind(before, row)):
            facts.append(Fact(kind, *pair, row.since))
    return sorted(facts, key=lambda fact: (fact.at, fact.track_id, fact.market))


def compare(facts: Iterable[Fact], due: Container[Fact], events: Iterable[Event]) -> Comparison:
    """Match confirmed events with facts whose instant lies in the event's interval, each with one.

    Facts outside `due` need no event (nobody was watching, or it is too early), but may have one.
    """
    left = {e.seq: e for e in events if e.status is Status.CONFIRMED and e.kind in _OF_TRACKS}
    right: list[tuple[Fact, Event]] = []
    missing: list[Fact] = []
    for fact in facts:
        event = next((e for e in left.values() if _fits(fact, e)), None)
        if event:
            right.append((fact, left.pop(event.seq)))
        elif fact in due:
            missing.append(fact)
    return Comparison(tuple(right), tuple(missing), tuple(left.values()))


_OF_TRACKS = {EventKind.VANISHED, EventKind.RETURNED, EventKind.RELINKED}


def _kind(before: AvailabilityRow, after: AvailabilityRow) -> EventKind | None:
    if before.state != after.state:
        return EventKind.VANISHED if after.state == "absent" else EventKind.RETURNED
    return EventKind.RELINKED if after.state == "playable" and before.via != after.via else None


def _fits(fact: Fact, event: Event) -> bool:
    same = (event.kind, event.track_id, event.market) == (fact.kind, fact.track_id, fact.market)
    return same and event.last_seen_at is not None and event.last_seen_at <= fact.at <= event.first_missed_at
