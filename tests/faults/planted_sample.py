"""The smallest suite there can be, on which the planting itself is tried."""

from __future__ import annotations

from collections.abc import Iterable

from tests.faults.table import Row, Scale, Suite
from tracker.core.rules import Rules


def run(scale: Scale) -> Iterable[Row]:
    """One row, which holds while a change needs three looks."""
    yield Row("three looks", 1, wrong=int(Rules().looks != 3), seed=scale.seed)


SUITE = Suite("three looks", run)
