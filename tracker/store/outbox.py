"""Deliveries: what is on its way to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select
from sqlmodel import col

from tracker.store.tables import ChannelRow, DeliveryRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.store.work import Work

PENDING = "pending"


def post(work: Work, seqs: Sequence[int]) -> None:
    """Put events on their way to every channel that is switched on."""
    channels = (
        work.conn.execute(select(col(ChannelRow.id)).where(col(ChannelRow.enabled).is_(True))).scalars().all()
    )
    letters = [
        {
            "event_seq": seq,
            "channel_id": channel,
            "state": PENDING,
            "attempts": 0,
            "next_at": work.look.ended_at,
        }
        for seq in seqs
        for channel in channels
    ]
    if letters:
        work.conn.execute(insert(DeliveryRow), letters)
