"""Seeds spread over processes: each worker runs whole worlds, and only sums come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from multiprocessing import get_context
from operator import add
from typing import Protocol, Self, TypeVar

PROCESSES = 2
CHUNK = 4


class Sum(Protocol):
    """What can be added up."""

    def __add__(self, other: Self, /) -> Self:
        """Both together."""
        ...


T = TypeVar("T", bound=Sum)


def spread(run: Callable[[int], T], seeds: Sequence[int], *, alone: bool) -> T:
    """Run every seed and add up what comes of them; `alone`: in this very process, which starts quicker."""
    if alone:
        return _sum(map(run, seeds))
    with get_context("spawn").Pool(PROCESSES) as pool:
        return _sum(pool.imap_unordered(run, seeds, CHUNK))


def _sum(parts: Iterable[T]) -> T:
    return reduce(add, parts)
