"""The pace of calls under a limit that nobody tells, and that changes: so many in any half minute.

    answered ──> the room is believed; after a quiet time, a little more is tried: twice as much more after each success
    429      ──> what was answered in the half minute before is the limit: that was exactly too much
                 └─ again 429 soon: the limit fell while the half minute was full; wait, and believe less

A refusal is dear (it may be counted, and it is no answer), so the next try for more comes only after very many calls.
The owner's own limits (`core/budget.py`) stand above all this: this pace only ever says "not yet".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

WINDOW_S = 30.0
FIRST = 15
"""So many calls in half a minute are thought to be harmless before anything is known."""
QUIET, QUIET_LEAST, QUIET_ROOM = 1_800, 1_250, 100
"""After a try that was refused so many calls are made before the next try: 1,800 where a hundred go into half a minute.

Fewer where the room is small, for there calls take long and a rise would be noticed late; in proportion to the root.
"""
RAISE = 1.3
"""A try that went well is followed by one that is larger by this factor."""
LEAST = 1


@dataclass(frozen=True, slots=True)
class Pace:
    """What is known: `room` calls in half a minute went well; `trying` is a step above it, 0 if none is tried.

    `recent` are the seconds of the last calls that were answered; `wait_until` the service's own word.
    """

    room: int = FIRST
    trying: int = 1
    recent: tuple[float, ...] = ()
    wait_until: float = 0.0
    quiet: int = 0
    since: float = 0.0


def next_at(pace: Pace, now: float) -> float:
    """When the next call may go out: evenly spread, and never more in half a minute than is believed or tried."""
    most = pace.room + pace.trying
    at = max(now, pace.wait_until)
    if pace.recent:
        at = max(at, pace.recent[-1] + WINDOW_S / most)
    if len(pace.recent) >= most:
        at = max(at, pace.recent[-most] + WINDOW_S)
    return at


def answered(pace: Pace, at: float) -> Pace:
    """A call went well. A try counts as passed once a whole half minute was as full as it allows."""
    recent = (*_within(pace.recent, at), at)
    quiet = max(0, pace.quiet - 1)
    pace = replace(pace, recent=recent, quiet=quiet)
    if not pace.trying:
        return pace if quiet else replace(pace, trying=1, since=at)
    if len(recent) < pace.room + pace.trying or at - pace.since < WINDOW_S:
        return pace
    room = pace.room + pace.trying
    return replace(pace, room=room, trying=max(pace.trying * 2, int(room * (RAISE - 1)), 1), since=at)


def refused(pace: Pace, at: float, retry_after: float) -> Pace:
    """A call was answered 429: no more goes out before it may, and so many as went well are the limit."""
    recent = _within(pace.recent, at)
    room = max(LEAST, min(len(recent), pace.room + pace.trying - 1))
    quiet = max(QUIET_LEAST, int(QUIET * sqrt(room / QUIET_ROOM)))
    return Pace(room, 0, recent, at + max(retry_after, 0.0), quiet, at)


def _within(recent: tuple[float, ...], now: float) -> tuple[float, ...]:
    first = 0
    while first < len(recent) and recent[first] <= now - WINDOW_S:
        first += 1
    return recent[first:]
