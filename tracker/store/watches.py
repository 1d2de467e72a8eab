"""The watch list: adding, renaming, removing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlmodel import col

from tracker.core.errors import UsageError
from tracker.core.keeping import neutral_label
from tracker.core.watch import TERM, Watch
from tracker.store import duties
from tracker.store.leaving import close_watch_gap, doubts_in, leaving, settle_as_withdrawn
from tracker.store.rows import watch_of
from tracker.store.sightings import live_watches
from tracker.store.tables import DutyRow, EntryRow, WatchRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from tracker.core.ports import NewWatch


def add(conn: Connection, new: NewWatch, now: datetime, *, words: bool = True) -> Watch:
    """Add a watch, or give the equal one its new markets, rhythm and term; each market is due at once.

    A name that its owner gave it stays. Without `words` the service's own name of it is not kept.
    """
    equal = (col(WatchRow.source) == new.source, col(WatchRow.ref) == new.ref)
    row = conn.execute(select(WatchRow).where(*equal, col(WatchRow.removed_at).is_(None))).first()
    terms = {
        "label": new.label if words else neutral_label(new.source, new.ref),
        "markets": list(new.markets),
        "every_s": new.every_s,
        "renew_by": now + TERM,
    }
    if row is None:
        fresh = insert(WatchRow).values(source=new.source, ref=new.ref, added_at=now, **terms)
        watch_id = conn.execute(fresh.returning(col(WatchRow.id))).scalar_one()
    else:
        watch_id = row.id
        terms["label"] = row.label if row.named_at else terms["label"]
        _change(conn, watch_of(row), terms, now)
    if row is None or row.paused_at is None:
        for market in new.markets:
            duties.due_now(conn, check_duty(watch_id, market), now)
    return next(watch for watch in live_watches(conn) if watch.id == watch_id)


def check_duty(watch_id: int, market: str) -> str:
    """The name of the duty to check a watch in a market."""
    return f"check:{watch_id}:{market}"


def rename(conn: Connection, watch_id: int, label: str) -> None:
    """Keep the list's present name, unless its owner gave it another."""
    unnamed = (col(WatchRow.id) == watch_id, col(WatchRow.named_at).is_(None))
    conn.execute(update(WatchRow).where(*unnamed).values(label=label))


def remove(conn: Connection, watch_id: int, now: datetime, *, lapsed: bool = False) -> None:
    """Stop watching; UsageError if there is no such watch. What was recorded stays."""
    watch = next((watch for watch in live_watches(conn) if watch.id == watch_id), None)
    if watch is None:
        raise UsageError(f"There is no watch {watch_id}: `tracker watch list` shows those there are.")
    with _stopping(conn, watch, watch.markets, now):
        gone = {"removed_at": now, "lapsed_at": now if lapsed else None}
        conn.execute(update(WatchRow).where(col(WatchRow.id) == watch_id).values(**gone))
        live = (col(EntryRow.watch_id) == watch_id, col(EntryRow.ended_at).is_(None))
        conn.execute(update(EntryRow).where(*live).values(ended_at=now))


def _change(conn: Connection, watch: Watch, terms: dict[str, Any], now: datetime) -> None:
    dropped = [market for market in watch.markets if market not in terms["markets"]]
    with _stopping(conn, watch, dropped, now):
        conn.execute(update(WatchRow).where(col(WatchRow.id) == watch.id).values(**terms))


@contextmanager
def _stopping(conn: Connection, watch: Watch, markets: Collection[str], now: datetime) -> Iterator[None]:
    """What stops with a watch in some markets; what is done inside is the stopping itself."""
    held = select(col(EntryRow.track_id)).where(
        col(EntryRow.watch_id) == watch.id, col(EntryRow.ended_at).is_(None)
    )
    tracks = frozenset(conn.execute(held).scalars())
    with leaving(conn, watch.id, markets, tracks):
        for market in markets:
            settle_as_withdrawn(conn, (row for row in doubts_in(conn, market) if row.watch_id == watch.id))
            close_watch_gap(conn, watch.id, market, now)
            conn.execute(delete(DutyRow).where(col(DutyRow.name) == check_duty(watch.id, market)))
        yield
