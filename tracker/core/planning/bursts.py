"""Flips that come in bursts: when one track of a rights line vanishes, do its siblings follow?

After a flip that the track's own rate does not explain, four siblings are looked at. Each look at the line in the next
two days is weighed: how likely is what it found if the line's tracks went together, and how likely if each went by
itself? Once that and past experience make a burst likelier than not (a second hit is usually enough), all siblings not
seen since are looked at, not before an hour has passed. A line all of whose tracks flip often by themselves needs more hits.

Flips of an open case are held back from the rates of the tracks. A burst counts once, for its line; what turns out to be
none is counted as ever.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, log
from operator import add
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

Key = TypeVar("Key")

SIBLINGS = 4
"""So many are looked at after the first hit."""
SETTLE_DAYS = 1 / 24
"""A takedown may take an hour: whoever was seen within the hour after the first hit is looked at again by the sweep."""
OPEN_DAYS = 2.0
"""A second hit later than this belongs to another story."""
EXPLAINED = 0.25
"""A flip that the track's own rate made this likely is no hit."""
HALF = 0.5
"""Looks out of turn may take this share of a day's calls."""
TRICKLE = 0.01
"""This share of all looks may go to siblings even if nothing ever came of it: a world may change."""
_SHARES = (0.25, 0.6, 0.95)
"""A burst takes a fifth, most or nearly all of a line: each is as likely beforehand."""
FULL = 1000.0
"""No purse holds more."""
_HOPELESS = -3.0
"""A burst has become twenty times less likely than it was when the case began."""
_SETTLING = 60.0
"""A line's bursts are spread over so many days more than it was watched: one of the first week is no weekly one."""


@dataclass(frozen=True, slots=True)
class Look(Generic[Key]):
    """A look at one track: when, how many days after the one before, how likely its own rate made a change, and whether there was one."""

    key: Key
    at: float
    days: float
    chance: float
    changed: bool


@dataclass(frozen=True, slots=True)
class Experience:
    """What the cases so far have taught: how many there were, how many were bursts of how many flips in all, and the purse for siblings.

    The purse pays a look at a sibling each. Every flip that a sweep found fills it by one, every regular look by a
    hundredth: where nothing comes in bursts, next to nothing is spent on looking for them.
    """

    cases: int = 0
    bursts: int = 0
    found: int = 0
    purse: float = 200.0

    @property
    def odds(self) -> float:
        """The odds that a new case is a burst."""
        return (self.bursts + 1) / (self.cases - self.bursts + 4)

    def closed(self, case: Case[Key]) -> Experience:
        """What is known after a case."""
        burst = case.is_burst(self)
        found = len(case.hits) if burst else 0
        purse = min(self.purse + found, FULL)
        return Experience(self.cases + 1, self.bursts + burst, self.found + found, purse)

    def earned(self, regular: int) -> Experience:
        """The purse after that many looks in turn."""
        return replace(self, purse=min(self.purse + TRICKLE * regular, FULL))

    def paid(self, looks: int) -> Experience:
        """The purse after that many looks at siblings."""
        return replace(self, purse=self.purse - looks)

    @property
    def affordable(self) -> int:
        """How many siblings may be looked at after the next first hit."""
        return SIBLINGS if self.purse >= SIBLINGS else 0


@dataclass(frozen=True, slots=True)
class Case(Generic[Key]):
    """A suspicion: a line, the day it began, the hits (with the days before each), and how the looks weigh.

    `weights` are logarithms of how much likelier the looks are if a share of the line flipped together.
    """

    line: Key
    since: float
    hits: tuple[tuple[Key, float], ...]
    weights: tuple[float, ...] = (0.0,) * len(_SHARES)
    swept: bool = False

    def is_open(self, now: float) -> bool:
        """Whether a look still belongs to it: for two days, or until what was seen speaks against a burst."""
        return now - self.since <= OPEN_DAYS and (self.swept or max(self.weights) > _HOPELESS)

    @property
    def settled(self) -> float:
        """When a sweep may begin; a sibling seen since then is not asked again."""
        return self.since + SETTLE_DAYS

    def after(self, look: Look[Key]) -> Case[Key]:
        """The case after one more look at the line; only the first look at each track since it began tells anything."""
        if look.at - look.days >= self.since and not look.changed:
            return self
        own = min(max(look.chance, 1e-4), 0.5)
        hits = (*self.hits, (look.key, look.days)) if look.changed else self.hits
        if look.changed:
            gained = [log(share / own + 1 - 2 * share) for share in _SHARES]
        else:
            gained = [log(1 - share + share * own / (1 - own)) for share in _SHARES]
        return Case(self.line, self.since, hits, tuple(map(add, self.weights, gained)), self.swept)

    def is_burst(self, experience: Experience) -> bool:
        """Whether two hits or more, and all looks together, make a burst likelier than not."""
        if len(self.hits) < 2:
            return False
        return sum(exp(min(weight, 50.0)) for weight in self.weights) / len(_SHARES) * experience.odds > 1


def is_hit(chance: float) -> bool:
    """Whether a flip is a surprise, seen from the track's own rate."""
    return chance < EXPLAINED


def opened(line: Key, look: Look[Key]) -> Case[Key]:
    """The case that a first hit opens."""
    return Case(line, look.at, ((look.key, look.days),))


def probes(dues: Iterable[tuple[float, Key]], experience: Experience) -> list[Key]:
    """The siblings to look at after a first hit: those due next anyway, which costs least. Pairs of (due, sibling)."""
    return [key for _, key in sorted(dues)[: experience.affordable]]


def swept(last_seen: Iterable[tuple[float, Key]], case: Case[Key]) -> list[Key]:
    """The siblings to look at when the case is a burst: all not seen since it settled, the longest unseen first."""
    return [key for seen, key in sorted(last_seen) if seen < case.settled]


def may_leap(spent: float, calls: float) -> bool:
    """Whether one more look out of turn stays below half of a day's calls; `spent` are those of the last day."""
    return spent + 1 <= HALF * calls


def line_rate(bursts: int, days: float, members: int) -> float:
    """What a line's bursts add to the rate of each of its tracks, for sharing out looks.

    A burst is noticed by the first of all its tracks that is looked at, so its worth is shared among them; twice, because
    it waits a whole interval of the line, where a flip by itself waits half of its own.
    """
    return 2 * bursts / ((days + _SETTLING) * max(1, members))
