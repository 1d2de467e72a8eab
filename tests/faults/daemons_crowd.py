"""Many daemons on one record, all awake: one of them does each thing, once, and the budget is one for all."""

from __future__ import annotations

from threading import Event as Bell
from typing import TYPE_CHECKING

from sqlalchemy import text

from tests.faults.daemons_process import until
from tests.faults.table import Row
from tracker.core.history import EventKind
from tracker.core.ports import EventFilter
from tracker.store.engine import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.faults.daemons_place import Place
    from tests.faults.daemons_process import Daemon
    from tests.faults.daemons_station import Station

LEASE_S = 5.0
BUDGET = 16
AT_ONCE = {"TRACKER_CONFIRM_HOURS": "0", "TRACKER_CONFIRM_LOOKS": "2"}
"""Suspects are settled within the seconds that a case lasts."""


def crowded(place: Place, number: int, seconds: float) -> Row:
    """So many daemons, four checks due each second, and a track that vanishes meanwhile."""
    with place.station(f"crowd-{number}", **AT_ONCE) as made:
        cast = made.world.cast
        made.watch("album", cast.album, "DE", "US", every_s=1)
        made.watch("playlist", cast.own_playlist, every_s=1)
        made.watch("track", cast.track, every_s=1)
        lost = made.world.catalog.tracks_of(cast.album)[0].id
        daemons = made.crowd(number, LEASE_S)
        made.until_seen()
        made.world.take_down(lost, made.sim.now())
        until("the vanish in both markets", lambda: len(made.confirmed(EventKind.VANISHED)) >= 2)
        let_pass(seconds)
        dismiss(daemons)
        return judged(made, daemons, lost, f"{number} daemons, {place.kind}")


def judged(made: Station, daemons: list[Daemon], lost: str, fault: str) -> Row:
    """What came of it: every call sent was counted, and served a check of its own; `lost` vanished once."""
    checks, events = made.app.store.checks(None), made.app.store.events(EventFilter())
    told = [len(daemon.said("check")) for daemon in daemons]
    recorded = sum(check.calls for check in checks) + 1  # and the login's own call
    named = {(event.kind, event.track_id, event.market) for event in events}
    return Row(
        fault,
        cases=len(checks),
        observations=sum(sum(check.observed.values()) for check in checks),
        false=sum(event.track_id != lost for event in events),
        missed=2 - len({event.market for event in made.confirmed(EventKind.VANISHED)}),
        duplicated=len(events) - len(named) + served_twice(made),
        wrong=_apart(made.calls, made.paid, recorded) + _apart(sum(told), len(checks)) + _crashes(daemons),
        note=f"calls sent {made.calls}, counted {made.paid}, recorded {recorded}; looks by daemon {sorted(told)}",
    )


def shared_budget(place: Place, number: int) -> Row:
    """The budget of a day is one for all: it ends at the same call, however many spend it."""
    with place.station("budget", TRACKER_REQUESTS_PER_DAY=str(BUDGET)) as made:
        for source, ref in (("album", made.world.cast.album), ("playlist", made.world.cast.own_playlist)):
            made.watch(source, ref, every_s=1)
        daemons = made.crowd(number, LEASE_S)
        until("the end of the budget", lambda: made.paid >= BUDGET)
        let_pass(1)
        dismiss(daemons)
        return Row(
            f"one budget, {number} daemons, {place.kind}",
            cases=made.calls,
            wrong=_apart(made.calls, made.paid, BUDGET) + _crashes(daemons),
            note=f"calls allowed {BUDGET}, sent {made.calls}, counted {made.paid}",
        )


def served_twice(made: Station) -> int:
    """Slots with more than one check."""
    slots = text('SELECT watch_id, market, slot FROM "check" WHERE slot IS NOT NULL')
    with reading(made.app.store._engine) as conn:
        rows = list(conn.execute(slots))
    return len(rows) - len(set(rows))


def dismiss(daemons: Sequence[Daemon]) -> None:
    """Let all of them end in peace."""
    for daemon in daemons:
        daemon.dismiss()


def let_pass(seconds: float) -> None:
    """Let the daemons live for a while."""
    Bell().wait(seconds)


def _apart(*numbers: int) -> int:
    """How far numbers lie apart that should be one."""
    return max(numbers) - min(numbers)


def _crashes(daemons: list[Daemon]) -> int:
    """Tracebacks and errors that daemons wrote: there is nothing here that should fail."""
    return sum(len(daemon.said("crash")) + len(daemon.said("error")) for daemon in daemons)
