"""One row for each fault of the network and of the service's answers: every place, every byte, every attempt."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

from tests.faults.http_answers import answers
from tests.faults.http_limits import limits
from tests.faults.http_lives import lives
from tests.faults.http_logins import logins
from tests.faults.http_network import network
from tests.faults.table import Row, Scale, Suite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PARTS: tuple[Callable[[Scale], Iterable[Row]], ...] = (network, limits, answers, logins, lives)
PROCESSES = 2


def run(scale: Scale) -> Iterable[Row]:
    """All rows, in the order of the fault model's groups; the whole set in two processes."""
    if scale.quick:
        for part in PARTS:
            yield from part(scale)
        return
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        for rows in pool.imap(_rows, [(number, scale) for number in range(len(PARTS))]):
            yield from rows


def _rows(asked: tuple[int, Scale]) -> list[Row]:
    number, scale = asked
    return list(PARTS[number](scale))


SUITE = Suite("http-cases", run)
