"""What the record tells of the looks that were made, as far as planning needs it; and the port that tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from tracker.core.planning.rates import Looks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from tracker.core.items import Purpose

REMEMBERED = timedelta(days=365)
"""What vanished longer ago says nothing any more of whether vanishes come in bursts."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A watched track in a market: under which watch its visits go on record, and what all looks at it came to.

    `line` is what it shares with its siblings: the key of its rights line, else of its label, else its album.
    `demanded` are the looks a day that the fastest watch makes that holds it (`paced_by`); `bursts` how often its line lost several at once.
    Of a track that was looked at once only, `looks` is empty; `first` and `last` are the first look and the last.
    """

    track_id: str
    market: str
    watch_id: int
    album_id: str | None
    line: str | None
    demanded: float
    paced_by: int
    looks: Looks
    first: datetime
    last: datetime
    bursts: int = 0

    @property
    def place(self) -> str:
        """What one call shows it with: its album, or itself where that is not known."""
        return self.album_id or self.track_id


@dataclass(frozen=True, slots=True)
class Hit:
    """A vanish that is suspected or confirmed, not denied and not taken back: `began` is when the look began that first missed it."""

    track_id: str
    market: str
    line: str
    last_seen_at: datetime | None
    began: datetime
    missed_at: datetime


class Visits(Protocol):
    """What has been looked at, and what came of it. Paused and removed watches are left out."""

    def pairs(
        self, market: str, settled: datetime, *, line: str | None = None, track_id: str | None = None
    ) -> list[Pair]:
        """The watched tracks in a market that were looked at at least once: all, those of a line, or one.

        Flips first missed after `settled` are held back: they may turn out to be a burst.
        """

    def seen(self, market: str, tracks: Collection[str] | None = None) -> Mapping[str, datetime]:
        """When each track was last looked at in a market (at least of `tracks`)."""

    def hits(self, since: datetime) -> list[Hit]:
        """The vanishes first missed since then, in the order of time."""

    def spent(self, since: datetime) -> Mapping[Purpose, int]:
        """The calls of the looks begun since then, by what they were made for."""

    def probed(self, market: str, since: datetime, tracks: Collection[str]) -> int:
        """The calls since then of looks at siblings that saw any of these tracks."""
