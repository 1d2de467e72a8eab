"""How much agreement makes a suspicion a fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.items import Way

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.history import Doubt

PATIENCE = timedelta(days=7)
"""A contested doubt is not asked about again for this long, unless the list brings it up again."""


MASS_AT_LEAST = 50
"""So many alike flips are a mass in any list: more could not be asked for one by one."""
SAMPLE = 3
"""So many tracks of a mass flip are asked for singly before it is believed."""
REGRET_SPANS = 6
"""A day and a half at the usual span of 6 h: the look of the next day still falls into it."""


FARTHEST = timedelta(days=8)
"""No wait of this program is longer, except a watch's own rhythm: a later due time came of a wrong clock."""


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

    @property
    def regret(self) -> timedelta:
        """What is undone this soon is told as a mistake: no licence ends for a day."""
        return REGRET_SPANS * self.span

    def is_mass(self, flips: int, looked_at: int) -> bool:
        """Whether so many alike flips are too many to be believed one by one."""
        return flips > max(self.mass_count, min(self.mass_share * looked_at, MASS_AT_LEAST))


def often_enough(doubt: Doubt, ended_at: datetime, rules: Rules, *, held: bool) -> bool:
    """Whether a look that agrees with `doubt` and ended at `ended_at` makes enough of them, over enough time."""
    wanted = needed(rules, held=held or doubt.contested)
    return len(doubt.looks) + 1 >= wanted and ended_at - doubt.first_missed.at >= rules.span


def asks_otherwise(doubt: Doubt, way: Way) -> bool:
    """Whether `way` is another way of asking than the doubt's first; a list cut otherwise is the same list."""
    return _kin(way) != _kin(doubt.way)


def _kin(way: Way) -> Way:
    return Way.LIST if way in {Way.PAGES, Way.PACKED} else way


def other_way(doubt: Doubt, way: Way, rules: Rules) -> bool:
    """Whether another way of asking has agreed before and, by this look, does so again; few looks need less."""
    other, wanted = asks_otherwise(doubt, way), needed(rules, held=doubt.contested)
    if wanted > 2:
        return doubt.independent and other
    return doubt.independent or other or wanted == 1


def needed(rules: Rules, *, held: bool) -> int:
    """How many agreeing looks a change needs."""
    return max(rules.looks, rules.mass_looks) if held else rules.looks


def next_look(ended_at: datetime, rules: Rules, *, held: bool = False) -> datetime:
    """When a suspect wants to be looked at again after a look that ended then; a mass flip, which wants more looks, sooner.

    Counted from the last look, not from the first: a clock that jumps then shortens one wait, not all of them.
    """
    return ended_at + (rules.spacing / 2 if held else rules.spacing)
