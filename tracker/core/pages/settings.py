"""What the settings page shows of the watches: their size and what they cost in calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.core.watch import Watch

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A watch with the number of its entries, and when its latest complete check began.

    `calls_a_day` is what its latest complete checks took, at its rhythm; None before there was one in each market.
    """

    watch: Watch
    entries: int
    checked_at: datetime | None
    calls_a_day: float | None


@dataclass(frozen=True, slots=True)
class Private:
    """What came through the login alone: the watches that need it, and how many events tell of them."""

    labels: tuple[str, ...]
    events: int


def calls_a_day(watch: Watch, calls: Mapping[str, int]) -> float | None:
    """Calls a day, from those of the latest complete check by market; None if a market lacks one."""
    if not all(market in calls for market in watch.markets):
        return None
    return sum(calls[market] for market in watch.markets) * (DAY / watch.every)
