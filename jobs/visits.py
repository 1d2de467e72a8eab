"""The job that spends what the rhythms leave: visits, a few every quarter of an hour, so that they are spread over the day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.items import Purpose
from tracker.core.phrases import count
from tracker.usecases.gathering import gather_incidents
from tracker.usecases.look import Turn
from tracker.usecases.visiting import pay_visits

if TYPE_CHECKING:
    from tracker.wiring import App

DUTY = "visits"
EVERY = timedelta(minutes=15)
LONGEST = timedelta(hours=2)
"""What was not spent while the program stood still is made up for as far back as this, and no further."""


def work(app: App) -> str:
    """In one process at a time: make the visits that are due; say how many looks and calls ("" if there were none)."""
    now = app.clock.now()
    with app.observer.turns.taken_if_due(DUTY, EVERY) as claim:
        if claim is None:
            return ""
        since = max(min(claim.slot, now) - EVERY, now - LONGEST)
        looks = pay_visits(app.visitor, Turn(claim, purpose=Purpose.VISIT), since)
        app.store.done(claim, now + EVERY)
    if not looks:
        return ""
    gather_incidents(app.store.incidents, app.clock.now())
    app.store.watches()
    told = f"{count(len(looks), 'look')} by visit, {count(sum(each.calls for each in looks), 'call')}"
    return "; ".join([told, *(str(each.failure) for each in looks if each.failure)])
