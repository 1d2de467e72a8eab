"""What watches ask for, and what is told of them: their cost, their ages, the ways out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tracker.core.phrases import count

DAY = timedelta(days=1)
WORTH_TELLING = 0.05
"""So many calls a day are saved at least where sharing is spoken of."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watch asks for: its tracks in its markets, so often; `frame` calls tell which entries its list holds.

    `alone` are the calls of one check in all its markets if no other watch shared any of them. `apart`: in its first
    market it is always read whole and for itself, and `frame` are those calls; `packable`: packed lists could stand in.
    """

    watch: int
    label: str
    every: timedelta
    markets: tuple[str, ...]
    tracks: tuple[str, ...]
    frame: float = 0
    alone: int = 0
    apart: bool = False
    packable: bool = False

    def shares_in(self, market: str) -> bool:
        """Whether what it wants in a market can be asked for together with others."""
        return market in self.markets and not (self.apart and market == self.markets[0])

    @property
    def times_a_day(self) -> float:
        """How often it is checked."""
        return DAY / self.every


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
    """The watches against the budget; `alone` are the calls a day that they would need if they shared none."""

    calls_per_day: float
    alone: float
    budget_per_day: int
    watches: tuple[WatchForecast, ...]
    options: tuple[Option, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether every rhythm can be kept."""
        return self.calls_per_day <= self.budget_per_day

    @property
    def shares(self) -> bool:
        """Whether calls are saved because one serves several watches."""
        return self.alone - self.calls_per_day >= WORTH_TELLING


def as_json(found: Forecast) -> dict[str, Any]:
    """The forecast for programs."""
    return {
        "calls_per_day": round(found.calls_per_day, 1),
        "calls_per_day_alone": round(found.alone, 1),
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
