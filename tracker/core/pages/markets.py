"""What the map shows: of each market the share that is playable, as far as it was observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.history import State
from tracker.core.pages.countries import NAMES
from tracker.core.pages.worldgrid import squares
from tracker.core.phrases import count, day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

STEPS = ((0.5, "low"), (0.75, "lower"), (0.9, "middle"), (0.98, "higher"), (1.0, "high"))
"""Shares below each bound are drawn alike; the whole is a class of its own."""
WHOLE, UNOBSERVED = "whole", "unobserved"


@dataclass(frozen=True, slots=True)
class MarketShare:
    """A market that was observed: how many tracks stand in which state, by looks up to `seen_at` (None: not lately).

    Tracks that no watch looks at any more are not counted.
    """

    market: str
    states: Mapping[str, int]
    seen_at: datetime | None

    @property
    def tracks(self) -> int:
        """All that were observed."""
        return sum(self.states.values())

    @property
    def playable(self) -> int:
        """Those that are playable."""
        return self.states.get(State.PLAYABLE, 0)

    @property
    def share(self) -> float | None:
        """The playable part, None where nothing was observed."""
        return self.playable / self.tracks if self.tracks else None

    @property
    def percent(self) -> str:
        """The share, never rounded up to a whole: `99.9 %`."""
        return "unknown" if self.share is None else f"{int(self.share * 1000) / 10:g} %"


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of the map: where it stands, how it is drawn, and what it says."""

    market: str
    column: int
    row: int
    kind: str
    percent: str
    text: str


def market_name(code: str) -> str:
    """A market in words, its code where there are none."""
    return NAMES.get(code, code)


def tiles(shares: Mapping[str, MarketShare]) -> tuple[Tile, ...]:
    """All squares of the world; what was not observed is neither good nor bad."""
    return tuple(
        _tile(square.market, square.column, square.row, shares.get(square.market)) for square in squares()
    )


def kind_of(share: float | None) -> str:
    """The class of a share."""
    if share is None:
        return UNOBSERVED
    return next((kind for bound, kind in STEPS if share < bound), WHOLE)


def _tile(market: str, column: int, row: int, known: MarketShare | None) -> Tile:
    name = market_name(market)
    if known is None or known.share is None:
        return Tile(market, column, row, UNOBSERVED, "", f"{name}: not observed")
    seen = f", as of {day(known.seen_at)}" if known.seen_at else ""
    text = f"{name}: {known.percent} of {count(known.tracks, 'track')} playable{seen}"
    return Tile(market, column, row, kind_of(known.share), f"{int(known.share * 100)}%", text)
