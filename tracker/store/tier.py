"""What the service was last seen to allow this app; and the notice where it allows less than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from tracker.core.notices import NoticeKind, batches_gone
from tracker.core.planning.requests import Tier
from tracker.core.tiers import Remembered
from tracker.store import notices
from tracker.store.engine import reading, upsert, writing
from tracker.store.tables import TierRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Engine


class SqlTier:
    """Implements `tracker.core.tiers.Tiers`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def remembered(self) -> Remembered | None:
        """What was last seen."""
        with reading(self._engine) as conn:
            return _read(conn)

    def keep(self, tier: Tier, now: datetime) -> None:
        """Remember it. The notice of a loss stands until the next time it is seen, which is a day later or more."""
        with writing(self._engine) as conn:
            before = _read(conn)
            values = {"tier": tier.value, "seen_at": now}
            fresh = upsert(conn, TierRow).values(one=1, **values)
            conn.execute(fresh.on_conflict_do_update(index_elements=["one"], set_=values))
            lost = before is not None and before.tier.batches and not tier.batches
            notices.keep(conn, [batches_gone()] if lost else [], [NoticeKind.TIER], now)


def _read(conn: Connection) -> Remembered | None:
    row = conn.execute(select(col(TierRow.tier), col(TierRow.seen_at))).first()
    return Remembered(Tier(row.tier), row.seen_at) if row else None
