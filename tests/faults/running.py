"""Running one suite by its name, in whichever process, and timing its rows."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from tests.faults.suites import SUITES
from tests.faults.table import Row, Scale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.table import Suite


def rows_of(name: str, scale: Scale) -> list[Row]:
    """All rows of one suite, which is named so that another process can find it."""
    return list(timed(next(suite for suite in SUITES if suite.name == name), scale))


def timed(suite: Suite, scale: Scale) -> Iterator[Row]:
    """The suite's rows, with the seconds since the one before where the suite did not measure itself."""
    since = perf_counter()
    for row in suite.run(scale):
        now = perf_counter()
        yield replace(row, seconds=row.seconds or now - since, seed=row.seed or scale.seed)
        since = now
