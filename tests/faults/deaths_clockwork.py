"""The clockwork itself dies: nobody looks any more, and the process that should looks no longer alive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from jobs import checks, vigil
from jobs.pulse import Pulse
from jobs.schedule import Job, started
from tests.faults.daemons_process import until
from tests.faults.deaths_mortal import TICK, TICKS, Mortal

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

    from tracker.wiring import App

SILENCE_S = 1.5
ALIVE_S = 30.0


@dataclass(frozen=True, slots=True)
class Clockwork:
    """A running clockwork, what holds its one worker up, and the alarm that rings when it is silent."""

    scheduler: BackgroundScheduler
    jam: Event
    jammed: Event
    alarm: Event


Strike = Callable[[Clockwork], None]


def _shut_down(work: Clockwork) -> None:
    work.scheduler.shutdown()


def _paused(work: Clockwork) -> None:
    work.scheduler.pause()


def _emptied(work: Clockwork) -> None:
    work.scheduler.remove_all_jobs()


def _without_worker(work: Clockwork) -> None:
    work.scheduler._executors["default"]._pool.shutdown()


def _without_thread(work: Clockwork) -> None:
    def end() -> None:
        raise SystemExit

    work.scheduler._process_jobs = end
    work.scheduler.wakeup()


def _blocked(work: Clockwork) -> None:
    work.jam.clear()
    until("the job that never ends", work.jammed.is_set)


STRIKES: dict[str, Strike] = {
    "the clockwork is shut down": _shut_down,
    "the clockwork is paused": _paused,
    "the clockwork lost its jobs": _emptied,
    "the clockwork lost its worker": _without_worker,
    "the clockwork lost its thread": _without_thread,
    "a job never ends": _blocked,
}


def dies(one: Mortal, strike: Strike) -> tuple[bool, bool]:
    """Whether `tracker status` still looks green two rhythms after the strike, and whether the alarm rang."""
    with _running(one, SILENCE_S) as work:
        strike(work)
        until("the end of what runs", lambda: work.jammed.is_set() or _at_rest(work))
        one.made.sim.advance(TICKS * TICK)
        work.alarm.wait(10 * SILENCE_S)
        green = one.exit_code() == 0
        work.jam.set()
        return green, work.alarm.is_set()


def lives(one: Mortal) -> tuple[bool, bool]:
    """The same of a clockwork that nothing befell: it looks again, and nobody is alarmed."""
    with _running(one, ALIVE_S) as work:
        seen = one.seen()
        one.made.sim.advance(TICKS * TICK)
        until("a look of the living", lambda: one.seen() >= seen + 3)
        return one.exit_code() == 0, work.alarm.is_set()


@contextmanager
def _running(one: Mortal, silence_s: float) -> Iterator[Clockwork]:
    """The real clockwork, with a worker that can be held up and an alarm instead of the end of the process."""
    jam, jammed, watched, alarm, pulse = Event(), Event(), Event(), Event(), Pulse()
    jam.set()

    def looking(app: App) -> str:
        if not jam.is_set():
            jammed.set()
            jam.wait()
        return checks.work(app)

    def watching(app: App) -> str:
        watched.set()
        return vigil.work(app)

    jobs = (Job("checks", 1, looking), Job("vigil", 1, watching))
    pulse.watch(alarm.set, silence_s)
    with started(one.app, pulse, jobs) as scheduler:
        work = Clockwork(scheduler, jam, jammed, alarm)
        try:
            until("the first runs", watched.is_set)
            until("their end", lambda: _at_rest(work))
            yield work
        finally:
            jam.set()


def _at_rest(work: Clockwork) -> bool:
    """Whether no job runs or waits for the worker."""
    return not any(work.scheduler._executors["default"]._instances.values())
