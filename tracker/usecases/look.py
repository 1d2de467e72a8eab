"""One look, from the question to the record:

    watch, market, way ──> Catalog ──> Reading ──> decide (pure) ──> Store, in one transaction
                              └─ LookFailed ──> an incomplete check: a gap, and no change of state

A look is always recorded, also when it failed; what failed is then handed back, not raised, so that the
next watch gets its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from tracker.core.decide import decide_direct, decide_list, decide_lost, incomplete
from tracker.core.errors import LookFailed, SourceLost
from tracker.core.items import Certificate, Purpose, Reading, Way
from tracker.core.plan import usual_way
from tracker.core.planning.showing import told_by_id
from tracker.core.ports import Draft
from tracker.core.watch import Source
from tracker.usecases.answers import packed_tracks
from tracker.usecases.memory import Memory
from tracker.usecases.reading import is_packed, read_away, read_home, read_imported, read_listed, read_packed

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.decision import Decision, Recorded
    from tracker.core.known import Known, KnownEntry, Look
    from tracker.core.ports import Catalog, Claim, Clock, Store
    from tracker.core.rules import Rules
    from tracker.core.watch import Watch
    from tracker.usecases.turns import Turns

    Answer = Reading | LookFailed

NO_READING = Reading((), Certificate(complete=False))


@dataclass(frozen=True, slots=True)
class Observer:
    """Everything a look needs; `home` is the account's market, as far as it is known."""

    catalog: Catalog
    store: Store
    clock: Clock
    rules: Rules
    turns: Turns
    memory: Memory = field(default_factory=Memory)
    home: str | None = None


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
    """Look at the whole watch in one market: by its list at home, through the albums elsewhere.

    With a `way` it is asked in that way, whatever was answered before.
    """
    rules = observer.rules
    if market == watch.markets[0]:
        packed = way is None and is_packed(observer, watch, market, packed_tracks(observer))
        usual = Way.PACKED if packed else usual_way(watch.source)
        read = partial(_read, observer, watch, way, usual)
        question = _Question(watch, market, way or usual, read, partial(_decide_list, rules), turn)
        return _look(observer, question)
    asking = observer if way is None else replace(observer, memory=Memory())
    read = partial(read_away, asking, watch, market)
    decide = partial(_decide_direct, rules, True)
    return _look(observer, _Question(watch, market, Way.ALBUM, read, decide, turn))


def look_at_tracks(observer: Observer, watch: Watch, market: str, asked: Asked, turn: Turn) -> Looked:
    """Look again at some tracks of a watch, each by its own id or through its album."""
    ask = observer.catalog.albums if asked.way is Way.ALBUM else observer.catalog.singles
    decide, read = partial(_decide_direct, observer.rules, False), partial(ask, asked.entries, market)
    observer.memory.forget(market, asked.about)
    return _look(observer, _Question(watch, market, asked.way, read, decide, turn, tracks=asked.about))


def _read(observer: Observer, watch: Watch, way: Way | None, usual: Way) -> Reading:
    if watch.source is Source.LIST:
        return read_imported(observer if way is None else replace(observer, memory=Memory()), watch)
    if watch.source is Source.PLAYLIST and way is None:
        return read_listed(observer, watch)
    if usual is Way.PACKED:
        return read_packed(observer, watch)
    return read_home(observer, watch, way or usual)


def _look(observer: Observer, asked: _Question) -> Looked:
    began, before = observer.clock.now(), observer.catalog.calls()
    answer = _ask(asked.read)
    calls, ended = observer.catalog.calls() - before, max(began, observer.clock.now())
    reading = answer if isinstance(answer, Reading) else NO_READING
    started, calls, snapshot = min(began, reading.since or began), calls + reading.shared, reading.snapshot
    calls += observer.memory.take_stray()
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
    if asked.tracks is None and recorded.decision.complete:
        _remember(observer.memory, market, reading, recorded.decision, began)
    return Looked(watch, market, way, calls, recorded, failure)


def _remember(memory: Memory, market: str, reading: Reading, decision: Decision, began: datetime) -> None:
    """Let other looks use what was answered, which is on record now."""
    if reading.since is None:
        memory.keep(market, told_by_id(reading.places), began)
    memory.judged(market, decision.told)


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
