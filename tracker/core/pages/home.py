"""What the first page shows: what vanished, returned and is suspected lately, and each watch as a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.absences import Lost, absences
from tracker.core.history import EventKind
from tracker.core.incident_words import sharing_text
from tracker.core.summary import Return

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tracker.core.history import Event
    from tracker.core.incidents import Meaning
    from tracker.core.notices import Notice
    from tracker.core.pages.cards import WatchCard


@dataclass(frozen=True, slots=True)
class Mass:
    """Changes of one kind that belong together, in a market. `names` are a few of its members.

    `tracks` counts its members, `back` those of them that are reported as playable again. `watch_id` None: they came up
    in several watches. `meaning` is what they were found to share.
    """

    incident: int
    watch_id: int | None
    watch_label: str
    market: str
    kind: EventKind
    tracks: int
    back: int
    last_seen_at: datetime | None
    first_missed_at: datetime
    names: tuple[Event, ...] = ()
    watches: int = 1
    meaning: Meaning | None = None

    @property
    def shared(self) -> str | None:
        """What its members share, in words."""
        return sharing_text(self.meaning) if self.meaning else None


@dataclass(frozen=True, slots=True)
class Vanished:
    """The tracks that vanished lately, a page of them; `size` counts them all, mass changes apart."""

    size: int
    rows: tuple[Lost, ...]
    masses: tuple[Mass, ...]
    more_masses: int


@dataclass(frozen=True, slots=True)
class Returned:
    """The latest returns, each of a track to a market; `size` counts them all."""

    size: int
    rows: tuple[Return, ...]


@dataclass(frozen=True, slots=True)
class Suspected:
    """The latest changes that are not believed yet, track by track; `size` counts the tracks (or sources) of all."""

    size: int
    rows: tuple[tuple[Event, ...], ...]
    masses: tuple[Mass, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """Everything of the first page that the record knows: every live watch, and the `cards` of the first with their days.

    `told` are the notices that stand in the record.
    """

    vanished: Vanished
    returned: Returned
    suspected: Suspected
    live: tuple[WatchCard, ...]
    cards: tuple[WatchCard, ...]
    told: tuple[Notice, ...]


def vanished_rows(
    events: Iterable[Event], order: Sequence[str], since: datetime, now: datetime
) -> tuple[Lost, ...]:
    """One row a track, in the given order, with each market in which it vanished at `since` or later."""
    recent = [a for a in absences(events, now) if a.vanished.first_missed_at >= since]
    rows = {track: tuple(a for a in recent if a.vanished.track_id == track) for track in order}
    return tuple(Lost(row) for row in rows.values() if row)


def returned_rows(events: Iterable[Event], order: Sequence[int], now: datetime) -> tuple[Return, ...]:
    """The returns with these numbers, in that order, each with the absence that it ended."""
    events = list(events)
    returns = {event.seq: event for event in events if event.kind is EventKind.RETURNED}
    ended = {a.returned.seq: a for a in absences(events, now) if a.returned}
    return tuple(Return(returns[seq], ended.get(seq)) for seq in order if seq in returns)


def by_track(events: Iterable[Event]) -> tuple[tuple[Event, ...], ...]:
    """Events of one track side by side, in the order of the first of each; what has no track stands alone."""
    rows: dict[object, list[Event]] = {}
    for event in events:
        rows.setdefault(event.track_id or (event.watch_id, event.seq), []).append(event)
    return tuple(tuple(row) for row in rows.values())
