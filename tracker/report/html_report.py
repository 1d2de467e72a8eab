"""The report as one self-contained HTML page: no script, no outside request, light and dark, for screen and paper."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.core.phrases import count, minute, period, visible
from tracker.core.watch import show_rhythm
from tracker.core.wording import gap_text
from tracker.report.days import DayState, cells
from tracker.report.figures import CAUTION, INDEPENDENCE, effort, figures, lede, percent
from tracker.report.rows import source_address
from tracker.report.sections import sections

if TYPE_CHECKING:
    from tracker.core.coverage import Coverage
    from tracker.core.summary import Summary
    from tracker.report.days import Cell

SHOWN_ROWS = 12
"""Rows of a section that stand open; the rest is folded."""
CELL, BAR, HEIGHT = 10, 7, 28
_TALL = {DayState.COMPLETE: 28, DayState.INCOMPLETE: 14, DayState.GAP: 5, DayState.QUIET: 2}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a strip in its own units: the state is told by height as well as by colour."""

    x: int
    y: int
    height: int
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class WatchCard:
    """One watch as the page shows it; `width` is that of its strip of bars, `told` says the strip in words."""

    label: str
    address: str | None
    facts: str
    observed: str
    told: str
    width: int
    bars: tuple[Bar, ...]
    first: str
    last: str
    gaps: tuple[str, ...]


def html_report(summary: Summary) -> str:
    """Write a summary as a page; every text from outside goes through the template engine's escaping."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(
        period=period(summary.since, summary.until),
        written=minute(summary.until),
        lede=lede(summary),
        figures=() if summary.unwatched else figures(summary.totals),
        sections=sections(summary),
        shown=SHOWN_ROWS,
        watches=[_card(each) for each in summary.coverage],
        effort=effort(summary),
        caution=CAUTION,
        independence=INDEPENDENCE,
        strip_height=HEIGHT,
        bar_width=BAR,
    )


def _card(each: Coverage) -> WatchCard:
    view, strip = each.view, cells(each)
    last = (
        f"last complete check {minute(view.last_complete_at)}"
        if view.last_complete_at
        else "no complete check yet"
    )
    markets = ", ".join(visible(market) for market in view.watch.markets)
    entries = count(view.entries, "entry")
    return WatchCard(
        label=visible(view.watch.label) or "(no name)",
        address=source_address(view.watch),
        facts=f"{entries}, in {markets}, every {show_rhythm(view.watch.every)}; {last}",
        observed=percent(each.observed),
        told=_told(strip),
        width=CELL * len(strip),
        bars=tuple(_bar(n, cell) for n, cell in enumerate(strip)),
        first=strip[0].text.partition(":")[0] if strip else "",
        last=strip[-1].text.partition(":")[0].rpartition(" to ")[2] if strip else "",
        gaps=tuple(gap_text(gap) for gap in each.gaps),
    )


def _bar(n: int, cell: Cell) -> Bar:
    tall = _TALL[cell.state]
    return Bar(n * CELL, HEIGHT - tall, tall, cell.state.value, cell.text)


def _told(strip: tuple[Cell, ...]) -> str:
    """The strip in words, for those who cannot see it: `27 complete, 1 incomplete, 2 gap`."""
    numbers = ((state, sum(cell.state is state for cell in strip)) for state in reversed(DayState))
    days = "days" if all(cell.first == cell.last for cell in strip) else "stretches of days"
    return f"Of {len(strip)} {days}: " + ", ".join(f"{n} {state}" for state, n in numbers if n)
