"""Where messages go, and those on their way."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from tracker.store.tables.row import NEVER_REUSED, Row


class ChannelRow(Row, table=True):
    """Where messages are sent to, and in which manner; the url holds secrets."""

    __tablename__ = "channel"
    __table_args__ = (
        CheckConstraint("digest IN ('at once', 'daily', 'weekly')", name="digest"),
        NEVER_REUSED,
    )
    id: int = Field(default=None, primary_key=True)
    url: str
    name: str
    enabled: bool = True
    added_at: datetime
    digest: str = "at once"
    quiet_from: int | None = None
    quiet_to: int | None = None
    zone: str = "UTC"
    private: bool = False
    edits: bool = False
    stopped_at: datetime | None = None
    stopped_why: str | None = None
    refusals: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class LetterRow(Row, table=True):
    """One message on its way to one channel; its `key` is the same however often it is sent.

    `sent` is one that is sent no more: it arrived at `sent_at`, or the channel refused it for good at `refused_at`.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_letter_channel_id", "channel_id", "state", "id"),
        CheckConstraint("state IN ('pending', 'sent')", name="state"),
        NEVER_REUSED,
    )
    id: int = Field(default=None, primary_key=True)
    key: str
    channel_id: int = Field(foreign_key="channel.id")
    state: str
    made_at: datetime
    attempts: int = 0
    next_at: datetime
    claimed_until: datetime | None = None
    epoch: int = 0
    sent_at: datetime | None = None
    error: str | None = None
    refused_at: datetime | None = None


class DeliveryRow(Row, table=True):
    """One event or notice on its way to one channel: not before `due_at`, then in a letter."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("event_seq", "channel_id"),
        UniqueConstraint("notice_id", "channel_id"),
        CheckConstraint("(event_seq IS NULL) <> (notice_id IS NULL)", name="one"),
        Index("ix_delivery_channel_id", "channel_id", "letter_id", "due_at"),
        Index("ix_delivery_letter_id", "letter_id"),
        NEVER_REUSED,
    )
    id: int = Field(default=None, primary_key=True)
    channel_id: int = Field(foreign_key="channel.id")
    event_seq: int | None = Field(default=None, foreign_key="event.seq")
    notice_id: int | None = Field(default=None, foreign_key="notice.id")
    due_at: datetime
    letter_id: int | None = Field(default=None, foreign_key="letter.id")
