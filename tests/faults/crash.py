"""Killed at every statement, at every system call, at any moment: a step is whole or absent, and done once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from tests.faults.storage_alone import alone
from tests.faults.storage_children import (
    Bench,
    Ending,
    Trap,
    at_statement,
    soon_after_statement,
    traceable,
    unarmed,
    workshop,
)
from tests.faults.storage_openings import openings
from tests.faults.storage_score import CALLS, Score, judge
from tests.faults.storage_scripts import LOOK, SCRIPTS, Home
from tests.faults.table import Row, Scale, Suite

LATEST_S = 0.003
"""A statement and what follows it take about so long."""


def by_statement(bench: Bench, quick: int | None) -> Row:
    """KILL-S: at every statement, until the script runs through; or at `quick` of them."""
    step = max(1, bench.statements // quick) if quick else 1
    score, number = Score(), 1
    while True:
        home, ending = bench.disturbed(at_statement(number))
        expect_quiet(ending)
        if not ending.killed:
            break
        judge(score, bench, home, ending)
        number += step
    note = "" if step == 1 else f", each {step}."
    return score.row(f"KILL-S {bench.script.name}", f"at statements 1 to {number - step}{note}")


def at_random(bench: Bench, count: int, seed: int, more: str) -> Row:
    """Kills at any moment of the look: a little after any of its statements."""
    score, rng = Score(), Random(seed)
    for _ in range(count):
        moment = soon_after_statement(rng.randint(1, bench.statements), rng.uniform(0, LATEST_S))
        home, ending = bench.disturbed(moment)
        expect_quiet(ending)
        judge(score, bench, home, ending)
    return score.row("KILL at random", f"at any moment of one look{more}")


def by_call(bench: Bench, step: int) -> Row:
    """KILL-W: at every system call that writes, syncs, renames, removes or opens."""
    score = Score()
    for call in CALLS:
        for home, ending in _killed_in(bench, call, step):
            judge(score, bench, home, ending)
    return score.row(
        "KILL-W one look", f"at each {step}. call of {', '.join(call.strip('?') for call in CALLS)}"
    )


def _killed_in(bench: Bench, call: str, step: int) -> Iterator[tuple[Home, Ending]]:
    number = 1
    while True:
        log = bench.fresh().folder.parent / "strace.log"
        home, ending = bench.disturbed(unarmed, Trap(call, f"signal=SIGKILL:when={number}", log))
        expect_quiet(ending)
        if not ending.killed:
            return
        yield home, ending
        number += step


def expect_quiet(ending: Ending) -> None:
    """A process that is killed says nothing: whatever it did say is a fault of the harness or of the program."""
    if ending.told or ending.crashed:
        raise RuntimeError(ending.told or ending.crashed)


def rows(scale: Scale) -> Iterable[Row]:
    """All of it, in this process."""
    with workshop() as folder:
        yield openings(folder / "heard")
        for number, script in enumerate(SCRIPTS):
            yield by_statement(Bench(folder / str(number), script), 3 if scale.quick else None)
        bench = Bench(folder / "look", LOOK)
        untraced = traceable()
        yield at_random(bench, scale.of(8, 400), scale.seed, untraced and f"; KILL-W not run: {untraced}")
        if not untraced:
            yield by_call(bench, scale.of(80, 1))


def run(scale: Scale) -> Iterable[Row]:
    """All of it, in a process that may fork."""
    return alone("tests.faults.crash", scale)


SUITE = Suite("crash", run)
