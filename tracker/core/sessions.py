"""How long a browser that gave the password stays let in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

IDLE = timedelta(days=7)
"""Nobody looked for so long: the password is asked for again."""
WHOLE = timedelta(days=30)
"""However busy it was, no session lasts longer."""
AHEAD = timedelta(hours=1)
"""A session from further ahead was made by a clock that was wrong: it would outlive its time."""


@dataclass(frozen=True, slots=True)
class Session:
    """When it was made, and when it was last of use (UTC)."""

    made_at: datetime
    seen_at: datetime


def alive(session: Session, now: datetime) -> bool:
    """Whether the session still lets its browser in."""
    ahead = max(session.made_at, session.seen_at) - now
    return ahead <= AHEAD and now - session.made_at < WHOLE and now - session.seen_at < IDLE
