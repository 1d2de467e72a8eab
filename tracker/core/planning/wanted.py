"""From the watches and what they hold to what a forecast reckons with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.names import is_catalogue
from tracker.core.plan import PACKABLE, READ_EVERY, check_calls
from tracker.core.planning.bulk import bulk
from tracker.core.planning.requests import PAGE, Held, Seat, Sources, Tier
from tracker.core.planning.watched import Watched
from tracker.core.watch import Source

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from tracker.core.planning.holdings import Stand
    from tracker.core.watch import Watch

_SHARED = frozenset({Source.PLAYLIST, Source.LIST})
"""Whoever knows what these hold can ask for it together with others; the rest is read as the service lists it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A watch with its places. `tracks` are those places again: None is what is no track of the catalogue."""

    watch: Watch
    stands: Sequence[Stand]
    tracks: tuple[str | None, ...]
    prices: Mapping[str, int]
    """The calls of one check in each of its markets, if it stood alone."""
    packed: bool = False
    """Whether the tracker's own lists stand in for it in its first market."""

    @property
    def unread(self) -> bool:
        """Whether nothing is known of what it holds, so that its prices are the least that is possible."""
        return not self.stands

    @property
    def watched(self) -> Watched:
        """What it asks for."""
        watch, apart = self.watch, self.watch.source not in _SHARED and not self.packed
        frame: float = self.prices[watch.markets[0]] if apart else int(watch.source is Source.PLAYLIST)
        if self.packed and watch.source not in {*_SHARED, Source.TRACK}:
            frame = self.prices[watch.markets[0]] * min(1.0, watch.every / READ_EVERY)
        tracks = tuple(track for track in dict.fromkeys(self.tracks) if track is not None)
        alone, packable = sum(self.prices.values()), watch.source in PACKABLE
        return Watched(
            watch.id, watch.label, watch.every, watch.markets, tracks, frame, alone, apart, packable
        )


def wanted(
    watch: Watch, stands: Sequence[Stand], tier: Tier = Tier.C, packed: Container[str] = frozenset()
) -> Wanted:
    """Price a watch by its places; where many can be asked for at once, markets away and imported lists cost less.

    `packed` are the tracks that stand in the tracker's own lists.
    """
    tracks = tuple([stand.track_id if is_catalogue(stand.track_id) else None for stand in stands])
    first, *others = watch.markets
    prices = {first: max(1, check_calls(watch, first, stands))}
    if others:  # one market away costs what another does
        prices |= dict.fromkeys(others, max(1, check_calls(watch, others[0], stands)))
    if tier.batches:
        many = max(1, _many(stands))
        cheaper = watch.markets if watch.source is Source.LIST else others
        prices |= {market: min(prices[market], many) for market in cheaper}
    known = [track for track in tracks if track is not None]
    there = watch.source in PACKABLE and bool(known) and all(track in packed for track in known)
    return Wanted(watch, stands, tracks, prices, there)


def _many(stands: Sequence[Stand]) -> int:
    """Calls of one reading by batch calls."""
    seats = {track: Seat(album, place) for track, album, place in stands if album is not None}
    return len(bulk([track for track, _, _ in stands if is_catalogue(track)], seats, None))


def sources_of(
    wanted: Sequence[Wanted], home: str | None, packed: tuple[Held, ...] = (), tier: Tier = Tier.C
) -> Sources:
    """Where the tracks of all watches can be seen. `home` None: nobody told the account's market."""
    lists = tuple(
        Held(each.watch.ref, each.tracks) for each in wanted if each.watch.source is Source.PLAYLIST
    )
    return Sources(home or _home_of(wanted), (*lists, *packed), _seats(wanted), tier)


def _seats(wanted: Iterable[Wanted]) -> dict[str, Seat]:
    """Places count in long albums only: the tracks of all others can have one seat."""
    long = {
        stand.album_id
        for each in wanted
        for stand in each.stands
        if stand.place is not None and stand.place >= PAGE
    }
    seats: dict[str, Seat] = {}
    of_album: dict[str, Seat] = {}
    for each in wanted:
        for track, album, place in each.stands:
            if album is not None and album in long:
                seats[track] = Seat(album, place)
            elif album is not None:
                seats[track] = of_album.get(album) or of_album.setdefault(album, Seat(album))
    return seats


def _home_of(wanted: Iterable[Wanted]) -> str:
    """A list is seen as the account's market first, so the first market of one is that."""
    return next((each.watch.markets[0] for each in wanted if each.watch.source.needs_login), "")
