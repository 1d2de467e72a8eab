"""Vanishes that belong together: they share something, fall into the same days, and are too many for chance.

    vanishes of a market ─┬─ by trait ──> those of the same days ──> how likely by chance? ──> the least likely one
                          └──────────────── without its members, again ─────────────────────────────┘

A list that is checked weekly meets the same withdrawal days after one that is checked daily, so what counts is not
when a vanish was found but between which two looks it lies. What is found is no cause: several tracks that share a
rights line were no longer playable, and that is all that anybody can see from outside.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from math import log10
from typing import TYPE_CHECKING

from tracker.core.chance import at_least, within
from tracker.core.incidents import (
    FEWEST,
    IMPROBABLE,
    LONGEST,
    LOOK_BACK,
    NEAR,
    RAREST,
    SLACK,
    Gathered,
    Shared,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.core.incidents import Population, Trait, Vanish

_RANK = {shared: place for place, shared in enumerate(Shared)}


def gather(vanishes: Iterable[Vanish], population: Population) -> tuple[Gathered, ...]:
    """The incidents among the vanishes of one market, the least likely first; each vanish is in one at most."""
    pool = {each.seq: each for each in vanishes if timedelta(0) <= each.length <= LONGEST}
    found: list[Gathered] = []
    while best := _undisputed(_by_weight(pool, population)):
        found += map(_told, best)
        for seq in {seq for group in best for seq in group.seqs}:
            del pool[seq]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Group:
    """Vanishes that have a trait, those that join them, and how likely so many of the former are."""

    trait: Trait
    members: tuple[Vanish, ...]
    chance: float
    joined: tuple[Vanish, ...] = ()

    @property
    def seqs(self) -> frozenset[int]:
        """The numbers of all of them."""
        return frozenset(each.seq for each in (*self.members, *self.joined))

    @property
    def days(self) -> tuple[datetime, datetime]:
        """What all members have in common of their intervals; or the days over which they are spread."""
        begin = max(each.since for each in self.members)
        end = min(each.first_missed_at for each in self.members)
        return min(begin, end), max(begin, end)

    @property
    def weight(self) -> float:
        """How unlikely it were if those that joined surely had the trait as well."""
        return self.chance * (1 + len(self.joined) / len(self.members))


def _told(group: _Group) -> Gathered:
    return Gathered(
        group.trait, tuple(sorted(group.seqs)), len(group.members), *group.days, round(group.chance, 2)
    )


def _undisputed(groups: Iterable[_Group]) -> list[_Group]:
    """The first group, and those that share no days with any before them; the rest is looked at anew without these."""
    chosen: list[_Group] = []
    met: list[tuple[datetime, datetime]] = []
    for group in groups:
        begin = min(each.since for each in group.members)
        end = max(each.first_missed_at for each in group.members)
        if all(end < before or begin > after for before, after in met):
            chosen.append(group)
        if (begin, end) not in met:
            met.append((begin, end))
    return chosen


def _by_weight(pool: Mapping[int, Vanish], population: Population) -> list[_Group]:
    """The groups that are too many for chance; those first that explain most, which are the least likely ones."""
    groups: dict[Trait, list[Vanish]] = defaultdict(list)
    for each in pool.values():
        for trait in each.traits:
            groups[trait].append(each)
    odds = _Odds(pool.values(), population)
    cases = (
        _with_joining(_with_near(group, those, odds), pool.values())
        for trait, those in groups.items()
        if len(those) >= FEWEST
        for group in _same_days(trait, those, odds)
        if group.chance <= IMPROBABLE
    )
    return sorted(cases, key=lambda g: (round(g.weight, 3), _RANK[g.trait.shared], g.trait.key))


def _same_days(trait: Trait, those: Sequence[Vanish], odds: _Odds) -> Iterator[_Group]:
    """The groups of which all intervals have an instant in common, each but once."""
    met = set[tuple[int, ...]]()
    for at in {each.first_missed_at for each in those}:
        members = tuple(each for each in those if each.since < at <= each.first_missed_at)
        seqs = tuple(each.seq for each in members)
        if len(members) >= FEWEST and seqs not in met:
            met.add(seqs)
            yield _Group(trait, members, odds.of(trait, members, len(those), at))


class _Odds:
    """How likely groups are, at the rate at which everything else that is not told yet has vanished."""

    def __init__(self, pool: Collection[Vanish], population: Population) -> None:
        self._population, self._size = population, len(pool)
        self._begun = sorted(each.since for each in pool)
        self._ended = sorted(each.first_missed_at for each in pool)

    def of(self, trait: Trait, members: Sequence[Vanish], all_of_trait: int, at: datetime) -> float:
        """Log10 of the chance of a group around an instant, times the number of groups that might have been it."""
        days = _mean_days(members)
        having = self._population.most_having(trait, all_of_trait)
        rate = self.rate(self._size - all_of_trait)
        each = max(within(rate, days), self._others(at, len(members), having))
        tried = max(1, self._population.tried) * max(1.0, LOOK_BACK.days / days)
        return min(0.0, at_least(len(members), having, each) + log10(tried))

    def near(self, trait: Trait, members: Sequence[Vanish], all_of_trait: int) -> float:
        """The same for those that lie near an incident, of which nothing else might have been tried."""
        having = self._population.most_having(trait, all_of_trait)
        rate = self.rate(self._size - all_of_trait)
        days = _mean_days(members) + 2 * SLACK / timedelta(days=1)
        return at_least(len(members), having, within(rate, days))

    def rate(self, others: int) -> float:
        """How often a track that does not have the trait vanishes in a day."""
        return max(RAREST, (others + 1) / max(1, self._population.watched) / LOOK_BACK.days)

    def _others(self, at: datetime, members: int, having: int) -> float:
        """The share of the tracks without the trait that vanished in the very days: where all do, no trait tells why."""
        stabbed = bisect_left(self._begun, at) - bisect_left(self._ended, at)
        return max(0, stabbed - members) / max(1, self._population.watched - having)


def _mean_days(members: Sequence[Vanish]) -> float:
    return max(1.0, sum(each.length / timedelta(days=1) for each in members) / len(members))


def _with_near(group: _Group, those: Sequence[Vanish], odds: _Odds) -> _Group:
    """The group with those of its trait that lie just beside its days, where so many are there hardly by chance."""
    begin, end = group.days
    inside = {each.seq for each in group.members}
    near = [e for e in those if e.seq not in inside and _meets(e, begin - SLACK, end + SLACK)]
    if not near or odds.near(group.trait, near, len(those)) > NEAR:
        return group
    return replace(group, members=(*group.members, *near))


def _with_joining(group: _Group, pool: Iterable[Vanish]) -> _Group:
    """The group with vanishes of its days of which the trait is not known, but which nothing else tells from the members.

    Their artist, or who registered the recording, is one of the members', and of nobody else who vanished then.
    """
    shared = group.trait.shared
    if shared not in (Shared.RIGHTS, Shared.LABEL):
        return group
    inside, days = {each.seq for each in group.members}, group.days
    others = [each for each in pool if each.seq not in inside and _meets(each, *days)]
    strange = {mark for each in others if each.knows(shared) for mark in _marks(each)}
    common = {mark for each in group.members for mark in _marks(each)} - strange
    joined = (each for each in others if not each.knows(shared) and not common.isdisjoint(_marks(each)))
    return replace(group, joined=tuple(joined))


def _meets(each: Vanish, begin: datetime, end: datetime) -> bool:
    return each.since < end and each.first_missed_at > begin


def _marks(each: Vanish) -> list[str]:
    artists = [trait.key for trait in each.traits if trait.shared is Shared.ARTIST]
    return artists + ([each.registrant] if each.registrant else [])
