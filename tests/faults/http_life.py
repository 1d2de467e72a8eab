"""The whole program living through a scene over loopback HTTP, with every fault of a plan on its way."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlmodel import col, select

from tests.living import living
from tracker.core.names import NAMELESS
from tracker.core.ports import EventFilter
from tracker.store.tables import EntryRow
from tracker.usecases.rounds import next_due, run_due

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tests.faults.http_world import Scene
    from tests.living import Living
    from tracker.core.history import Event
    from tracker.simulator import Fault
    from tracker.simulator.shapes import Tier
    from tracker.usecases.look import Looked

log = logging.getLogger(__name__)

TICK = timedelta(minutes=1)
"""The program asks so often whether something is due."""
SEEN = ("playable", "unplayable", "gone")


@dataclass(frozen=True, slots=True)
class Lived:
    """What a life left behind: its events, what it saw, how many looks were incomplete, and the faults that it met.

    `crashes` are errors that ended a round, by their words; `nameless` the times of adding of what was first met as a null.
    """

    events: list[Event]
    observations: int
    looks: int
    failed: int
    crashes: dict[str, int]
    met: dict[str, int]
    nameless: frozenset[datetime]


def live(scene: Scene, plan: Iterable[Fault], tier: Tier = "C") -> Lived:
    """Watch the scene's list every three hours until its end."""
    with TemporaryDirectory(prefix="faults-") as folder, living(scene.world, Path(folder), tier=tier) as life:
        life.watch(f"playlist:{scene.playlist}", every="3h")
        for fault in plan:
            life.service.state.faults.add(fault)
        looks: list[Looked] = []
        crashes: Counter[str] = Counter()
        while _forward(life, scene):
            try:
                looks += run_due(life.app.observer)
            except Exception as error:
                # As the job's outer door does: it is logged, and the next round still comes.
                log.exception("A round failed")
                crashes[f"{type(error).__name__}: {error}"] += 1
        return Lived(
            events=life.app.store.events(EventFilter()),
            observations=sum(map(observations, looks)),
            looks=len(looks),
            failed=sum(not looked.recorded.decision.complete for looked in looks),
            crashes=dict(crashes),
            met=dict(life.service.state.faults.fired),
            nameless=_nameless(life),
        )


def observations(looked: Looked) -> int:
    """How many times a look saw a track, in whichever state."""
    return sum(looked.recorded.decision.observed.get(state, 0) for state in SEEN)


def _nameless(life: Living) -> frozenset[datetime]:
    met = select(col(EntryRow.added_at)).where(col(EntryRow.track_id) == NAMELESS)
    with life.app.store._engine.connect() as conn:
        return frozenset(at for at in conn.execute(met).scalars() if at is not None)


def _forward(life: Living, scene: Scene) -> bool:
    """Let time pass until something is due; False if that is after the end."""
    now, due = life.sim.now(), next_due(life.app.observer)
    until = max(due or scene.end, now + TICK)
    if until < scene.end:
        life.sim.set(until)
    return until < scene.end
