"""What the page of a track shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.core.history import EventKind, Status
from tracker.core.names import SHOWN_FIRST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.core.history import Event, Gap
    from tracker.core.offers import Contradiction, Offer
    from tracker.core.pages.stretches import Holder
    from tracker.core.pages.timeline import Timeline
    from tracker.core.replacements import Replacement, Search
    from tracker.core.views import NameView, SpellView

LONGEST_NOTE, LONGEST_NAME = 4000, 300
"""Characters."""
WAYS = {
    "list": "read in the list",
    "pages": "read in the list, cut into other pages",
    "single": "asked for by its own id",
    "album": "asked for through its album",
    "packed": "read in a packed list",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """A check that an event rests on; `at` None: its row is not kept any more."""

    check_id: int
    at: datetime | None
    way: str


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its evidence; `retracted_by` is the confirmed event that took it back."""

    event: Event
    solved_at: datetime | None
    proofs: tuple[Proof, ...]
    retracted_by: int | None

    @property
    def bare(self) -> Event:
        """The event without its market, for a line that names the market already."""
        return replace(self.event, market="")

    @property
    def solvable(self) -> bool:
        """Whether it is a vanish that the owner can be done with."""
        return self.event.kind is EventKind.VANISHED and self.event.status is not Status.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Note:
    """What the owner wrote, and when."""

    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class TrackPage:
    """The page: `events` is one leaf of `events_total`, newest first; `spells` newest first as well."""

    id: str
    isrc: str | None
    names: tuple[NameView, ...]
    holders: tuple[Holder, ...]
    timelines: tuple[Timeline, ...]
    began: datetime | None
    spells: tuple[SpellView, ...]
    gaps: tuple[Gap, ...]
    events: tuple[Told, ...]
    events_total: int
    note: Note | None
    replacements: tuple[Replacement, ...] = ()
    searches: tuple[Search, ...] = ()
    offers: tuple[Offer, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def name(self) -> NameView | None:
        """What to call it: the word of one origin, as `SHOWN_FIRST` orders them."""
        told = sorted(self.names, key=lambda name: (not name.title, SHOWN_FIRST.index(name.origin)))
        return next(iter(told), None)

    def named(self, origin: str) -> NameView | None:
        """What one origin calls it."""
        return next((name for name in self.names if name.origin == origin), None)


def proofs_of(checks: Sequence[int], known: dict[int, Proof]) -> tuple[Proof, ...]:
    """The checks of an event in order; those without a row by their numbers alone."""
    return tuple(known.get(check, Proof(check, None, "")) for check in checks)


def way_text(way: str) -> str:
    """How a check asked, in plain words."""
    return WAYS.get(way, way)


def typed(text: str) -> str:
    """What the owner typed, with plain line ends and without what no database takes."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def artists_of(text: str) -> tuple[str, ...]:
    """Artists as the owner types them, one a line."""
    return tuple(line.strip() for line in typed(text).splitlines() if line.strip())
