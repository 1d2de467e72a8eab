"""Processes that end and begin again: told to in the middle of a look, and a hundred times in a row."""

from __future__ import annotations

import signal
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.faults.daemons_crowd import served_twice
from tests.faults.daemons_station import Station, this_moment
from tests.faults.table import Row
from tracker.core.ports import EventFilter
from tracker.store.opening import examine
from tracker.usecases.rounds import run_due
from tracker.usecases.turns import LEASE
from tracker.usecases.vigil import keep_vigil
from tracker.wiring import App, open_app

if TYPE_CHECKING:
    from tests.faults.daemons_place import Place
    from tests.faults.table import Scale

PARTING_S = 10.0
RESTARTS = 100
STEP = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Lived:
    """What a program did, told and left behind."""

    checks: list[tuple[object, ...]]
    events: list[tuple[object, ...]]
    told: list[str]
    calls: int


def restarted(place: Place, scale: Scale) -> Row:
    """A hundred restarts, twenty minutes apart, beside a program that ran all the while: no difference at all."""
    with place.station("steady") as made:
        steady = _live(made, restarts=False)
    with place.station("restless") as made:
        restless = _live(made, restarts=True)
    more = [len(mine) - len(its) for mine, its in _pairs(restless, steady)]
    return Row(
        f"{RESTARTS} restarts, {place.kind}",
        cases=RESTARTS,
        observations=len(restless.checks),
        missed=sum(max(0, -number) for number in more),
        duplicated=sum(max(0, number) for number in more) + len(restless.told) - len(set(restless.told)),
        wrong=abs(restless.calls - steady.calls) + sum(mine != its for mine, its in _pairs(restless, steady)),
        seed=scale.seed,
        note=f"{len(restless.events)} events, {len(restless.told)} notices, {restless.calls} calls, as without",
    )


def _pairs(one: Lived, other: Lived) -> list[tuple[list[object], list[object]]]:
    return [
        (list(one.checks), list(other.checks)),
        (list(one.events), list(other.events)),
        (list(one.told), list(other.told)),
    ]


def _live(made: Station, *, restarts: bool) -> Lived:
    """A vanish, a day of quota, and a list that is never read: all that could be told twice."""
    cast, start = made.world.cast, made.sim.now()
    made.watch("album", cast.album, "DE", "US", every_s=4 * 3600)
    made.watch("playlist", cast.own_playlist, every_s=3600)
    made.world.take_down(made.world.catalog.tracks_of(cast.album)[0].id, start + 3 * STEP)
    faults = made.service.state.faults
    faults.add(family="playlist", kind="html", times=None)
    faults.add(family="album", kind="quota", given={"retry_after": "20000"}, skip=6)
    told: list[str] = []
    for _ in range(RESTARTS):
        if restarts:
            with closing(open_app(made.app.loaded, clock=made.app.clock)) as app:
                told += _round(app)
        else:
            told += _round(made.app)
        made.sim.advance(STEP)
    store = made.app.store
    checks = [
        (c.watch_id, c.market, c.way, c.started_at - start, c.complete, c.why) for c in store.checks(None)
    ]
    events = [(e.kind, e.status, e.track_id, e.market, e.checks) for e in store.events(EventFilter())]
    return Lived(list(checks), list(events), told, made.calls)


def _round(app: App) -> list[str]:
    run_due(app.observer)
    return [
        f"{n.kind} {n.subject}" for n in keep_vigil(app.store, app.login_view().expires_at, app.clock.now())
    ]


def told_to_end(place: Place, scale: Scale) -> Row:
    """SIGTERM to `python -m jobs` while an answer is awaited that comes soon, or much too late."""
    cases = {"soon": 1.0} if scale.quick else {"soon": 1.0, "much too late": 25.0}
    taken, wrong, notes = [], 0, []
    for name, seconds in cases.items():
        with place.station(f"term-{name.replace(' ', '-')}") as made:
            code, lasted = _ended(made, seconds)
            torn = _torn(made)
            taken.append(lasted)
            wrong += torn + (lasted > PARTING_S) + (code not in {0, 70})
            notes.append(f"{name}: exit code {code} after {lasted:.1f} s")
    return Row(
        f"SIGTERM in a look, {place.kind}",
        cases=len(cases),
        wrong=wrong,
        seed=scale.seed,
        note="; ".join(notes),
    )


def _ended(made: Station, seconds: float) -> tuple[int, float]:
    made.watch("album", made.world.cast.album)
    made.hold_answer("album", seconds)
    process = made.start([sys.executable, "-m", "jobs"])
    made.until_asked()
    began = this_moment()
    process.send_signal(signal.SIGTERM)
    code = process.wait(60)
    return code, (this_moment() - began).total_seconds()


def _torn(made: Station) -> int:
    """Whether anything is half, or done twice, once the next process has taken over."""
    path = made.home / "tracker.db"
    if path.exists():
        examine(path)
    left = made.app.store.checks(None)
    made.sim.set(this_moment() + LEASE)
    run_due(made.app.observer)
    whole = [check for check in made.app.store.checks(None) if check.complete]
    return served_twice(made) + (len(left) > 1) + (len(whole) > 1) + (not left and not whole)
