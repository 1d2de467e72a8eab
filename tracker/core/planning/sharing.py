"""What the watches that are due have in common: where their tracks can be seen, and whose a place on a page is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.items import Kind
from tracker.core.names import is_catalogue, standing_in
from tracker.core.planning.agenda import agenda
from tracker.core.planning.requests import Held, Seat, Sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.core.items import Item, ListPage, Place
    from tracker.core.known import KnownEntry
    from tracker.core.planning.requests import Request

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
    """The fewest requests that show the wanted tracks in a market; `lists` are those that can be read there."""
    held = tuple(Held(ref, _order(entries)) for ref, entries in lists.items())
    seats = {entry.track_id: seat for entry in wanted if (seat := seat_of(entry))}
    sources = Sources(market, held, seats)
    return agenda({market: [entry.track_id for entry in wanted]}, sources, ROUND_EFFORT).requests


def seat_of(entry: KnownEntry) -> Seat | None:
    """Where an entry's track stands on its album; on a second disc nobody knows how many come before it."""
    if entry.album_id is None:
        return None
    known = entry.number is not None and entry.disc in {None, 1}
    return Seat(entry.album_id, entry.number - 1 if known and entry.number else None)


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
