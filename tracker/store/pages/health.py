"""What has to be read to know whether the tracker sees; nothing is counted, so it is quick whatever the record's size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select
from sqlmodel import col

from tracker.core.notices import NoticeKind
from tracker.core.pages.health import Watchfulness
from tracker.store.duties import read_due
from tracker.store.tables import DutyRow, NoticeRow
from tracker.store.watch_views import uncounted_views

if TYPE_CHECKING:
    from datetime import datetime

UPKEEP = "housekeeping"
"""The one duty that every process with jobs does, whatever is watched."""


def watchfulness(conn: Connection, now: datetime) -> Watchfulness:
    """How the watches stand, what is told of them, and whether the jobs do what is due."""
    told = conn.execute(select(col(NoticeRow.kind)).where(col(NoticeRow.until).is_(None)))
    at_work = conn.execute(select(col(DutyRow.name)).where(col(DutyRow.claimed_until) > now).limit(1))
    return Watchfulness(
        watches=uncounted_views(conn),
        told=[NoticeKind(kind) for kind in told.scalars()],
        upkeep_due_at=read_due(conn, UPKEEP),
        at_work=at_work.first() is not None,
    )
