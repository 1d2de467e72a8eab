"""Calls that ask for fifty at once: filled with tracks of like rate, or the slow ride along with the fast and nothing is won."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

Key = TypeVar("Key")

BATCH = 50


@dataclass(frozen=True, slots=True)
class Due(Generic[Key]):
    """One thing that could be asked: how far past due it is (in its own intervals, see `visits.overdue`) and its rate."""

    key: Key
    overdue: float
    rate: float


def filled(things: Iterable[Due[Key]], most: int, size: int = BATCH) -> list[list[Key]]:
    """At most `most` batches of what is due, the most overdue first, each of like rate.

    The last place is not left empty: what is due next rides along. What does not fit waits.
    """
    queue = sorted(things, key=lambda due: -due.overdue)
    wanted = sum(due.overdue >= 0 for due in queue)
    whole = min(most, -(-wanted // size))
    taken = sorted(queue[: whole * size], key=lambda due: -due.rate)
    batches = [taken[at : at + size] for at in range(0, len(taken), size)]
    batches.sort(key=lambda batch: -max(due.overdue for due in batch))
    return [[due.key for due in batch] for batch in batches]


def packed(rates: Iterable[tuple[float, Key]], size: int = BATCH) -> list[list[Key]]:
    """All things in lists that stay together, each of like rate, the fastest first. Pairs of (rate, thing)."""
    ordered = [key for _, key in sorted(rates, key=lambda pair: -pair[0])]
    return [ordered[at : at + size] for at in range(0, len(ordered), size)]
