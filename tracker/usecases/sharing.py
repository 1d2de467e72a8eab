"""Asking for what several watches want, each thing once: what is answered goes to memory, whence every look takes it.

wanted tracks, lists that can be read ──> the fewest requests (pure) ──> pages, albums, tracks ──> memory
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.core.items import COMPLETE
from tracker.core.planning.requests import Kind
from tracker.core.planning.sharing import requests_for, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.core.items import Certificate, Item
    from tracker.core.known import KnownEntry, Listing
    from tracker.core.planning.requests import Request
    from tracker.usecases.look import Observer

ALBUMS_AT_ONCE = 25
"""What is asked for together fails together: a budget that ends in the midst costs so many answers at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Tracks that want to be seen in a market, and the lists (by their ids) whose pages may be read for them."""

    market: str
    entries: Sequence[KnownEntry]
    lists: Mapping[str, Listing]


def ask(observer: Observer, wanted: Wanted, *, billed: bool) -> Certificate:
    """Ask for all that is wanted and keep the answers; what was asked for in vain is simply not in memory then.

    `billed`: the calls are accounted for by the looks that will use the answers. Raises LookFailed; what was
    answered until then is kept.
    """
    entries = {ref: listing.entries for ref, listing in wanted.lists.items()}
    requests = requests_for(wanted.market, wanted.entries, entries)
    pages = sorted((r for r in requests if r.kind is Kind.LIST_PAGE), key=_list_of)
    for ref, its in groupby(pages, key=_list_of):
        _ask_pages(observer, wanted, ref, [request.offset for request in its], billed=billed)
    shown_there = {track for request in pages for track in request.tracks}
    rest = [entry for entry in wanted.entries if entry.track_id not in shown_there]
    return _ask_directly(observer, wanted.market, rest, billed=billed)


def _list_of(request: Request) -> str:
    return request.refs[0]


def _ask_pages(observer: Observer, wanted: Wanted, ref: str, offsets: Iterable[int], *, billed: bool) -> None:
    """Read pages of a list. What stands there under another id, or not at all, counts only if the version is still the same."""
    catalog, memory, market, listing = observer.catalog, observer.memory, wanted.market, wanted.lists[ref]
    began = observer.clock.now()
    placed: dict[str, Item] = {}
    for offset in offsets:
        asked_at, sent = observer.clock.now(), catalog.calls()
        found = shown(catalog.page(ref, market, offset), offset, listing.entries)
        memory.keep(market, found.sure, asked_at, billed * (catalog.calls() - sent))
        placed |= found.placed
    if not placed.keys() & {entry.track_id for entry in wanted.entries}:
        return
    sent = catalog.calls()
    if catalog.version(ref, market).snapshot == listing.snapshot is not None:
        memory.keep(market, placed, began, billed * (catalog.calls() - sent))


def _ask_directly(
    observer: Observer, market: str, entries: Iterable[KnownEntry], *, billed: bool
) -> Certificate:
    """Ask through the albums, and singly: so many albums at a time."""
    catalog, memory, certificate = observer.catalog, observer.memory, COMPLETE
    albums = [list(its) for _, its in groupby(sorted(entries, key=_album_of), key=_album_of)]
    for first in range(0, len(albums), ALBUMS_AT_ONCE):
        asked_at, sent = observer.clock.now(), catalog.calls()
        some = [entry for its in albums[first : first + ALBUMS_AT_ONCE] for entry in its]
        reading = catalog.albums(some, market)
        memory.keep_releases(reading.releases)
        if not reading.certificate.complete:
            certificate = reading.certificate
            continue
        answers = {place.key: place.item for place in reading.places if place.key}
        memory.keep(market, answers, asked_at, billed * (catalog.calls() - sent))
    return certificate


def _album_of(entry: KnownEntry) -> tuple[str, str]:
    """What one call asks for: an album's tracks together, the others one by one."""
    return (entry.album_id or "", "" if entry.album_id else entry.track_id)
