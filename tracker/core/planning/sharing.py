"""Which watches need each call, so that the calls of a day can be counted anew for another rhythm without planning anew.

Watches are ordered by rhythm, the fastest first, and each is a bit of a mask. A call is made as often as the fastest
watch needs it that is in its mask: the lowest bit.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from tracker.core.planning.bulk import bulk
from tracker.core.planning.cover import unproved
from tracker.core.planning.requests import PAGE
from tracker.core.planning.windows import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import timedelta

    from tracker.core.planning.requests import Sources
    from tracker.core.planning.watched import Watched

Mask = int


@dataclass(frozen=True, slots=True)
class Sharing:
    """The calls of each market by the watches that need them: whether a track plays is asked market by market.

    `at_home` counts the tracks of the account's market by the number of the fastest watch that needs them.
    """

    home: str
    watched: tuple[Watched, ...]
    calls: Mapping[str, Mapping[Mask, int]]
    at_home: Mapping[int, int] = field(default_factory=dict)

    @property
    def per_day(self) -> float:
        """Calls a day of all watches together."""
        masks = (pair for part in self.calls.values() for pair in part.items())
        return sum(n * self._rate(mask) for mask, n in masks) + sum(
            each.frame * each.times_a_day for each in self.watched
        )

    def saved_by_slowing(self, number: int, times: Sequence[int]) -> list[float]:
        """Calls a day that one watch saves at so many times the length of its rhythm."""
        one, bit = self.watched[number], 1 << number
        left: Counter[float] = Counter()
        for part in self.calls.values():
            for mask, n in part.items():
                if mask & bit and (others := self._rate(mask & ~bit)) < one.times_a_day:
                    left[others] += n
        slowed = [one.times_a_day / each for each in times]
        return [
            one.frame * (one.times_a_day - rate)
            + sum(n * (one.times_a_day - max(rate, others)) for others, n in left.items())
            for rate in slowed
        ]

    def saved_without(self, market: str) -> float:
        """Calls a day that go if every watch leaves out a market that is not its first."""
        kept = sum(1 << n for n, each in enumerate(self.watched) if each.markets[0] == market)
        part = self.calls.get(market, {})
        return sum(n * (self._rate(mask) - self._rate(mask & kept)) for mask, n in part.items())

    def saved_by_packing(self) -> float:
        """Calls a day that go if lists of the tracker's own hold the tracks of the account's market by their rhythm.

        No request shows more than a page, so nothing is cheaper. What is read apart is then read itself but once a week.
        """
        now: Counter[timedelta] = Counter()
        tracks: Counter[timedelta] = Counter()
        for mask, n in self.calls.get(self.home, {}).items():
            now[self.watched[_lowest(mask)].every] += n
        for number, n in self.at_home.items():
            tracks[self.watched[number].every] += n
        weekly = 0.0
        for each in self.watched:
            if each.packable and each.apart and each.markets[0] == self.home:
                now[each.every] += ceil(each.frame)
                tracks[each.every] += len(each.tracks)
                weekly += each.frame * min(each.times_a_day, 1 / 7)
        rates = {each.every: each.times_a_day for each in self.watched}
        saved = sum(max(0, now[every] - ceil(n / PAGE)) * rates[every] for every, n in tracks.items())
        return max(0.0, saved - weekly)

    def _rate(self, mask: Mask) -> float:
        return self.watched[_lowest(mask)].times_a_day if mask else 0.0


def _lowest(mask: Mask) -> int:
    return (mask & -mask).bit_length() - 1


def share(watched: Iterable[Watched], sources: Sources) -> Sharing:
    """Find the calls of all watches, each pair of track and market at the rhythm of its fastest watch."""
    ordered = tuple(sorted(watched, key=lambda each: each.every))
    batches = sources.tier.batches
    calls: dict[str, Mapping[Mask, int]] = {}
    at_home: Counter[int] = Counter()
    alike: dict[tuple[Mask, bool], Mapping[Mask, int]] = {}
    for market, who in _watchers(ordered).items():
        home = market == sources.home
        if (who, home) not in alike:
            needs = _needs(ordered, who)
            alike[who, home] = (
                _batches(ordered, needs, sources) if batches else _covers(ordered, needs, sources, home=home)
            )
            at_home.update(map(_lowest, needs.values()) if home else ())
        calls[market] = alike[who, home]
    return Sharing(sources.home, ordered, calls, at_home)


def _watchers(ordered: Sequence[Watched]) -> dict[str, Mask]:
    who: dict[str, Mask] = {}
    for number, each in enumerate(ordered):
        for market in filter(each.shares_in, each.markets):
            who[market] = who.get(market, 0) | 1 << number
    return who


def _needs(ordered: Sequence[Watched], who: Mask) -> dict[str, Mask]:
    """Which of these watches hold each track, those of the fastest first."""
    needs: dict[str, Mask] = {}
    for number, each in enumerate(ordered):
        bit = 1 << number
        if who & bit:
            for track in each.tracks:
                needs[track] = needs.get(track, 0) | bit
    return needs


def _covers(
    ordered: Sequence[Watched], needs: Mapping[str, Mask], sources: Sources, *, home: bool
) -> Mapping[Mask, int]:
    """The calls of one market, rhythm by rhythm: what a faster watch sees is not asked for again."""
    calls: Counter[Mask] = Counter()
    for due in _by_rhythm(ordered, needs):
        windows = lay_out(due, sources, home=home)
        masks = [needs[name] for name in windows.names]
        for start in unproved(windows):
            wanted = 0
            for item in windows.items[start : windows.ends[start]]:
                wanted |= masks[item]
            calls[wanted] += 1
    return calls


def _batches(ordered: Sequence[Watched], needs: Mapping[str, Mask], sources: Sources) -> Mapping[Mask, int]:
    calls: Counter[Mask] = Counter()
    for due in _by_rhythm(ordered, needs):
        for request in bulk(due, sources.seats, None):
            wanted = 0
            for track in request.tracks:
                wanted |= needs[track]
            calls[wanted] += request.cost
    return calls


def _by_rhythm(ordered: Sequence[Watched], needs: Mapping[str, Mask]) -> list[list[str]]:
    if len({each.every for each in ordered}) == 1:
        return [list(needs)] if needs else []
    due: dict[timedelta, list[str]] = {}
    for track, mask in needs.items():
        due.setdefault(ordered[_lowest(mask)].every, []).append(track)
    return list(due.values())
