"""What the clock asks for: suspects whose next look is due, then watches whose check is due.

    due slots (database) ──> what they share, asked once ──> claim ──> look ──> done, with the next due time
                                                                        └─ parked: everything waits for the same time

Due times and claims are rows, so that a restart neither repeats nor skips a slot, and of two processes
one does the work. A look and the duty's next due time are written together; see `turns.py` for the claims.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.core.errors import LookFailed, Overtaken, Parked, Passing, UsageError
from tracker.core.items import Purpose, Way
from tracker.core.known import KnownEntry
from tracker.core.plan import asked_singly, relook_way, together
from tracker.core.watch import Source
from tracker.usecases.answers import packed_tracks
from tracker.usecases.look import Asked, Looked, Observer, Turn, look_at_tracks, look_at_watch
from tracker.usecases.memory import GOOD_FOR, Memory
from tracker.usecases.reading import is_packed, prepare

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from tracker.core.history import Doubt
    from tracker.core.watch import Watch

RETRY = timedelta(minutes=30)
"""After a passing failure the slot is tried again this soon, rather than a whole rhythm later."""
RELOOK, SHARING = "relook", "sharing"
STOPPED = "stopped"
"""The word of a look that was cut short because the program ends."""


@dataclass(frozen=True, slots=True)
class Task:
    """A check of a watch in a market, and the slot it serves; `fixed`: it is asked in its own way, whatever others were."""

    watch: Watch
    market: str
    slot: datetime
    fixed: bool = True

    def order(self, completed: datetime | None) -> tuple[int, bool, int]:
        """Whose turn comes first: nothing may starve, and what is of nearly the same age is taken together."""
        age = int(completed.timestamp() // GOOD_FOR.total_seconds()) if completed else 0
        return (age, not self.fixed, self.watch.id)


def duty_of(watch: Watch, market: str) -> str:
    """The name of the duty to check a watch in a market."""
    return duty_name(watch.id, market)


def duty_name(watch_id: int, market: str) -> str:
    """The same, where only the watch's number is known."""
    return f"check:{watch_id}:{market}"


def run_due(observer: Observer) -> list[Looked]:
    """Do all that is due now; stops at the first look that finds the budget or the service closed, or is cut short."""
    done: list[Looked] = []
    for looked in _all_due(observer):
        done.append(looked)
        if isinstance(looked.failure, Parked) or (looked.failure and looked.failure.why == STOPPED):
            break
    return done


def next_due(observer: Observer) -> datetime | None:
    """When the next slot or suspect wants a look; None if nothing is watched."""
    store, now = observer.store, observer.clock.now()
    due = store.due()
    looked_at = (watch for watch in store.all() if not watch.paused_at)
    times = [due.get(duty_of(watch, market), now) for watch in looked_at for market in watch.markets]
    suspects = store.next_look_at()
    if suspects is not None:
        times.append(max(suspects, due.get(RELOOK, suspects)))
    return min(times, default=None)


def next_slot(slot: datetime, every: timedelta, now: datetime) -> datetime:
    """The first instant of the watch's rhythm after `now`: late rounds are not made up for, the phase is kept."""
    missed = max(0, (now - slot) // every)
    return slot + (missed + 1) * every


def check_now(observer: Observer, watch: Watch, market: str, memory: Memory | None = None) -> Looked:
    """Check a watch whether it is due or not; if it is, this serves the slot.

    It asks anew; but what is in `memory`, from other checks that were asked for together with this one, it does not ask
    again. Raises Overtaken if another process is at it right now, and UsageError if the watch is paused.
    """
    if watch.paused_at:
        raise UsageError(f"'{watch.label}' is paused: `tracker watch resume {watch.id}`.")
    observer = replace(observer, memory=Memory() if memory is None else memory)
    now = observer.clock.now()
    slot = observer.store.due_at(duty_of(watch, market), now)
    task = Task(watch, market, slot)
    looked = _serve(observer, task, due=_is_due(slot, now, watch.every))
    if looked is None:
        raise Overtaken(f"'{watch.label}' in {market} is being checked by another process right now.")
    return looked


def _all_due(observer: Observer) -> Iterator[Looked]:
    yield from due_suspects(observer)
    with suppress(Overtaken), _sharing(observer) as tasks:
        shared = [task for task in tasks if not task.fixed]
        for task in tasks:
            if shared and task is shared[0]:
                prepare(observer, [(each.watch, each.market) for each in shared])
            if looked := _serve(observer, task, due=True):
                yield looked
    yield from due_suspects(observer)  # those that these looks left in want of another way of asking


def _tasks(observer: Observer) -> list[Task]:
    """The checks that are due: those that waited longest first, and of those the ones that cannot share but be shared."""
    store, now = observer.store, observer.clock.now()
    due, watches = store.due(), store.all()
    slots: list[tuple[Watch, str, datetime]] = []
    for watch in watches:
        for market in () if watch.paused_at else watch.markets:
            name = duty_of(watch, market)
            slot = due.get(name) or store.due_at(name, now)
            if _is_due(slot, now, watch.every):
                slots.append((watch, market, slot))
    packed = packed_tracks(observer) if slots else frozenset()
    tasks = [Task(*each, fixed=_is_fixed(observer, each[0], each[1], packed)) for each in slots]
    completed = store.completed() if len(tasks) > 1 else {}
    return sorted(tasks, key=lambda task: task.order(completed.get((task.watch.id, task.market))))


@contextmanager
def _sharing(observer: Observer) -> Iterator[list[Task]]:
    """The checks that are due. Where some share their calls one process does them all, or each would ask for all of it."""
    now, tasks = observer.clock.now(), _tasks(observer)
    if all(task.fixed for task in tasks):
        yield tasks
        return
    slot = observer.store.due_at(SHARING, now)
    if not _is_due(slot, now, RETRY):  # it failed just now: each for itself, then
        yield tasks
        return
    with observer.turns.taken(SHARING, slot) as claim:
        yield _tasks(observer) if claim else []


def _is_fixed(observer: Observer, watch: Watch, market: str, packed: Collection[str]) -> bool:
    if market != watch.markets[0] or watch.source in {Source.PLAYLIST, Source.LIST}:
        return False
    return not is_packed(observer, watch, market, packed)


def _is_due(slot: datetime, now: datetime, every: timedelta) -> bool:
    """Whether a slot's time has come; or was set by a clock that has been set back since."""
    return slot <= now or slot - now > max(every, RETRY)


def _serve(observer: Observer, task: Task, *, due: bool) -> Looked | None:
    """Look at a watch, and move its duty on in the same transaction; None if another process does or did.

    A look that was not `due` leaves the slot where it is.
    """
    watch, market, slot = task.watch, task.market, task.slot

    def after(failure: LookFailed | None) -> datetime:
        return _after(failure, watch.added_at, watch.every, observer.clock.now()) if due else slot

    with observer.turns.taken(duty_of(watch, market), slot) as claim:
        if claim is None:
            return None
        try:
            turn = Turn(claim, slot if due else None, after, Purpose.RHYTHM if due else Purpose.ASKED)
            return look_at_watch(observer, watch, market, turn)
        except Overtaken:
            return None


def _after(failure: LookFailed | None, phase: datetime, every: timedelta, now: datetime) -> datetime:
    """When a duty is due again: in its rhythm since `phase`, or sooner or later if the look failed."""
    regular = next_slot(min(phase, now), every, now)
    if isinstance(failure, Parked):
        return min(max(now, failure.until), now + every)  # what is parked costs no call to try
    return min(regular, now + RETRY) if isinstance(failure, Passing) else regular


def due_suspects(observer: Observer) -> Iterator[Looked]:
    """Look again at the suspects that are due; one process at a time, or the same calls were made twice."""
    store, now = observer.store, observer.clock.now()
    doubts = store.doubts(now)
    if not doubts:
        return
    slot = store.due_at(RELOOK, now)
    if not _is_due(slot, now, RETRY):
        return
    with observer.turns.taken(RELOOK, slot) as claim:
        if claim is None:
            return
        next_at = now
        try:
            for looked in _each_group(observer, store.doubts(now), Turn(claim, purpose=Purpose.DOUBT)):
                if looked.failure:
                    next_at = _after(looked.failure, now, RETRY, observer.clock.now())
                yield looked
                if looked.failure:
                    return
        except Overtaken:
            return
        finally:  # also after an error, and when nobody asks for the rest: a kept claim holds up everybody
            store.done(claim, next_at if _all_served(observer, doubts) else max(next_at, now + RETRY))


def _all_served(observer: Observer, doubts: list[Doubt]) -> bool:
    """Whether no suspect is left that was asked about in vain: what says nothing is not asked at every tick."""
    left = {doubt.id: doubt.looks for doubt in observer.store.doubts(observer.clock.now())}
    return not any(left.get(doubt.id) == doubt.looks for doubt in doubts)


def _each_group(observer: Observer, doubts: list[Doubt], turn: Turn) -> Iterator[Looked]:
    watches = {watch.id: watch for watch in observer.store.all()}
    for (watch_id, market, _), group in groupby(sorted(doubts, key=together), key=together):
        if watch := watches.get(watch_id):
            yield look_at_suspects(observer, watch, market, list(group), turn)


def look_at_suspects(
    observer: Observer, watch: Watch, market: str, doubts: list[Doubt], turn: Turn
) -> Looked:
    """Look again at the suspects of one watch in one market, the cheapest way that tells something new."""
    entries = observer.store.entries(watch.id)
    way = relook_way(watch, market, doubts, observer.rules)
    if len(_tracks(doubts)) < len(doubts) or way in {Way.LIST, Way.PAGES}:
        return look_at_watch(observer, watch, market, turn, way)
    held = {entry.track_id: entry for entry in entries}
    chosen = _tracks(asked_singly(doubts, observer.rules) if way is Way.SINGLE else doubts)
    asked = [held.get(i) or KnownEntry(id=0, track_id=i, answers=frozenset({i})) for i in chosen]
    return look_at_tracks(observer, watch, market, Asked(asked, way, frozenset(_tracks(doubts))), turn)


def _tracks(doubts: Iterable[Doubt]) -> list[str]:
    return [doubt.track_id for doubt in doubts if doubt.track_id is not None]
