"""The report on one screen, as text and as Markdown: the essence, the most important first, and where the rest is."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tracker.core.phrases import count, period, quoted
from tracker.core.wording import gap_text
from tracker.report.figures import ATTRIBUTION, INDEPENDENCE, figures, lede, percent
from tracker.report.markdown_report import escape, linked
from tracker.report.sections import sections
from tracker.report.shortlist import Item, Short, edits, shortlist, unlisted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.core.summary import Summary
    from tracker.report.sections import Section

WIDTH, SCREEN = 88, 40
"""Columns and lines of a screen; no brief text is larger, whatever happened."""
MOST_ITEMS, MOST_LINES = 12, 3
REST = "Everything: tracker report --full. One track: tracker show ID. On pages: tracker run."


def brief_text(summary: Summary) -> str:
    """At most `SCREEN` lines of at most `WIDTH` columns: as many items as there is room for."""
    for most in range(MOST_ITEMS, -1, -1):
        lines = list(_text(summary, most))
        if len(lines) <= SCREEN:
            break
    return "\n".join(lines) + "\n"


def _text(summary: Summary, most: int) -> Iterator[str]:
    title = f"Disappearing Tracks: {period(summary.since, summary.until)}"
    yield from (title, "=" * min(len(title), WIDTH))
    yield from _wrap(lede(summary))
    if not summary.unwatched:
        yield from _wrap(_figures(summary))
    parts = sections(summary)
    shorts = shortlist(parts, most)
    for short in shorts:
        yield from ("", *_section(short))
    yield ""
    for sentence in (*_tail(summary, parts, shorts), f"{ATTRIBUTION} {INDEPENDENCE}"):
        yield from _wrap(sentence)


def _tail(summary: Summary, parts: tuple[Section, ...], shorts: tuple[Short, ...]) -> tuple[str, ...]:
    return tuple(filter(None, (unlisted(parts, shorts), edits(parts), _unseen(summary), REST)))


def _section(short: Short) -> Iterator[str]:
    yield f"{short.title} ({short.size:,})"
    for item in short.items:
        yield from _item(item)
    if short.left:
        yield f"  and {short.left:,} more"


def _item(item: Item) -> Iterator[str]:
    yield from _wrap(item.text, "* ", "  ")
    if item.address:
        yield f"  {item.address}"
    for also in item.also:
        yield from _wrap(also, "  ", "  ")


def brief_markdown(summary: Summary) -> str:
    """The same items as CommonMark."""
    lines = [f"# Disappearing Tracks: {period(summary.since, summary.until)}", "", escape(lede(summary))]
    if not summary.unwatched:
        lines += ["", escape(_figures(summary))]
    parts = sections(summary)
    shorts = shortlist(parts, MOST_ITEMS)
    for short in shorts:
        lines += ["", f"## {short.title} ({short.size:,})", "", *map(_bullet, short.items)]
        if short.left:
            lines.append(f"- and {short.left:,} more")
    for sentence in _tail(summary, parts, shorts):
        lines += ["", escape(sentence)]
    lines += ["", f"{ATTRIBUTION} {INDEPENDENCE}"]
    return "\n".join(lines) + "\n"


def _bullet(item: Item) -> str:
    link = f" ([Open Spotify]({item.address}))" if item.address else ""
    return f"- {escape(item.text)}{link}" + "".join(f"; {linked(also)}" for also in item.also)


def _figures(summary: Summary) -> str:
    told = {figure.key: f"{figure.value} {figure.label}" for figure in figures(summary.totals)}
    watched = f"{told.pop('watched')} in {count(summary.totals.watches, 'watch')}"
    return " · ".join((watched, *told.values()))


def _unseen(summary: Summary) -> str:
    """The watch that went unobserved the most, and how many others did."""
    gaps = [
        (each.observed if each.observed is not None else 1.0, each) for each in summary.coverage if each.gaps
    ]
    if not gaps:
        return ""
    share, worst = min(gaps, key=lambda pair: pair[0])
    others = f"; {count(len(gaps) - 1, 'other watch')} with gaps" if len(gaps) > 1 else ""
    last = worst.gaps[-1]
    return (
        f"Not always observed: {quoted(worst.view.watch.label)} ({percent(share)}; {gap_text(last)}){others}."
    )


def _wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    """At most `MOST_LINES`: what is cut off is whole in the full report."""
    wrapper = textwrap.TextWrapper(
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        max_lines=MOST_LINES,
        placeholder=" …",
    )
    return wrapper.wrap(text)
