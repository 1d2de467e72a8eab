"""The product's policy in an invented world: the planner's own functions, told nothing but what looks show."""

from __future__ import annotations

from bisect import insort
from collections import deque
from dataclasses import dataclass, replace
from heapq import heapify, heapreplace
from typing import TYPE_CHECKING

from tests.planning.seen import Seen
from tracker.core.planning.bursts import (
    OPEN_DAYS,
    Case,
    Experience,
    Look,
    is_hit,
    line_rate,
    may_leap,
    opened,
    probes,
    swept,
)
from tracker.core.planning.rates import Looks, Prior, all_expected, change_chance, expected, fitted
from tracker.core.planning.visits import Wish, allotted, rescheduled, stands_in

if TYPE_CHECKING:
    from random import Random

    from tests.planning.worlds import World

_NEVER = float("inf")
_FIRST_FIT, _GROWTH, _LONGEST = 2.0, 1.3, 30.0


@dataclass(frozen=True, slots=True)
class Ways:
    """How a run goes: looks a day and track, whether bursts are minded, how many looks one call makes."""

    a_day: float
    bursts: bool = True
    batch: int = 1


class Run:
    """One policy in one world. Time is in days; `due` is on a clock of its own, which stands still while others are asked.

    One unit of that clock is one round at equal looks. So the looks in turn are spread exactly by their intervals, and all calls together
    are exactly as many as equal looks would make.
    """

    def __init__(self, world: World, ways: Ways, chance: Random) -> None:
        """Nobody has been looked at; first looks are spread evenly over a round, in a random order."""
        many = len(world.rates)
        self.world, self.ways, self.seen = world, ways, Seen()
        self.calls = many * ways.a_day
        self.last, self.looks = [0.0] * many, [0] * many
        self.tally = [Looks()] * many
        self.next_flip = [flips[0] if flips else _NEVER for flips in world.flips]
        self.passed = [0] * many
        order = list(range(many))
        chance.shuffle(order)
        self.due = [0.0] * many
        for place, track in enumerate(order):
            self.due[track] = (place + chance.random()) / many
        self.queue = [(due, track) for track, due in enumerate(self.due)]
        heapify(self.queue)
        self.prior, self.allotment = Prior(), allotted([Wish(Prior().mean)] * many, many)
        self.rate, self.interval = [Prior().mean] * many, [1.0] * many
        self.extras: deque[tuple[int, float]] = deque()
        self.ripening: deque[Case[int]] = deque()
        self.excused = [False] * many
        self.leaps: deque[float] = deque()
        self.cases: dict[int, Case[int]] = {}
        self.experience: Experience = Experience()
        self.counted = 0, 0
        self.bursts = [0] * len(world.members)

    def until(self, days: float) -> Seen:
        """Spend all calls of that many days."""
        refit, batch, now = max(_FIRST_FIT, 0.5 / self.ways.a_day), self.ways.batch, 0.0
        for number in range(int(days * self.calls)):
            if number % batch == 0:
                now = (number + batch) / self.calls
            if now >= refit:
                self._refit(now)
                refit = now + min(_LONGEST, max(1.0, (_GROWTH - 1) * now))
            if self.ripening and self.ripening[0].settled <= now:
                self._sweep(self.ripening.popleft())
            track = self._out_of_turn(now) if self.extras else None
            self._look(self._in_turn() if track is None else track, now)
        self.seen.looks = sum(self.looks)
        return self.seen

    def _in_turn(self) -> int:
        """The track that is due first and was not looked at out of turn a moment ago."""
        while True:
            due, track = self.queue[0]
            self.due[track] = due + self.interval[track]
            heapreplace(self.queue, (self.due[track], track))
            if not self.excused[track]:
                return track
            self.excused[track] = False

    def _out_of_turn(self, now: float) -> int | None:
        """A sibling that a case asks for, if half of the day's calls is not yet gone that way."""
        while self.leaps and self.leaps[0] <= now - 1:
            self.leaps.popleft()
        while self.extras and may_leap(len(self.leaps), self.calls):
            track, since = self.extras.popleft()
            if self.last[track] < since:
                self.leaps.append(now)
                self.seen.out_of_turn += 1
                if stands_in(self.queue[0][0], self.due[track], self.interval[track], 1.0):
                    self.excused[track] = True
                return track
        return None

    def _look(self, track: int, now: float) -> None:
        days = now - self.last[track]
        self.last[track] = now
        self.looks[track] += 1
        self.seen.oldest = max(self.seen.oldest, days)
        changed = self.next_flip[track] <= now and self._flipped(track, now)
        if self.ways.bursts:
            line = self.world.line_of[track]
            if changed or line in self.cases:
                self._weigh(line, track, days, changed)
        elif changed:
            self._learn(track, days)

    def _flipped(self, track: int, now: float) -> bool:
        flips, start = self.world.flips[track], self.passed[track]
        end = start
        while end < len(flips) and flips[end] <= now:
            end += 1
        self.passed[track] = end
        self.next_flip[track] = flips[end] if end < len(flips) else _NEVER
        return self.seen.flipped(flips[start:end], now)

    def _weigh(self, line: int, track: int, days: float, changed: bool) -> None:
        """One more look at a line under suspicion, or a flip that may begin one."""
        now = self.last[track]
        case = self.cases.get(line)
        if case and not changed and now - days >= case.since and now - case.since < OPEN_DAYS:
            return  # seen before since it began: nothing to weigh
        if case and not case.is_open(now):
            self._close(case, now)
            case = None
        look = Look(track, now, days, change_chance(self.rate[track], days), changed)
        if case:
            case = self.cases[line] = case.after(look)
            if not case.swept and changed and case.is_burst(self.experience):
                self.cases[line] = replace(case, swept=True)
                self.seen.sweeps += 1
                insort(self.ripening, case, key=lambda each: each.settled)
        elif changed and is_hit(look.chance) and len(self.world.members[line]) > 1:
            self._open(opened(line, look))
        elif changed:
            self._learn(track, days)

    def _open(self, case: Case[int]) -> None:
        self.cases[case.line] = case
        if not self.experience.affordable:
            return
        ((first, _),) = case.hits
        near = [(self.due[each], each) for each in self.world.members[case.line] if each != first]
        chosen = probes(near, self.experience)
        self.experience = self.experience.paid(len(chosen))
        self.extras.extend((track, case.since) for track in chosen)

    def _sweep(self, case: Case[int]) -> None:
        longest = [(self.last[each], each) for each in self.world.members[case.line]]
        self.extras.extend((track, case.settled) for track in swept(longest, case))

    def _close(self, case: Case[int], now: float) -> None:
        """A burst counts once for its line; what was none is learnt as if there had been no suspicion."""
        del self.cases[case.line]
        if case.is_burst(self.experience):
            self.bursts[case.line] += 1
        else:
            for track, days in case.hits:
                self._learn(track, days)
        self.experience = self.experience.closed(case)

    def _learn(self, track: int, days: float) -> None:
        """A flip of its own: the rate is learnt anew at once, for this track alone."""
        self.tally[track] = self.tally[track].and_one(days, changed=True)
        self.rate[track] = expected(self.prior, self._so_far(track))
        self.interval[track] = self._interval(track)

    def _so_far(self, track: int) -> Looks:
        """The sums; quiet looks are counted here by subtraction, which is quicker than one by one."""
        flips = self.tally[track]
        return Looks(
            self.looks[track] - flips.changed,
            self.last[track] - flips.changed_days,
            flips.changed,
            flips.changed_days,
        )

    def _wish(self, track: int) -> Wish:
        line = self.world.line_of[track]
        bursts = self.bursts[line]
        shared = line_rate(bursts, self.last[track], len(self.world.members[line])) if bursts else 0.0
        return Wish(self.rate[track] + shared)

    def _interval(self, track: int) -> float:
        return 1 / self.allotment.per_day(self._wish(track))

    def _refit(self, now: float) -> None:
        """Fit the prior to all tracks, share the looks out anew, and keep every track's place in its interval."""
        looks, leapt = sum(self.looks), self.seen.out_of_turn
        taken = (leapt - self.counted[1]) / max(1, looks - self.counted[0])
        self.experience = self.experience.earned(looks - self.counted[0])
        self.counted = looks, leapt
        so_far = [self._so_far(track) for track in range(len(self.last))]
        self.prior = fitted(so_far, self.prior)
        self.rate = all_expected(self.prior, so_far)
        wishes = [self._wish(track) for track in range(len(self.last))]
        self.allotment = allotted(wishes, len(wishes), taken, self.experience.found / now)
        clock, old = self.queue[0][0], self.interval
        self.interval = [1 / self.allotment.per_day(wish) for wish in wishes]
        self.due = [
            rescheduled(clock, due, before, after)
            for due, before, after in zip(self.due, old, self.interval, strict=True)
        ]
        self.queue = [(due, track) for track, due in enumerate(self.due)]
        heapify(self.queue)
