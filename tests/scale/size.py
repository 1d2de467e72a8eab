"""How large an invented record is, and from which seed it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

END = datetime(2026, 11, 1, tzinfo=UTC)
"""The instant at which every invented record stands: nothing in it is later."""
DAY = timedelta(days=1)
MARKETS = ("DE", "US", "JP")


@dataclass(frozen=True, slots=True)
class Size:
    """What to invent: different tracks, watches, days of daily checks, events, watch gaps and mass changes."""

    tracks: int
    watches: int
    days: int
    events: int
    gaps: int
    incidents: int
    seed: int = 7

    @property
    def begin(self) -> datetime:
        """The instant at which everything began to be watched."""
        return END - self.days * DAY


WHOLE = Size(tracks=100_000, watches=40, days=730, events=30_000, gaps=900, incidents=60)
SMALL = Size(tracks=1_000, watches=8, days=40, events=300, gaps=14, incidents=3)
