"""The report as plain text for a terminal or a mail: one screen that says it all, then the details."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tracker.core.phrases import period, quoted, visible
from tracker.core.wording import gap_text
from tracker.report.figures import ATTRIBUTION, CAUTION, INDEPENDENCE, effort, figures, lede, percent
from tracker.report.rows import source_address
from tracker.report.sections import most_important, sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.core.coverage import Coverage
    from tracker.core.summary import Summary
    from tracker.report.rows import Line, Row
    from tracker.report.sections import Section

WIDTH = 88
FIRST_LINES = 10


def text_report(summary: Summary) -> str:
    """Write a summary in lines of at most `WIDTH` columns, without colours or control characters."""
    lines = [*_first_screen(summary), ""]
    for part in sections(summary):
        lines += [*_section(part), ""]
    if summary.coverage:
        lines += [*_heading("How well it was watched"), *_wrap(effort(summary))]
        for each in summary.coverage:
            lines += ["", *_coverage(each)]
        lines.append("")
    lines += [line for sentence in (CAUTION, f"{ATTRIBUTION} {INDEPENDENCE}") for line in _wrap(sentence)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _first_screen(summary: Summary) -> Iterator[str]:
    yield from _heading(f"Disappearing Tracks: {period(summary.since, summary.until)}", "=")
    yield from _wrap(lede(summary))
    if summary.unwatched:
        return
    yield ""
    for figure in figures(summary.totals):
        yield f"{figure.value:>10}  {figure.label}{f' ({figure.note})' if figure.note else ''}"
    first = most_important(sections(summary), FIRST_LINES)
    if first:
        yield ""
    for line in first:
        yield from _wrap(line, "* ", "  ")


def _section(part: Section) -> Iterator[str]:
    yield from _heading(f"{part.title} ({part.size:,})")
    yield from _wrap(part.intro)
    for group in part.groups:
        yield ""
        yield from _wrap(" ".join(filter(None, (f"{group.headline}, {group.when}.", group.note))), "# ", "  ")
        for row in group.rows:
            yield from _row(row, "  ")
    for row in part.rows:
        yield ""
        yield from _row(row)


def _row(row: Row, indent: str = "") -> Iterator[str]:
    origin = f" ({row.origin})" if row.origin else ""
    yield from _wrap(f"{row.text}{origin}", f"{indent}* ", f"{indent}  ")
    for line in row.lines:
        yield from _wrap(_said(line), f"{indent}    ", f"{indent}      ")
    if row.address:
        yield f"{indent}    {row.address}"
    for life in row.lives:
        yield from _wrap(life, f"{indent}    ", f"{indent}      ")


def _said(line: Line) -> str:
    return "; ".join((f"{line.market}  {line.when}".strip(), *filter(None, line.notes)))


def _coverage(each: Coverage) -> Iterator[str]:
    watch = each.view.watch
    markets = ", ".join(visible(market) for market in watch.markets)
    complete = sum(check.complete for check in each.checks)
    checks = f"{complete:,} complete checks, {len(each.checks) - complete:,} incomplete"
    yield from _wrap(
        f"{quoted(watch.label)} in {markets}: observed {percent(each.observed)} of the time; {checks}."
    )
    if address := source_address(watch):
        yield f"    {address}"
    for gap in each.gaps:
        yield from _wrap(f"not observed: {gap_text(gap)}", "    ", "      ")


def _heading(title: str, mark: str = "-") -> list[str]:
    return [title, mark * min(len(title), WIDTH)]


def _wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
