"""Under which numbers incidents are told: a number that was told once stays with what it was told of.

found again, grown        keeps its number
two that are one by now   both are the older number
a mass flip of a watch    gives its number, if all of it is in the incident and no doubt is held by it any more
anything else             gets a new number; who was in another incident moves to the better one
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from tracker.core.incidents import Gathered, Population, Trait, Vanish

MOSTLY = 0.5
"""What was told is the same incident if so many of its members are in it."""


@dataclass(frozen=True, slots=True)
class Told:
    """An incident as it stands on record: its vanishes by number, and what they were found to share.

    `trait` None is a mass flip of one watch; `held` if doubts are still held by it.
    """

    number: int
    trait: Trait | None
    members: frozenset[int]
    held: bool = False
    chance: float | None = None
    watch_id: int | None = None


@dataclass(frozen=True, slots=True)
class Retold:
    """What changes on record for one incident: `number` None is a new one; `moved` are the vanishes that come into it.

    `anew` if what it shares and how likely it is has to be written; `watch_id` is that of all its members, if they have
    but one, and is always written; `opened_at` is when the first of them was missed.
    """

    number: int | None
    gathered: Gathered
    moved: tuple[int, ...]
    watch_id: int | None
    opened_at: datetime
    anew: bool
    rehomed: bool = False


@dataclass(frozen=True, slots=True)
class Lately:
    """What a market has lost lately, of how much, and what is told of it so far, by number."""

    vanishes: tuple[Vanish, ...]
    population: Population
    told: Mapping[int, Told]


@dataclass(frozen=True, slots=True)
class Regathered:
    """What has to be written for one market: incidents that change, and numbers of which nothing is left."""

    changes: tuple[Retold, ...]
    emptied: tuple[int, ...]


class Incidents(Protocol):
    """The incidents on record."""

    def regather(self, now: datetime, decide: Callable[[Lately], Regathered]) -> int:
        """Let `decide` look at every market's last month, and write what it says; how many incidents changed.

        Nothing is read where neither a vanish nor an album is new since the last time.
        """


def retell(
    found: Sequence[Gathered], vanishes: Mapping[int, Vanish], told: Mapping[int, Told]
) -> tuple[Retold, ...]:
    """What has to be written so that the record tells of what was `found`; nothing for what it tells already."""
    taken = set[int]()
    changes = []
    for gathered in found:
        number = min(_keepable(gathered, vanishes, told, taken), default=None)
        if number is not None:
            taken.add(number)
        changes.append(_change(gathered, number, vanishes, told.get(number or 0)))
    return tuple(each for each in changes if each.number is None or each.moved or each.anew or each.rehomed)


def emptied(told: Mapping[int, Told], changes: Iterable[Retold]) -> tuple[int, ...]:
    """The numbers of which nothing is left once the changes are written, and which nothing refers to."""
    moved = {seq for each in changes for seq in each.moved}
    kept = {each.number for each in changes}
    return tuple(
        sorted(n for n, each in told.items() if n not in kept and not each.held and each.members <= moved)
    )


def _keepable(
    gathered: Gathered, vanishes: Mapping[int, Vanish], told: Mapping[int, Told], taken: set[int]
) -> Iterable[int]:
    members = set(gathered.members)
    for number in {vanishes[seq].incident for seq in members}:
        if number is None or number in taken or number not in told:
            continue
        before = told[number]
        inside = len(before.members & members)
        whole = inside == len(before.members) and not before.held
        if whole if before.trait is None else inside >= MOSTLY * len(before.members):
            yield number


def _change(
    gathered: Gathered, number: int | None, vanishes: Mapping[int, Vanish], before: Told | None
) -> Retold:
    moved = tuple(seq for seq in gathered.members if number is None or vanishes[seq].incident != number)
    watches = {vanishes[seq].watch_id for seq in gathered.members}
    strangers = len(before.members - set(gathered.members)) if before else 0
    watch_id = watches.pop() if len(watches) == 1 else None
    opened_at = min(vanishes[seq].first_missed_at for seq in gathered.members)
    if before is None:
        return Retold(number, gathered, moved, watch_id, opened_at, anew=True)
    watch_id = watch_id if not strangers or before.watch_id == watch_id else None
    as_much = len(gathered.members) >= len(before.members)
    same = (before.trait, before.chance) == (gathered.trait, gathered.chance)
    rehomed = before.watch_id != watch_id
    return Retold(number, gathered, moved, watch_id, opened_at, anew=as_much and not same, rehomed=rehomed)
