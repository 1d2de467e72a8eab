"""The job that learns whose the albums are, and then looks whether that tells which vanishes belong together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.errors import LoginNeeded
from tracker.core.phrases import count
from tracker.usecases.gathering import gather_incidents
from tracker.usecases.learning import learn_releases

if TYPE_CHECKING:
    from tracker.wiring import App

DUTY = "releases"
EVERY = timedelta(minutes=10)


def work(app: App) -> str:
    """In one process at a time: ask for a few albums; say how many told something ("" if none was wanted)."""
    now = app.clock.now()
    with app.observer.turns.taken_if_due(DUTY, EVERY) as claim:
        if claim is None:
            return ""
        learnt, failure = learn_releases(app.catalog, app.store.releases, app.store, app.limits, app.clock)
        app.store.done(claim, app.clock.now() + EVERY)
    changed = gather_incidents(app.store.incidents, now) if learnt else 0
    told = [f"{count(learnt, 'album')} learnt"] if learnt else []
    told += [f"{count(changed, 'incident')} told anew"] if changed else []
    told += [str(failure)] if failure and not isinstance(failure, LoginNeeded) else []
    return "; ".join(told)
