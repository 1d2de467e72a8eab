"""Whoever holds a duty is stopped or killed in the middle of its look: another takes over, and it is too late."""

from __future__ import annotations

import signal
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from tests.faults.daemons_crowd import AT_ONCE, dismiss, let_pass, served_twice
from tests.faults.daemons_process import until
from tests.faults.daemons_station import this_moment
from tests.faults.table import Row
from tracker.core.history import EventKind, Status
from tracker.core.ports import EventFilter
from tracker.usecases.rounds import check_now

if TYPE_CHECKING:
    from tests.faults.daemons_place import Place
    from tests.faults.daemons_process import Daemon
    from tests.faults.daemons_station import Station
    from tests.faults.table import Scale
    from tracker.core.watch import Watch

LEASE_S = 1.0
HELD_S = 0.4
"""Real seconds that an answer is held back: long enough to strike while its asker waits."""
START_S = 0.5
"""The next daemon's own share of a take-over: it looks for work every 50 ms, but on two cores not alone."""


@dataclass(slots=True)
class Score:
    """What came of the cases."""

    cases: int = 0
    observations: int = 0
    missed: int = 0
    stale: int = 0
    duplicated: int = 0
    taken_after: list[float] = field(default_factory=list)

    def row(self, fault: str, scale: Scale) -> Row:
        """As a line of the table."""
        slowest = max(self.taken_after, default=0.0)
        note = f"stale looks on record {self.stale}; taken over after {slowest:.2f} s at most, lease {LEASE_S:g} s"
        late = sum(seconds > 2 * LEASE_S + START_S for seconds in self.taken_after)
        figures = {"missed": self.missed, "duplicated": self.duplicated, "wrong": self.stale + late}
        return Row(fault, self.cases, self.observations, seed=scale.seed, note=note, **figures)


def struck(place: Place, blow: signal.Signals, source: str, scale: Scale, cases: int) -> Row:
    """The holder is struck while it waits for an answer, the world changes, and the next daemon sees it."""
    score = Score()
    for number in range(cases):
        with place.station(f"{blow.name}-{source}-{number}") as made:
            _one(made, blow, source, score)
    what = {signal.SIGSTOP: "asleep beyond its lease", signal.SIGKILL: "killed"}[blow]
    return score.row(f"holder {what}, {source}, {place.kind}", scale)


def _one(made: Station, blow: signal.Signals, source: str, score: Score) -> None:
    watch = _seen_once(made, source)
    first, second = made.daemon(LEASE_S), made.daemon(LEASE_S)
    first.ready()
    second.ready()
    calls = made.calls
    made.hold_answer("album" if source == "album" else "playlist_items", HELD_S)
    made.watch(source, watch.ref)  # due again, at once
    first.begin()
    made.until_asked()
    first.strike(blow)
    began = this_moment()
    if blow is signal.SIGSTOP:
        made.until_answered(calls + (1 if source == "album" else 2))
    lost = made.world.catalog.tracks_of(made.world.cast.album)[0].id
    made.world.take_down(lost, made.sim.now())
    second.begin()
    until("a take-over", lambda: len(made.app.store.checks(None)) > 1)
    score.taken_after.append((made.app.store.checks(None)[-1].started_at - began).total_seconds())
    if blow is signal.SIGSTOP:
        first.strike(signal.SIGCONT)
        first.rounds()
    second.rounds()
    _judge(made, first, lost, score)


def _seen_once(made: Station, source: str) -> Watch:
    """A watch that was looked at before, so that there is something to be wrong about."""
    ref = made.world.cast.album if source == "album" else made.world.cast.own_playlist
    watch = made.watch(source, ref)
    check_now(made.app.observer, watch, "DE")
    return watch


def _judge(made: Station, first: Daemon, lost: str, score: Score) -> None:
    checks, events = made.app.store.checks(None), made.app.store.events(EventFilter())
    score.cases += 1
    score.observations += sum(sum(check.observed.values()) for check in checks)
    score.stale += len(first.said("check"))
    score.duplicated += max(0, len(checks) - 2) + max(0, len(events) - 1)
    found = [(e.kind, e.track_id, e.status) for e in events]
    score.missed += found != [(EventKind.VANISHED, lost, Status.SUSPECTED)]


def storm(place: Place, number: int, blows: int, scale: Scale) -> Row:
    """Daemons are stopped for longer than a lease, continued and killed at random; a new one comes for each killed."""
    rng = Random(scale.seed)
    with place.station("storm", **AT_ONCE) as made:
        made.watch("album", made.world.cast.album, "DE", "US", every_s=1)
        lost = made.world.catalog.tracks_of(made.world.cast.album)[0].id
        daemons = made.crowd(number, LEASE_S)
        made.until_seen()
        for blow in range(blows):
            _strike(made, daemons, rng)
            if blow == blows // 3:
                made.world.take_down(lost, made.sim.now())
        until("the vanish in both markets", lambda: len(made.confirmed(EventKind.VANISHED)) >= 2)
        let_pass(LEASE_S)
        dismiss(daemons)
        return _after_storm(made, lost, f"storm over {number} daemons, {place.kind}", blows, scale)


def _strike(made: Station, daemons: list[Daemon], rng: Random) -> None:
    victim = rng.randrange(len(daemons))
    if rng.random() < 0.3:
        daemons[victim].bury()
        daemons[victim] = made.daemon(LEASE_S)
        daemons[victim].ready()
        daemons[victim].begin()
    else:
        daemons[victim].strike(signal.SIGSTOP)
        let_pass(rng.uniform(0.1, 2 * LEASE_S))
        daemons[victim].strike(signal.SIGCONT)


def _after_storm(made: Station, lost: str, fault: str, blows: int, scale: Scale) -> Row:
    checks, events = made.app.store.checks(None), made.app.store.events(EventFilter())
    named = {(event.kind, event.track_id, event.market) for event in events}
    return Row(
        fault,
        cases=blows,
        observations=sum(sum(check.observed.values()) for check in checks),
        false=sum(event.track_id != lost for event in events),
        missed=2 - len({event.market for event in made.confirmed(EventKind.VANISHED)}),
        duplicated=len(events) - len(named) + served_twice(made),
        wrong=max(0, made.calls - made.paid),
        seed=scale.seed,
        note=f"{len(checks)} checks; calls sent {made.calls}, counted {made.paid} (those of the killed are lost)",
    )
