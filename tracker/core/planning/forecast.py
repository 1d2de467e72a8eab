"""What the watches will cost a day, how old each one's knowledge will be, and the cheapest ways out if it is too much.

Watches share their calls: one that shows a track serves every watch that holds it, and what a faster watch sees is not
asked for again (`sharing.py`). If the budget is too small everything slips alike, and ages grow in proportion.

A way out is reckoned with the calls that were found for the watches as they are: planned anew there could be fewer
still, so what is said to fit does fit.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from tracker.core.phrases import count, quoted, visible
from tracker.core.planning.sharing import share
from tracker.core.planning.watched import Forecast, Option, WatchForecast
from tracker.core.watch import show_rhythm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.core.planning.requests import Sources
    from tracker.core.planning.sharing import Sharing
    from tracker.core.planning.watched import Watched

SLOWER = (2, 3, 4, 7, 14, 30)
"""A rhythm is offered at so many times its length."""
WATCHES_OFFERED = 3


def forecast(watched: Sequence[Watched], sources: Sources, per_day: int) -> Forecast:
    """What these watches need together, against so many calls a day."""
    sharing = share(watched, sources)
    needed, alone = sharing.per_day, sum(each.alone * each.times_a_day for each in watched)
    slip = max(1.0, needed / per_day)
    watches = tuple(WatchForecast(w.watch, w.alone, w.every, w.every * slip / 2) for w in watched)
    found = Forecast(needed, alone, per_day, watches)
    return found if found.fits else replace(found, options=_sorted(_ways(sharing, found)))


def calls_per_day(watched: Iterable[Watched], sources: Sources) -> float:
    """Calls a day of all watches together."""
    return share(watched, sources).per_day


def _ways(sharing: Sharing, found: Forecast) -> list[Option]:
    return [_packed(sharing, found), *_slower(sharing, found), *_fewer(sharing, found)]


def _sorted(made: Iterable[Option]) -> tuple[Option, ...]:
    """What suffices comes first, and of that the mildest: what costs no rhythm and no market, then the rest."""
    worth = [option for option in made if option.saving >= 1]
    return tuple(sorted(worth, key=lambda option: (not option.fits, 0 if option.fits else -option.saving)))


def _option(change: str, saving: float, found: Forecast) -> Option:
    return Option(change, saving, found.calls_per_day - saving <= found.budget_per_day)


def _packed(sharing: Sharing, found: Forecast) -> Option:
    """The packed list holds the tracks of the account's market by their rhythm."""
    size = count(sum(sharing.at_home.values()), "track")
    change = f"Keep {size} in packed lists of the tracker's own (`tracker packed start`)"
    return _option(change, sharing.saved_by_packing(), found)


def _slower(sharing: Sharing, found: Forecast) -> list[Option]:
    """The dearest watches one by one, each only as slow as it takes; and all of them together."""
    watched = sharing.watched
    dearest = sorted(range(len(watched)), key=lambda n: -watched[n].alone * watched[n].times_a_day)
    made = [_slowed(sharing, number, found) for number in dearest[:WATCHES_OFFERED]]
    if len(watched) == 1:
        return made
    times = ceil(found.calls_per_day / found.budget_per_day)
    saving = found.calls_per_day * (1 - 1 / times)
    return [*made, _option(f"Check every watch {times} times more rarely", saving, found)]


def _slowed(sharing: Sharing, number: int, found: Forecast) -> Option:
    """The mildest slowing that suffices, else the last."""
    one = sharing.watched[number]
    offers = [
        _option(
            f"Check {quoted(one.label)} every {show_rhythm(one.every * times)} instead of {show_rhythm(one.every)}",
            saving,
            found,
        )
        for times, saving in zip(SLOWER, sharing.saved_by_slowing(number, SLOWER), strict=True)
    ]
    return next((offer for offer in offers if offer.fits), offers[-1])


def _fewer(sharing: Sharing, found: Forecast) -> list[Option]:
    """Each market besides the account's own; with batch calls it saves nothing, and is not offered."""
    others = dict.fromkeys(market for each in sharing.watched for market in each.markets[1:])
    return [
        _option(f"Leave out the market {visible(market)}", sharing.saved_without(market), found)
        for market in others
        if market != sharing.home
    ]
