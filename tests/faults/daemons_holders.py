"""Whoever holds a duty is stopped or killed in the middle of its look: another takes over, and it is too late."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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

LEASE_S = 1.0
HELD_S = 0.4
"""Real seconds that an answer is held back: long enough to strike while its asker waits."""
START_S = 0.5
"""The next daemon's own share of a take-over: it looks for work every 50 ms, but on two cores not alone."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A look in which somebody is struck.

    `prepare` makes it due; the answer held back is the `answers`-th, of this `family`; `change` is what happens in
    the world before the next daemon looks, after which there are so many `checks` and the vanish is suspected.
    """

    prepare: Callable[[Station], None]
    family: str
    answers: int
    change: Callable[[Station], None]
    checks: int
    settings: Mapping[str, str] = field(default_factory=dict)


def lost_track(made: Station) -> str:
    """The track that vanishes."""
    return made.world.catalog.tracks_of(made.world.cast.album)[0].id


def _seen_once(source: str) -> Callable[[Station], None]:
    """A watch that was looked at before, so that there is something to be wrong about, and is due again."""

    def prepare(made: Station) -> None:
        ref = made.world.cast.album if source == "album" else made.world.cast.own_playlist
        check_now(made.app.observer, made.watch(source, ref), "DE")
        made.watch(source, ref)

    return prepare


def _suspected(made: Station) -> None:
    """A vanish that waits to be confirmed, and nothing else that is due."""
    watch = made.watch("album", made.world.cast.album)
    check_now(made.app.observer, watch, "DE")
    _vanish(made)
    check_now(made.app.observer, watch, "DE")


def _vanish(made: Station) -> None:
    made.world.take_down(lost_track(made), made.sim.now())


def _return(made: Station) -> None:
    made.world.restore(lost_track(made), made.sim.now())


SCENES: Mapping[str, Scene] = {
    "album": Scene(_seen_once("album"), "album", 1, _vanish, 2),
    "playlist": Scene(_seen_once("playlist"), "playlist_items", 2, _vanish, 2),
    "suspects": Scene(
        _suspected,
        "track",
        1,
        _return,
        3,
        {"TRACKER_CONFIRM_HOURS": "0", "TRACKER_CONFIRM_LOOKS": "5"},
    ),
}


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


def struck(place: Place, blow: signal.Signals, name: str, scale: Scale, cases: int) -> Row:
    """The holder is struck while it waits for an answer, the world changes, and the next daemon sees it."""
    score, scene = Score(), SCENES[name]
    for number in range(cases):
        with place.station(f"{blow.name}-{name}-{number}", **scene.settings) as made:
            _one(made, blow, scene, score)
    what = {signal.SIGSTOP: "asleep beyond its lease", signal.SIGKILL: "killed"}[blow]
    return score.row(f"holder {what}, {name}, {place.kind}", scale)


def _one(made: Station, blow: signal.Signals, scene: Scene, score: Score) -> None:
    first, second = made.daemon(LEASE_S), made.daemon(LEASE_S)
    first.ready()
    second.ready()
    scene.prepare(made)
    calls = made.calls
    made.hold_answer(scene.family, HELD_S)
    first.begin()
    made.until_asked()
    first.strike(blow)
    began = this_moment()
    if blow is signal.SIGSTOP:
        made.until_answered(calls + scene.answers)
    scene.change(made)
    second.begin()
    until("a take-over", lambda: len(made.app.store.checks(None)) >= scene.checks)
    score.taken_after.append((made.app.store.checks(None)[-1].started_at - began).total_seconds())
    if blow is signal.SIGSTOP:
        first.strike(signal.SIGCONT)
        first.rounds()
    second.rounds()
    _judge(made, first, scene, score)


def _judge(made: Station, first: Daemon, scene: Scene, score: Score) -> None:
    checks, events = made.app.store.checks(None), made.app.store.events(EventFilter())
    score.cases += 1
    score.observations += sum(sum(check.observed.values()) for check in checks)
    score.stale += len(first.said("check"))
    score.duplicated += max(0, len(checks) - scene.checks) + max(0, len(events) - 1)
    found = [(event.kind, event.track_id, event.status) for event in events]
    score.missed += found != [(EventKind.VANISHED, lost_track(made), Status.SUSPECTED)]
