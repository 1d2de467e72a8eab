"""The incidents on record held against what the simulator withdrew at one instant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.history import EventKind
from tracker.core.incidents import FEWEST

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.history import Event
    from tracker.demo.compare import Comparison

RECALL, STRANGERS = 0.95, 0.02


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was withdrawn at one instant, of how many tracks that is told in one incident, and who else is in that."""

    tracks: int
    told: int
    strangers: int

    @property
    def as_one(self) -> bool:
        """Whether it is told as one incident of its own."""
        members = self.told + self.strangers
        return self.told >= RECALL * self.tracks and self.strangers <= STRANGERS * members


def withdrawals(found: Comparison) -> tuple[Withdrawal, ...]:
    """Each instant at which several tracks whose vanishing was confirmed were withdrawn from a market."""
    together = defaultdict[tuple[str, "datetime"], list["Event"]](list)
    members = defaultdict[int | None, set[int]](set)
    for fact, event in found.right:
        if fact.kind is EventKind.VANISHED:
            together[fact.market, fact.at].append(event)
            members[event.incident].add(event.seq)
    return tuple(_held(events, members) for events in together.values() if len(events) >= FEWEST)


def _held(events: list[Event], members: dict[int | None, set[int]]) -> Withdrawal:
    mine = {event.seq for event in events}
    incidents = {event.incident for event in events} - {None}
    best = max((members[each] for each in incidents), key=lambda those: len(those & mine), default=set[int]())
    return Withdrawal(len(mine), len(best & mine), len(best - mine))


def told_together(found: Comparison) -> str:
    """One line for the end of the demo."""
    each = withdrawals(found)
    tracks, told = sum(one.tracks for one in each), sum(one.told for one in each)
    return (
        f"Incidents: {sum(one.as_one for one in each)} of {len(each)} scripted withdrawals told as one incident each, with "
        f"{told} of their {tracks} tracks and {sum(one.strangers for one in each)} strangers."
    )
