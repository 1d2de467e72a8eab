"""Deliveries: what is told to whom, written together with what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, and_, exists, insert, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.core.channels import Channel, due_at
from tracker.core.history import EventKind
from tracker.store.channels import channel_of
from tracker.store.tables import ChannelRow, DeliveryRow, EventRow, WatchRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

BATCH = 500
EDITS = (EventKind.ENTRY_ADDED, EventKind.ENTRY_REMOVED)


def post(conn: Connection, seqs: Sequence[int], now: datetime) -> None:
    """Put confirmed events of watches that are not muted on their way to every channel that is switched on."""
    channels = _receivers(conn) if seqs else []
    for channel in channels:
        due = due_at(channel.manner, now)
        for start in range(0, len(seqs), BATCH):
            _post(conn, channel, seqs[start : start + BATCH], due)


def post_notices(conn: Connection, ids: Sequence[int], now: datetime) -> None:
    """Put notices on their way to every channel that is switched on; they wait for quiet hours only."""
    rows = [
        {
            "channel_id": channel.id,
            "notice_id": notice_id,
            "due_at": due_at(channel.manner, now, urgent=True),
        }
        for channel in (_receivers(conn) if ids else [])
        for notice_id in ids
    ]
    if rows:
        conn.execute(insert(DeliveryRow), rows)


def _receivers(conn: Connection) -> list[Channel]:
    """A channel that is stopped receives too: what waits goes out once it goes on."""
    found = conn.execute(
        select(ChannelRow).where(col(ChannelRow.enabled).is_(True)).order_by(col(ChannelRow.id))
    )
    return [channel_of(row) for row in found]


def _post(conn: Connection, channel: Channel, seqs: Sequence[int], due: datetime) -> None:
    loud = exists().where(col(WatchRow.id) == EventRow.watch_id, col(WatchRow.muted_at).is_(None))
    wanted = [col(EventRow.seq).in_(seqs), loud]
    if not channel.manner.edits:
        wanted.append(~_edits())
    told = select(literal(channel.id), col(EventRow.seq), literal(due, DeliveryRow.__table__.c.due_at.type))  # type: ignore[attr-defined]
    rows = told.where(*wanted).order_by(col(EventRow.seq))
    conn.execute(insert(DeliveryRow).from_select(["channel_id", "event_seq", "due_at"], rows))


def _edits() -> ColumnElement[bool]:
    """Whether an event is an edit of the list by its owner, or takes one back."""
    earlier = aliased(EventRow)
    taken_back = exists().where(col(earlier.seq) == EventRow.retracts, col(earlier.kind).in_(EDITS))
    return or_(col(EventRow.kind).in_(EDITS), and_(col(EventRow.kind) == EventKind.RETRACTED, taken_back))
