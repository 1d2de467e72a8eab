"""A service with a limit that it does not tell and changes; and a day of calls under it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import ceil
from random import Random

from tracker.core.planning.limits import WINDOW_S, Pace, answered, next_at, refused

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Day:
    """What a day under the limit came to."""

    calls: int
    refusals: int
    allowed: float

    @property
    def used(self) -> float:
        """The share of the limit that was used."""
        return (self.calls - self.refusals) / self.allowed

    @property
    def refused(self) -> float:
        """The share of the calls that were answered 429."""
        return self.refusals / self.calls


def limits_of_a_day(chance: Random, changes: int) -> list[tuple[float, int]]:
    """From when on which limit holds: between 30 and 180 calls in any half minute, redrawn so many times."""
    times = [0.0, *sorted(chance.uniform(0, DAY_S) for _ in range(changes))]
    return [(time, chance.randint(30, 180)) for time in times]


def day_of_calls(seed: int, changes: int = 6, *, counts_refused: bool = False) -> Day:
    """Call as fast as the pace allows; an answer takes 50 to 300 ms, and the service's window sees its arrival."""
    chance = Random(seed)
    limits = limits_of_a_day(chance, changes)
    ends = [time for time, _ in limits[1:]] + [DAY_S]
    allowed = sum((end - start) / WINDOW_S * limit for (start, limit), end in zip(limits, ends, strict=True))
    pace, now, calls, refusals, number = Pace(), 0.0, 0, 0, 0
    window: deque[float] = deque()
    while (now := next_at(pace, now)) < DAY_S:
        arrival = now + chance.uniform(0.02, 0.1)
        while number + 1 < len(limits) and limits[number + 1][0] <= arrival:
            number += 1
        while window and window[0] <= arrival - WINDOW_S:
            window.popleft()
        calls += 1
        if len(window) >= limits[number][1]:
            refusals += 1
            over = len(window) - limits[number][1]
            wait = ceil(window[over] + WINDOW_S - arrival)
            if counts_refused:
                window.append(arrival)
            now = arrival + 0.05
            pace = refused(pace, now, wait)
        else:
            window.append(arrival)
            pace = answered(pace, now)
    return Day(calls, refusals, allowed)
