"""A tracker whose end is provoked: the wired program with its jobs, in a world whose present is the machine's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from typer.testing import CliRunner

from jobs.pulse import Pulse
from jobs.run_job import run_job
from jobs.schedule import JOBS, Job
from tests.faults.daemons_station import Station, station, this_moment
from tracker.cli.main import app as command_line
from tracker.core.ports import EventFilter
from tracker.demo.clock import DemoClock
from tracker.settings import load
from tracker.simulator import small_world
from tracker.store.engine import reading
from tracker.usecases.telling import standing
from tracker.wiring import App, open_app

if TYPE_CHECKING:
    from tracker.core.notices import Notice, NoticeKind

RHYTHM = timedelta(hours=12)
TICK = timedelta(hours=3)
TICKS = 9
"""Two rhythms, and a quarter more."""


@dataclass(slots=True)
class Mortal:
    """The program, its jobs, and what has become of them."""

    made: Station
    app: App
    jobs: tuple[Job, ...] = JOBS
    lives: bool = True
    frozen: bool = False
    _opened: list[App] = field(default_factory=list)

    def tick(self) -> None:
        """Three hours pass, and the clockwork starts its jobs, if there is one; no job's end is its own."""
        if not self.frozen:
            self.made.sim.advance(TICK)
        for job in self.jobs if self.lives else ():
            with suppress(SystemExit):
                run_job(self.app, job.name, job.work, Pulse())

    def two_rhythms(self) -> None:
        """Time passes until the end may no longer go unnoticed."""
        for _ in range(TICKS):
            self.tick()

    def renewed(self, **settings: str) -> None:
        """Go on with other settings, as after a restart."""
        self.app = open_app(
            load(self.made.environ | settings, self.made.home), clock=DemoClock(self.made.sim)
        )
        self._opened.append(self.app)

    def close(self) -> None:
        """Close what was opened."""
        for app in self._opened:
            app.close()

    def exit_code(self) -> int:
        """What `tracker status` ends with: a process of its own time, which knows nothing of this one."""
        return CliRunner().invoke(command_line, ["status"], env=self.made.environ).exit_code

    def standing_notices(self) -> list[Notice]:
        """What the program itself says, by its own clock."""
        app = self.app
        return standing(app.store, app.clock.now(), app.limits, app.login_view().expires_at).notices

    def events(self) -> int:
        """How many events are on record; nothing ever happens in this world."""
        return len(self.app.store.events(EventFilter()))

    def told_twice(self) -> int:
        """Notices that were told more than once."""
        with reading(self.app.store._engine) as conn:
            rows = conn.execute(text("SELECT kind, subject, count(*) FROM notice GROUP BY kind, subject"))
            return sum(times - 1 for _, _, times in rows)

    def told(self, kind: NoticeKind) -> int:
        """How many notices of a kind there ever were."""
        with reading(self.app.store._engine) as conn:
            return int(
                conn.execute(text("SELECT count(*) FROM notice WHERE kind = :k"), {"k": kind}).scalar_one()
            )

    def seen(self) -> int:
        """How many complete checks there are."""
        return sum(check.complete for check in self.app.store.checks(None))


@contextmanager
def mortal(home: Path, first: Callable[[Mortal], None] = lambda _: None) -> Iterator[Mortal]:
    """A tracker that began two rhythms and some hours ago, and has looked once; `first` is done before that look."""
    world = small_world(start=this_moment() - (TICKS + 1) * TICK)
    with station(world, home) as made:
        made.watch("album", world.cast.album, "DE", "US", every_s=int(RHYTHM.total_seconds()))
        made.watch("playlist", world.cast.own_playlist, every_s=int(RHYTHM.total_seconds()))
        one = Mortal(made, made.app)
        first(one)
        one.tick()
        try:
            yield one
        finally:
            one.close()
