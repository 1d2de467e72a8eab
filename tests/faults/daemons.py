"""Two to eight daemons on one record: one of them does each thing, once; and who falls asleep over it is too late."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from tests.faults.daemons_counting import counted
from tests.faults.daemons_crowd import crowded, shared_budget
from tests.faults.daemons_ends import restarted, told_to_end
from tests.faults.daemons_holders import struck
from tests.faults.daemons_place import files, server
from tests.faults.daemons_process import TooLateError
from tests.faults.daemons_storm import storm
from tests.faults.daemons_writes import DEEDS, interleaved
from tests.faults.table import Row, Scale, Suite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.faults.daemons_place import Place


def run(scale: Scale) -> Iterable[Row]:
    """All of it, on SQLite; and on PostgreSQL too, if not in a hurry."""
    yield counted(scale)
    with files() as place:
        yield _in_time("2 daemons", lambda: crowded(place, 2, 0.5))
        yield _in_time("asleep", lambda: struck(place, signal.SIGSTOP, "suspects", scale, scale.of(1, 2)))
        if not scale.quick:
            yield restarted(place, scale)
            yield told_to_end(place, scale)
            yield from _whole(place, scale)
    if not scale.quick:
        with server() as place:
            yield from _whole(place, scale)


def _whole(place: Place, scale: Scale) -> Iterator[Row]:
    yield _in_time("8 daemons", lambda: crowded(place, 8, 2))
    yield _in_time("one budget", lambda: shared_budget(place, 4))
    yield _in_time("asleep", lambda: struck(place, signal.SIGSTOP, "album", scale, 2))
    yield _in_time("asleep", lambda: struck(place, signal.SIGSTOP, "playlist", scale, 2))
    yield _in_time("killed", lambda: struck(place, signal.SIGKILL, "album", scale, 1))
    yield _in_time("storm", lambda: storm(place, 4, 10, scale))
    yield _in_time("written", lambda: interleaved(place, scale, DEEDS[: 1 if place.postgres else None]))


def _in_time(name: str, make: Callable[[], Row]) -> Row:
    """The row; where something never came that had to come, a row that does not hold."""
    try:
        return make()
    except TooLateError as error:
        return Row(name, cases=1, missed=1, note=f"never came: {error}")


SUITE = Suite("daemons", run)
