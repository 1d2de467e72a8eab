"""The disk fills up, fails, turns read-only or goes away: an error is told, nothing is torn, and it heals."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from typing import Any

from sqlalchemy import Engine, event

from tests.faults.storage_alone import alone
from tests.faults.storage_children import (
    Arm,
    Bench,
    Ending,
    Trap,
    run_apart,
    statement_hook,
    traceable,
    unarmed,
    workshop,
)
from tests.faults.storage_score import CALLS, Score, compare, size
from tests.faults.storage_scripts import LAST, LOOK, Home, Torn, serve
from tests.faults.table import Row, Scale, Suite
from tracker.core.errors import StoreError

ERRORS = ("ENOSPC", "EIO", "EROFS")
SYNCS = {"fsync", "fdatasync"}
LASTING = {"once": "", "for good": "+"}
NOBODY = 65534


def judge(score: Score, bench: Bench, home: Home, ending: Ending) -> None:
    """What was called done is there; what was not is reported; and with the fault gone the next round does it."""
    score.cases += 1
    if ending.crashed or ending.killed:
        score.wrong += 1
        return
    try:
        left = bench.script.state(home)
        score.observations += size(left)
        score.lost += left not in bench.states[ending.steps :]
        # Silence is a lie where a step is missing; a commit that failed at its last breath may stand all the same.
        score.wrong += not ending.told and ending.steps < len(bench.states) - 1
        bench.script.finish(home)
        compare(score, bench.script.state(home), bench.states[-1])
    except (Torn, StoreError):
        score.wrong += 1


def by_call(bench: Bench, error: str, how: str, step: int) -> Row:
    """The n-th call of each kind fails, once or from then on, for every n until none does."""
    score, met = Score(), set[str]()
    for call in CALLS:
        for home, ending in _failing(bench, call, f"error={error}", LASTING[how], step):
            judge(score, bench, home, ending)
            met.add(call)
    score.wrong += not met & SYNCS  # a commit that is never synced cannot fail so, but is none either
    note = f"each {step}. call of {', '.join(call.strip('?') for call in CALLS)}, until none fails"
    return score.row(f"{error} {how}", note)


def _failing(bench: Bench, call: str, effect: str, more: str, step: int) -> Iterator[tuple[Home, Ending]]:
    number = 1
    while True:
        folder = bench.fresh().folder
        ours = [folder, *(folder / name for name in ("tracker.db", "tracker.db-journal", "tracker.db-wal"))]
        trap = Trap(call, f"{effect}:when={number}{more}", folder.parent / "strace.log", paths=ours)
        home, ending = bench.disturbed(unarmed, trap)
        if not trap.sprung:
            return
        yield home, ending
        number += step


def page_limit(pages: int) -> Arm:
    """SQLite may grow the file by so many pages and no more."""

    def connected(connection: Any, _record: object) -> None:
        (held,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={held + pages}")

    return partial(event.listen, Engine, "connect", connected)


def size_limit(size: int) -> Arm:
    """No file may grow past `size` bytes."""
    return partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def stranger(home: Home, mode: int) -> Arm:
    """Somebody whom the files' modes keep out: for reading and writing, or for writing alone."""

    def arm() -> None:
        for path in (home.folder, *home.folder.iterdir()):
            path.chmod(mode | 0o111 if path.is_dir() else mode)
        if os.geteuid() == 0:
            os.setuid(NOBODY)

    return arm


def moved_away(home: Home, number: int) -> Arm:
    """The folder is taken away when SQLite is about to run its n-th statement."""
    away = home.folder.with_name("away")
    return statement_hook(number, lambda: home.folder.rename(away))


def by_limit(bench: Bench, fault: str, limits: Iterable[Arm], note: str) -> Row:
    """Run into limits that need no tracing."""
    score = Score()
    for limit in limits:
        judge(score, bench, *bench.disturbed(limit))
    return score.row(fault, note)


def kept_out(bench: Bench) -> Row:
    """Modes that keep the program out, until they are put right."""
    score, modes = Score(), (0o000, 0o444)
    for mode in modes:
        home, ending = bench.disturbed(stranger(bench.fresh(), mode))
        for path in (home.folder, *home.folder.iterdir()):
            path.chmod(0o700)
        score.wrong += not ending.told
        judge(score, bench, home, ending)
    return score.row("permission lost", "modes 000 and 444, then put right")


def taken_away(bench: Bench, step: int, more: str) -> Row:
    """The folder goes at a statement of the look; nothing is made in its place; it comes back, and all is well."""
    score = Score()
    for number in range(1, bench.statements + 1, step):
        home, ending = bench.disturbed(moved_away(bench.fresh(), number))
        score.wrong += home.file.exists()
        away = home.folder.with_name("away")
        if home.folder.exists():
            home.folder.rename(home.folder.with_name(f"made-{number}"))
        away.rename(home.folder)
        judge(score, bench, home, ending)
    note = f"at each {step}. of {bench.statements} statements, and put back afterwards{more}"
    return score.row("directory removed", note)


def full_then_space(bench: Bench, count: int) -> Row:
    """A daemon meets a full disk for some rounds; when there is space again, its next round is recorded."""
    score = Score()
    for rounds in range(1, count + 1):
        home = bench.fresh()
        ending = run_apart(partial(_live_through, home, rounds), unarmed)
        score.wrong += ending.steps != len(bench.states) - 1  # all steps of the last round, and none before
        judge(score, bench, home, ending)
    note = f"1 to {count} rounds fail in one process, the next is recorded"
    return score.row("full, then space", note)


def _live_through(home: Home, rounds: int, step: Callable[[], None]) -> None:
    with closing(home.opened()) as store:
        size_limit(100)()
        for number in range(rounds):
            try:
                serve(store, lambda: None, hour=LAST + 3 * number)
            except StoreError:
                continue
            raise AssertionError("a full disk was not noticed")
        size_limit(resource.RLIM_INFINITY)()
        serve(store, step, hour=LAST + 3 * rounds)


def rows(scale: Scale) -> Iterable[Row]:
    """All of it, in this process."""
    with workshop() as folder:
        folder.chmod(0o711)
        bench = Bench(folder / "look", LOOK)
        pages = map(page_limit, range(scale.of(2, 8)))
        yield by_limit(bench, "SQLITE_FULL", pages, "the file may grow by 0, 1, … pages")
        sizes = map(size_limit, range(1, 60_000, scale.of(20_000, 700)))
        yield by_limit(bench, "size limit", sizes, "no file may grow past 1 … 60,000 bytes")
        yield full_then_space(bench, scale.of(1, 5))
        yield kept_out(bench)
        untraced = traceable()
        yield taken_away(bench, scale.of(25, 1), untraced and f"; failing calls not run: {untraced}")
        if untraced:
            return
        for error in ERRORS[: scale.of(1, 3)]:
            for how in LASTING:
                yield by_call(bench, error, how, scale.of(40, 2))


def run(scale: Scale) -> Iterable[Row]:
    """All of it, in a process that may fork."""
    return alone("tests.faults.io_errors", scale)


SUITE = Suite("io_errors", run)
