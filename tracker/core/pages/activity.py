"""What the page of activity shows: looks, calls, what went wrong, and what is due."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.core.phrases import count, quoted
from tracker.core.wording import in_market, why_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.core.history import Gap
    from tracker.core.views import BudgetView, CheckView

DAYS = 30
CELL, BAR, HEIGHT = 20, 15, 60
NEAR = 4
"""A budget so many times the busiest day still stands in the chart: farther up, it would flatten all bars."""
_SEEN = {"unplayable": "greyed out", "gone": "without object", "ignored": "not of the catalogue"}
_DUTIES = {
    "scrub": "Write the database's file anew: something was erased",
    "relook": "Look again at what is suspected",
    "housekeeping": "Housekeeping: watches whose term is over, names to be erased",
}


@dataclass(frozen=True, slots=True)
class Effort:
    """What one finished check cost: when it began, its calls, and why it was incomplete (None: it was not)."""

    at: datetime
    calls: int
    complete: bool
    why: str | None


@dataclass(frozen=True, slots=True)
class DayBar:
    """The calls of one day (UTC) as a bar: `x` and `height` in the chart's own units."""

    day: date
    calls: int
    checks: int
    incomplete: int
    x: int
    height: int

    @property
    def text(self) -> str:
        """`2026-05-03: 40 calls by 5 checks, 1 of them incomplete`."""
        failed = f", {self.incomplete} of them incomplete" if self.incomplete else ""
        return f"{self.day}: {count(self.calls, 'call')} by {count(self.checks, 'check')}{failed}"


@dataclass(frozen=True, slots=True)
class Chart:
    """The calls of `DAYS` days, oldest first; `budget_y` is how high the budget of a day stands (None: far above)."""

    bars: tuple[DayBar, ...]
    budget_y: int | None
    told: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check with the name of its watch."""

    view: CheckView
    label: str

    @property
    def observed(self) -> str:
        """What it saw: `120 playable, 2 greyed out`."""
        seen = [
            f"{number:,} {_SEEN.get(state, state)}" for state, number in self.view.observed.items() if number
        ]
        return ", ".join(seen) or "nothing"


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done; `busy`: somebody is at it."""

    text: str
    at: datetime
    busy: bool


@dataclass(frozen=True, slots=True)
class GapLine:
    """A time without observation of a watch."""

    gap: Gap
    label: str


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """The page: `checks` is one leaf of `total`, newest first; `failures` counts incomplete checks by reason."""

    checks: tuple[CheckLine, ...]
    total: int
    efforts: tuple[Effort, ...]
    gaps: tuple[GapLine, ...]
    dues: tuple[Due, ...]
    budget: BudgetView


def chart(efforts: Iterable[Effort], per_day: int, now: datetime) -> Chart:
    """The calls of the last days against the budget of a day; no bar is higher than the chart."""
    by_day: dict[date, list[Effort]] = defaultdict(list)
    for effort in efforts:
        by_day[effort.at.astimezone(UTC).date()].append(effort)
    today = now.astimezone(UTC).date()
    days = [today - timedelta(days=n) for n in range(DAYS - 1, -1, -1)]
    calls = {day: sum(effort.calls for effort in by_day[day]) for day in days}
    most = max(*calls.values(), 1)
    near = per_day <= NEAR * most
    top = max(per_day, most) if near else most
    bars = tuple(_day_bar(n, day, calls[day], by_day[day], top) for n, day in enumerate(days))
    told = f"{count(sum(calls.values()), 'call')} in {DAYS} days, at most {max(calls.values())} in one"
    return Chart(bars, HEIGHT - round(HEIGHT * per_day / top) if near else None, told)


def _day_bar(n: int, day: date, calls: int, efforts: Sequence[Effort], top: int) -> DayBar:
    height = max(1, round(HEIGHT * calls / top)) if calls else 0
    incomplete = sum(not effort.complete for effort in efforts)
    return DayBar(day, calls, len(efforts), incomplete, n * CELL, height)


def failures(efforts: Iterable[Effort]) -> tuple[tuple[str, int], ...]:
    """Why checks were incomplete, in plain words, with their numbers; the commonest first."""
    counted = Counter(why_text(effort.why) for effort in efforts if not effort.complete)
    return tuple(counted.most_common())


def duty_text(name: str, labels: Mapping[int, str]) -> str:
    """What a duty is, in plain words; its own name where there are none."""
    kind, _, rest = name.partition(":")
    watch, _, market = rest.partition(":")
    if kind == "check" and watch.isdecimal() and int(watch) in labels:
        return f"Look at {quoted(labels[int(watch)] or '(no name)')}{in_market(market)}"
    return _DUTIES.get(name, name)
