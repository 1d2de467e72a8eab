"""Switching the packed lists on and off, and keeping them as the watches change:

start ──> said what it will do ──> wanted, on record ──> brought, now and by the job
once a day, and an hour after the watches changed ──> brought
a list was deleted by its owner ──> told, and nothing is packed until they say so
stop ──> emptied, taken away ──> forgotten
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.errors import LoginNeeded, LookFailed, Overtaken, Parked, Passing, UsageError
from tracker.core.names import is_catalogue
from tracker.core.notices import NoticeKind
from tracker.core.packed import LEFT_DESCRIPTION, LEFT_TITLE, deleted
from tracker.core.planning.agenda import agenda
from tracker.core.planning.packing import foretold, repack
from tracker.core.planning.requests import Held, Sources
from tracker.core.planning.showing import seat_of
from tracker.core.watch import Source
from tracker.usecases.shelving import bring

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.core.known import KnownEntry
    from tracker.core.packed import PackedList, Shelf
    from tracker.core.ports import Claim
    from tracker.core.watch import Watch
    from tracker.usecases.shelving import Brought, Packer
    from tracker.usecases.turns import Turns

DUTY = "packing"
EVERY = timedelta(days=1)
SOON = timedelta(hours=1)
"""After a change of the watches so much time goes by first: mostly more changes follow."""
GO_ON = timedelta(minutes=10)
"""What the budget left for later is gone on with so soon."""
RETRY = timedelta(minutes=30)
"""After a passing trouble it is tried again this soon."""
ASKED_AGAIN = timedelta(days=7)
"""What the service refused is offered to it again so much later."""
SCOPE = "playlist-modify-private"


@dataclass(frozen=True, slots=True)
class Foretold:
    """What packing would do and cost: the text, and calls of one look at all tracks without it and with it."""

    text: str
    before: int
    after: int
    writes: int


def visit_rates(packer: Packer) -> dict[str, float]:
    """Visits a day of each track that is watched in the account's market, by the fastest of its watches.

    A watch of a packed list itself does not count: it would keep its own tracks for ever.
    """
    rates: dict[str, float] = {}
    for watch in _home(packer):
        a_day = timedelta(days=1) / watch.every
        for entry in packer.store.entries(watch.id):
            if is_catalogue(entry.track_id):
                rates[entry.track_id] = max(a_day, rates.get(entry.track_id, 0.0))
    return rates


def worth_packing(packer: Packer, rates: Mapping[str, float]) -> dict[str, float]:
    """Those of the tracks that are there to be put in: one that the service does not know would be refused."""
    held = {track for row in packer.lists.rows() for track in row.tracks}
    now = packer.clock.now()
    refused = {track for track, at in packer.refused.items() if abs(now - at) < ASKED_AGAIN}
    out = (packer.lists.gone(packer.market or "") | refused) - held
    return {track: rate for track, rate in rates.items() if track not in out}


def foretell(packer: Packer, rates: Mapping[str, float]) -> Foretold:
    """What would be written now, and what looks cost before and after; no call is made."""
    rows, wanted = packer.lists.rows(), worth_packing(packer, rates)
    plan = repack([row.tracks if row.standing else None for row in rows], wanted)
    before, after = calls_without(packer, wanted), plan.calls
    text = foretold(plan, before)
    if after >= before:
        text += " That saves nothing: your watched lists show their tracks fifty at a time as it is."
    return Foretold(text, before, after, plan.writes)


def calls_without(packer: Packer, rates: Mapping[str, float]) -> int:
    """Calls of one look at these tracks in the account's market by lists, albums and tracks alone."""
    home = packer.market or ""
    entries = {watch: packer.store.entries(watch.id) for watch in _home(packer)}
    seats = {each.track_id: seat for known in entries.values() for each in known if (seat := seat_of(each))}
    lists = tuple(_held(watch, known) for watch, known in entries.items() if watch.source in _READABLE)
    return agenda({home: tuple(rates)}, Sources(home, lists, seats)).calls


_READABLE = {Source.PLAYLIST, Source.SAVED_TRACKS}


def _home(packer: Packer) -> list[Watch]:
    own = {row.ref for row in packer.lists.rows()}
    return [
        watch
        for watch in packer.store.all()
        if not watch.paused_at
        and packer.market in watch.markets
        and not (watch.source is Source.PLAYLIST and watch.ref in own)
    ]


def _held(watch: Watch, entries: Sequence[KnownEntry]) -> Held:
    tracks = tuple(each.track_id if is_catalogue(each.track_id) else None for each in entries)
    return Held(watch.ref or watch.source.value, tracks, saved=watch.source is Source.SAVED_TRACKS)


# ── on ───────────────────────────────────────────────────────────────────────────────────────────────────


def switch_on(packer: Packer) -> None:
    """Want packed lists; lists that were deleted are made anew, unless they are there after all."""
    now, rows = packer.clock.now(), packer.lists.rows()
    lost = {row.ref: row for row in rows if row.ref and row.lost_at}
    there = packer.shelf.kept(list(lost)) if lost else {}
    for ref, row in lost.items():
        if there.get(ref):
            packer.lists.lost(row.number, None)
        else:
            packer.lists.begin(row.number, now)
    if not rows:
        packer.lists.begin(0, now)
    _tell(packer)


def need_market(packer: Packer) -> None:
    """Refuse to pack where the account's market is not known; UsageError."""
    if packer.market is None:
        raise UsageError("Packed lists show the account's market only: set TRACKER_ACCOUNT_MARKET first.")


def need_scope(packer: Packer) -> None:
    """Refuse to write with a login that does not allow it; LoginNeeded."""
    if not packer.allowed():
        raise LoginNeeded(
            f"The packed lists need one permission more, '{SCOPE}': run 'tracker login' once again, which asks for it"
            " while they are switched on."
        )


def pack(packer: Packer, rates: Mapping[str, float]) -> Brought:
    """Bring the lists to these tracks now, and tell if one of them was deleted; raises LookFailed."""
    need_market(packer)
    need_scope(packer)
    brought = bring(packer, worth_packing(packer, rates))
    _tell(packer)
    return brought


def pack_in_turn(packer: Packer, turns: Turns, rates: Mapping[str, float]) -> Brought:
    """The same, in one process at a time, and its duty moved on; raises Overtaken if another one is at it."""
    with _turn(packer, turns) as claim:
        try:
            brought = pack(packer, rates)
        except LookFailed as failure:
            packer.store.done(claim, _after(failure, packer.clock.now()))
            raise
        packer.store.done(claim, packer.clock.now() + (GO_ON if brought.waits else EVERY))
        return brought


def is_due(packer: Packer) -> bool:
    """Whether to pack now: the day is over, or an hour since the last time and the watches have changed."""
    rows = packer.lists.rows()
    if not rows or packer.market is None or any(row.lost_at for row in rows):
        return False
    now = packer.clock.now()
    slot = packer.store.due_at(DUTY, now)
    if not now < slot <= now + EVERY:  # what lies further ahead was set by a clock that went wrong
        return True
    held = {track for row in rows for track in row.tracks}
    return now >= slot - EVERY + SOON and worth_packing(packer, visit_rates(packer)).keys() != held


@contextmanager
def _turn(packer: Packer, turns: Turns) -> Iterator[Claim]:
    with turns.taken(DUTY, packer.store.due_at(DUTY, packer.clock.now())) as claim:
        if claim is None:
            raise Overtaken(
                "The packed lists are being written by another process right now: try again later."
            )
        yield claim


def _after(failure: LookFailed, now: datetime) -> datetime:
    """When to try again: a passing trouble soon, a pause at its end, what the owner has to mend a day later."""
    if isinstance(failure, Parked):
        return min(max(now, failure.until), now + EVERY)
    return now + (RETRY if isinstance(failure, Passing) else EVERY)


def _tell(packer: Packer) -> None:
    """Keep the notice of deleted lists as things stand."""
    packer.store.keep_notices(deleted(packer.lists.rows()), (NoticeKind.PACKED,), packer.clock.now())


# ── off ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Undone:
    """What was undone: lists taken away, lists that could only be emptied, and lists left as they are."""

    removed: int = 0
    emptied: int = 0
    left: int = 0


def switch_off_in_turn(packer: Packer, turns: Turns, *, leave: bool = False) -> Undone:
    """The same as `switch_off`, while nobody packs; raises Overtaken if another process is at it."""
    with _turn(packer, turns):
        return switch_off(packer, leave=leave)


def switch_off(packer: Packer, *, leave: bool = False) -> Undone:
    """Empty the lists, take them away and forget them, the last one first; `leave` only forgets them.

    Each is forgotten once it is undone, so that a run that broke off can be run again. Raises LookFailed.
    """
    rows, undone = packer.lists.rows(), Undone()
    if not leave and any(row.standing or row.mark for row in rows):
        need_scope(packer)
    for row in reversed(rows):
        ref = row.ref if row.standing else _unanswered(packer, row)
        if ref and leave:
            undone.left += 1
        elif ref:
            _undo(packer.shelf, ref, undone)
        packer.lists.forget(row.number)
    _tell(packer)
    return undone


def _unanswered(packer: Packer, row: PackedList) -> str | None:
    """A list whose making was not answered: it may be there, and is then the tracker's own."""
    if row.mark is None or row.lost_at or (ref := packer.shelf.find(row.mark)) is None:
        return None
    packer.lists.made(row.number, ref)
    return ref


def _undo(shelf: Shelf, ref: str, undone: Undone) -> None:
    if shelf.version(ref) is None:
        return
    shelf.clear(ref)
    if shelf.remove(ref):
        undone.removed += 1
    else:
        shelf.rename(ref, LEFT_TITLE, LEFT_DESCRIPTION)
        undone.emptied += 1
