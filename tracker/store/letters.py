"""Letters: formed of what is due, taken by one process at a time, marked with what came of them.

The letters of a channel go out in the order of their numbers: one that cannot go yet holds up those after it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, or_, select, update
from sqlmodel import col

from tracker.core.channels import Channel, Digest
from tracker.core.letters import (
    LONGEST_PAUSE,
    Failed,
    Letter,
    Outcome,
    Refused,
    Sent,
    SetAside,
    Waiting,
    grouped,
    key_of,
)
from tracker.store.channels import PENDING, SENT, channel_of, one, stop
from tracker.store.history import events_where
from tracker.store.notices import notice_of
from tracker.store.tables import ChannelRow, DeliveryRow, EventRow, HomeRow, LetterRow, NoticeRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row

AT_ONCE = 10_000
"""So many deliveries of a channel are put into letters in one transaction."""
ABSURD = timedelta(days=1)
"""No lease is given for so long."""
FARTHEST = timedelta(days=9)
"""No digest is so far ahead."""


def due_channels(conn: Connection, now: datetime) -> list[int]:
    """The channels that have deliveries which are due and in no letter yet."""
    due = select(col(DeliveryRow.id)).where(*_due(now), col(DeliveryRow.channel_id) == bindparam("channel"))
    return [c.id for c in _open(conn) if conn.execute(due.limit(1), {"channel": c.id}).first()]


def form(conn: Connection, channel_id: int, now: datetime) -> int:
    """Put what is due for a channel into letters; how many letters that are."""
    channel = one(conn, channel_id)
    waiting = _waiting(conn, channel, now)
    groups = grouped(waiting)
    if not groups:
        return 0
    home = conn.execute(select(col(HomeRow.id))).scalar_one()
    rows = [
        {
            "key": key_of(home, channel_id, group[0]),
            "channel_id": channel_id,
            "state": PENDING,
            "made_at": now,
            "next_at": now,
            "attempts": 0,
            "epoch": 0,
        }
        for group in groups
    ]
    made = insert(LetterRow).returning(col(LetterRow.id), sort_by_parameter_order=True)
    ids = conn.execute(made, rows).scalars()
    inside = [
        {"b_id": delivery, "letter": letter}
        for letter, group in zip(ids, groups, strict=True)
        for delivery in group
    ]
    put = update(DeliveryRow).where(col(DeliveryRow.id) == bindparam("b_id"))
    conn.execute(put.values(letter_id=bindparam("letter")), inside)
    return len(groups)


def ready(conn: Connection, now: datetime) -> int | None:
    """A letter that may be sent now: the first of its channel, due and in nobody's hands; the longest due of these."""
    heads = [row for channel in _open(conn) if (row := _head(conn, channel.id)) and _free(row, now)]
    return min(heads, key=lambda row: (row.next_at, row.id)).id if heads else None


def claim(conn: Connection, letter_id: int, now: datetime, until: datetime) -> Letter | None:
    """Take a letter until `until`; None if somebody else was quicker."""
    row = conn.execute(select(LetterRow).where(col(LetterRow.id) == letter_id)).first()
    if row is None or row.state != PENDING or not _free(row, now):
        return None
    mine = update(LetterRow).where(col(LetterRow.id) == letter_id, col(LetterRow.epoch) == row.epoch)
    taken = mine.values(claimed_until=until, epoch=row.epoch + 1, attempts=row.attempts + 1)
    if conn.execute(taken.returning(col(LetterRow.id))).first() is None:
        return None
    inside = col(DeliveryRow.letter_id) == letter_id
    seqs = select(col(DeliveryRow.event_seq)).where(inside, col(DeliveryRow.event_seq).is_not(None))
    ids = select(col(DeliveryRow.notice_id)).where(inside, col(DeliveryRow.notice_id).is_not(None))
    notices = conn.execute(select(NoticeRow).where(col(NoticeRow.id).in_(ids)).order_by(col(NoticeRow.id)))
    return Letter(
        id=letter_id,
        key=row.key,
        channel=one(conn, row.channel_id),
        attempts=row.attempts + 1,
        epoch=row.epoch + 1,
        events=tuple(events_where(conn, col(EventRow.seq).in_(seqs))),
        notices=tuple(map(notice_of, notices)),
    )


def mark(conn: Connection, letter: Letter, outcome: Outcome, now: datetime, next_at: datetime) -> None:
    """Write down what came of sending a letter; a failed one is tried again at `next_at`."""
    match outcome:
        case Sent():
            _sent(conn, letter, now)
        case Failed(why):
            conn.execute(_held(letter).values(claimed_until=None, next_at=next_at, error=why))
        case Refused(why):
            _refused(conn, letter, why, now)
        case SetAside(why):
            _set_aside(conn, letter, why, now)


def _sent(conn: Connection, letter: Letter, now: datetime) -> None:
    """It has arrived, whoever may have taken it meanwhile, and whatever they were told."""
    arrived = {"state": SENT, "sent_at": now, "claimed_until": None, "error": None, "refused_at": None}
    conn.execute(update(LetterRow).where(col(LetterRow.id) == letter.id).values(**arrived))
    counted = (col(ChannelRow.id) == letter.channel.id, col(ChannelRow.refusals) > 0)
    conn.execute(update(ChannelRow).where(*counted).values(refusals=0))


def _refused(conn: Connection, letter: Letter, why: str, now: datetime) -> None:
    """Its channel is stopped; the letter waits."""
    if conn.execute(_held(letter).values(claimed_until=None, error=why).returning(col(LetterRow.id))).first():
        stop(conn, letter.channel.id, why, now)


def _set_aside(conn: Connection, letter: Letter, why: str, now: datetime) -> None:
    """It is sent no more, and its channel remembers that it took one less."""
    refused = {"state": SENT, "refused_at": now, "claimed_until": None, "error": why}
    if conn.execute(_held(letter).values(**refused).returning(col(LetterRow.id))).first():
        channel = update(ChannelRow).where(col(ChannelRow.id) == letter.channel.id)
        conn.execute(channel.values(refusals=col(ChannelRow.refusals) + 1))


def _held(letter: Letter) -> Any:
    """The letter while this taking of it holds."""
    mine = (col(LetterRow.id) == letter.id, col(LetterRow.epoch) == letter.epoch)
    return update(LetterRow).where(*mine, col(LetterRow.state) == PENDING)


def _open(conn: Connection) -> list[Channel]:
    """The channels that something may be sent to."""
    going = (col(ChannelRow.enabled).is_(True), col(ChannelRow.stopped_at).is_(None))
    return [
        channel_of(row) for row in conn.execute(select(ChannelRow).where(*going).order_by(col(ChannelRow.id)))
    ]


def _due(now: datetime) -> Sequence[ColumnElement[bool]]:
    """What is due; a term long ahead was set by a clock that went wrong."""
    at = col(DeliveryRow.due_at)
    return col(DeliveryRow.letter_id).is_(None), or_(at <= now, at > now + FARTHEST)


def _waiting(conn: Connection, channel: Channel, now: datetime) -> list[Waiting]:
    digest = channel.manner.digest is not Digest.AT_ONCE
    row = (col(DeliveryRow.id), col(DeliveryRow.event_seq), col(DeliveryRow.due_at), col(EventRow.incident))
    found = select(*row).outerjoin(EventRow, col(EventRow.seq) == DeliveryRow.event_seq)
    mine = found.where(col(DeliveryRow.channel_id) == channel.id, *_due(now))
    rows = conn.execute(mine.order_by(col(DeliveryRow.id)).limit(AT_ONCE))
    return [Waiting(i, incident, at if digest and seq else None) for i, seq, at, incident in rows]


def _head(conn: Connection, channel_id: int) -> Row[Any] | None:
    mine = select(LetterRow).where(col(LetterRow.channel_id) == channel_id, col(LetterRow.state) == PENDING)
    return conn.execute(mine.order_by(col(LetterRow.id)).limit(1)).first()


def _free(row: Row[Any], now: datetime) -> bool:
    """Whether it is due and in nobody's hands; terms far ahead were set by a clock that went wrong."""
    due = row.next_at <= now or row.next_at > now + 2 * LONGEST_PAUSE
    held = row.claimed_until is not None and now < row.claimed_until <= now + ABSURD
    return due and not held
