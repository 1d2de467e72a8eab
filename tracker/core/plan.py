"""What a look costs, and which way to ask is worth its calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, Protocol

from tracker.core.items import Way
from tracker.core.matching import match
from tracker.core.names import is_catalogue
from tracker.core.rules import SAMPLE, needed
from tracker.core.watch import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.core.history import Doubt
    from tracker.core.items import Place
    from tracker.core.known import KnownEntry
    from tracker.core.rules import Rules
    from tracker.core.watch import Watch

PAGE, ARTIST_PAGE = 50, 10
"""The largest pages the service gives: of entries, and of an artist's releases."""
ASKED_AT_MOST = 50
"""So many entries that a source no longer shows are asked for by id in one look; the rest stay unknown."""
_FRAME = {Source.PLAYLIST: 1, Source.SAVED_TRACKS: 1, Source.SAVED_ALBUMS: 1}
"""Calls beside the pages: a playlist's version (twice where it was edited), the first of the saved ones once more."""


class Placed(Protocol):
    """What a price needs to know of an entry."""

    @property
    def track_id(self) -> str:
        """Its track."""

    @property
    def album_id(self) -> str | None:
        """The album that holds it, if that is known."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a watch costs: calls a check in each of its markets, and calls a day at its rhythm."""

    per_check: dict[str, int]
    per_day: float


def usual_way(source: Source) -> Way:
    """How a source is looked at by default in its home market."""
    if source is Source.LIST:
        return Way.ALBUM
    return Way.SINGLE if source is Source.TRACK else Way.LIST


def home_calls(source: Source, entries: int, albums: int) -> int:
    """Calls of one reading in the home market, for so many entries on so many albums."""
    if source is Source.TRACK:
        return 1
    if source is Source.LIST:  # before its first check nobody knows which of its tracks share an album
        return max(1, entries)
    if source is Source.ALBUM:
        return max(1, ceil(entries / PAGE))
    if source is Source.ARTIST:
        return ceil(max(1, albums) / ARTIST_PAGE) + max(1, albums)
    return _FRAME[source] + max(1, ceil(entries / PAGE))


def away_calls(entries: Sequence[Placed]) -> int:
    """Calls of one reading in another market: an album for its two or more tracks, else each track."""
    tracks = {e.track_id: e.album_id for e in entries if is_catalogue(e.track_id)}
    albums = list(tracks.values())
    return len({album for album in albums if album}) + albums.count(None)


def check_calls(watch: Watch, market: str, entries: Sequence[Placed]) -> int:
    """Calls of one check of a watch in a market, as its entries stand."""
    if market != watch.markets[0] or watch.source is Source.LIST:
        return away_calls(entries)
    return home_calls(watch.source, len(entries), albums=len({e.album_id for e in entries if e.album_id}))


def price(watch: Watch, entries: Sequence[Placed]) -> Price:
    """The price of a watch as its entries stand."""
    per_check = {market: max(1, check_calls(watch, market, entries)) for market in watch.markets}
    return Price(per_check, sum(per_check.values()) * (timedelta(days=1) / watch.every))


def relook_way(watch: Watch, market: str, doubts: Sequence[Doubt], rules: Rules) -> Way:
    """Another way than the one by which these suspects came up: mostly one by one, for they are few.

    A mass flip is looked at by the whole list, and a sample of it singly.
    """
    if any(doubt.track_id is None for doubt in doubts):
        return usual_way(watch.source)
    if _massive(doubts, rules):
        return Way.SINGLE if wants_sample(doubts, rules) else _whole_way(watch, market)
    asked = {doubt.way for doubt in doubts}
    if watch.source is Source.TRACK:
        return Way.SINGLE if Way.ALBUM in asked else Way.ALBUM
    whole = usual_way(watch.source) if market == watch.markets[0] else Way.ALBUM
    return whole if Way.SINGLE in asked else Way.SINGLE


def _massive(doubts: Sequence[Doubt], rules: Rules) -> bool:
    """Whether these are (still) too many of a mass flip to be asked for one by one."""
    return len(doubts) > rules.mass_count and all(doubt.held is not None for doubt in doubts)


def wants_sample(doubts: Sequence[Doubt], rules: Rules) -> bool:
    """Whether some of a mass flip have to be asked for singly now: it lacks nothing else."""
    agreed = sum(doubt.independent for doubt in doubts)
    return agreed < min(SAMPLE, len(doubts)) and any(_last_look(doubt, rules) for doubt in doubts)


def together(doubt: Doubt) -> tuple[int, str, str]:
    """Which suspects one look can serve: a mass flip, or those of a watch that want the same other way of asking."""
    return (doubt.watch_id, doubt.market, doubt.way.value if doubt.held is None else f"mass {doubt.held}")


def asked_singly(doubts: Sequence[Doubt], rules: Rules) -> Sequence[Doubt]:
    """The suspects that are asked for one by one: all of them, or a few from all over a mass flip."""
    if not _massive(doubts, rules):
        return doubts
    fresh = [doubt for doubt in doubts if not doubt.independent]
    places = {round(n * (len(fresh) - 1) / (SAMPLE - 1)) for n in range(SAMPLE)}
    return [fresh[place] for place in sorted(places)]


def _whole_way(watch: Watch, market: str) -> Way:
    paged = market == watch.markets[0] and watch.source is not Source.LIST
    return Way.PAGES if paged else Way.ALBUM


def _last_look(doubt: Doubt, rules: Rules) -> bool:
    return len(doubt.looks) + 1 >= needed(rules, held=doubt.held is not None) and not doubt.independent


PACKABLE = frozenset({Source.ALBUM, Source.ARTIST, Source.TRACK})
READ_EVERY = timedelta(days=7)
"""So long these are taken to hold what they held, where packed lists tell of their tracks."""
VERSIONED = frozenset({Source.PLAYLIST, Source.TRACK})
"""Sources that cannot lose a track unsaid: a playlist's version says whether its owner edited it."""


def unshown(entries: Sequence[KnownEntry], places: Sequence[Place]) -> list[KnownEntry]:
    """The tracks to ask for by id because a source without versions no longer shows them.

    An album, an artist or the saved tracks only stop showing a track, which may be its end or a choice.
    """
    return [e for e in match(entries, places, same_version=False).removed if is_catalogue(e.track_id)]
