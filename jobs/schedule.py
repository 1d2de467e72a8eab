"""The table of jobs, and the clockwork that starts them.

The clockwork only says when to look whether something is due. What is due, and who has taken it, stands in
the database, so a late, doubled or killed clockwork neither repeats nor skips anything.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from jobs import checks, deliveries, housekeeping, names, offers, packing, releases, searches, vigil, visits
from jobs.pulse import Pulse
from jobs.run_job import run_job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from tracker.wiring import App


@dataclass(frozen=True, slots=True)
class Job:
    """A job: its name, how often the clockwork calls it (seconds), what it does, and whether it does so `apart`."""

    name: str
    every_s: int
    work: Callable[[App], str]
    apart: bool = False


USUAL = "default"

JOBS = (
    Job("checks", 30, checks.work),
    Job("visits", 300, visits.work),
    Job("releases", 120, releases.work),
    Job("housekeeping", 900, housekeeping.work),
    Job("vigil", 300, vigil.work),
    Job("searches", 1800, searches.work),
    Job("packing", 600, packing.work),
    Job("offers", 1800, offers.work),
    Job("deliveries", 15, deliveries.work, apart=True),
    Job("names", 60, names.work, apart=True),
)


class _Onward(IntervalTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Every so many seconds, counted from the present.

    The original goes through each interval since the last run, and a clock that starts in 1970 and is set right
    later leaves it tens of millions of them.
    """

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """The next run: of all that were missed only one is left over."""
        recent: datetime | None = super().get_next_fire_time(
            previous and max(previous, now - self.interval), now
        )
        return recent


@contextmanager
def started(
    app: App, pulse: Pulse | None = None, jobs: tuple[Job, ...] = JOBS
) -> Iterator[BackgroundScheduler]:
    """Run the jobs in one background thread, each at once and then in its rhythm, until the block ends.

    One thread: at one call a second there is nothing to gain from two, and a great deal to get wrong. Each job that
    is `apart` has one of its own: it waits for foreign servers, and nothing else must wait along.
    Every job of the one thread beats `pulse` when it begins and ends; what is apart must not, or it would hide that
    the checks stand still.
    A late run is never dropped (no misfire grace), and many late runs become one (coalesce).
    """
    defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    pulse = pulse or Pulse()
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={name: ThreadPoolExecutor(1) for name in (USUAL, *(j.name for j in jobs if j.apart))},
        job_defaults=defaults,
    )
    beside = Pulse()  # nobody watches it
    for job in jobs:
        trigger = _Onward(seconds=job.every_s, timezone=UTC)
        scheduler.add_job(
            run_job,
            trigger,
            (app, job.name, job.work, beside if job.apart else pulse),
            id=job.name,
            next_run_time=app.clock.now(),
            executor=job.name if job.apart else USUAL,
        )
    scheduler.start()
    try:
        yield scheduler
    finally:
        pulse.parting()
        app.stop()
        if scheduler.running:
            scheduler.shutdown(wait=True)
        pulse.end()
