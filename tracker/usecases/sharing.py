"""Asking for what several watches want, each thing once: what is answered goes to memory, whence every look takes it.

wanted tracks, lists that can be read ──> the fewest requests (pure) ──> pages, albums, tracks ──> memory
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.core.errors import SourceLost
from tracker.core.items import COMPLETE
from tracker.core.planning.requests import ALBUMS_A_CALL, Kind
from tracker.core.planning.showing import requests_for, shown

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
    """Tracks that want to be seen in a market, and the lists (by their ids) whose pages may be read for them.

    `packed` are the tracker's own: what they do not show is asked for directly. A list that is watched is read whole
    in that case, by the look at it.
    """

    market: str
    entries: Sequence[KnownEntry]
    lists: Mapping[str, Listing]
    packed: Mapping[str, Listing] = field(default_factory=dict)


def ask(observer: Observer, wanted: Wanted, *, billed: bool) -> Certificate:
    """Ask for all that is wanted and keep the answers; what was asked for in vain is simply not in memory then.

    `billed`: the calls are accounted for by the looks that will use the answers. Raises LookFailed; what was
    answered until then is kept.
    """
    lists = {**wanted.lists, **wanted.packed}
    entries = {ref: listing.entries for ref, listing in lists.items()}
    batches = observer.catalog.tier().batches  # then no page is cheaper, and nothing has to be thought over
    requests = () if batches else requests_for(wanted.market, wanted.entries, entries)
    pages = [request for request in requests if request.kind is Kind.LIST_PAGE]
    shown_there: set[str] = set()
    for ref, its in groupby(pages, key=_list_of):
        turned = tuple(its)
        kept = _ask_pages(observer, wanted.market, ref, lists[ref], turned, billed=billed)
        shown_there |= kept if ref in wanted.packed else {track for page in turned for track in page.tracks}
    rest = [entry for entry in wanted.entries if entry.track_id not in shown_there]
    return _ask_directly(observer, wanted.market, rest, billed=billed)


def _list_of(request: Request) -> str:
    return request.refs[0]


def _ask_pages(
    observer: Observer, market: str, ref: str, listing: Listing, pages: Iterable[Request], *, billed: bool
) -> set[str]:
    """Read pages of a list; the tracks that were answered for.

    What stands there under another id, or not at all, counts only if the version is still the same. A list that cannot be
    read tells nothing, be it of itself: whoever watches it finds that out.
    """
    catalog, memory, began = observer.catalog, observer.memory, observer.clock.now()
    placed: dict[str, Item] = {}
    kept: set[str] = set()
    sent = catalog.calls()
    try:
        for page in pages:
            asked_at, sent = observer.clock.now(), catalog.calls()
            found = shown(catalog.page(ref, market, page.offset), page.offset, listing.entries)
            memory.keep(market, found.sure, asked_at, billed * (catalog.calls() - sent))
            kept |= found.sure.keys()
            placed |= {track: item for track, item in found.placed.items() if track in page.tracks}
        sent = catalog.calls()
        if placed and catalog.version(ref, market).snapshot == listing.snapshot is not None:
            memory.keep(market, placed, began, billed * (catalog.calls() - sent))
            kept |= placed.keys()
    except SourceLost:
        memory.keep(market, {}, began, billed * (catalog.calls() - sent))
    return kept


def _ask_directly(
    observer: Observer, market: str, entries: Iterable[KnownEntry], *, billed: bool
) -> Certificate:
    """Ask through the albums, and singly: so many albums at a time, or what costs as much where many go by one call."""
    catalog, memory, certificate = observer.catalog, observer.memory, COMPLETE
    albums = [list(its) for _, its in groupby(sorted(entries, key=_album_of), key=_album_of)]
    while albums:
        asked_at, sent = observer.clock.now(), catalog.calls()
        at_once = ALBUMS_AT_ONCE * (ALBUMS_A_CALL if catalog.tier().batches else 1)
        some, albums = [entry for its in albums[:at_once] for entry in its], albums[at_once:]
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
