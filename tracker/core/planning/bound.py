"""How few calls any cover needs at least: prices for the tracks, so that no set of requests is worth more than it costs.

    bound = sum of all prices - what the requests, chosen as well as they can be, are worth above their cost

holds for any prices that are not negative (Lagrange): a cover must show every track, so it pays every price once.
Of a list only pages that do not overlap need to be thought of: a page that overlaps the one before it can begin
where that one ends. So the best pages of a list at given prices are found exactly, from its end to its beginning.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.core.planning.windows import Row, Windows

Prices = list[float]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What prices say: a bound, the pages that are worth their call, and how often each track is shown."""

    bound: float
    pages: list[int]
    shown: list[int]


def relaxed(windows: Windows, prices: Prices) -> Relaxed:
    """The bound at these prices, and the requests that they make worth asking."""
    bound, pages, shown, items = sum(prices), [], [0] * len(prices), windows.items
    for row in windows.rows:
        worth, chosen = best_pages(windows, row, prices)
        bound -= worth
        pages += chosen
    for start in pages:
        for item in items[start : windows.ends[start]]:
            shown[item] += 1
    for start in windows.albums:
        members = items[start : windows.ends[start]]
        worth = sum([prices[item] for item in members]) - 1
        if worth > 0:
            bound -= worth
            for item in members:
                shown[item] += 1
    return Relaxed(bound, pages, shown)


def best_pages(windows: Windows, row: Row, prices: Prices) -> tuple[float, list[int]]:
    """The pages of one list, none overlapping, that are worth most above their calls."""
    first, ends = row.first, windows.ends
    sums = list(accumulate([prices[item] for item in windows.items[first : row.after]], initial=0.0))
    best = [0.0] * len(sums)
    take = bytearray(len(sums))
    for place in range(len(sums) - 2, -1, -1):
        end = ends[first + place] - first
        with_it, without = sums[end] - sums[place] - 1 + best[end], best[place + 1]
        if with_it > without:
            best[place], take[place] = with_it, 1
        else:
            best[place] = without
    chosen, place = [], take.find(1)
    while place >= 0:
        chosen.append(first + place)
        place = take.find(1, ends[first + place] - first)
    return best[0], chosen


def stepped(prices: Prices, shown: Sequence[int], step: float) -> Prices:
    """Prices a step nearer: dearer for what nothing shows, cheaper for what is shown more than once."""
    moved = [price + step * (1 - times) for price, times in zip(prices, shown, strict=True)]
    return [price if price > 0 else 0.0 for price in moved]


def affordable(windows: Windows, prices: Prices) -> Prices:
    """The prices lowered until no request is worth more than its call; their sum is then a bound by itself."""
    dearest = [1.0] * len(prices)
    for start in windows.albums:
        members = windows.items[start : windows.ends[start]]
        worth = sum([prices[item] for item in members])
        for item in members:
            dearest[item] = max(dearest[item], worth)
    for row in windows.rows:
        _dearest_pages(windows, row, prices, dearest)
    return [price / most for price, most in zip(prices, dearest, strict=True)]


def _dearest_pages(windows: Windows, row: Row, prices: Prices, dearest: list[float]) -> None:
    """Note for each track of a list the dearest page that shows it: the largest in a sliding window."""
    first, ends, items = row.first, windows.ends, windows.items
    sums = list(accumulate([prices[item] for item in items[first : row.after]], initial=0.0))
    rivals: deque[tuple[float, int]] = deque()
    for place in range(len(sums) - 1):
        end = ends[first + place] - first
        worth = sums[end] - sums[place]
        while rivals and rivals[-1][0] <= worth:
            rivals.pop()
        rivals.append((worth, end))
        while rivals[0][1] <= place:
            rivals.popleft()
        item = items[first + place]
        dearest[item] = max(dearest[item], rivals[0][0])
