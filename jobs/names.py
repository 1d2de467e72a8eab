"""The job that learns durable names; it has a thread of its own, so that a slow foreign server delays no check."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.openname import Outcome
from tracker.core.phrases import count
from tracker.usecases.naming import name_tracks

if TYPE_CHECKING:
    from tracker.usecases.naming import Named
    from tracker.wiring import App

DUTY = "names"
LONGEST = timedelta(days=2)
"""Twice the longest pause that MusicBrainz is believed to ask for."""
SOON, IDLE, TROUBLED = timedelta(minutes=1), timedelta(minutes=30), timedelta(minutes=10)
"""When to look again: while there is more to ask, when there is nothing, and after an answer that says nothing."""


def work(app: App) -> str:
    """In one process: ask for a few tracks; say what was learnt ("" if it was not due or there was nothing).

    Without a contact nothing is asked: MusicBrainz wants to know who asks.
    """
    if app.naming is None:
        return ""
    with app.observer.turns.taken_if_due(DUTY, LONGEST) as claim:
        if claim is None:
            return ""
        done = name_tracks(app.naming)
        now = app.clock.now()
        app.store.done(claim, max(done.until or now, now + _pause(done)))
    return _said(done)


def _pause(done: Named) -> timedelta:
    if done.stopped:
        return SOON if done.until else TROUBLED
    return SOON if done.more else IDLE


def _said(done: Named) -> str:
    found, tracks = done.outcomes[Outcome.FOUND], sum(done.outcomes.values())
    told = []
    if tracks:
        asked = count(done.asked, "question")
        told = [f"{found} of {count(tracks, 'track')} named by MusicBrainz, with {asked}"]
    if done.stopped:
        until = f" Nothing is asked before {done.until:%d %b %H:%M} UTC." if done.until else ""
        told.append(f"{done.stopped}{until}")
    return "; ".join(told)
