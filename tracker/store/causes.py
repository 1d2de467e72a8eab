"""Traces of the account in the record: gaps whose word names it, and mass flips that only the login sees."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select
from sqlmodel import col

from tracker.core.causes import ACCOUNT, Contradicted, Hidden
from tracker.core.history import EventKind
from tracker.core.watch import Source
from tracker.store.engine import reading
from tracker.store.tables import DoubtRow, EntryRow, GapRow, WatchRow

if TYPE_CHECKING:
    from sqlalchemy import Engine

LOGIN_ONLY = tuple(source for source in Source if source.needs_login)


class SqlCauses:
    """Implements `tracker.core.causes.Causes`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def hidden(self) -> list[Hidden]:
        """Open gaps of tracks that stand in their watch now, counted by what the service says."""
        with reading(self._engine) as conn:
            rows = conn.execute(_hidden()).all()
        return [Hidden(r.watch_id, r.label, r.market, r.why.removeprefix(ACCOUNT), r.tracks) for r in rows]

    def contradicted(self) -> list[Contradicted]:
        """Suspected vanishes of one mass flip, most of which a question by another way has denied."""
        with reading(self._engine) as conn:
            rows = conn.execute(_contradicted()).all()
        return [Contradicted(r.watch_id, r.label, r.market, r.tracks, r.denied) for r in rows]


@cache  # both are asked every few minutes
def _hidden() -> Select[*tuple[Any, ...]]:
    by = (col(GapRow.watch_id), col(WatchRow.label), col(GapRow.market), col(GapRow.why))
    held = select(col(EntryRow.id)).where(
        col(EntryRow.track_id) == GapRow.track_id,
        col(EntryRow.watch_id) == GapRow.watch_id,
        col(EntryRow.ended_at).is_(None),
    )
    is_open = (
        col(GapRow.until).is_(None),
        col(GapRow.track_id).is_not(None),
        col(WatchRow.removed_at).is_(None),
    )
    return (
        select(*by, func.count().label("tracks"))
        .join_from(GapRow, WatchRow, col(WatchRow.id) == GapRow.watch_id)
        .where(*is_open, col(GapRow.why).startswith(ACCOUNT), held.exists())
        .group_by(*by)
        .order_by(*by)
    )


@cache
def _contradicted() -> Select[*tuple[Any, ...]]:
    by = (col(DoubtRow.watch_id), col(WatchRow.label), col(DoubtRow.market), col(DoubtRow.held))
    denied = func.count().filter(col(DoubtRow.contested).is_(True))
    mine = (col(DoubtRow.kind) == EventKind.VANISHED, col(DoubtRow.held).is_not(None))
    return (
        select(*by, func.count().label("tracks"), denied.label("denied"))
        .join_from(DoubtRow, WatchRow, col(WatchRow.id) == DoubtRow.watch_id)
        .where(*mine, col(WatchRow.source).in_(LOGIN_ONLY), col(WatchRow.removed_at).is_(None))
        .group_by(*by)
        .having(2 * denied >= func.count())
        .order_by(*by)
    )
