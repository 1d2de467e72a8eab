"""What became of one world, and of many: counts that can be added up and sent between processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from tests.faults.core_rivals import Rival
from tests.faults.core_verdict import PATIENCE, Verdict, judge, polls_between
from tests.faults.core_watching import Watching
from tests.faults.world_model import Real, World
from tracker.core.history import EventKind

TRACKS = frozenset({EventKind.VANISHED, EventKind.RETURNED, EventKind.RELINKED})
SOURCE = frozenset({EventKind.SOURCE_LOST, EventKind.SOURCE_BACK})


@dataclass(slots=True)
class Tally:
    """Counts by kind of event; `delays` by polls, `masses` by polls until the whole group was told.

    `lasting` are real changes that have to be told; `scattered` counts tracks of a mass change that were not
    told with the rest of it.
    """

    worlds: int = 0
    observations: int = 0
    checks: int = 0
    told: Counter[EventKind] = field(default_factory=Counter)
    false: Counter[EventKind] = field(default_factory=Counter)
    regretted: Counter[EventKind] = field(default_factory=Counter)
    moved: Counter[EventKind] = field(default_factory=Counter)
    taken_back: Counter[EventKind] = field(default_factory=Counter)
    missed: Counter[EventKind] = field(default_factory=Counter)
    lasting: Counter[EventKind] = field(default_factory=Counter)
    delays: Counter[int] = field(default_factory=Counter)
    masses: Counter[int] = field(default_factory=Counter)
    scattered: int = 0
    rivals: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def tally(watching: Watching, rivals: Mapping[str, Rival]) -> Tally:
    """Judge one world that has been watched to its end."""
    world, verdict = watching.world, judge(watching.record, watching.world)
    masses, scattered = _masses(verdict, world)
    return Tally(
        worlds=1,
        observations=watching.observations,
        checks=watching.checks,
        told=Counter(real.kind for _, real in verdict.told),
        false=Counter(event.kind for event in verdict.false),
        regretted=Counter(event.kind for event in verdict.regretted),
        moved=Counter(real.kind for _, real in verdict.moved),
        taken_back=Counter(event.kind for event in verdict.taken_back),
        missed=Counter(real.kind for real in verdict.missed),
        lasting=Counter(real.kind for real in world.reals if real.lasts(PATIENCE, world.now)),
        delays=_delays(verdict, world),
        masses=masses,
        scattered=scattered,
        rivals=Counter({name: rival.false_losses + rival.false_returns for name, rival in rivals.items()}),
    )


def percentile(counts: Counter[int], share: float) -> int:
    """The least value that so large a share of all values does not exceed; 0 if there are none."""
    wanted, seen = share * counts.total(), 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= wanted:
            return value
    return 0


def _delays(verdict: Verdict, world: World) -> Counter[int]:
    """Polls from a change to its confirmation, of the single changes of tracks that lasted.

    What was told before its track was taken out of the list, and put in again, is not timed.
    """
    return Counter(
        polls_between(real.visible, event.confirmed_at)
        for event, real in verdict.told
        if real.kind in TRACKS and not real.group and real.lasts(PATIENCE, world.now)
        if event.confirmed_at and event.confirmed_at >= real.visible
    )


def _masses(verdict: Verdict, world: World) -> tuple[Counter[int], int]:
    """Polls until the last track of each mass change was told; and how many were not told in one with the rest."""
    told = {id(real): event for event, real in verdict.told}
    groups: dict[int, list[Real]] = {}
    for real in world.reals:
        if real.group and real.lasts(PATIENCE, world.now):
            groups.setdefault(real.group, []).append(real)
    polls: Counter[int] = Counter()
    scattered = 0
    for group in groups.values():
        events = [told[id(real)] for real in group if id(real) in told]
        incidents = Counter(event.incident for event in events)
        scattered += len(group) - max((n for one, n in incidents.items() if one), default=0)
        polls[
            max((polls_between(group[0].at, e.confirmed_at) for e in events if e.confirmed_at), default=99)
        ] += 1
    return polls, scattered
