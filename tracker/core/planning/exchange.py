"""Better covers by small changes: leave out what saves no call; choose one list's pages anew, all others as they are.

A track that another list's page shows is worth nothing here; one that is not, its share of the album's call. With
`faith` below 1 a share counts less where the list cannot show all of the album that is missing: the call is then made
anyway, unless other lists join in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from tracker.core.planning.bound import best_pages
from tracker.core.planning.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.core.planning.bound import Prices
    from tracker.core.planning.windows import Row, Windows

FAITHS = (1.0, 0.9, 0.7, 0.0, 0.9, 0.5)
"""Pass by pass: from hoping that the other lists join in to counting on nothing."""


def exchanged(windows: Windows, pages: Sequence[int], passes: int = len(FAITHS)) -> list[int]:
    """The whole cover that these pages become in so many passes over all lists; never a dearer one."""
    tally = Tally(windows, pages)
    cover = [*pages, *tally.albums()]
    for faith in FAITHS[:passes]:
        pages = _worth_it(tally, _passed(tally, pages, faith))
        made = [*pages, *tally.albums()]
        cover = made if len(made) < len(cover) else cover
    return cover


def _worth_it(tally: Tally, pages: Iterable[int]) -> list[int]:
    """The pages that save more than one call; the others leave the tally."""
    kept = []
    for start in sorted(pages, key=tally.saves):
        if tally.saves(start) > 1:
            kept.append(start)
        else:
            tally.drop([start])
    return sorted(kept)


def _passed(tally: Tally, pages: Iterable[int], faith: float) -> list[int]:
    """Choose the pages of one list after the other."""
    windows = tally.windows
    firsts = [row.first for row in windows.rows]
    of_row: list[list[int]] = [[] for _ in firsts]
    for start in pages:
        of_row[bisect_right(firsts, start) - 1].append(start)
    prices = [0.0] * len(windows.names)
    for number, row in enumerate(windows.rows):
        old = of_row[number]
        opened = tally.drop(old)
        _, new = best_pages(windows, row, _priced(tally, row, prices, faith))
        if len(new) - tally.add(new) <= len(old) - opened:
            of_row[number] = new
        else:
            tally.drop(new)
            tally.add(old)
    return [start for chosen in of_row for start in chosen]


def _priced(tally: Tally, row: Row, prices: Prices, faith: float) -> Prices:
    """What each track of the list is worth there; the prices of all others stay whatever they were."""
    shown, missing, album_of = tally.shown, tally.missing, tally.windows.album_of
    items = tally.windows.items[row.first : row.after]
    here = Counter([album_of[item] for item in items if not shown[item]])
    for item in items:
        album = album_of[item]
        if shown[item]:
            prices[item] = 0.0
        else:
            prices[item] = (1 if here[album] == missing[album] else faith) / missing[album]
    return prices
