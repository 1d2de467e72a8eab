"""One round of everything that shares its calls: how many there are, and how many any way of asking needs at least."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from tracker.core.planning.agenda import agenda
from tracker.core.planning.bulk import bulk, least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.core.planning.requests import Sources
    from tracker.core.planning.watched import Watched

MOST_PAIRS = 30_000
"""Of more than so many tracks in markets nobody waits for the bound."""
EFFORT = 300_000


@dataclass(frozen=True, slots=True)
class Round:
    """The calls of one round of all watches, and the bound below which no round can be."""

    calls: int
    at_least: int

    @property
    def text(self) -> str:
        """How close it is, as a sentence."""
        return f"One round of all that shares calls takes {self.calls:,}; none can do with fewer than {self.at_least:,}."


def whole_round(watched: Sequence[Watched], sources: Sources) -> Round | None:
    """All that can be shared, asked for once; None where nothing is, or too much for an answer while one waits."""
    due: dict[str, dict[str, None]] = {}
    for each in watched:
        for market in filter(each.shares_in, each.markets):
            due.setdefault(market, {}).update(dict.fromkeys(each.tracks))
    if not 0 < sum(map(len, due.values())) <= MOST_PAIRS:
        return None
    if sources.tier.batches:
        return Round(
            sum(len(bulk(tracks, sources.seats, market)) for market, tracks in due.items()),
            sum(_whole(least(tracks, sources.seats)) for tracks in due.values()),
        )
    found = agenda(due, sources, EFFORT)
    return Round(found.calls, sum(_whole(part.bound) for part in found.parts))


def _whole(bound: float) -> int:
    """There are only whole calls; a bound that is a whole number may have been reckoned a hair above it."""
    return ceil(bound - 1e-6)
