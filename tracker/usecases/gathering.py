"""Gathering vanishes into incidents, after looks and after something was learnt of albums: no call is made for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.gathering import gather
from tracker.core.numbering import Regathered, emptied, retell

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.numbering import Incidents, Lately


def gather_incidents(incidents: Incidents, now: datetime) -> int:
    """Bring the incidents of every market up to date; how many changed. Nothing is read where nothing is new."""
    return incidents.regather(now, regathered)


def regathered(lately: Lately) -> Regathered:
    """What has to be written for one market."""
    vanishes = {each.seq: each for each in lately.vanishes}
    changes = retell(gather(lately.vanishes, lately.population), vanishes, lately.told)
    return Regathered(changes, emptied(lately.told, changes))
