"""How a track stands in a market at a moment, derived from dated changes."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Way = Literal["unplayable", "null", "empty", "missing"]
Reason = Literal["market", "product", "explicit"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Playable when `way` is None, perhaps by way of another id; otherwise dead in one of four ways.

    - unplayable: the object is there with `is_playable: false` and a reason;
    - null: lists hold a null in its place, a direct look-up gives 404;
    - empty: the object has lost every name;
    - missing: a direct look-up gives 404, lists still show it as unplayable.
    """

    way: Way | None = None
    reason: Reason = "market"
    via: str | None = None

    @property
    def playable(self) -> bool:
        """Whether somebody in the market can play it, under this id or another."""
        return self.way is None


PLAYABLE = Standing()
UNPLAYABLE = Standing("unplayable")


@dataclass(frozen=True, slots=True)
class Change:
    """From a moment on, a track stands so in these markets (None: in all of them)."""

    at: datetime
    markets: frozenset[str] | None
    standing: Standing

    def touches(self, market: str) -> bool:
        """Whether the change concerns the market."""
        return self.markets is None or market in self.markets


class Timeline:
    """The dated changes of every track; a track without changes is playable everywhere."""

    def __init__(self, markets: Collection[str]) -> None:
        self.markets = tuple(sorted(markets))
        self._changes: dict[str, tuple[Change, ...]] = {}

    def add(self, track_id: str, change: Change) -> None:
        """Note a change; of two at the same moment the one added later holds."""
        changes = list(self._changes.get(track_id, ()))
        insort(changes, change, key=lambda known: known.at)
        self._changes[track_id] = tuple(changes)

    def changed_tracks(self) -> tuple[str, ...]:
        """Give every track id that has a change, sorted."""
        return tuple(sorted(self._changes))

    def moments(self, track_id: str) -> set[datetime]:
        """Give every moment at which the answer for a track may change, its link targets' included."""
        moments = set()
        for change in self._changes.get(track_id, ()):
            moments.add(change.at)
            if change.standing.via:
                moments |= {other.at for other in self._changes.get(change.standing.via, ())}
        return moments

    def standing(self, track_id: str, market: str, at: datetime) -> Standing:
        """Tell how a track stands; a link whose target cannot be played leaves it unplayable."""
        if track_id not in self._changes:
            return PLAYABLE if market in self.markets else UNPLAYABLE
        standing = self._stated(track_id, market, at)
        if standing.via and not self._stated(standing.via, market, at).playable:
            return UNPLAYABLE
        return standing

    def object_state(self, track_id: str, at: datetime) -> Standing:
        """Tell what a look without a market meets: the object itself, unless it is dead alike everywhere."""
        if track_id not in self._changes:
            return PLAYABLE
        found = {self._stated(track_id, market, at) for market in self.markets}
        only = found.pop()
        return PLAYABLE if found or only.way == "unplayable" or only.playable else only

    def open_markets(self, track_id: str, at: datetime) -> tuple[str, ...]:
        """Give the markets in which this very id can be played, links not counted."""
        if track_id not in self._changes:
            return self.markets
        return tuple(market for market in self.markets if self._stated(track_id, market, at) == PLAYABLE)

    def _stated(self, track_id: str, market: str, at: datetime) -> Standing:
        if market not in self.markets:
            return UNPLAYABLE
        for change in reversed(self._changes.get(track_id, ())):
            if change.at <= at and change.touches(market):
                return change.standing
        return PLAYABLE
