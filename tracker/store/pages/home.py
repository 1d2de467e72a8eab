"""The first page, read in one transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.pages.cards import STRIP_DAYS
from tracker.core.pages.home import (
    Home,
    Returned,
    Suspected,
    Vanished,
    by_track,
    returned_rows,
    vanished_rows,
)
from tracker.store.notices import standing
from tracker.store.pages.cards import live_cards, with_days
from tracker.store.pages.events import (
    comings_and_goings,
    recent_masses,
    returned_events,
    suspected_events,
    suspected_masses,
    tracks_of,
    vanished_masses,
    vanished_tracks,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

ROWS, SOME, MASSES, CARDS = 20, 10, 6, 6


def home(conn: Connection, now: datetime, days: int, at: int) -> Home:
    """What happened in the last `days` (page `at` of what vanished), and every watch; cheap whatever they hold."""
    since = now - timedelta(days=days)
    live = live_cards(conn, now)
    masses = recent_masses(conn, since)
    gone = vanished_tracks(conn, since, masses, at, ROWS)
    back = returned_events(conn, since, SOME)
    events = comings_and_goings(conn, [*gone.shown, *tracks_of(conn, back.shown)])
    doubted = suspected_events(conn, ROWS)
    return Home(
        vanished=Vanished(
            gone.size,
            vanished_rows(events, gone.shown, since, now),
            tuple(vanished_masses(conn, since, masses[:MASSES])),
            max(0, len(masses) - MASSES),
        ),
        returned=Returned(back.size, returned_rows(events, back.shown, now)),
        suspected=Suspected(doubted.size, by_track(doubted.shown), tuple(suspected_masses(conn, MASSES))),
        live=tuple(live),
        cards=with_days(conn, live[:CARDS], now - timedelta(days=STRIP_DAYS)),
        told=tuple(standing(conn)),
    )
