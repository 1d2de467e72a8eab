"""The words of the record: observations, spells, events, doubts and gaps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.items import Way


class State(StrEnum):
    """What a look says of one track in one market. UNKNOWN never opens or closes a spell."""

    PLAYABLE = "playable"
    UNPLAYABLE = "unplayable"
    GONE = "gone"
    UNKNOWN = "unknown"

    @property
    def absent(self) -> bool:
        """Whether the state is a positive statement that the track cannot be played."""
        return self is State.UNPLAYABLE or self is State.GONE


class EventKind(StrEnum):
    """What can happen to a track, to a list's entry, or to a watched source."""

    VANISHED = "vanished"
    RETURNED = "returned"
    RELINKED = "relinked"
    ENTRY_ADDED = "entry_added"
    ENTRY_REMOVED = "entry_removed"
    SOURCE_LOST = "source_lost"
    SOURCE_BACK = "source_back"
    RETRACTED = "retracted"


class Status(StrEnum):
    """How sure an event is."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Target:
    """What a track is (or is suspected to be): a state, and the other id that answers for it, if any."""

    state: State
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What one look says of one track: `reason` is the service's word, `why` our word for an unknown."""

    track_id: str
    state: State
    via: str | None = None
    reason: str | None = None
    why: str | None = None

    @property
    def target(self) -> Target:
        """The observation without its reasons: what two agreeing looks agree on."""
        return Target(self.state, self.via)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A check that saw something, and an instant that bounds it (UTC)."""

    check_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Spell:
    """An unbroken run of one target for one (track, market), as it is known now; still open.

    `since` is the first look that saw it, `was` the target before it, `event_seq` the confirmed event that told
    of the change; all None for a first state.
    """

    id: int
    target: Target
    since: datetime | None = None
    was: Target | None = None
    event_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A change that is being confirmed. `track_id` None: the change is of the watched source itself.

    `last_seen` is the last sighting of the old target (None when there was no old one), `first_missed` the
    first look that contradicted it, `looks` the checks that agreed so far, `way` how the first of them asked,
    `independent` whether a different way has agreed as well. `held` names the incident of a mass flip.
    `contested`: an independent look disagreed, so agreeing looks count from there anew.
    """

    id: int
    watch_id: int
    track_id: str | None
    market: str
    target: Target
    kind: EventKind | None
    reason: str | None
    last_seen: Sighting | None
    first_missed: Sighting
    looks: tuple[int, ...]
    way: Way
    independent: bool = False
    contested: bool = False
    held: int | None = None
    event_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the history, as reports and listings read it. Times are UTC; `checks` prove it.

    `state` is what the first look met that told of the change; None for edits of the list.
    """

    seq: int
    kind: EventKind
    status: Status
    market: str
    watch_id: int | None
    watch_label: str
    track_id: str | None
    title: str | None
    artists: tuple[str, ...]
    name_origin: str | None
    isrc: str | None
    reason: str | None
    via: str | None
    last_seen_at: datetime | None
    first_missed_at: datetime
    confirmed_at: datetime | None
    retracts: int | None
    incident: int | None
    checks: tuple[int, ...]
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without observation: of a whole watch (`track_id` None) or of one track; `until` None: still."""

    id: int
    watch_id: int | None
    track_id: str | None
    market: str
    since: datetime | None
    until: datetime | None
    why: str
