"""Terms of keeping: watches that lapse, names that are erased."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, or_, select
from sqlmodel import col

from tracker.core.names import SERVICE
from tracker.store import watches
from tracker.store.sightings import live_watches
from tracker.store.tables import EntryRow, NameRow


def housekeep(conn: Connection, now: datetime, name_days: int) -> dict[str, int]:
    """Lapse watches past their term, and erase the service's names of tracks let go of `name_days` ago.

    Returns how many: `lapsed` watches, erased `names`.
    """
    due = [watch.id for watch in live_watches(conn) if watch.renew_by <= now]
    for watch_id in due:
        watches.remove(conn, watch_id, now, lapsed=True)
    ended = col(EntryRow.ended_at)
    kept = select(col(EntryRow.track_id)).where(
        or_(ended.is_(None), ended >= now - timedelta(days=name_days))
    )
    old = and_(col(NameRow.origin) == SERVICE, col(NameRow.track_id).not_in(kept))
    return {"lapsed": len(due), "names": conn.execute(delete(NameRow).where(old)).rowcount}
