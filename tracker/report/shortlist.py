"""What of a report fits on one screen: of every section something, of the most important ones the most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.phrases import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.report.rows import Line, Row
    from tracker.report.sections import Group, Section

EDITS = frozenset({"removed", "added"})
COUNTED = EDITS | {"relinked", "retracted"}
"""Sections that a screen counts and does not list: nothing is lost there."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the screen: `text` in one phrase, `also` what follows it, and its page at the service, if any."""

    text: str
    also: tuple[str, ...]
    address: str | None


@dataclass(frozen=True, slots=True)
class Short:
    """One section as far as there is room: its title, how many rows it has, the first of them, and how many are left."""

    title: str
    size: int
    items: tuple[Item, ...]
    left: int


def shortlist(parts: Iterable[Section], most: int) -> tuple[Short, ...]:
    """At most `most` items: one of each section, as far as that goes, then more of the first ones; groups come first."""
    listing = [part for part in parts if part.key not in COUNTED][:most]
    spare = most - len(listing)
    chosen = []
    for part in listing:
        shown = min(len(part.groups) + len(part.rows), 1 + spare)
        spare -= shown - 1
        chosen.append(_short(part, shown))
    return tuple(chosen)


def unlisted(parts: Iterable[Section], shorts: Iterable[Short]) -> str:
    """The sections that are not listed, in one sentence; "" if there are none."""
    shown = {short.title for short in shorts}
    left = [part for part in parts if part.key not in EDITS and part.title not in shown]
    said = tuple(f"{part.title[0].lower()}{part.title[1:]} ({part.size:,})" for part in left)
    return f"Also: {listed(said)}." if said else ""


def edits(parts: Iterable[Section]) -> str:
    """The owner's edits in one sentence; "" if there were none."""
    sizes = {part.key: part.size for part in parts if part.key in EDITS}
    said = [
        f"{sizes[key]:,} {verb}"
        for key, verb in (("removed", "taken out"), ("added", "added"))
        if key in sizes
    ]
    return f"Edits of the lists themselves, which are no losses: {listed(tuple(said))}." if said else ""


def _short(part: Section, shown: int) -> Short:
    groups = part.groups[:shown]
    rows = part.rows[: shown - len(groups)]
    newest = (
        -1 if part.key == "sources" else 0
    )  # a source's lines follow each other in time, a track's are its markets
    items = (*map(_of_group, groups), *(_of_row(row, newest) for row in rows))
    told = sum(len(group.rows) for group in groups) + len(rows)
    return Short(part.title, part.size, items, part.size - told)


def _of_group(group: Group) -> Item:
    text = f"{group.headline}, {group.days}: {group.names}"
    return Item(text, tuple(filter(None, (group.note,))), group.address)


def _of_row(row: Row, newest: int) -> Item:
    origin = f" ({row.origin})" if row.origin else ""
    told = _where(row.lines, row.lines[newest]) if row.lines else ""
    return Item(f"{row.text}{origin}{told}", row.lives, row.address)


def _where(lines: Sequence[Line], newest: Line) -> str:
    """In which markets, when, and the word that matters most of the newest."""
    markets = ", ".join(dict.fromkeys(line.market for line in lines if line.market))
    return "".join(f", {part}" for part in (markets, newest.days, *newest.notes[:1]) if part)
