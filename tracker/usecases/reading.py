"""What a look asks, source by source, so that nothing is asked twice.

a playlist whose version is the known one ──> only its tracks, from whatever answer is there or cheapest ──> Reading
a playlist that was edited                ──> all its pages
an imported list, or another market       ──> its tracks, the same way
all of it stands in the packed lists      ──> these, and once a week itself
an album, an artist, the saved ones       ──> as the service lists them, and by id what they only stopped showing
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.errors import LookFailed, SourceLost
from tracker.core.items import COMPLETE, NOTHING, Item, Kind, Place, Reading, Way
from tracker.core.known import KnownEntry, Listing
from tracker.core.names import NAMELESS
from tracker.core.plan import ASKED_AT_MOST, PACKABLE, READ_EVERY, VERSIONED, unshown
from tracker.core.watch import Source
from tracker.usecases.answers import answered, known_answers, once, packed_lists, standing
from tracker.usecases.memory import JUST_NOW, Bill, Head
from tracker.usecases.sharing import Wanted, ask

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tracker.core.items import ListVersion
    from tracker.core.watch import Watch
    from tracker.usecases.look import Observer


def read_home(observer: Observer, watch: Watch, way: Way) -> Reading:
    """The watch in its home market by a way of asking, whatever was answered before."""
    if watch.source in VERSIONED:
        return observer.catalog.read(watch, watch.markets[0], way)
    entries = observer.store.entries(watch.id)
    reading = _read_shown(observer, watch, way, known=bool(entries))
    emptied = watch.source.edited_by_owner and not reading.places
    if emptied or not reading.certificate.complete:
        return reading
    lost = unshown(entries, reading.places)
    return _with_unshown(observer, watch, reading, lost) if lost else reading


def read_listed(observer: Observer, watch: Watch) -> Reading:
    """A playlist. As long as its version is the known one, only its tracks are asked for, and each but once."""
    market, listing = watch.markets[0], observer.store.listing(watch.id)
    if not is_known(listing):
        return observer.catalog.read(watch, market, Way.LIST)
    head = version_of(observer, watch.ref, market, billed=False)
    if isinstance(head.told, LookFailed):
        raise head.told
    if is_as_known(head.told, listing):
        found = answered(observer, watch, market, listing.entries, {watch.ref: listing})
        if found.certificate.complete:
            reading = found.reading(standing(listing.entries, found))
            calls = reading.shared + head.bill.settle()
            return replace(reading, snapshot=listing.snapshot, label=head.told.label, shared=calls)
    reading = observer.catalog.read(watch, market, Way.LIST, head.told)
    return replace(reading, shared=head.bill.settle())


def read_away(observer: Observer, watch: Watch, market: str) -> Reading:
    """The tracks of a watch in another market."""
    found = answered(observer, watch, market, observer.store.entries(watch.id), {})
    places = (Place(n, each.item, key=track) for n, (track, each) in enumerate(found.answers.items()))
    return found.reading(places)


def read_imported(observer: Observer, watch: Watch) -> Reading:
    """An imported list: its places are on record here, and what they hold is asked for by id, or by the albums."""
    return _read_held(observer, watch, observer.store.listed(watch.id))


def read_packed(observer: Observer, watch: Watch) -> Reading:
    """An album, an artist or a track through the tracker's own lists: it is taken to hold what it held."""
    return _read_held(observer, watch, observer.store.entries(watch.id))


def _read_held(observer: Observer, watch: Watch, entries: Sequence[KnownEntry]) -> Reading:
    found = answered(observer, watch, watch.markets[0], entries, {})
    return found.reading(standing(entries, found))


def is_packed(observer: Observer, watch: Watch, market: str, there: Collection[str]) -> bool:
    """Whether the tracker's own lists, which hold what is `there`, show all that an album, an artist or a track is known to hold.

    Once in a while the thing itself is read all the same: it may have got more.
    """
    if not there or not market == watch.markets[0] == observer.home or watch.source not in PACKABLE:
        return False
    wanted = once(observer.store.entries(watch.id))
    if not wanted or any(entry.track_id not in there for entry in wanted):
        return False
    read = observer.store.read_at(watch.id)
    lately = read is not None and timedelta(0) <= observer.clock.now() - read < READ_EVERY
    return lately or watch.source is Source.TRACK


def prepare(observer: Observer, tasks: Sequence[tuple[Watch, str]]) -> None:
    """Ask once for what these checks (a watch, a market) want together, as far as that needs no reading of a list.

    What fails is left to the checks themselves: they meet it too, and put it on record.
    """
    by_market: dict[str, list[Watch]] = {}
    for watch, market in tasks:
        by_market.setdefault(market, []).append(watch)
    with suppress(LookFailed):
        for market, watches in by_market.items():
            _prepare_market(observer, market, watches)


def _prepare_market(observer: Observer, market: str, watches: Sequence[Watch]) -> None:
    entries: dict[str, KnownEntry] = {}
    lists: dict[str, Listing] = {}
    for watch in watches:
        if watch.source is Source.PLAYLIST and market == watch.markets[0]:
            listing = _as_known(observer, watch)
            if listing is None:
                continue
            lists[watch.ref], held = listing, listing.entries
        else:
            held = tuple(observer.store.listed(watch.id) or observer.store.entries(watch.id))
        tracks = once(held)
        found = known_answers(observer, watch, market, tracks, observer.clock.now() - JUST_NOW)
        entries |= {entry.track_id: entry for entry in tracks if entry.track_id not in found}
    if entries:
        packed = packed_lists(observer, market)
        ask(observer, Wanted(market, tuple(entries.values()), lists, packed), billed=True)


def _as_known(observer: Observer, watch: Watch) -> Listing | None:
    """A playlist that is still as it is known; its version is kept for the look that follows."""
    listing = observer.store.listing(watch.id)
    if not is_known(listing):
        return None
    head = version_of(observer, watch.ref, watch.markets[0], billed=True)
    observer.memory.keep_head(watch.ref, head)
    told = head.told
    return listing if not isinstance(told, LookFailed) and is_as_known(told, listing) else None


def version_of(observer: Observer, ref: str, market: str, *, billed: bool) -> Head:
    """A list's version, or why the list cannot be read; asked for unless that was done just now."""
    now, sent = observer.clock.now(), observer.catalog.calls()
    if head := observer.memory.take_head(ref, now):
        return head
    told: ListVersion | LookFailed
    try:
        told = observer.catalog.version(ref, market)
    except SourceLost as lost:
        told = lost
    return Head(told, now, Bill(billed * (observer.catalog.calls() - sent)))


def is_known(listing: Listing) -> bool:
    """Whether a list is known well enough to be recognised by its version alone."""
    nameless = any(entry.track_id == NAMELESS for entry in listing.entries)
    return bool(listing.snapshot and listing.entries and listing.settled and not nameless)


def is_as_known(told: ListVersion, listing: Listing) -> bool:
    """Whether a list's version and length are the known ones: its places are then those that are on record."""
    same = told.snapshot == listing.snapshot and told.total in {None, len(listing.entries)}
    return same and told.readable


def _read_shown(observer: Observer, watch: Watch, way: Way, *, known: bool) -> Reading:
    """What the source shows. An album that is empty or not there shows nothing: then all depends on its tracks."""
    if watch.source is not Source.ALBUM or not known:
        return observer.catalog.read(watch, watch.markets[0], way)
    try:
        reading = observer.catalog.read(watch, watch.markets[0], way)
    except SourceLost:
        return Reading((), COMPLETE)
    empty = reading.certificate.why == "empty"
    return replace(reading, certificate=COMPLETE, label=None) if empty else reading


def _with_unshown(observer: Observer, watch: Watch, reading: Reading, lost: list[KnownEntry]) -> Reading:
    """The reading with a place for each entry that is there although it is not shown."""
    asking = lost[:ASKED_AT_MOST]
    asked = observer.catalog.singles(asking, watch.markets[0])
    if not asked.certificate.complete:
        return replace(reading, certificate=asked.certificate)
    kept = [*_still_there(watch, asking, asked.places), *map(_unasked, lost[ASKED_AT_MOST:])]
    places = (*reading.places, *kept)
    return replace(reading, places=tuple(replace(p, position=n) for n, p in enumerate(places)))


def _unasked(entry: KnownEntry) -> Place:
    """A place of which nothing is known this time."""
    item = Item(
        Kind.TRACK, entry.track_id, title=entry.title, artists=entry.artists, isrc=entry.isrc, asked=False
    )
    return Place(0, item, entry.added_at, entry.key)


def _still_there(watch: Watch, lost: Sequence[KnownEntry], asked: Iterable[Place]) -> list[Place]:
    """Places for entries that the list hides: all of them in an album; of saved ones only what cannot be played.

    A saved track that plays when asked for directly was taken out by its owner.
    """
    answers = {place.key: place.item for place in asked}
    kept = []
    for entry in lost:
        item = answers.get(entry.track_id, NOTHING)
        if watch.source.edited_by_owner and _plays(item):
            continue
        kept.append(Place(0, item, entry.added_at, entry.key))
    return kept


def _plays(item: Item) -> bool:
    return item.kind is Kind.TRACK and item.playable is True
