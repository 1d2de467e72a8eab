"""The product's pure core at work in a model world: polls and re-looks, decided and kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from tests.core.past import WATCH
from tests.core.record import Record
from tests.faults.core_answers import Answer, Service
from tests.faults.world_model import POLL, World
from tracker.core.decide import decide_direct, decide_list, decide_lost, incomplete
from tracker.core.decision import Decision
from tracker.core.errors import LookFailed, Passing, SourceLost
from tracker.core.history import Doubt
from tracker.core.items import COMPLETE, Reading, Way
from tracker.core.known import Known, Look
from tracker.core.plan import asked_singly, relook_way, together
from tracker.core.rules import Rules

TAKES = timedelta(seconds=20)
RETRY = timedelta(minutes=30)
"""Re-looks that brought nothing are tried again after so long."""


@dataclass(slots=True)
class Watching:
    """One watch of one world. `observations` counts the places that were put before the core."""

    world: World
    service: Service
    record: Record = field(default_factory=lambda: Record(replace(WATCH, every=POLL)))
    rules: Rules = field(default_factory=Rules)
    observations: int = 0
    checks: int = 0
    seen: Answer | None = None
    _relook_from: datetime | None = None

    def begin(self) -> None:
        """Look for the first time, with a true answer: what a watch begins with is what its owner was shown."""
        world = self.world
        self._decide_list(Reading(world.places(), COMPLETE, world.snapshot), self._look(world.now, Way.LIST))

    def poll(self) -> None:
        """Let the time of one poll pass: look at the list, then again at the suspects that fall due before the next.

        As in the program, a list that could not be reached at all is tried again half an hour later.
        """
        self.world.advance()
        self.service.turn()
        now = self.world.now
        self.seen, at = self._list(now, Way.LIST), now
        while isinstance(self.seen, Passing) and at + RETRY < now + POLL:
            at += RETRY
            self.seen = self._list(at, Way.LIST)
        while (due := self._next_relook(at + TAKES)) < now + POLL:
            self._relook(due)

    def _next_relook(self, now: datetime) -> datetime:
        """When suspects want a look again; never, if there are none."""
        wanted = min(self.record.next_looks.values(), default=now + POLL)
        return max(wanted, now, self._relook_from or now)

    def _relook(self, at: datetime) -> None:
        failed, served = False, {doubt.id: doubt.looks for doubt in self.record.due(at)}
        for _, group in groupby(sorted(self.record.due(at), key=together), key=together):
            failed = failed or isinstance(self._look_again(at, list(group)), LookFailed)
        idle = failed or any(served.get(doubt.id) == doubt.looks for doubt in self.record.due(at + TAKES))
        self._relook_from = at + (RETRY if idle else TAKES)

    def _look_again(self, at: datetime, doubts: list[Doubt]) -> Answer:
        way = relook_way(self.record.watch, self.record.market, doubts, self.rules)
        if way in {Way.LIST, Way.PAGES}:
            return self._list(at, way)
        return self._direct(at, _names(asked_singly(doubts, self.rules)), _names(doubts))

    def _list(self, at: datetime, way: Way) -> Answer:
        answer = self.service.listing()
        self._decide_list(answer, self._look(at, way))
        return answer

    def _decide_list(self, answer: Answer, look: Look) -> None:
        self._keep(decide_answer(self.record.known(), answer, look, self.rules), answer, look, whole=True)

    def _direct(self, at: datetime, names: list[str], about: list[str]) -> Answer:
        answer = self.service.direct(names)
        known, look = self.record.known(frozenset(about)), self._look(at, Way.SINGLE)
        if isinstance(answer, LookFailed):
            decision = incomplete(known, look, answer.why, whole=False)
        else:
            decision = decide_direct(known, answer, look, self.rules, whole=False)
        self._keep(decision, answer, look, whole=False)
        return answer

    def _look(self, at: datetime, way: Way) -> Look:
        self.checks += 1
        return Look(self.checks, at, at + TAKES, way)

    def _keep(self, decision: Decision, answer: Answer, look: Look, *, whole: bool) -> None:
        self.observations += len(answer.places) if isinstance(answer, Reading) else 0
        self.record.apply(decision, look, whole=whole)


def _names(doubts: Sequence[Doubt]) -> list[str]:
    return [doubt.track_id for doubt in doubts if doubt.track_id is not None]


def decide_answer(known: Known, answer: Answer, look: Look, rules: Rules) -> Decision:
    """What the program decides upon a look at the whole list, or upon its failure."""
    if isinstance(answer, SourceLost):
        return decide_lost(known, answer.status, look, rules)
    if isinstance(answer, LookFailed):
        return incomplete(known, look, answer.why)
    return decide_list(known, answer, look, rules)
