"""What a policy saw: how long each flip waited for the next look at its track, how many hid, how old a look became."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import fmean

YEAR = 365.0


@dataclass(slots=True)
class Seen:
    """The score of one policy in one world, a list of waits for each year."""

    waits: list[list[float]] = field(default_factory=lambda: [[], []])
    flips: int = 0
    hidden: int = 0
    oldest: float = 0.0
    looks: int = 0
    out_of_turn: int = 0
    sweeps: int = 0

    def flipped(self, at: list[float], now: float) -> bool:
        """Count the flips that a look at `now` comes after; whether it finds a change."""
        for each in at:
            year = int(each / YEAR)
            if year < len(self.waits):
                self.waits[year].append(now - each)
                self.flips += 1
        odd = len(at) % 2
        self.hidden += len(at) - odd
        return bool(odd)

    def mean(self, year: int) -> float:
        """The mean wait of a year's flips, in days."""
        return fmean(self.waits[year])

    def slow(self, year: int) -> float:
        """The wait that 95 of 100 flips of a year do not exceed."""
        ordered = sorted(self.waits[year])
        return ordered[int(0.95 * len(ordered))]

    @property
    def hidden_share(self) -> float:
        """The share of flips that cancelled out between two looks."""
        return self.hidden / max(1, self.flips)
