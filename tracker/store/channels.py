"""Channels: adding, listing, stopping, removing; and the watches that are muted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlmodel import col

from tracker.core.channels import Aside, Channel, ChannelView, Digest, Manner, NewChannel, Quiet
from tracker.core.errors import UsageError
from tracker.store.tables import ChannelRow, DeliveryRow, LetterRow, WatchRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

PENDING, SENT = "pending", "sent"


def channel_of(row: Row[Any]) -> Channel:
    """A channel from its row."""
    quiet = None if row.quiet_from is None else Quiet(row.quiet_from, row.quiet_to)
    manner = Manner(Digest(row.digest), quiet, row.zone, row.private, row.edits)
    stopped = (row.stopped_at, row.stopped_why)
    return Channel(row.id, row.url, row.name, manner, row.added_at, *stopped, row.refusals)


def add(conn: Connection, new: NewChannel, now: datetime) -> Channel:
    """Add a channel: it gets what is told from now on."""
    manner, quiet = new.manner, new.manner.quiet
    row = insert(ChannelRow).values(
        url=new.url,
        name=new.name,
        added_at=now,
        digest=manner.digest,
        quiet_from=quiet.begin if quiet else None,
        quiet_to=quiet.end if quiet else None,
        zone=manner.zone,
        private=manner.private,
        edits=manner.edits,
    )
    channel_id = conn.execute(row.returning(col(ChannelRow.id))).scalar_one()
    return one(conn, channel_id)


def every(conn: Connection) -> list[Channel]:
    """All channels, in the order they were added."""
    return [channel_of(row) for row in conn.execute(select(ChannelRow).order_by(col(ChannelRow.id)))]


def one(conn: Connection, channel_id: int) -> Channel:
    """A channel; UsageError if there is none of that number."""
    row = conn.execute(select(ChannelRow).where(col(ChannelRow.id) == channel_id)).first()
    if row is None:
        raise UsageError(f"There is no channel {channel_id}: `tracker notify list` shows those there are.")
    return channel_of(row)


def views(conn: Connection) -> list[ChannelView]:
    """All channels with what waits for them and what the oldest letter met."""
    return [_view(conn, channel) for channel in every(conn)]


def remove(conn: Connection, channel_id: int) -> None:
    """Remove a channel with all that was on its way to it; UsageError if there is no such channel."""
    one(conn, channel_id)
    conn.execute(delete(DeliveryRow).where(col(DeliveryRow.channel_id) == channel_id))
    conn.execute(delete(LetterRow).where(col(LetterRow.channel_id) == channel_id))
    conn.execute(delete(ChannelRow).where(col(ChannelRow.id) == channel_id))


def stop(conn: Connection, channel_id: int, why: str, now: datetime) -> None:
    """Send nothing there any more until its owner has seen to it; the first reason stands."""
    running = (col(ChannelRow.id) == channel_id, col(ChannelRow.stopped_at).is_(None))
    conn.execute(update(ChannelRow).where(*running).values(stopped_at=now, stopped_why=why))


def resume(conn: Connection, channel_id: int, now: datetime) -> None:
    """Go on sending there, what waits at once."""
    going = {"stopped_at": None, "stopped_why": None, "refusals": 0}
    conn.execute(update(ChannelRow).where(col(ChannelRow.id) == channel_id).values(**going))
    waiting = (col(LetterRow.channel_id) == channel_id, col(LetterRow.state) == PENDING)
    conn.execute(update(LetterRow).where(*waiting, col(LetterRow.next_at) > now).values(next_at=now))


def mute(conn: Connection, watch_id: int, at: datetime | None) -> None:
    """From `at` on no message tells of a watch's events; None: messages tell of them again."""
    conn.execute(update(WatchRow).where(col(WatchRow.id) == watch_id).values(muted_at=at))


def _view(conn: Connection, channel: Channel) -> ChannelView:
    here = col(LetterRow.channel_id) == channel.id
    unsent = select(func.count()).select_from(DeliveryRow).where(col(DeliveryRow.channel_id) == channel.id)
    loose = conn.execute(unsent.where(col(DeliveryRow.letter_id).is_(None))).scalar_one()
    pending = conn.execute(
        select(func.count()).select_from(LetterRow).where(here, col(LetterRow.state) == PENDING)
    ).scalar_one()
    oldest = select(col(LetterRow.error)).where(here, col(LetterRow.state) == PENDING)
    error = conn.execute(oldest.order_by(col(LetterRow.id)).limit(1)).scalar()
    last = conn.execute(
        select(col(LetterRow.sent_at))
        .where(here, col(LetterRow.state) == SENT, col(LetterRow.sent_at).is_not(None))
        .order_by(col(LetterRow.id).desc())
        .limit(1)
    ).scalar()
    return ChannelView(channel, loose + pending, error, last, _aside(conn, channel.id))


def _aside(conn: Connection, channel_id: int) -> Aside | None:
    """What was refused there and is on record still."""
    at = col(LetterRow.refused_at)
    refused = (col(LetterRow.channel_id) == channel_id, col(LetterRow.state) == SENT, at.is_not(None))
    number = conn.execute(select(func.count()).select_from(LetterRow).where(*refused)).scalar_one()
    newest = select(at, col(LetterRow.error)).where(*refused).order_by(col(LetterRow.id).desc()).limit(1)
    last = conn.execute(newest).first() if number else None
    return Aside(number, last[0], last[1] or "") if last and last[0] else None
