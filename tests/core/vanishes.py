"""Vanishes made by hand: in days since a beginning, with what their tracks share."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.core.incidents import Population, Shared, Trait, Vanish

if TYPE_CHECKING:
    from collections.abc import Iterable

START = datetime(2026, 5, 1, 4, tzinfo=UTC)


def day(number: float) -> datetime:
    """An instant so many days after the beginning."""
    return START + timedelta(days=number)


def vanish(
    seq: int,
    since: float,
    until: float,
    *,
    watch: int = 1,
    told: int | None = None,
    shared: dict[str, str] | None = None,
    **more: str,
) -> Vanish:
    """A vanish between two days; `rights="acorn"` and the like say what its track shares, `code` who registered it."""
    known = (shared or {}) | more
    code = known.pop("code", None)
    traits = tuple(Trait(Shared(what), key) for what, key in known.items())
    return Vanish(seq, f"t{seq}", watch, day(since), day(until), traits, code, told)


def population(vanishes: Iterable[Vanish], watched: int = 1000, **having: int) -> Population:
    """What is watched: `watched` tracks of which everything is known; `having` says how many have a trait's key."""
    counted = Counter(trait for each in vanishes for trait in each.traits)
    for trait in list(counted):
        counted[trait] = having.get(trait.key, counted[trait])
    return Population(watched, counted, dict.fromkeys(Shared, watched), tried=100)
