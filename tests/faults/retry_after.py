"""A thousand values of `Retry-After`, well formed or not: nothing is sent before the time that follows from each.

Each value comes once with a 429. From then on until its time the program, restarted on the same database, and another
process that was never told ask in vain: the service counts every call that comes too early. What is expected of each value stands beside it, and is not computed by the product.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import permutations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import cast

from tests.faults.retry_after_values import DAY_S, Value, values
from tests.faults.table import Row, Scale, Suite
from tests.spotify.rig import PLENTY, Given
from tracker.core.errors import Parked
from tracker.net.http import Sender
from tracker.net.reply import Reply
from tracker.spotify import endpoints
from tracker.spotify.door import Door
from tracker.spotify.pace import Pace
from tracker.spotify.verdict import Pause
from tracker.store.repository import SqlStore, open_store

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
RATE, QUOTA = b'{"error":{"status":429}}', b'{"error":{"status":429,"reason":"QUOTA_EXCEEDED"}}'
SETBACKS = tuple(timedelta(hours=h) for h in (0.01, 1, 5, 23, 24, 25, 100, 168, 191, 193, 500, 8760, 490_000))
LONGEST = timedelta(days=8)


@dataclass
class Clock:
    """Simulated time; in the middle of a sleep somebody else may get a turn."""

    at: datetime
    meanwhile: Callable[[], None] | None = None

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        until, turn, self.meanwhile = self.at + timedelta(seconds=seconds), self.meanwhile, None
        if turn:
            self.at += timedelta(seconds=seconds / 2)
            turn()
        self.at = max(self.at, until)


@dataclass
class Service:
    """The service: it says one value once, and counts what comes before its time."""

    clock: Clock
    value: Value | None = None
    opens: datetime = START
    early: int = 0
    asked: int = 0

    def send(self, path: str, params: Mapping[str, str], token: str) -> Reply:
        value, self.value, now = self.value, None, self.clock.now()
        self.asked += 1
        if value is None:
            self.early += now < self.opens
            return Reply(200, {"content-type": "application/json"}, b"{}")
        self.opens = now + value.pause
        headers = {} if value.text is None else {"retry-after": value.text}
        return Reply(429, headers, QUOTA if value.quota else RATE)


def run(scale: Scale) -> Iterable[Row]:
    """All values on one database, then the clock set back while parked."""
    with TemporaryDirectory(prefix="retry-") as folder, ExitStack() as stack:
        url = f"sqlite:///{Path(folder, 'record.db')}"
        elsewhere = _asked_here if scale.quick else _another_process(stack)
        yield _values_row(scale, url, elsewhere)
        yield _setback_row(scale, url)
        yield _crossing_row(scale, url)


@dataclass
class Bench:
    """The program on its database, which is restarted once a value, and another process on the same database."""

    url: str
    service: Service
    elsewhere: Callable[[str, datetime], int]
    store: SqlStore = field(init=False)
    tried: int = 0
    early: int = 0
    held_too_long: int = 0

    def __post_init__(self) -> None:
        self.store = open_store(self.url, durable=False)

    def hold_back(self, value: Value) -> None:
        """Be told one value, then ask before its time, restarted and elsewhere, and once more when it has come."""
        service, clock = self.service, self.service.clock
        service.value, clock.meanwhile = value, self._restarted_in_vain
        if not _asks(service, self.store):  # it did not wait, so the pause was long
            clock.meanwhile = None
            self._restarted_in_vain()
        for share in (0.5, 0.98):
            clock.at += max(timedelta(), service.opens - clock.now()) * share
            self._in_vain()
        clock.at = max(clock.at, service.opens)
        self.held_too_long += not _asks(service, self.store)
        clock.at += timedelta(seconds=7)

    def _restarted_in_vain(self) -> None:
        self.store.close()
        self.store = open_store(self.url, durable=False)
        self._in_vain()

    def _in_vain(self) -> None:
        """Ask from here and from elsewhere; a pause of less than a minute would be waited out instead."""
        if self.service.opens - self.service.clock.now() > timedelta(seconds=61):
            self.tried += 2
            self.early += _asks(self.service, self.store) + self.elsewhere(self.url, self.service.clock.now())


def _values_row(scale: Scale, url: str, elsewhere: Callable[[str, datetime], int]) -> Row:
    service, count = Service(Clock(START)), scale.of(100, 1000)
    bench = Bench(url, service, elsewhere)
    for value in values(count, service.clock.now, Random(scale.seed)):
        bench.hold_back(value)
    bench.store.close()
    early = service.early + bench.early
    note = f"{early} calls too early, {bench.held_too_long} held longer than told"
    wrong = early + bench.held_too_long
    return Row("Retry-After x restart", count, bench.tried, wrong=wrong, seed=scale.seed, note=note)


def _asks(service: Service, store: SqlStore) -> bool:
    """Ask one question through a new door; whether it was let through."""
    pace = Pace(store, PLENTY, service.clock)
    door = Door(cast(Sender, service), {"user": Given("t")}, pace, lambda: 0.5)
    try:
        return door.get(endpoints.me()).status == 200
    except Parked:
        return False


def _another_process(stack: ExitStack) -> Callable[[str, datetime], int]:
    pool = stack.enter_context(multiprocessing.get_context("spawn").Pool(1))
    return lambda url, now: int(pool.apply(_asked_here, (url, now)))


def _asked_here(url: str, now: datetime) -> int:
    """How many calls a process of its own sends when it asks at `now`."""
    service = Service(Clock(now))
    _asks(service, _opened(url))
    return service.asked


@cache
def _opened(url: str) -> SqlStore:
    return open_store(url, durable=False)


def _setback_row(scale: Scale, url: str) -> Row:
    """A clock set back while parked: the time is kept where it can be, and nothing is held for ever."""
    wrong = tried = 0
    for setback in SETBACKS:
        for seconds in (90, 3600, DAY_S, 7 * DAY_S):
            tried += 1
            wrong += _set_back(setback, Value(str(seconds), seconds, quota=False), url)
    return Row("clock set back while parked", tried, tried, wrong=wrong, seed=scale.seed)


def _set_back(setback: timedelta, value: Value, url: str) -> bool:
    """Whether a pause ended too early though it could be kept, or did not end within eight days."""
    service = Service(Clock(START + timedelta(days=100_000)), value)
    with closing(open_store(url, durable=False)) as store:
        store.park(START, "rate")
        _asks(service, store)
        service.clock.at -= setback
        early = _asks(service, store) and setback + value.pause <= LONGEST
        service.clock.at += min(LONGEST, setback + value.pause)
        return early or not _asks(service, store)


def _crossing_row(scale: Scale, url: str) -> Row:
    """Two calls were under way at once and are told two times: the longer one counts, whichever comes last."""
    clock = Clock(START + timedelta(days=200_000))
    pairs = list(permutations((90, 3600, DAY_S, 7 * DAY_S), 2))
    with closing(open_store(url, durable=False)) as store:
        wrong = sum(_crossed(pair, clock, store) for pair in pairs)
    return Row("two calls told two times", len(pairs), 2 * len(pairs), wrong=wrong, seed=scale.seed)


def _crossed(told: tuple[int, int], clock: Clock, store: SqlStore) -> bool:
    """Whether somebody was let through before the longer time was over, or not even then."""
    pace, service = Pace(store, PLENTY, clock), Service(clock)
    for seconds in told:
        with suppress(Parked):
            pace.pause(Pause(seconds, "rate"), patient=False)
    clock.at += timedelta(seconds=max(told) - 61)  # what is shorter than a minute is waited out
    early = _asks(service, store)
    clock.at += timedelta(seconds=61)
    return early or not _asks(service, store)


SUITE = Suite("retry-after", run)
