"""Stretches of time: which parts of a track's life were observed by any of the watches that held it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.core.history import Gap

    Stretch = tuple[datetime, datetime]
    """From one instant to a later one (UTC)."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A watch that holds the track, or did: its times in it (`None`: still), and when it looked at nothing."""

    watch_id: int
    label: str
    markets: tuple[str, ...]
    held: tuple[tuple[datetime, datetime | None], ...]
    gaps: tuple[Gap, ...] = ()
    ended: bool = False

    @property
    def holds(self) -> bool:
        """Whether the track is in it now."""
        return any(until is None for _, until in self.held)


def unobserved(
    holders: Iterable[Holder], own: Iterable[Gap], market: str, whole: Stretch
) -> tuple[Stretch, ...]:
    """The parts of `whole` in which no watch looked at the track in a market; `own` are gaps of the track itself."""
    watching = [holder for holder in holders if market in holder.markets]
    seen = merged([part for holder in watching for part in _observed(holder, market, whole)])
    if not watching:
        seen = (whole,)
    away = _closed(((gap.since, gap.until) for gap in own if gap.market == market), whole)
    return outside(shared(seen, outside(away, whole)), whole)


def _observed(holder: Holder, market: str, whole: Stretch) -> tuple[Stretch, ...]:
    gaps = ((gap.since, gap.until) for gap in holder.gaps if gap.market == market)
    return shared(_closed(holder.held, whole), outside(_closed(gaps, whole), whole))


def _closed(parts: Iterable[tuple[datetime | None, datetime | None]], whole: Stretch) -> tuple[Stretch, ...]:
    return merged((since or whole[0], until or whole[1]) for since, until in parts)


def merged(parts: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same time in as few stretches as will do, in order."""
    found: list[Stretch] = []
    for since, until in sorted(parts):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        elif since < until:
            found.append((since, until))
    return tuple(found)


def outside(parts: tuple[Stretch, ...], whole: Stretch) -> tuple[Stretch, ...]:
    """What is left of `whole` without `parts` (merged)."""
    edges = [whole[0], *(edge for part in parts for edge in part), whole[1]]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    clipped = ((max(since, whole[0]), min(until, whole[1])) for since, until in pairs)
    return tuple(part for part in clipped if part[0] < part[1])


def shared(one: tuple[Stretch, ...], other: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """The time that lies in both (each merged)."""
    found: list[Stretch] = []
    n = m = 0
    while n < len(one) and m < len(other):
        since, until = max(one[n][0], other[m][0]), min(one[n][1], other[m][1])
        if since < until:
            found.append((since, until))
        if one[n][1] < other[m][1]:
            n += 1
        else:
            m += 1
    return tuple(found)
