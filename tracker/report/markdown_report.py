"""The report as Markdown, in which nothing that comes from outside can become markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.core.phrases import count, period, quoted, visible
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

FIRST_LINES = 10
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+|~!&=@$^])")
_AT_ITS_END = re.compile(r"https://open\.spotify\.com/track/[0-9A-Za-z]{22}$")
_AUTOLINK = re.compile(r"(?i)(www)\.|:(?=//)|(mailto|xmpp):")


def escape(text: str) -> str:
    """`text` as Markdown that reads exactly so: no emphasis, table, tag, entity or link comes out of it."""
    marked = _SPECIAL.sub(r"\\\1", visible(text))
    return _AUTOLINK.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", marked)


def markdown_report(summary: Summary) -> str:
    """Write a summary as CommonMark with pipe tables."""
    lines = [*_first_screen(summary)]
    for part in sections(summary):
        lines += ["", *_section(part)]
    if summary.coverage:
        lines += ["", "## How well it was watched", "", escape(effort(summary)), ""]
        lines += [line for each in summary.coverage for line in _coverage(each)]
    lines += ["", "---", "", CAUTION, "", f"{ATTRIBUTION} {INDEPENDENCE}"]
    return "\n".join(lines) + "\n"


def _first_screen(summary: Summary) -> Iterator[str]:
    yield from (f"# Disappearing Tracks: {period(summary.since, summary.until)}", "", lede(summary))
    if summary.unwatched:
        return
    shown = figures(summary.totals)
    yield from ("", f"| {' | '.join(f.label for f in shown)} |", f"|{' ---: |' * len(shown)}")
    yield f"| {' | '.join(f'**{f.value}**' + (f' {f.note}' if f.note else '') for f in shown)} |"
    first = most_important(sections(summary), FIRST_LINES)
    if first:
        yield ""
    yield from (f"- {escape(line)}" for line in first)


def _section(part: Section) -> Iterator[str]:
    yield from (f"## {part.title} ({part.size:,})", "", part.intro)
    for group in part.groups:
        yield from (
            "",
            f"### {escape(group.headline)}",
            "",
            f"Change {group.when}. {group.note}".rstrip(),
            "",
        )
        yield from _table(group.rows)
    if part.rows:
        yield from ("", "### One by one", "") if part.groups else ("",)
        yield from _table(part.rows)


def _table(rows: tuple[Row, ...]) -> Iterator[str]:
    yield from ("| What | Where | When | Notes |", "| --- | --- | --- | --- |")
    for row in rows:
        for n, line in enumerate(row.lines):
            lives = tuple(map(linked, row.lives)) if n == 0 else ()
            yield f"| {_name(row) if n == 0 else '〃'} | {_cells(line, lives)} |"


def _name(row: Row) -> str:
    by = f" by {escape(row.by)}" if row.by else ""
    origin = f" ({escape(row.origin)})" if row.origin else ""
    link = f" ([Open Spotify]({row.address}))" if row.address else ""
    return f"**{escape(row.name)}**{by}{origin}{link}"


def linked(text: str) -> str:
    """Escaped, but for an address of the service at its end, which becomes a link."""
    found = _AT_ITS_END.search(text)
    return f"{escape(text[: found.start()])}[Open Spotify]({found[0]})" if found else escape(text)


def _cells(line: Line, lives: tuple[str, ...]) -> str:
    notes = "; ".join((*(escape(note) for note in line.notes if note), *lives))
    return " | ".join((escape(line.market) or "-", line.when, notes))


def _coverage(each: Coverage) -> Iterator[str]:
    watch = each.view.watch
    address = source_address(watch)
    link = f" ([Open Spotify]({address}))" if address else ""
    markets = ", ".join(escape(market) for market in watch.markets)
    complete = sum(check.complete for check in each.checks)
    checks = f"{count(complete, 'complete check')}, {len(each.checks) - complete:,} incomplete"
    yield f"- **{escape(quoted(watch.label))}** in {markets}{link}: observed {percent(each.observed)}; {checks}"
    for gap in each.gaps:
        yield f"  - not observed: {escape(gap_text(gap))}"
