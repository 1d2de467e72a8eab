"""What the record in memory keeps: one track's standing, events, and entries that lately went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.core.history import Doubt, EventKind, Gap, Sighting, Spell, Status
from tracker.core.known import KnownEntry, Look, Standing


@dataclass(slots=True)
class Noted:
    """An event; times are UTC, `checks` are those that prove it."""

    seq: int
    kind: EventKind
    status: Status
    track: str | None
    last_seen_at: datetime | None
    first_missed_at: datetime
    checks: tuple[int, ...] = ()
    via: str | None = None
    confirmed_at: datetime | None = None
    incident: int | None = None
    retracts: int | None = None

    @property
    def held(self) -> bool:
        """Whether it is part of a mass flip."""
        return self.incident is not None

    def settle(self, look: Look) -> None:
        """Make it a fact, by a look that is its last proof."""
        self.status, self.confirmed_at = Status.CONFIRMED, look.ended_at
        self.checks = tuple(dict.fromkeys((*self.checks, look.check_id)))


@dataclass(slots=True)
class Left:
    """An entry that went from the list at `at`, and the event that tells of it."""

    entry: KnownEntry
    at: datetime
    settled: bool
    event: Noted


@dataclass(slots=True)
class Subject:
    """One track: how many entries hold it, by which ids it answers, what stands of it, and the looks at either end of its gap."""

    places: int = 0
    answers: frozenset[str] = frozenset()
    spell: Spell | None = None
    doubt: Doubt | None = None
    gap: Gap | None = None
    before_gap: Sighting | None = None
    after_gap: Sighting | None = None

    def standing(self, last: Sighting | None) -> Standing:
        """What is held true of it, if `last` was the last complete look at everything."""
        return Standing(self.spell, self.doubt, self.seen(last), self.gap)

    def seen(self, last: Sighting | None) -> Sighting | None:
        """The look that saw it last: the last complete one; or that before its gap; or the one that ended it."""
        if self.gap is not None:
            return self.before_gap
        seen, after = last if self.places else None, self.after_gap
        return after if after and (seen is None or after.at > seen.at) else seen
