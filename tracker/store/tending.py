"""Tending a watch: a fresh term, a pause and its end, a name of its owner's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select, update
from sqlmodel import col

from tracker.core.errors import UsageError
from tracker.core.keeping import neutral_label
from tracker.core.watch import TERM
from tracker.store.duties import due_now
from tracker.store.engine import writing
from tracker.store.leaving import close_watch_gap
from tracker.store.rows import at_of, check_of
from tracker.store.sightings import latest_of, live_watches
from tracker.store.tables import DutyRow, GapRow, WatchRow
from tracker.store.watches import check_duty

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from tracker.core.watch import Watch

PAUSED = "paused"


class SqlTending:
    """Implements `tracker.core.keeping.Tending`; each method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def renew(self, watch_id: int, now: datetime) -> Watch:
        """A fresh term."""
        with writing(self._engine) as conn:
            return _change(conn, watch_id, renew_by=now + TERM)

    def pause(self, watch_id: int, now: datetime) -> Watch:
        """No looks; whoever is looking right now is not recorded any more, for the duty is gone."""
        with writing(self._engine) as conn:
            watch = _live(conn, watch_id)
            if watch.paused_at:
                return watch
            for market in watch.markets:
                conn.execute(delete(DutyRow).where(col(DutyRow.name) == check_duty(watch.id, market)))
                _open_gap(conn, watch, market, now)
            return _change(conn, watch_id, paused_at=now)

    def resume(self, watch_id: int, now: datetime) -> Watch:
        """Looks again."""
        with writing(self._engine) as conn:
            watch = _live(conn, watch_id)
            if watch.paused_at is None:
                return watch
            for market in watch.markets:
                due_now(conn, check_duty(watch.id, market), now)
            return _change(conn, watch_id, paused_at=None)

    def name(self, watch_id: int, name: str | None, now: datetime) -> Watch:
        """The owner's own name, or none of theirs."""
        with writing(self._engine) as conn:
            watch = _live(conn, watch_id)
            if name is not None:
                return _change(conn, watch_id, label=name, named_at=now)
            if watch.named_at is None:
                return watch
            return _change(conn, watch_id, label=neutral_label(watch.source, watch.ref), named_at=None)


def _live(conn: Connection, watch_id: int) -> Watch:
    for watch in live_watches(conn):
        if watch.id == watch_id:
            return watch
    raise UsageError(f"There is no watch {watch_id}: `tracker watch list` shows those there are.")


def _change(conn: Connection, watch_id: int, **values: object) -> Watch:
    watch = _live(conn, watch_id)
    conn.execute(update(WatchRow).where(col(WatchRow.id) == watch.id).values(**values))
    return _live(conn, watch_id)


def _open_gap(conn: Connection, watch: Watch, market: str, now: datetime) -> None:
    """A gap from the last complete check on; one that was open already ends now, and its reason stays true."""
    mine = (col(GapRow.watch_id) == watch.id, col(GapRow.market) == market, col(GapRow.track_id).is_(None))
    blind = conn.execute(select(col(GapRow.id)).where(*mine, col(GapRow.until).is_(None))).first()
    close_watch_gap(conn, watch.id, market, now)
    last = latest_of(conn, [watch.id], market).get(watch.id)
    values = {
        "watch_id": watch.id,
        "market": market,
        "since": now if blind else at_of(last) or now,
        "why": PAUSED,
        "last_check": check_of(last),
    }
    conn.execute(insert(GapRow).values(**values))
