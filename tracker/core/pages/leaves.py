"""Long lists leaf by leaf."""

from __future__ import annotations

ROWS = 20
"""Rows of a leaf."""


def last_leaf(total: int, rows: int = ROWS) -> int:
    """The number of the last leaf of so many rows; an empty list has one as well."""
    return max(1, -(-total // rows))


def skipped(leaf: int, total: int, rows: int = ROWS) -> int:
    """How many rows stand on the leaves before this one, or before the last if there are not so many."""
    return (min(max(1, leaf), last_leaf(total, rows)) - 1) * rows
