"""Daemons that are stopped, continued and killed at random, for a while."""

from __future__ import annotations

import signal
from random import Random
from typing import TYPE_CHECKING

from tests.faults.daemons_crowd import AT_ONCE, dismiss, let_pass, served_twice
from tests.faults.daemons_holders import LEASE_S, lost_track
from tests.faults.daemons_process import until
from tests.faults.table import Row
from tracker.core.history import EventKind
from tracker.core.ports import EventFilter

if TYPE_CHECKING:
    from tests.faults.daemons_place import Place
    from tests.faults.daemons_process import Daemon
    from tests.faults.daemons_station import Station
    from tests.faults.table import Scale


def storm(place: Place, number: int, blows: int, scale: Scale) -> Row:
    """Daemons are stopped for longer than a lease, continued and killed at random; a new one comes for each killed."""
    rng = Random(scale.seed)
    with place.station("storm", **AT_ONCE) as made:
        made.watch("album", made.world.cast.album, "DE", "US", every_s=1)
        lost = lost_track(made)
        daemons = made.crowd(number, LEASE_S)
        made.until_seen()
        for blow in range(blows):
            _strike(made, daemons, rng)
            if blow == blows // 3:
                made.world.take_down(lost, made.sim.now())
        until("the vanish in both markets", lambda: len(made.confirmed(EventKind.VANISHED)) >= 2)
        let_pass(LEASE_S)
        dismiss(daemons)
        return _after_storm(made, lost, f"storm over {number} daemons, {place.kind}", blows, scale)


def _strike(made: Station, daemons: list[Daemon], rng: Random) -> None:
    victim = rng.randrange(len(daemons))
    if rng.random() < 0.3:
        daemons[victim].bury()
        daemons[victim] = made.daemon(LEASE_S)
        daemons[victim].ready()
        daemons[victim].begin()
    else:
        daemons[victim].strike(signal.SIGSTOP)
        let_pass(rng.uniform(0.1, 2 * LEASE_S))
        daemons[victim].strike(signal.SIGCONT)


def _after_storm(made: Station, lost: str, fault: str, blows: int, scale: Scale) -> Row:
    checks, events = made.app.store.checks(None), made.app.store.events(EventFilter())
    named = {(event.kind, event.track_id, event.market) for event in events}
    return Row(
        fault,
        cases=blows,
        observations=sum(sum(check.observed.values()) for check in checks),
        false=sum(event.track_id != lost for event in events),
        missed=2 - len({event.market for event in made.confirmed(EventKind.VANISHED)}),
        duplicated=len(events) - len(named) + served_twice(made),
        wrong=max(0, made.calls - made.paid),
        seed=scale.seed,
        note=f"{len(checks)} checks; calls sent {made.calls}, counted {made.paid} (those of the killed are lost)",
    )
