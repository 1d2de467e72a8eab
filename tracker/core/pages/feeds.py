"""What feeds tell: confirmed events one by one, mass changes as one item, each with a number that never changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, UUID, uuid5

from tracker.core.history import EventKind
from tracker.core.links import ID, item_address
from tracker.core.phrases import count, interval, minute, quoted
from tracker.core.watch import Source
from tracker.core.wording import happening, headline, paragraph, subject

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.core.history import Event

ABOUT = "What the service reported at the times it was asked, and no cause for it. All times are UTC."
NEWEST = 100
"""So many items a feed has: who reads it less often than so much happens has the pages."""
SHOWN = 20
"""So many members of a mass change are named."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One event, or one incident with its first members (`size` counts all of them, `watches` where they came up).

    `since` and `until` bound when it happened, `confirmed_at` is when the last of it was confirmed. `back` of them
    were taken back, the last at `back_at`. All UTC.
    """

    events: tuple[Event, ...]
    since: datetime | None
    until: datetime
    confirmed_at: datetime
    incident: int | None = None
    size: int = 1
    back: int = 0
    back_at: datetime | None = None
    watches: int = 1

    @property
    def key(self) -> str:
        """What tells it from all other items of the record, for ever."""
        return f"event/{self.events[0].seq}" if self.incident is None else f"incident/{self.incident}"

    @property
    def kind(self) -> EventKind:
        """What happened."""
        return self.events[0].kind

    @property
    def updated_at(self) -> datetime:
        """When there was something new to say of it for the last time."""
        return max(self.confirmed_at, self.back_at or self.confirmed_at)

    @property
    def taken_back(self) -> bool:
        """Whether nothing of it holds any more."""
        return self.back >= self.size


@dataclass(frozen=True, slots=True)
class FeedView:
    """The items of one feed, newest first; `record` is the name of the record, `made_at` when it was begun.

    `watch` and `kind` are what the feed is narrowed to, `label` the name of that watch.
    """

    record: str
    made_at: datetime
    items: tuple[FeedItem, ...]
    watch: int | None = None
    label: str | None = None
    kind: EventKind | None = None

    @property
    def updated_at(self) -> datetime:
        """When something changed in it for the last time."""
        return max((item.updated_at for item in self.items), default=self.made_at)

    @property
    def title(self) -> str:
        """The name of the feed, with what it is narrowed to."""
        of_watch = [quoted(self.label)] if self.label is not None else []
        of_kind = [self.kind.value.replace("_", " ")] if self.kind else []
        return ": ".join(["Disappearing Tracks", *of_watch, *of_kind])

    def uuid(self, item: FeedItem | None = None) -> UUID:
        """The lasting name of an item, whatever feed it stands in; without one, that of the feed."""
        key = item.key if item else f"feed/{self.watch or ''}/{self.kind or ''}"
        return uuid5(NAMESPACE_OID, f"{self.record}/{key}")


def newest(items: Iterable[FeedItem]) -> tuple[FeedItem, ...]:
    """The latest items by when they were confirmed, newest first."""
    ordered = sorted(items, key=lambda item: item.confirmed_at, reverse=True)
    return tuple(ordered[:NEWEST])


def item_title(item: FeedItem) -> str:
    """One line: what happened; of something that was taken back, that first."""
    first = item.events[0]
    if item.incident is None:
        return f"Taken back: {headline(first)}" if item.taken_back else headline(first)
    where = quoted(first.watch_label) if first.watch_label.strip() else "a watched source (no name known)"
    where = where if item.watches == 1 else count(item.watches, "watch")
    said = f"{count(item.size, 'track')} of {where}: {happening(first)}"
    return f"Taken back: {said}" if item.taken_back else said


def item_text(item: FeedItem) -> str:
    """The same in full, over several lines: between which instants, on what evidence, and what was taken back."""
    if item.incident is None:
        lines = [paragraph(item.events[0])]
    else:
        lines = [f"{item_title(item)}.", f"When: {interval(item.since, item.until)}."]
        lines += [f"- {subject(event)}" for event in item.events]
        left = item.size - len(item.events)
        lines += [f"- and {count(left, 'more track')}"] if left > 0 else []
    return "\n".join(lines + _taken_back(item))


def _taken_back(item: FeedItem) -> list[str]:
    if not item.back or item.back_at is None:
        return []
    what = "This report was" if item.taken_back else f"{item.back} of these reports were"
    return [f"{what} taken back {minute(item.back_at)} UTC: it was undone so soon that it is not believed."]


def item_address_of(item: FeedItem) -> str | None:
    """The page of the track at the service; None for a mass change, and for what has none there."""
    track = item.events[0].track_id
    single = item.incident is None and track is not None and ID.fullmatch(track)
    return item_address(Source.TRACK, track) if single and track else None
