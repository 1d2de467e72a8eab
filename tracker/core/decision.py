"""What a look changes in the record: small facts that the store writes in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.history import EventKind, Sighting, Target
    from tracker.core.items import Item, Way
    from tracker.core.rights import Release


@dataclass(frozen=True, slots=True)
class LearnTrack:
    """A track was met, or something of it was learnt that was unknown; never a name replaced by an empty one."""

    track_id: str
    item: Item


@dataclass(frozen=True, slots=True)
class LearnRelease:
    """An album was read: whose it is may be learnt from it, and is never replaced by nothing."""

    release: Release


@dataclass(frozen=True, slots=True)
class AddEntry:
    """A place of the list is new since `before`; `event` says whether that is news (not at the first reading)."""

    track_id: str
    added_at: datetime | None
    key: str | None
    before: Sighting | None
    event: bool


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """A place of the list is not there any more since `before`; `event` says whether that is news.

    `settled` False: the next reading of the list has to agree before that is a fact.
    """

    entry_id: int
    track_id: str
    before: Sighting | None
    event: bool = True
    settled: bool = True


@dataclass(frozen=True, slots=True)
class SettleRemoval:
    """A place that was missed before is missed again: its owner took it out."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class Revive:
    """A place that was thought to be taken out stands there as before: it never was."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class OpenSpell:
    """A state begins: `before` is the last sighting of the one before it, `first` the first of this one.

    `was` is the target before it, `event_seq` the event that tells of the change; None where there is none.
    """

    track_id: str
    target: Target
    reason: str | None
    before: Sighting | None
    first: Sighting
    was: Target | None = None
    event_seq: int | None = None


@dataclass(frozen=True, slots=True)
class CloseSpell:
    """A state ended between `last` (its last sighting) and `missed` (the first without it)."""

    spell_id: int
    last: Sighting | None
    missed: Sighting


@dataclass(frozen=True, slots=True)
class Suspect:
    """A change is suspected from now on; `kind` None is a change that is no event (a first state).

    `retracts` is the event that a change of kind `retracted` takes back.
    """

    track_id: str | None
    target: Target
    kind: EventKind | None
    reason: str | None
    last_seen: Sighting | None
    way: Way
    next_look_at: datetime
    held: bool
    retracts: int | None = None


@dataclass(frozen=True, slots=True)
class Agree:
    """This look agrees with a doubt, which therefore grows (or, `contested`, starts counting anew).

    `via` is the other id that answers, as the doubt has it from now on.
    """

    doubt_id: int
    via: str | None
    independent: bool
    contested: bool
    next_look_at: datetime
    held: bool


@dataclass(frozen=True, slots=True)
class Confirm:
    """A doubt is over: it was so. This look is its last proof."""

    doubt_id: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A doubt is over: it was not so, or it can no longer be told."""

    doubt_id: int


@dataclass(frozen=True, slots=True)
class OpenGap:
    """A time without observation begins at `since`; `track_id` None: the whole watch. `until` set: it is over."""

    track_id: str | None
    since: datetime | None
    why: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class CloseGap:
    """A gap ended when this look began."""

    gap_id: int


@dataclass(frozen=True, slots=True)
class Reorder:
    """The list's version or order: for each place the entry's id, or -1 - n for the n-th `AddEntry` here."""

    snapshot: str | None
    order: tuple[int, ...]


Change = (
    LearnTrack
    | LearnRelease
    | AddEntry
    | RemoveEntry
    | SettleRemoval
    | Revive
    | OpenSpell
    | CloseSpell
    | Suspect
    | Agree
    | Confirm
    | Withdraw
    | OpenGap
    | CloseGap
    | Reorder
)


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of one look: what it changes, and how many tracks it saw in which state.

    `observed` counts states and, under `ignored`, places that can have no catalogue state (local files,
    episodes, nulls that were never anything else). `lacking` names the fields that no answer of this look had.
    `told` are the tracks of which it can say what they are.
    """

    changes: tuple[Change, ...]
    observed: dict[str, int]
    complete: bool
    why: str | None = None
    lacking: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What `record` wrote: the check's id, its decision, and the events that it opened or confirmed."""

    check_id: int
    decision: Decision
    suspected: tuple[int, ...]
    confirmed: tuple[int, ...]
