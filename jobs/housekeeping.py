"""The job that keeps the record within its terms: lapsed watches, names past their time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.wiring import App

DUTY = "housekeeping"
EVERY = timedelta(days=1)
LONG = timedelta(days=30)
"""After so long a silence a day is waited: if it is the clock that jumped, names must not be erased for it."""


def work(app: App) -> str:
    """Once a day, in one process: keep the terms; say what was done ("" if it was not due or nothing was)."""
    now = app.clock.now()
    with app.observer.turns.taken_if_due(DUTY, EVERY) as claim:
        if claim is None:
            return ""
        app.store.done(claim, now + EVERY)
        if now - claim.slot > LONG:
            return ""
        deeds = app.store.housekeep(now, app.settings.TRACKER_TITLE_DAYS)
    return ", ".join(f"{number} {deed}" for deed, number in deeds.items() if number)
