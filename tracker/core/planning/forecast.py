"""What the watches will cost a day, how old each one's knowledge will be, and the cheapest ways out if it is too much.

Reckoned in one of two ways. `outlook`: as checks are made, each watch for itself, at the prices of its checks.
`forecast`: as they could be, where watches share calls and what a faster watch sees is not asked for again; then the
pairs of track and market are covered rhythm by rhythm, the fastest first. If the budget is too small everything slips
alike, and ages grow in proportion.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, Any, Protocol

from tracker.core.phrases import count, quoted, visible
from tracker.core.planning.agenda import agenda
from tracker.core.planning.requests import Held
from tracker.core.watch import show_rhythm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.core.planning.requests import Sources

DAY = timedelta(days=1)
SLOWER = (2, 3, 4, 7, 14, 30)
"""A rhythm is offered at so many times its length."""
WATCHES_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watch asks for: its tracks in its markets, so often; `frame` calls tell which entries its list holds."""

    watch: int
    label: str
    every: timedelta
    markets: tuple[str, ...]
    tracks: tuple[str, ...]
    frame: int = 0


@dataclass(frozen=True, slots=True)
class WatchForecast:
    """One watch: calls of a check if it stood alone, and the mean age that its knowledge will have."""

    watch: int
    calls_per_check: int
    every: timedelta
    expected_age: timedelta


@dataclass(frozen=True, slots=True)
class Option:
    """A way out: what to change, the calls a day it saves, and whether all fits then."""

    change: str
    saving: float
    fits: bool

    @property
    def text(self) -> str:
        """The way out as a sentence."""
        end = "then all fits" if self.fits else "it does not suffice alone"
        return f"{self.change}: saves {count(round(self.saving), 'call')} a day; {end}."


@dataclass(frozen=True, slots=True)
class Forecast:
    """The watches against the budget."""

    calls_per_day: float
    budget_per_day: int
    watches: tuple[WatchForecast, ...]
    options: tuple[Option, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether every rhythm can be kept."""
        return self.calls_per_day <= self.budget_per_day


class Reckoning(Protocol):
    """How calls are counted."""

    @property
    def home(self) -> str | None:
        """The market that cannot be left out: the account's own."""

    def a_check(self, one: Watched) -> int:
        """Calls of one check of a watch in all its markets, if it stood alone."""

    def a_day(self, watched: Sequence[Watched]) -> float:
        """Calls a day of all these watches."""


@dataclass(frozen=True, slots=True)
class Apart:
    """As checks are made: every watch reads for itself, at a price for each of its markets."""

    prices: Mapping[tuple[int, str], int]
    home: str | None = None

    def a_check(self, one: Watched) -> int:
        """The sum over its markets."""
        return sum(self.prices[one.watch, market] for market in one.markets) + one.frame

    def a_day(self, watched: Sequence[Watched]) -> float:
        """The sum over all watches."""
        return sum(self.a_check(each) * (DAY / each.every) for each in watched)


@dataclass(frozen=True, slots=True)
class Together:
    """As checks could be made: one call serves every watch that holds what it shows."""

    sources: Sources

    @property
    def home(self) -> str | None:
        """The account's market."""
        return self.sources.home

    def a_check(self, one: Watched) -> int:
        """The fewest requests that show all its tracks."""
        return agenda(dict.fromkeys(one.markets, one.tracks), self.sources, 0).calls + one.frame

    def a_day(self, watched: Sequence[Watched]) -> float:
        """The fewest requests of all rhythms."""
        return calls_per_day(watched, self.sources)


def outlook(watched: Sequence[Watched], apart: Apart, per_day: int) -> Forecast:
    """What these watches need as they are checked now, and how it compares with so many calls a day."""
    found = _reckoned(watched, apart, per_day)
    return found if found.fits else replace(found, options=_sorted(_ways(watched, apart, found)))


def forecast(watched: Sequence[Watched], sources: Sources, per_day: int) -> Forecast:
    """What these watches would need if they shared their calls."""
    together = Together(sources)
    found = _reckoned(watched, together, per_day)
    if found.fits:
        return found
    ways = [_packed(watched, sources, found), *_ways(watched, together, found)]
    return replace(found, options=_sorted(ways))


def _reckoned(watched: Sequence[Watched], by: Reckoning, per_day: int) -> Forecast:
    needed = by.a_day(watched)
    slip = max(1.0, needed / per_day)
    watches = tuple(
        WatchForecast(each.watch, by.a_check(each), each.every, each.every * slip / 2) for each in watched
    )
    return Forecast(needed, per_day, watches)


def calls_per_day(watched: Iterable[Watched], sources: Sources) -> float:
    """Calls a day of all watches together, each pair of track and market at the rhythm of its fastest watch."""
    seen: set[tuple[str, str]] = set()
    total = 0.0
    for every, group in groupby(sorted(watched, key=lambda each: each.every), key=lambda each: each.every):
        due: dict[str, list[str]] = {}
        frames = 0
        for each in group:
            frames += each.frame
            for pair in ((market, track) for market in each.markets for track in each.tracks):
                if pair not in seen:
                    seen.add(pair)
                    due.setdefault(pair[0], []).append(pair[1])
        total += (agenda(due, sources, 0).calls + frames) * (DAY / every)
    return total


def as_json(found: Forecast) -> dict[str, Any]:
    """The forecast for programs."""
    return {
        "calls_per_day": round(found.calls_per_day, 1),
        "budget_per_day": found.budget_per_day,
        "fits": found.fits,
        "watches": [
            {
                "watch": each.watch,
                "calls_per_check": each.calls_per_check,
                "every_s": int(each.every.total_seconds()),
                "expected_age_s": int(each.expected_age.total_seconds()),
            }
            for each in found.watches
        ],
        "options": [option.text for option in found.options],
    }


def _ways(watched: Sequence[Watched], by: Reckoning, found: Forecast) -> list[Option]:
    return [*_slower(watched, by, found), *_fewer(watched, by, found)]


def _sorted(made: Iterable[Option]) -> tuple[Option, ...]:
    """What suffices comes first, and of that the mildest: what costs no rhythm and no market, then the rest."""
    worth = [option for option in made if option.saving >= 1]
    return tuple(sorted(worth, key=lambda option: (not option.fits, 0 if option.fits else -option.saving)))


def _option(change: str, watched: Sequence[Watched], by: Reckoning, found: Forecast) -> Option:
    needed = by.a_day(watched)
    return Option(change, found.calls_per_day - needed, needed <= found.budget_per_day)


def _packed(watched: Sequence[Watched], sources: Sources, found: Forecast) -> Option:
    """The packed list holds the tracks of the account's market by their rhythm."""
    at_home = [each for each in sorted(watched, key=lambda each: each.every) if sources.home in each.markets]
    tracks = tuple(dict.fromkeys(track for each in at_home for track in each.tracks))
    packed = replace(sources, lists=(*sources.lists, Held("packed", tracks)))
    change = f"Keep {count(len(tracks), 'track')} in a packed list of the tracker's own"
    return _option(change, watched, Together(packed), found)


def _slower(watched: Sequence[Watched], by: Reckoning, found: Forecast) -> list[Option]:
    """The dearest watches one by one, each only as slow as it takes; and all of them together."""
    dearest = sorted(watched, key=lambda each: -by.a_check(each) / (each.every / DAY))
    made = []
    for one in dearest[:WATCHES_OFFERED]:
        offers = (_slowed(watched, (one,), times, by, found) for times in SLOWER)
        made.append(_first_that_fits(offers))
    times = ceil(found.calls_per_day / found.budget_per_day)
    return [*made, _slowed(watched, tuple(watched), times, by, found)] if len(watched) > 1 else made


def _slowed(
    watched: Sequence[Watched], slow: tuple[Watched, ...], times: int, by: Reckoning, found: Forecast
) -> Option:
    after = [replace(each, every=each.every * times) if each in slow else each for each in watched]
    if len(slow) == 1:
        was, name = slow[0].every, quoted(slow[0].label)
        change = f"Check {name} every {show_rhythm(was * times)} instead of {show_rhythm(was)}"
    else:
        change = f"Check every watch {times} times more rarely"
    return _option(change, after, by, found)


def _first_that_fits(offers: Iterable[Option]) -> Option:
    """The mildest offer that suffices, else the last."""
    tried: list[Option] = []
    for offer in offers:
        tried.append(offer)
        if offer.fits:
            break
    return tried[-1]


def _fewer(watched: Sequence[Watched], by: Reckoning, found: Forecast) -> list[Option]:
    """Each market besides the account's own; with batch calls it saves nothing, and is not offered."""
    markets = dict.fromkeys(market for each in watched for market in each.markets[1:] if market != by.home)
    made = []
    for market in markets:
        after = [
            replace(each, markets=(each.markets[0], *(m for m in each.markets[1:] if m != market)))
            for each in watched
        ]
        made.append(_option(f"Leave out the market {visible(market)}", after, by, found))
    return made
