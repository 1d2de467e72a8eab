"""What the clock asks for: suspects whose next look is due, then watches whose check is due.

    due slots (database) ──> claim ──> look ──> done, with the next due time
                                        └─ parked: everything waits for the same time

Due times and claims are rows, so that a restart neither repeats nor skips a slot, and of two processes
one does the work. A claim that its holder never gave back runs out, and the slot is taken again.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.core.errors import LookFailed, Parked, Passing, TrackerError
from tracker.core.items import Way
from tracker.core.known import KnownEntry
from tracker.core.plan import relook_way
from tracker.usecases.look import Looked, Observer, look_at_tracks, look_at_watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tracker.core.history import Doubt
    from tracker.core.watch import Watch

LEASE = timedelta(hours=2)
"""Longer than any check may take: 10,000 entries are 202 calls, some four minutes."""
RETRY = timedelta(minutes=30)
"""After a passing failure the slot is tried again this soon, rather than a whole rhythm later."""
RELOOK = "relook"


def duty_of(watch: Watch, market: str) -> str:
    """The name of the duty to check a watch in a market."""
    return f"check:{watch.id}:{market}"


def run_due(observer: Observer) -> list[Looked]:
    """Do all that is due now; stops at the first look that finds the budget or the service closed."""
    done: list[Looked] = []
    for looked in _all_due(observer):
        done.append(looked)
        if isinstance(looked.failure, Parked):
            break
    return done


def next_due(observer: Observer) -> datetime | None:
    """When the next slot or suspect wants a look; None if nothing is watched."""
    store, now = observer.store, observer.clock.now()
    due = store.due()
    times = [due.get(duty_of(watch, market), now) for watch in store.all() for market in watch.markets]
    suspects = store.next_look_at()
    if suspects is not None:
        times.append(max(suspects, due.get(RELOOK, suspects)))
    return min(times, default=None)


def next_slot(slot: datetime, every: timedelta, now: datetime) -> datetime:
    """The first instant of the watch's rhythm after `now`: late rounds are not made up for, the phase is kept."""
    missed = max(0, (now - slot) // every)
    return slot + (missed + 1) * every


def check_now(observer: Observer, watch: Watch, market: str) -> Looked:
    """Check a watch whether it is due or not; if it is, this serves the slot."""
    slot = observer.store.due_at(duty_of(watch, market), observer.clock.now())
    return _serve(observer, watch, market, slot) or look_at_watch(observer, watch, market)


def _all_due(observer: Observer) -> Iterator[Looked]:
    yield from due_suspects(observer)
    due, now = observer.store.due(), observer.clock.now()
    for watch in observer.store.all():
        for market in watch.markets:
            name = duty_of(watch, market)
            slot = due.get(name) or observer.store.due_at(name, now)
            if looked := _serve(observer, watch, market, slot):
                yield looked


def _serve(observer: Observer, watch: Watch, market: str, slot: datetime) -> Looked | None:
    """Serve a watch's slot in a market, if it is due and nobody else is at it or was."""
    store, name, now = observer.store, duty_of(watch, market), observer.clock.now()
    if slot > now or not store.claim(name, slot, now, now + LEASE):
        return None
    try:
        looked = look_at_watch(observer, watch, market, slot=slot)
    except TrackerError:
        store.release(name, slot)
        raise
    store.done(name, slot, _after(looked.failure, slot, watch.every, observer.clock.now()))
    return looked


def _after(failure: LookFailed | None, slot: datetime, every: timedelta, now: datetime) -> datetime:
    regular = next_slot(slot, every, now)
    if isinstance(failure, Parked):
        return max(now, failure.until)
    return min(regular, now + RETRY) if isinstance(failure, Passing) else regular


def due_suspects(observer: Observer) -> Iterator[Looked]:
    """Look again at the suspects that are due; one process at a time, or the same calls were made twice."""
    store, now = observer.store, observer.clock.now()
    earliest = store.next_look_at()
    if earliest is None or earliest > now:
        return
    slot = store.due_at(RELOOK, now)
    if slot > now or not store.claim(RELOOK, slot, now, now + LEASE):
        return
    next_at = now
    try:
        for looked in _each_group(observer, store.doubts(now)):
            if looked.failure:
                next_at = _after(looked.failure, now, RETRY, observer.clock.now())
            yield looked
            if looked.failure:
                return
    finally:  # also when nobody asks for the rest, for a claim that is kept holds up everybody
        store.done(RELOOK, slot, next_at)


def _each_group(observer: Observer, doubts: list[Doubt]) -> Iterator[Looked]:
    watches = {watch.id: watch for watch in observer.store.all()}
    for (watch_id, market), group in groupby(doubts, key=lambda doubt: (doubt.watch_id, doubt.market)):
        if watch := watches.get(watch_id):
            yield look_at_suspects(observer, watch, market, list(group))


def look_at_suspects(observer: Observer, watch: Watch, market: str, doubts: list[Doubt]) -> Looked:
    """Look again at the suspects of one watch in one market, the cheapest way that tells something new."""
    entries = observer.store.entries(watch.id)
    way = relook_way(watch, market, entries, doubts, observer.rules)
    tracks = [doubt.track_id for doubt in doubts if doubt.track_id is not None]
    if len(tracks) < len(doubts) or way in {Way.LIST, Way.PAGES}:
        return look_at_watch(observer, watch, market, way)
    held = {entry.track_id: entry for entry in entries}
    asked = [held.get(i) or KnownEntry(id=0, track_id=i, answers=frozenset({i})) for i in tracks]
    return look_at_tracks(observer, watch, market, asked, way)
