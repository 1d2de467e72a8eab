"""One look, from the question to the record:

    watch, market, way ──> Catalog ──> Reading ──> decide (pure) ──> Store, in one transaction
                              └─ LookFailed ──> an incomplete check: a gap, and no change of state

A look is always recorded, also when it failed; what failed is then handed back, not raised, so that the
next watch gets its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from tracker.core.decide import decide_direct, decide_list, decide_lost, incomplete
from tracker.core.errors import LookFailed, SourceLost
from tracker.core.items import COMPLETE, NOTHING, Certificate, Item, Kind, Place, Purpose, Reading, Way
from tracker.core.names import is_catalogue, standing_in
from tracker.core.plan import ASKED_AT_MOST, VERSIONED, unshown, usual_way
from tracker.core.ports import Draft
from tracker.core.watch import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.core.decision import Decision, Recorded
    from tracker.core.known import Known, KnownEntry, Look
    from tracker.core.ports import Catalog, Claim, Clock, Store
    from tracker.core.rules import Rules
    from tracker.core.watch import Watch
    from tracker.usecases.turns import Turns

    Answer = Reading | LookFailed

UNTOLD = Certificate(complete=False, why="unknown")


@dataclass(frozen=True, slots=True)
class Observer:
    """Everything a look needs."""

    catalog: Catalog
    store: Store
    clock: Clock
    rules: Rules
    turns: Turns


@dataclass(frozen=True, slots=True)
class Turn:
    """Under which claim a look is made, which slot it serves, when the duty is due again after it, and why it is made."""

    claim: Claim
    slot: datetime | None = None
    after: Callable[[LookFailed | None], datetime | None] = lambda _: None
    purpose: Purpose = Purpose.RHYTHM


@dataclass(frozen=True, slots=True)
class Asked:
    """Tracks that are asked for directly, and how; `about` are all that the answer may say something of."""

    entries: Sequence[KnownEntry]
    way: Way
    about: frozenset[str]


@dataclass(frozen=True, slots=True)
class Looked:
    """A look that is on record: what it was, what it brought, and what failed, if something did."""

    watch: Watch
    market: str
    way: Way
    calls: int
    recorded: Recorded
    failure: LookFailed | None


@dataclass(frozen=True, slots=True)
class _Question:
    """What a look asks, and how its answer is decided upon."""

    watch: Watch
    market: str
    way: Way
    read: Callable[[], Reading]
    decide: Callable[[Answer, Known, Look], Decision]
    turn: Turn
    tracks: frozenset[str] | None = None


def look_at_watch(
    observer: Observer, watch: Watch, market: str, turn: Turn, way: Way | None = None
) -> Looked:
    """Look at the whole watch in one market: by its list at home, through the albums elsewhere."""
    rules = observer.rules
    if market == watch.markets[0]:
        way = way or usual_way(watch.source)
        read = partial(_read_home, observer, watch, way)
        return _look(observer, _Question(watch, market, way, read, partial(_decide_list, rules), turn))
    entries = _once(observer.store.entries(watch.id))
    read = partial(observer.catalog.albums, entries, market)
    decide = partial(_decide_direct, rules, True)
    return _look(observer, _Question(watch, market, Way.ALBUM, read, decide, turn))


def look_at_tracks(observer: Observer, watch: Watch, market: str, asked: Asked, turn: Turn) -> Looked:
    """Look again at some tracks of a watch, each by its own id or through its album."""
    ask = observer.catalog.albums if asked.way is Way.ALBUM else observer.catalog.singles
    decide, read = partial(_decide_direct, observer.rules, False), partial(ask, asked.entries, market)
    return _look(observer, _Question(watch, market, asked.way, read, decide, turn, tracks=asked.about))


def _look(observer: Observer, asked: _Question) -> Looked:
    started, before = observer.clock.now(), observer.catalog.calls()
    answer = _ask(asked.read)
    calls, ended = observer.catalog.calls() - before, max(started, observer.clock.now())
    snapshot = answer.snapshot if isinstance(answer, Reading) else None
    watch, market, way, turn = asked.watch, asked.market, asked.way, asked.turn
    failure = answer if isinstance(answer, LookFailed) else None
    draft = Draft(
        watch.id,
        market,
        way,
        started,
        ended,
        calls,
        snapshot,
        turn.slot,
        turn.claim,
        turn.after(failure),
        turn.purpose,
    )
    recorded = observer.store.record(draft, asked.tracks, partial(asked.decide, answer))
    _keep_label(observer, watch, answer)
    return Looked(watch, market, way, calls, recorded, failure)


def _ask(read: Callable[[], Reading]) -> Answer:
    """A failure is an answer too: one that says nothing of the catalogue."""
    try:
        return read()
    except LookFailed as failure:
        return failure


def _keep_label(observer: Observer, watch: Watch, answer: Answer) -> None:
    """Lists are renamed by their owners; the present name is the one to show."""
    if (
        watch.named_at is None
        and isinstance(answer, Reading)
        and answer.label
        and answer.label != watch.label
    ):
        observer.store.rename(watch.id, answer.label)


def _decide_list(rules: Rules, answer: Answer, known: Known, look: Look) -> Decision:
    if isinstance(answer, SourceLost):
        return decide_lost(known, answer.status, look, rules)
    if isinstance(answer, LookFailed):
        return incomplete(known, look, answer.why)
    return decide_list(known, answer, look, rules)


def _decide_direct(rules: Rules, whole: bool, answer: Answer, known: Known, look: Look) -> Decision:  # noqa: FBT001
    if isinstance(answer, LookFailed):
        return incomplete(known, look, answer.why, whole=whole)
    return decide_direct(known, answer, look, rules, whole=whole)


def _read_home(observer: Observer, watch: Watch, way: Way) -> Reading:
    """The list's own pages; and, where a list only stops showing a track, a direct question about it."""
    if watch.source is Source.LIST:
        return _read_imported(observer, watch)
    if watch.source in VERSIONED:
        return observer.catalog.read(watch, watch.markets[0], way)
    entries = observer.store.entries(watch.id)
    reading = _read_shown(observer, watch, way, known=bool(entries))
    emptied = watch.source.edited_by_owner and not reading.places
    if emptied or not reading.certificate.complete:
        return reading
    lost = unshown(entries, reading.places)
    return _with_unshown(observer, watch, reading, lost) if lost else reading


def _read_imported(observer: Observer, watch: Watch) -> Reading:
    """An imported list: its places are on record here, and what they hold is asked for by id, or by the albums."""
    places = observer.store.listed(watch.id)
    wanted = _once(places)
    asked = observer.catalog.albums(wanted, watch.markets[0])
    answers = {place.key: place.item for place in asked.places}
    if not asked.certificate.complete or any(each.track_id not in answers for each in wanted):
        return Reading((), UNTOLD if asked.certificate.complete else asked.certificate)
    found = (
        Place(n, standing_in(each.track_id, answers.get(each.track_id)), each.added_at, each.track_id)
        for n, each in enumerate(places)
    )
    return Reading(tuple(found), COMPLETE)


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


def _once(entries: Sequence[KnownEntry]) -> list[KnownEntry]:
    return list({e.track_id: e for e in entries if is_catalogue(e.track_id)}.values())
