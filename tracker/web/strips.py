"""Strips of days as they are drawn: runs of equal days, each one path, so that many of them stay small."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.core.pages.cards import STRIP_DAYS
from tracker.core.phrases import day
from tracker.report.days import DayState, cells_between

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.pages.cards import WatchCard
    from tracker.report.days import Cell

CELL, BAR, HEIGHT = 10, 7, 28
_TALL = {DayState.COMPLETE: 28, DayState.INCOMPLETE: 14, DayState.GAP: 5, DayState.QUIET: 2}


@dataclass(frozen=True, slots=True)
class Run:
    """Days of one state side by side: `path` draws a bar for each, its height telling the state as well."""

    state: str
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class DayStrip:
    """The last days of a watch, the latest at the right; `told` says them in words."""

    width: int
    height: int
    first: str
    last: str
    told: str
    runs: tuple[Run, ...]


def day_strip(card: WatchCard, start: datetime, end: datetime) -> DayStrip | None:
    """The days from `start` to `end` as far as the watch lived in them; None if it did not."""
    begin, finish = max(start, card.watch.added_at), min(end, card.removed_at or end)
    if finish < begin:
        return None
    days = cells_between(card.looks, card.gaps, begin, finish)
    offset = STRIP_DAYS - (end.date() - days[0].first).days
    runs = tuple(
        _run([(n, cell) for n, cell in group])
        for _, group in groupby(enumerate(days, offset), lambda each: each[1].state)
    )
    return DayStrip(CELL * (STRIP_DAYS + 1), HEIGHT, day(start), day(end), _told(days), runs)


def _run(days: list[tuple[int, Cell]]) -> Run:
    state, tall = days[0][1].state, _TALL[days[0][1].state]
    bars = (f"M{CELL * n} {HEIGHT - tall}h{BAR}v{tall}h-{BAR}z" for n, _ in days)
    first, last = days[0][1].text, days[-1][1].text
    text = first if len(days) == 1 else f"{first.partition(':')[0]} to {last}"
    return Run(state.value, text, "".join(bars))


def _told(days: tuple[Cell, ...]) -> str:
    """The strip in words: `Of 90 days: 85 complete, 3 incomplete, 2 gap`."""
    numbers = ((state, sum(each.state is state for each in days)) for state in reversed(DayState))
    return f"Of {len(days)} days: " + ", ".join(f"{n} {_WORDS[state]}" for state, n in numbers if n)


_WORDS = {
    DayState.COMPLETE: "with a complete check",
    DayState.INCOMPLETE: "with an incomplete check",
    DayState.GAP: "not observed",
    DayState.QUIET: "without a check due",
}
