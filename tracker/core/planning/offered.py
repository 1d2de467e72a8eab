"""The price of something before it is watched: of what it holds nothing is known but its size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.phrases import count, listed, quoted
from tracker.core.planning.holdings import Stand
from tracker.core.watch import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.core.planning.wanted import Wanted
    from tracker.core.planning.watched import Forecast
    from tracker.core.ports import Described
    from tracker.core.watch import Watch

_COUNTED = {
    Source.PLAYLIST: "entry",
    Source.SAVED_TRACKS: "track",
    Source.ALBUM: "track",
    Source.ARTIST: "release",
    Source.SAVED_ALBUMS: "album",
}
_LISTS = frozenset({Source.PLAYLIST, Source.SAVED_TRACKS})
"""Elsewhere they are asked for album by album, and only a reading tells how many albums that are."""
WAYS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Quoted:
    """A price: of a new watch (its number is below 0), or of one there is with other markets or another rhythm.

    `wanted` None: nothing is known of its size. `exact`: it was read before, so its entries are known.
    """

    watch: Watch
    size: int | None
    wanted: Wanted | None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """The prices of what is offered, and the forecast for all watches if it is taken; `unknown` have no price yet."""

    prices: tuple[Quoted, ...]
    forecast: Forecast
    unknown: int = 0

    @property
    def fits(self) -> bool:
        """Whether the budget pays for every rhythm then."""
        return self.forecast.fits

    @property
    def ways(self) -> tuple[str, ...]:
        """The mildest ways out, where it does not fit."""
        return tuple(option.text for option in self.forecast.options[:WAYS_TOLD])


def size_of(source: Source, found: Described) -> int | None:
    """How many entries, releases or albums there are; None where only a whole reading would tell."""
    return found.releases if source is Source.ARTIST else found.entries


def stand_ins(watch: Watch, size: int) -> tuple[Stand, ...]:
    """Places for what nobody has read yet: a list's tracks stand each alone, releases hold one track each."""
    if watch.source is Source.TRACK:
        return (Stand(watch.ref, None, None),)
    names = [f"new {watch.id}.{number}" for number in range(size)]
    if watch.source in _LISTS:
        return tuple(Stand(name, None, None) for name in names)
    if watch.source is Source.ALBUM:
        return tuple(Stand(name, watch.ref, number) for number, name in enumerate(names))
    return tuple(Stand(name, name, 0) for name in names)


def price_text(each: Quoted) -> str:
    """The price of one watch in a line: its size, calls a check in each market, calls a day."""
    name = quoted(each.watch.label)
    if each.watch.id > 0:
        name = f"{name}, watched already (watch {each.watch.id})"
    if each.wanted is None:
        return f"{name}: its price is known after the first check."
    noun = _COUNTED.get(each.watch.source)
    size = f"{count(each.size, noun)}; " if noun and each.size is not None else ""
    a_day = sum(each.wanted.prices.values()) * each.wanted.watched.times_a_day
    most = "up to" if _is_bound(each) else "about"
    return f"{name}: {size}{_by_market(each, each.wanted)}; {most} {a_day:.1f} calls a day."


def total_text(quote: Quote) -> str:
    """What all watches need if it is taken, against the budget."""
    told, them = quote.forecast, "it" if len(quote.prices) == 1 else f"these {len(quote.prices)}"
    fits = "it fits" if told.fits else "it does NOT fit, and checks would come later than they should"
    need = f"With {them}, all watches need {told.calls_per_day:.1f} of {told.budget_per_day} calls a day: {fits}."
    return f"{need} {unread_text(quote.unknown)}" if quote.unknown else need


def unread_text(watches: int) -> str:
    """What is not in such a sum."""
    if watches == 1:
        return "Of this, 1 watch that was not read yet counts at its least: its price is known after its first check."
    return f"Of this, {watches} watches that were not read yet count at their least: their prices are known after their first checks."


def price_lines(quote: Quote) -> tuple[str, ...]:
    """A line for each price, and what all watches need then."""
    return (*map(price_text, quote.prices), total_text(quote))


def _is_bound(each: Quoted) -> bool:
    return not each.exact and each.watch.source in _LISTS and len(each.watch.markets) > 1


def _by_market(each: Quoted, wanted: Wanted) -> str:
    first, *others = each.watch.markets
    told = f"{count(wanted.prices[first], 'call')} a check in {first}"
    if not others:
        return told
    upto = "up to " if _is_bound(each) else ""
    several = " each" if len(others) > 1 else ""
    return f"{told}, {upto}{wanted.prices[others[0]]:,} in {_places(others)}{several}"


def _places(markets: Sequence[str]) -> str:
    shown = tuple(markets) if len(markets) <= 5 else (*markets[:4], f"{len(markets) - 4} more markets")
    return listed(shown)
