"""The job that keeps the record within its terms: lapsed watches, names past their time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.wiring import App

DUTY = "housekeeping"
EVERY = timedelta(days=1)
LEASE = timedelta(minutes=30)


def work(app: App) -> str:
    """Once a day, in one process: keep the terms; say what was done ("" if it was not due or nothing was)."""
    now = app.clock.now()
    slot = app.store.due_at(DUTY, now)
    if slot > now or not app.store.claim(DUTY, slot, now, now + LEASE):
        return ""
    deeds = app.store.housekeep(now, app.settings.TRACKER_TITLE_DAYS)
    app.store.done(DUTY, slot, now + EVERY)
    return ", ".join(f"{number} {deed}" for deed, number in deeds.items() if number)
