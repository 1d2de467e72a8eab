"""The job that looks: suspects first, then the watches that are due, then the siblings of what has just vanished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.errors import Parked
from tracker.core.phrases import count
from tracker.usecases.gathering import gather_incidents
from tracker.usecases.rounds import STOPPED, run_due
from tracker.usecases.siblings import look_at_siblings

if TYPE_CHECKING:
    from tracker.usecases.look import Looked
    from tracker.wiring import App


def work(app: App) -> str:
    """Do what is due; say how many looks, calls and news that were ("" if nothing was due)."""
    looks = run_due(app.observer)
    if not looks or not _closed(looks[-1]):
        suspected = any(looked.recorded.suspected for looked in looks)
        looks += look_at_siblings(app.visitor, fresh=suspected)
    if not looks:
        return ""
    gather_incidents(app.store.incidents, app.clock.now())  # before anything is told of it
    app.store.watches()  # what the looks moved is counted here, or the next page would have to wait for it
    calls = sum(looked.calls for looked in looks)
    news = sum(len(looked.recorded.confirmed) for looked in looks)
    failed = [
        f"{looked.watch.label} in {looked.market}: {looked.failure}" for looked in looks if looked.failure
    ]
    told = f"{count(len(looks), 'look')}, {count(calls, 'call')}, {count(news, 'change')} confirmed"
    return "; ".join([told, *failed])


def _closed(last: Looked) -> bool:
    """Whether the round ended because nothing more may be asked."""
    return isinstance(last.failure, Parked) or bool(last.failure and last.failure.why == STOPPED)
