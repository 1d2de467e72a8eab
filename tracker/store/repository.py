"""The record as its users see it: every port of the store over one database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.store import (
    budget,
    duties,
    forgetting,
    history,
    keeping,
    known,
    record,
    sightings,
    track_view,
    watch_views,
    watches,
)
from tracker.store.engine import build_engine, describe, reading, writing
from tracker.store.schema import bring_up_to_date

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine

    from tracker.core.budget import Denial, Ledger, Limits
    from tracker.core.decision import Decision
    from tracker.core.history import Doubt, Event, Gap
    from tracker.core.known import Known, KnownEntry, Look
    from tracker.core.ports import Draft, EventFilter, NewWatch, Recorded
    from tracker.core.views import CheckView, TrackView, WatchView
    from tracker.core.watch import Watch

NAME_DAYS = 30
"""How long a name of the service outlives the last watch that holds its track, unless the owner says less."""


def open_store(url: str, *, durable: bool = True, name_days: int = NAME_DAYS) -> SqlStore:
    """Open the record at `url` (`sqlite:///FILE` or `postgresql://…`), made or migrated if need be.

    `durable` False lets SQLite lose the last commits at a power cut: for tests and demonstrations.
    Raises StoreError if the database cannot be used or was made by a newer version.
    """
    engine = build_engine(url, durable=durable)
    try:
        bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, name_days)


class SqlStore:
    """Implements `tracker.core.ports.Store`, which documents the methods; each is one transaction.

    All of them raise StoreError where the database fails. Safe to share between threads.
    """

    def __init__(self, engine: Engine, name_days: int) -> None:
        self._engine = engine
        self._name_days = name_days

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def describe(self) -> str:
        """Where the record is, without password, and how it is kept; one line for `doctor`."""
        with reading(self._engine) as conn:
            return describe(conn)

    # ── watches ──────────────────────────────────────────────────────────────────────────────────────────

    def add(self, new: NewWatch, now: datetime) -> Watch:
        """Add a watch, due at once, or change the equal one."""
        with writing(self._engine) as conn:
            return watches.add(conn, new, now)

    def all(self) -> list[Watch]:
        """The watches that are not removed."""
        with reading(self._engine) as conn:
            return sightings.live_watches(conn)

    def remove(self, watch_id: int, now: datetime) -> None:
        """Stop watching; UsageError if there is no such watch."""
        with writing(self._engine) as conn:
            watches.remove(conn, watch_id, now)

    def rename(self, watch_id: int, label: str) -> None:
        """Keep the list's present name."""
        with writing(self._engine) as conn:
            watches.rename(conn, watch_id, label)

    # ── duties ───────────────────────────────────────────────────────────────────────────────────────────

    def due(self) -> dict[str, datetime]:
        """When every duty is due."""
        with reading(self._engine) as conn:
            return duties.read_all(conn)

    def due_at(self, name: str, first: datetime) -> datetime:
        """When the duty is due."""
        with reading(self._engine) as conn:
            due = duties.read_due(conn, name)
        if due is not None:
            return due
        with writing(self._engine) as conn:
            return duties.first_due(conn, name, first)

    def claim(self, name: str, slot: datetime, now: datetime, until: datetime) -> bool:
        """Take the duty's slot; True if taken."""
        with writing(self._engine) as conn:
            return duties.claim(conn, name, slot, now, until)

    def done(self, name: str, slot: datetime, next_at: datetime) -> None:
        """This slot is served."""
        with writing(self._engine) as conn:
            duties.done(conn, name, slot, next_at)

    def release(self, name: str, slot: datetime) -> None:
        """This slot stays due."""
        with writing(self._engine) as conn:
            duties.release(conn, name, slot)

    # ── budget ───────────────────────────────────────────────────────────────────────────────────────────

    def spend(self, now: datetime, limits: Limits) -> datetime | Denial:
        """Count one call; it is on disk when this returns."""
        with writing(self._engine) as conn:
            return budget.spend(conn, now, limits)

    def park(self, until: datetime, why: str) -> None:
        """Nothing may be sent before `until`."""
        with writing(self._engine) as conn:
            budget.park(conn, until, why)

    def ledger(self) -> Ledger:
        """The ledger as it stands."""
        with reading(self._engine) as conn:
            return budget.read_ledger(conn)

    # ── record ───────────────────────────────────────────────────────────────────────────────────────────

    def entries(self, watch_id: int) -> list[KnownEntry]:
        """The entries of a watch, in order."""
        with reading(self._engine) as conn:
            return known.load_entries(conn, watch_id)[1]

    def doubts(self, now: datetime) -> list[Doubt]:
        """Doubts whose next look is due."""
        with reading(self._engine) as conn:
            return record.due_doubts(conn, now)

    def canaries(self, market: str) -> list[str]:
        """A few tracks that should answer in this market."""
        with reading(self._engine) as conn:
            return record.canaries(conn, market)

    def next_look_at(self) -> datetime | None:
        """When the earliest doubt wants its next look."""
        with reading(self._engine) as conn:
            return record.next_look_at(conn)

    def record(
        self, draft: Draft, tracks: frozenset[str] | None, decide: Callable[[Known, Look], Decision]
    ) -> Recorded:
        """Write one look whole or not at all; whatever `decide` raises undoes it."""
        with writing(self._engine) as conn:
            return record.record(conn, draft, tracks, decide)

    # ── history ──────────────────────────────────────────────────────────────────────────────────────────

    def events(self, wanted: EventFilter) -> list[Event]:
        """Events in the order of their numbers."""
        with reading(self._engine) as conn:
            return history.events(conn, wanted)

    def gaps(self, since: datetime | None) -> list[Gap]:
        """Gaps of whole watches."""
        with reading(self._engine) as conn:
            return history.watch_gaps(conn, since)

    def watches(self, now: datetime) -> list[WatchView]:  # noqa: ARG002  # the record needs no clock to be read
        """Each watch with its counts."""
        with reading(self._engine) as conn:
            return watch_views.watch_views(conn)

    def track(self, track_id: str) -> TrackView | None:
        """Everything held of one track."""
        with reading(self._engine) as conn:
            return track_view.track_view(conn, track_id, self._name_days)

    def checks(self, since: datetime | None) -> list[CheckView]:
        """The checks since then."""
        with reading(self._engine) as conn:
            return history.checks(conn, since)

    # ── keeping ──────────────────────────────────────────────────────────────────────────────────────────

    def housekeep(self, now: datetime, name_days: int) -> dict[str, int]:
        """Lapse watches, erase names; counts by deed."""
        with writing(self._engine) as conn:
            return keeping.housekeep(conn, now, name_days)

    def forget_login(self, now: datetime) -> dict[str, int]:  # noqa: ARG002  # deleted rows need no date
        """Delete what came through the login; counts by table."""
        with writing(self._engine) as conn:
            return forgetting.forget_login(conn)
