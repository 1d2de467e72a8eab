"""Which days of a watch were observed: one cell a day, or a few days a cell where there are many."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from tracker.core.phrases import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.core.coverage import Coverage
    from tracker.core.history import Gap

MOST_CELLS = 92
_DAY = timedelta(days=1)


class DayState(StrEnum):
    """What became of a day, the worst first."""

    GAP = "gap"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"
    QUIET = "quiet"
    """No check was made and no gap is on record: none was due."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One or more days (UTC, both ends included) and the worst that became of them."""

    first: date
    last: date
    state: DayState

    @property
    def text(self) -> str:
        """`3 May: complete`, `3 May to 7 May: gap`."""
        begin, end = _day(self.first), _day(self.last)
        return f"{begin}: {self.state}" if self.first == self.last else f"{begin} to {end}: {self.state}"


class Looked(Protocol):
    """As much of a check as tells what became of its day."""

    @property
    def market(self) -> str:
        """Where it looked."""

    @property
    def whole(self) -> bool:
        """Whether it asked for all of its watch."""

    @property
    def started_at(self) -> datetime:
        """When it began (UTC)."""

    @property
    def complete(self) -> bool:
        """Whether it may say anything about absence."""


def cells(covered: Coverage) -> tuple[Cell, ...]:
    """The days of a watch's coverage, oldest first, at most `MOST_CELLS` cells."""
    return cells_between(covered.checks, covered.gaps, covered.start, covered.end)


def cells_between(
    checks: Iterable[Looked], gaps: Iterable[Gap], start: datetime, end: datetime
) -> tuple[Cell, ...]:
    """The days from one instant to another, oldest first, at most `MOST_CELLS` cells."""
    days = _days(checks, tuple(gaps), start, end)
    size = -(-len(days) // MOST_CELLS) or 1
    order = list(DayState)
    chunks = [days[n : n + size] for n in range(0, len(days), size)]
    return tuple(Cell(c[0][0], c[-1][0], min((s for _, s in c), key=order.index)) for c in chunks)


def _days(
    checks: Iterable[Looked], gaps: tuple[Gap, ...], start: datetime, end: datetime
) -> list[tuple[date, DayState]]:
    by_day: dict[date, list[Looked]] = defaultdict(list)
    for check in checks:
        by_day[check.started_at.astimezone(UTC).date()].append(check)
    first, last = start.astimezone(UTC).date(), end.astimezone(UTC).date()
    days = [first + n * _DAY for n in range((last - first).days + 1)]
    return [(day, _state(day, by_day[day], gaps)) for day in days]


def _state(day: date, checks: list[Looked], gaps: Iterable[Gap]) -> DayState:
    if checks:
        return DayState.COMPLETE if _all_complete(checks) else DayState.INCOMPLETE
    begin = datetime.combine(day, time(), UTC)
    return DayState.GAP if any(_touches(gap, begin) for gap in gaps) else DayState.QUIET


def _all_complete(checks: list[Looked]) -> bool:
    """Whether the last look of the day was complete in each market; looks at some tracks count only alone."""
    whole = [check for check in checks if check.whole] or checks
    last = {check.market: check.complete for check in sorted(whole, key=lambda check: check.started_at)}
    return all(last.values())


def _touches(gap: Gap, begin: datetime) -> bool:
    return (gap.since is None or gap.since < begin + _DAY) and (gap.until is None or gap.until > begin)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
