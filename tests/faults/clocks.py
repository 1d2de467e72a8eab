"""Wrong clocks: more than two hundred jumps in the middle of a life, which must neither invent, repeat, rush nor blind.

The program's clock is the service's own plus an error that jumps: by hours, by years, to 1970, beyond 2038, in the
middle of looks. In real time, which the program cannot see, a list is due every three hours, and tracks really come
and go. After a jump at most one check catches up, and no jump blinds the program for longer than two rhythms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from tests.faults.clocks_life import HALF_DAY, Life, life_in, local_zone
from tests.faults.table import Row, Scale, Suite
from tracker.core.history import EventKind, Status
from tracker.core.ports import EventFilter
from tracker.simulator import World, small_world

SHIFTS = tuple(
    timedelta(hours=sign * hours)
    for hours in (1, 2, 5, 24, 49, 7 * 24, 9 * 24, 8760, 17520)
    for sign in (1, -1)
)
MOMENTS = tuple(
    datetime(year, month, day, 3, 14, tzinfo=UTC)
    for year, month, day in (
        (1970, 1, 1), (1999, 12, 31), (2028, 2, 29), (2038, 1, 19), (2038, 6, 1), (2106, 2, 7), (2400, 1, 1),
    )
)  # fmt: skip


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
FOLDS = {
    "Europe/Berlin": (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "America/New_York": (datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, tzinfo=UTC)),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What really happens to a track, and when in real time."""

    at: datetime
    track: str
    kind: EventKind


def run(scale: Scale) -> Iterable[Row]:
    """A life of many jumps, one of a clock that was wrong for long, and one through the changes of summer time in three zones."""
    yield _row("clock jumps", scale, *_jumping(scale))
    yield _row("clock set right after a month", scale, *_set_right())
    for zone in ZONES[: scale.of(1, len(ZONES))]:
        with local_zone(zone):
            for fold in FOLDS[zone]:
                yield _row(f"summer time {zone} {fold:%b}", scale, *_through(fold, scale.of(7, 26)))


def errors(rng: Random) -> Iterator[tuple[timedelta | datetime, int]]:
    """Every error, set at once and in the middle of a look; without end."""
    every: tuple[timedelta | datetime, ...] = (*SHIFTS, *MOMENTS)
    while True:
        kinds = [(error, looks) for error in every for looks in (0, rng.randint(2, 12))]
        rng.shuffle(kinds)
        yield from kinds


def _jumping(scale: Scale) -> tuple[Life, int, list[Change]]:
    rng, jumps, world = Random(scale.seed), scale.of(20, 200), small_world(6)
    changes = _lived(world, world.start + HALF_DAY * (jumps - 2))
    with life_in(world) as life:
        for (error, looks), _ in zip(errors(rng), range(jumps // 2), strict=False):
            _jump_and_return(life, error, looks, rng)
        life.pass_time(3 * HALF_DAY)
        _hold_against(life, changes)
        return life, jumps, changes


def _set_right() -> tuple[Life, int, list[Change]]:
    """The clock was a month ahead when a track vanished, and is right when it returns: told in this order."""
    world = small_world(6)
    changes = _lived(world, world.start + 19 * HALF_DAY)
    with life_in(world) as life:
        for error, half_days in ((timedelta(days=31), 12), (timedelta(), 8)):
            life.clock.jump(error, 0)
            for _ in range(half_days):
                life.pass_time(HALF_DAY)
        _hold_against(life, changes)
        return life, 2, changes


def _through(fold: datetime, half_days: int) -> tuple[Life, int, list[Change]]:
    """Live through a day on which the local clock jumps: every slot is served once."""
    world = small_world(6, start=fold - timedelta(days=2))
    changes = _lived(world, world.start + HALF_DAY * (half_days - 4))
    with life_in(world) as life:
        for _ in range(half_days):
            life.pass_time(HALF_DAY)
        _hold_against(life, changes)
        return life, 1, changes


def _jump_and_return(life: Life, error: timedelta | datetime, looks: int, rng: Random) -> None:
    shift = error if isinstance(error, timedelta) else error - life.alive.sim.now()
    life.clock.jump(shift, looks)
    life.pass_time(HALF_DAY)
    life.clock.jump(timedelta(), looks)
    if rng.random() < 0.1:
        life.sleep(timedelta(hours=8))
    life.pass_time(HALF_DAY)


def _lived(world: World, end: datetime) -> list[Change]:
    """Let tracks vanish for six days each and return, one after another, until the end."""
    tracks, changes = [track.id for track in world.catalog.tracks_of(world.cast.album)], list[Change]()
    at, n = world.start + timedelta(days=2), 0
    while at + timedelta(days=6) < end:
        track = tracks[n % len(tracks)]
        world.take_down(track, at)
        world.restore(track, at + timedelta(days=6))
        changes.append(Change(at, track, EventKind.VANISHED))
        changes.append(Change(at + timedelta(days=6), track, EventKind.RETURNED))
        at, n = at + timedelta(days=3), n + 1
    return sorted(changes, key=lambda change: change.at)


def _hold_against(life: Life, changes: Sequence[Change]) -> None:
    """Compare what was told, in the order of its numbers, with what really happened, in the order of real time."""
    events = [e for e in life.alive.app.store.events(EventFilter()) if e.status is Status.CONFIRMED]
    told = [(str(event.track_id), event.kind) for event in events]
    real = [(change.track, change.kind) for change in changes]
    life.wrong["false"] = (Counter(told) - Counter(real)).total()
    life.wrong["missed"] = (Counter(real) - Counter(told)).total()
    for track in {change.track for change in changes}:
        order, really = ([kind for name, kind in pairs if name == track] for pairs in (told, real))
        life.wrong["told twice or in the wrong order"] += order != really[: len(order)]
    for check in life.alive.app.store.checks(None):
        life.wrong["checks that took less than no time"] += check.ended_at < check.started_at


def _row(name: str, scale: Scale, life: Life, jumps: int, changes: Sequence[Change]) -> Row:
    false, missed = life.wrong.pop("false"), life.wrong.pop("missed")
    words = [f"{count} x {word}" for word, count in life.wrong.items() if count]
    note = "; ".join([f"{life.looks} looks, {len(changes)} changes", *words])
    return Row(
        name, jumps, life.observations, false, missed, wrong=life.wrong.total(), seed=scale.seed, note=note
    )


SUITE = Suite("clocks", run)
