"""The whole program before one list of three pages, on which one fault after another is tried."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, TypeVar

from tests.faults.http_life import observations
from tests.faults.http_truth import told
from tests.faults.table import Row
from tests.living import living
from tracker.core.history import EventKind, Status
from tracker.core.ports import EventFilter
from tracker.simulator import Fault, small_world
from tracker.usecases.rounds import check_now, due_suspects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.faults.table import Scale
    from tests.living import Living
    from tracker.core.history import Event
    from tracker.core.watch import Watch
    from tracker.usecases.look import Looked, Observer

TRACKS, CALLS = 110, 5
"""Three pages, between two questions for the list's version: so many calls a look."""
ROUND = timedelta(hours=3)
POSITIONS: Mapping[str, Mapping[str, object]] = {
    "version before": {"family": "playlist"},
    "page 0": {"family": "playlist_items", "page": 0},
    "page 1": {"family": "playlist_items", "page": 1},
    "page 2": {"family": "playlist_items", "page": 2},
    "version after": {"family": "playlist", "skip": 1},
}
PAGES = ("page 0", "page 1", "page 2")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trial:
    """One case: faults that hold for some rounds, and what the first of these rounds has to be.

    `gap`: an incomplete look, told as a gap; `whole`: a complete one in spite of the fault; `any`: either.
    After `recovers` rounds without the faults a look must be complete and the gap closed.
    """

    what: str
    faults: Sequence[Fault] = ()
    expect: Literal["gap", "whole", "any"] = "gap"
    rounds: int = 1
    recovers: int = 1
    most_calls: int | None = None


@dataclass(slots=True)
class Tally:
    """What came of the trials of one row."""

    cases: int = 0
    observations: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def row(self, fault: str, scale: Scale, note: str = "") -> Row:
        """The row of the table, with the first of what did not hold."""
        words = [note, *self.false[:2], *self.missed[:2], *self.wrong[:2]]
        return Row(
            fault,
            cases=self.cases,
            observations=self.observations,
            false=len(self.false),
            missed=len(self.missed),
            wrong=len(self.wrong),
            seed=scale.seed,
            note="; ".join(word for word in words if word),
        )


class Bench:
    """Tries faults on a program that has seen its list whole, and knows that nothing really changes in it."""

    def __init__(self, life: Living, watch: Watch) -> None:
        self.life, self.watch, self.tally = life, watch, Tally()

    def run(self, trial: Trial, observer: Observer | None = None) -> None:
        """Try one case; `observer` looks in the faulty rounds (by default the program's own)."""
        plan, known = self.life.service.state.faults, len(self._events())
        for fault in trial.faults:
            plan.add(fault)
        self._compare(trial, self.look(observer))
        for _ in range(trial.rounds - 1):
            self.look(observer)
        plan.clear()
        self._recover(trial)
        self.tally.cases += 1
        self.tally.false += [f"{trial.what}: {told(event)}" for event in claims(self._events()[known:])]

    def look(self, observer: Observer | None = None) -> Looked:
        """Let a round pass; look at the suspects that are due, then at the list."""
        self.life.sim.advance(ROUND)
        observer = observer or self.life.app.observer
        looks = [*due_suspects(observer), check_now(observer, self.watch, "DE")]
        self.tally.observations += sum(map(observations, looks))
        return looks[-1]

    def wrong(self, trial: Trial, what: str) -> None:
        """Note that something else did not hold."""
        self.tally.wrong.append(f"{trial.what}: {what}")

    def _compare(self, trial: Trial, looked: Looked) -> None:
        whole, why = looked.recorded.decision.complete, looked.recorded.decision.why
        if trial.expect == "whole" and not whole:
            self.wrong(trial, f"not whole ({why})")
        if trial.expect == "gap" and (whole or not self._gap()):
            self.wrong(trial, "whole" if whole else "no gap told")
        if trial.most_calls is not None and looked.calls > trial.most_calls:
            self.wrong(trial, f"{looked.calls} calls")

    def _recover(self, trial: Trial) -> None:
        """Wait until a pause that was demanded is over, look again, and see off the doubts that were raised."""
        store = self.life.app.store
        if until := store.ledger().parked_until:
            self.life.app.clock.forward(until)  # type: ignore[attr-defined]
        looks = [self.look() for _ in range(trial.recovers)]
        if not looks[-1].recorded.decision.complete or self._gap():
            self.wrong(trial, f"not recovered ({looks[-1].recorded.decision.why})")
        for _ in range(4):
            if store.next_look_at() is not None:
                self.look()

    def _gap(self) -> bool:
        return any(gap.track_id is None and gap.until is None for gap in self.life.app.store.gaps(None))

    def _events(self) -> list[Event]:
        return self.life.app.store.events(EventFilter())


def claims(events: Sequence[Event]) -> list[Event]:
    """What was ever claimed: confirmed events, be it that they were taken back later."""
    return [e for e in events if e.status is Status.CONFIRMED and e.kind is not EventKind.RETRACTED]


class Shop:
    """Lends one bench after another to the rows of a module: the same one again while nothing went wrong on it."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._last: Bench | None = None

    def bench(self) -> Bench:
        """A bench with an empty tally."""
        made = self._last
        if made is None or made.tally.false or made.tally.missed or made.tally.wrong:
            made = self._last = self.fresh()
        made.tally = Tally()
        return made

    def fresh(self) -> Bench:
        """A program that has looked once at its list, in a world where nothing happens."""
        world = small_world(TRACKS)
        folder = self._stack.enter_context(TemporaryDirectory(prefix="faults-"))
        life = self._stack.enter_context(living(world, Path(folder)))
        made = Bench(life, life.watch(f"playlist:{world.cast.own_playlist}", every="3h"))
        made.look()
        made.tally = Tally()
        return made

    def tried(self, trials: Sequence[Trial]) -> Tally:
        """What comes of trying all cases."""
        made = self.bench()
        for trial in trials:
            made.run(trial)
        return made.tally


@contextmanager
def shop() -> Iterator[Shop]:
    """A shop that puts everything away in the end."""
    with ExitStack() as stack:
        yield Shop(stack)


def at(position: str, **traits: object) -> Fault:
    """A fault at one of the calls of a look; it strikes every time, unless `times` says otherwise."""
    return Fault(**{"times": None, **POSITIONS[position], **traits})  # type: ignore[arg-type]


def some(all_of_them: Sequence[T], scale: Scale, quick: int) -> Sequence[T]:
    """All cases, or for the quick set so many of them, evenly chosen."""
    return all_of_them[:: -(-len(all_of_them) // quick)] if scale.quick else all_of_them
