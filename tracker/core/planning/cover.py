"""The cheapest requests that show every due track once: close to the fewest, and how close.

    greedy, by lazy evaluation ─> what became redundant goes ─> lists exchange pages ─> prices: pages that pay for themselves
                                                                                        └─ a lower bound, told with every cover

An album serves its own tracks only, so what no page shows costs one call an album: the question is which pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.planning.bound import affordable, relaxed, stepped
from tracker.core.planning.exchange import FAITHS, exchanged

if TYPE_CHECKING:
    from tracker.core.planning.bound import Prices
    from tracker.core.planning.windows import Windows

EFFORT, MOST_ROUNDS = 1_500_000, 300
"""So many places are priced at most, in so many rounds at most."""
ENOUGH, COARSE = 7, 5
"""With less effort than so many rounds a page begins at every fifth place only, until lists choose their pages anew."""
AGAIN = 20
"""After so many rounds a cover is made from the prices."""
PATIENCE = 15
"""After so many rounds without a better bound the steps are made shorter."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Where the chosen requests begin, and so many calls any choice needs at least."""

    starts: tuple[int, ...]
    bound: float


def cover(windows: Windows, effort: int = EFFORT) -> Cover:
    """Requests that show every track; with more effort fewer of them and a better bound."""
    if not windows.rows:  # albums divide the tracks among them: nothing to choose
        return Cover(windows.albums, float(len(windows.albums)))
    picked, prices = greedy(windows, 1 if effort >= ENOUGH * len(windows.items) else COARSE)
    return _Search(windows, picked, affordable(windows, prices), effort).run()


def unproved(windows: Windows) -> tuple[int, ...]:
    """The requests of a cover of no effort, without its bound: for who counts calls and asks not how few they could be."""
    if not windows.rows:
        return windows.albums
    picked, _ = greedy(windows, COARSE)
    return tuple(exchanged(windows, picked, 1))


def greedy(windows: Windows, stride: int = 1) -> tuple[list[int], Prices]:
    """Always the request that shows most of what is not yet shown; and the share of a call that each track cost.

    Lazy: gains only shrink, so a request is weighed again only when its old gain is the largest left. The gains
    are small numbers, so they are kept in one pile each. A stride of 5 lets a page begin at every fifth place only.
    """
    items, ends, unseen = windows.items, windows.ends, bytearray(b"\1") * len(windows.names)
    prices, picked = [1.0] * len(unseen), []
    piles = _piles(windows, stride)
    for gain in range(len(piles) - 1, 1, -1):
        for start in piles[gain]:
            shows = items[start : ends[start]]
            now = sum(map(unseen.__getitem__, shows))
            if now < gain:
                piles[now].append(start)
                continue
            picked.append(start)
            for item in shows:
                if unseen[item]:
                    unseen[item], prices[item] = 0, 1 / gain
    return [start for start in picked if start < windows.albums_at], prices


def _piles(windows: Windows, stride: int) -> list[list[int]]:
    """The beginnings of all requests by the number of tracks they show.

    Of pages that end alike the first shows most: at the end of a list, or before a gap, the later ones are left out.
    """
    ends = windows.ends
    starts = [
        start
        for row in windows.rows
        for start in range(row.first, row.after, stride)
        if start == row.first or ends[start] > ends[start - stride]
    ]
    starts += windows.albums
    piles: list[list[int]] = [[] for _ in range(max(ends[start] - start for start in starts) + 1)]
    for start in starts:
        piles[ends[start] - start].append(start)
    return piles


class _Search:
    """The rounds of pricing: each gives a bound, and pages from which a cover is made."""

    def __init__(self, windows: Windows, picked: list[int], prices: Prices, effort: int) -> None:
        self.windows = windows
        self.rounds = min(MOST_ROUNDS, effort // len(windows.items))
        self.best = exchanged(windows, picked, self._passes())
        self.bound, self.prices, self.top = sum(prices), prices, prices
        self.pace, self.stalled = 1.0, 0

    def run(self) -> Cover:
        """Go on until it is proved that nothing is cheaper, or the effort is spent."""
        for number in range(self.rounds):
            if self._is_proved() or not self._round(number):
                break
        return Cover(tuple(self.best), self.bound)

    def _passes(self) -> int:
        """Large plans get one pass of exchanges."""
        return len(FAITHS) if self.rounds > len(FAITHS) else 1

    def _is_proved(self) -> bool:
        return len(self.best) < self.bound + 1 - 1e-6

    def _round(self, number: int) -> bool:
        """One step of the prices; False when they cannot become better."""
        found = relaxed(self.windows, self.prices)
        self._note(found.bound)
        if number % AGAIN == AGAIN - 1:
            made = exchanged(self.windows, found.pages, self._passes())
            self.best = min(self.best, made, key=len)
        length = sum([(1 - times) ** 2 for times in found.shown])
        if not length:
            return False
        step = self.pace * (len(self.best) - found.bound) / length
        self.prices = stepped(self.prices, found.shown, step)
        return True

    def _note(self, bound: float) -> None:
        self.stalled = 0 if bound > self.bound * 1.0005 else self.stalled + 1
        if bound > self.bound:
            self.bound, self.top = bound, self.prices
        if self.stalled >= PATIENCE:
            self.pace, self.stalled, self.prices = self.pace * 0.6, 0, self.top
