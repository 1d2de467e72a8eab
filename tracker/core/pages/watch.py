"""What the page of one watch shows: its entries as they stand, filtered and in the order that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.core.history import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from tracker.core.history import Event, Gap
    from tracker.core.pages.cards import WatchCard
    from tracker.core.pages.strips import Piece

ROWS = 20
"""So many entries stand on a page."""


class Show(StrEnum):
    """Which entries to show."""

    ALL = "all"
    VANISHED = "vanished"
    SUSPECTED = "suspected"
    UNKNOWN = "unknown"
    OTHER = "other"
    """Local files, episodes, and places that never held an object."""


class Sort(StrEnum):
    """In which order to show them."""

    POSITION = "position"
    STATE = "state"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; `text` is looked for in titles and artists, `at` and `edits` count pages from 1."""

    show: Show = Show.ALL
    sort: Sort = Sort.POSITION
    text: str = ""
    at: int = 1
    edits: int = 1


@dataclass(frozen=True, slots=True)
class InMarket:
    """An entry in one market: its state (None for what is no catalogue track), and the change suspected of it."""

    market: str
    state: State | None
    via: str | None
    reason: str | None
    suspected: State | None
    strip: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One place of the watch. `position` counts from 1; `changed_at` is when its last change was first seen."""

    position: int
    track_id: str
    title: str | None
    artists: tuple[str, ...]
    origin: str | None
    markets: tuple[InMarket, ...]
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of entries: `size` counts all places, `found` those that were asked for."""

    size: int
    found: int
    rows: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class Edits:
    """A page of the list's own edits, the latest first; `size` counts them all."""

    size: int
    rows: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class WatchPage:
    """Everything of the page of one watch; `more_gaps` counts those that are not among `gaps`."""

    card: WatchCard
    entries: Entries
    edits: Edits
    outages: tuple[Event, ...]
    gaps: tuple[Gap, ...]
    more_gaps: int


def arranged(
    order: Sequence[int],
    allowed: Collection[int] | None,
    first: Iterable[Collection[int]] = (),
    enough: int | None = None,
) -> list[int]:
    """The ids of `order` that are allowed (None: all): those of each group in `first` before the rest.

    A group that is a list keeps its own order, a set takes the order of the list. Groups cost a query each: once
    `enough` ids stand in their places (None: never), no further one is asked for.
    """
    left = [each for each in order if allowed is None or each in allowed]
    found: list[int] = []
    for group in first:
        mine = _members(group, left)
        found, taken = found + mine, set(mine)
        left = [each for each in left if each not in taken]
        if enough is not None and len(found) >= enough:
            break
    return found + left


def _members(group: Collection[int], left: list[int]) -> list[int]:
    if not isinstance(group, list):
        return [each for each in left if each in group]
    known = set(left)
    return [each for each in group if each in known]


def page_of(ids: Sequence[int], at: int) -> Sequence[int]:
    """The ids on a page, counted from 1."""
    return ids[(at - 1) * ROWS : at * ROWS]


def last_page(size: int) -> int:
    """How many pages there are; an empty list has one."""
    return max(1, -(-size // ROWS))
