"""What the watches that are due have in common: where their tracks can be seen, and whose a place on a page is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.core.items import Kind
from tracker.core.names import is_catalogue, standing_in
from tracker.core.planning import batched
from tracker.core.planning.agenda import agenda
from tracker.core.planning.requests import Held, Seat, Sources
from tracker.core.planning.requests import Kind as Asking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.core.items import Item, ListPage, Place
    from tracker.core.known import KnownEntry
    from tracker.core.planning.requests import Request, Seat

ROUND_EFFORT = 300_000
"""So many places are priced for one round: less than a second of thinking for hundreds of calls."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says of the tracks of a list as it is known: `sure` by their own ids, `placed` by their places only."""

    sure: Mapping[str, Item]
    placed: Mapping[str, Item]


def requests_for(
    market: str, wanted: Sequence[KnownEntry], lists: Mapping[str, Sequence[KnownEntry]]
) -> tuple[Request, ...]:
    """The fewest requests that show the wanted tracks in a market; `lists` are those that can be read there.

    Pages come first, list by list and in the list's order.
    """
    held = tuple(Held(ref, _order(entries)) for ref, entries in lists.items())
    seats = {entry.track_id: seat for entry in wanted if (seat := seat_of(entry))}
    sources = Sources(market, held, seats)
    chosen = agenda({market: [entry.track_id for entry in wanted]}, sources, ROUND_EFFORT).requests
    pages = sorted(
        (each for each in chosen if each.kind is Asking.LIST_PAGE), key=lambda each: (each.refs, each.offset)
    )
    return (*_trimmed(pages, held), *(each for each in chosen if each.kind is not Asking.LIST_PAGE))


def _trimmed(pages: Iterable[Request], held: Iterable[Held]) -> Iterator[Request]:
    """The pages without what an earlier one shows: each begins where its own part does, as a reader would turn them."""
    places = {each.ref: _first_places(each.tracks) for each in held}
    seen: set[str] = set()
    for page in pages:
        own = tuple(track for track in page.tracks if track not in seen)
        seen.update(own)
        if own:
            yield replace(page, tracks=own, offset=min(places[page.refs[0]][track] for track in own))


def _first_places(tracks: Sequence[str | None]) -> dict[str, int]:
    return {track: n for n, track in reversed(list(enumerate(tracks))) if track is not None}


def seat_of(entry: KnownEntry) -> Seat | None:
    """Where an entry's track stands on its album."""
    return batched.seat_of(entry.album_id, entry.disc, entry.number)


def _order(entries: Iterable[KnownEntry]) -> tuple[str | None, ...]:
    return tuple(entry.track_id if is_catalogue(entry.track_id) else None for entry in entries)


def shown(page: ListPage, offset: int, entries: Sequence[KnownEntry]) -> Shown:
    """What a page from `offset` on says of the entries that are known to stand there.

    An object that bears the entry's id speaks for itself. Another, or none, is the entry's only as long as the list is
    what it was: as long as it has as many places, with the same times of adding, and (the caller has to see to that)
    the same version.
    """
    there = entries[offset : offset + len(page.places)]
    sure, placed = {}, {}
    moved = page.total != len(entries) or len(there) != len(page.places)
    for entry, place in zip(there, page.places, strict=False):
        if not is_catalogue(entry.track_id):
            continue
        if _own_id(place.item) == entry.track_id:
            sure[entry.track_id] = place.item
        elif not moved and _same_time(entry, place):
            placed[entry.track_id] = standing_in(entry.track_id, place.item)
    return Shown(sure, placed)


def told_by_id(places: Iterable[Place]) -> dict[str, Item]:
    """The objects of a reading that bear an id, and names to it, by that id; or by the id that was asked for."""
    told = {}
    for place in places:
        item, track = place.item, _own_id(place.item)
        if track and item.asked and not item.nameless and item.playable is not None:
            told[track] = item
    return told


def _own_id(item: Item) -> str | None:
    return (item.linked_from or item.id) if item.kind is Kind.TRACK else None


def _same_time(entry: KnownEntry, place: Place) -> bool:
    return entry.added_at is None or place.added_at is None or entry.added_at == place.added_at
