"""How much agreement makes a suspicion a fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.history import Doubt
    from tracker.core.items import Way

PATIENCE = timedelta(days=7)
"""A contested doubt is not asked about again for this long, unless the list brings it up again."""


@dataclass(frozen=True, slots=True)
class Rules:
    """`looks` agreeing looks over at least `hours`; a mass flip wants `mass_looks`.

    A flip is a mass when more than `mass_count` tracks, and more than `mass_share` of those looked at, change
    alike in one watch and market.
    """

    looks: int = 3
    hours: float = 6.0
    mass_looks: int = 6
    mass_count: int = 5
    mass_share: float = 0.05

    @property
    def span(self) -> timedelta:
        """The least time between the first and the last of the agreeing looks."""
        return timedelta(hours=self.hours)

    @property
    def spacing(self) -> timedelta:
        """The time between two looks at a suspect, so that the last one needed falls at the end of the span."""
        return self.span / max(1, self.looks - 1)

    def is_mass(self, flips: int, looked_at: int) -> bool:
        """Whether so many alike flips are too many to be believed one by one."""
        return flips > max(self.mass_count, self.mass_share * looked_at)


def enough(doubt: Doubt, way: Way, ended_at: datetime, rules: Rules, *, held: bool) -> bool:
    """Whether a look that agrees with `doubt`, by `way` and at `ended_at`, settles it."""
    looks = len(doubt.looks) + 1
    needed = max(rules.looks, rules.mass_looks) if held else rules.looks
    independent = doubt.independent or way != doubt.way or needed == 1
    return looks >= needed and ended_at - doubt.first_missed.at >= rules.span and independent


def next_look(first_missed_at: datetime, looks: int, ended_at: datetime, rules: Rules) -> datetime:
    """When a suspect with so many agreeing looks wants the next one."""
    return max(ended_at, first_missed_at + looks * rules.spacing)
