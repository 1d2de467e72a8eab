"""Watched sources that could not be read for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.scale.events import Doubted, Told

if TYPE_CHECKING:
    from tests.scale.calendar_of_looks import Calendar, Look

LOST = "source:404"
NEEDED = 5
"""So many further looks have to agree."""


def outages(calendar: Calendar) -> tuple[list[Told], list[Doubted]]:
    """The events of all sources that were lost or are back, and what of it is still in doubt."""
    told: list[Told] = []
    doubted: list[Doubted] = []
    for looks in calendar.daily.values():
        down = False
        for look in looks:
            if look.why == (None if down else LOST):
                down = not down
                event, again = _told(calendar, look, down=down)
                told.append(event)
                doubted += [] if event.settled else [Doubted(event, [look, *again])]
    return told, doubted


def _told(calendar: Calendar, look: Look, *, down: bool) -> tuple[Told, list[Look]]:
    before = calendar.before(look)
    event = Told("source_lost" if down else "source_back", "suspected", look, before=before)
    event.state = "gone" if down else "playable"
    event.checks = [k for k in (before, look) if k]
    again = calendar.look_again(look, NEEDED, {}, LOST if down else None)
    if len(again) == NEEDED:
        event.status, event.settled = "confirmed", again[-1]
        event.checks += again
    return event, again
