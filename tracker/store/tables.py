"""The rows of the record; every instant is UTC, every id is given once and never again.

Numbers of checks inside entries, spells, doubts, gaps and events are proof, not references: they outlive the
check's own row where the owner has it deleted. No future import here: SQLModel reads the annotations at run time.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ColumnElement, Index, MetaData, UniqueConstraint, text
from sqlmodel import Field, SQLModel

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_NEVER_REUSED = {"sqlite_autoincrement": True}


def _some(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows for which `where` holds."""
    condition: ColumnElement[bool] = text(where)  # type: ignore[assignment]
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _one(name: str, *columns: str, where: str) -> Index:
    """A unique index over the rows for which `where` holds."""
    return _some(name, *columns, where=where, unique=True)


class Row(SQLModel):
    """What all rows share: metadata of their own, with names for every constraint."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=_NAMES)


class HomeRow(Row, table=True):
    """Who this record is: made once, so that another record under the same name can be told from it."""

    __tablename__ = "home"
    __table_args__ = (CheckConstraint("one = 1", name="single"),)
    one: int = Field(default=1, primary_key=True)
    id: str
    created_at: datetime


class WatchRow(Row, table=True):
    """A watch; `removed_at` ends it, `lapsed_at` says that its term did."""

    __tablename__ = "watch"
    __table_args__ = (_one("uq_watch_live", "source", "ref", where="removed_at IS NULL"), _NEVER_REUSED)
    id: int = Field(default=None, primary_key=True)
    source: str
    ref: str
    label: str
    markets: list[str] = Field(sa_type=JSON)
    every_s: int
    added_at: datetime
    renew_by: datetime
    removed_at: datetime | None = None
    lapsed_at: datetime | None = None
    muted_at: datetime | None = None


class TrackRow(Row, table=True):
    """What is known of a track apart from its name; `kind` None: no object was ever shown."""

    __tablename__ = "track"
    id: str = Field(primary_key=True)
    isrc: str | None = None
    duration_ms: int | None = None
    album_id: str | None = None
    disc: int | None = None
    number: int | None = None
    kind: str | None = None


class NameRow(Row, table=True):
    """What one origin calls a track; names of different origin never mix."""

    __tablename__ = "name"
    track_id: str = Field(primary_key=True, foreign_key="track.id")
    origin: str = Field(primary_key=True)
    title: str
    artists: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    album: str


class NoteRow(Row, table=True):
    """What the owner wrote about a track."""

    __tablename__ = "note"
    track_id: str = Field(primary_key=True, foreign_key="track.id")
    text: str
    written_at: datetime


class CheckRow(Row, table=True):
    """One look; `whole` if it asked for all of the watch rather than for some suspects."""

    __tablename__ = "check"
    __table_args__ = (
        UniqueConstraint("watch_id", "market", "slot"),
        Index("ix_check_latest", "watch_id", "market", "complete", "whole", "id"),
        Index("ix_check_started_at", "started_at"),
        _NEVER_REUSED,
    )
    id: int = Field(default=None, primary_key=True)
    watch_id: int = Field(foreign_key="watch.id")
    market: str
    way: str
    slot: datetime | None = None
    started_at: datetime
    ended_at: datetime
    complete: bool
    whole: bool
    why: str | None = None
    calls: int
    observed: dict[str, int] = Field(sa_type=JSON)
    snapshot: str | None = None


class EntryRow(Row, table=True):
    """A place in a watch, from its first check to the last that held it; `ended_at` None: still held.

    `removal` is the event that tells of its end, where that was news.
    """

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_watch_id", "watch_id", "ended_at"),
        Index("ix_entry_track_id", "track_id", "ended_at"),
        _some("ix_entry_live", "watch_id", "track_id", where="ended_at IS NULL"),
        _NEVER_REUSED,
    )
    id: int = Field(default=None, primary_key=True)
    watch_id: int = Field(foreign_key="watch.id")
    track_id: str = Field(foreign_key="track.id")
    added_at: datetime | None = None
    key: str | None = None
    first_check: int
    last_check: int | None = None
    ended_at: datetime | None = None
    removal: int | None = Field(default=None, index=True)


class ListingRow(Row, table=True):
    """The order of a watch's entries (their ids) and the version that the service gave it."""

    __tablename__ = "listing"
    watch_id: int = Field(primary_key=True, foreign_key="watch.id")
    check_id: int = Field(foreign_key="check.id")
    snapshot: str | None = None
    order: list[int] = Field(sa_type=JSON)


class SpellRow(Row, table=True):
    """One state of a track in a market, with the check and the instant of each of its four edges.

    `was_…` is the state before it, `event_seq` the event that tells of the change; None for a first state.
    """

    __tablename__ = "spell"
    __table_args__ = (
        _one("uq_spell_open", "market", "track_id", where="missed_at IS NULL"),
        Index("ix_spell_track_id", "track_id"),
        _some("ix_spell_standing", "market", "state", "track_id", where="missed_at IS NULL"),
        _some(
            "ix_spell_absent",
            "market",
            "state",
            "track_id",
            where="missed_at IS NULL AND state <> 'playable'",
        ),
        CheckConstraint("state IN ('playable', 'unplayable', 'gone')", name="state"),
        _NEVER_REUSED,
    )
    id: int = Field(default=None, primary_key=True)
    track_id: str = Field(foreign_key="track.id")
    market: str
    state: str
    via: str | None = None
    reason: str | None = None
    before_check: int | None = None
    before_at: datetime | None = None
    first_check: int
    first_at: datetime
    last_check: int | None = None
    last_at: datetime | None = None
    missed_check: int | None = None
    missed_at: datetime | None = None
    was_state: str | None = None
    was_via: str | None = None
    event_seq: int | None = None


class IncidentRow(Row, table=True):
    """A mass flip: doubts of one kind that arose together in one watch and market."""

    __tablename__ = "incident"
    __table_args__ = (_NEVER_REUSED,)
    id: int = Field(default=None, primary_key=True)
    watch_id: int = Field(foreign_key="watch.id")
    market: str
    kind: str | None = None
    opened_at: datetime


class EventRow(Row, table=True):
    """Something that happened, or is suspected to have; rows are added and settled, never taken away.

    `solved_at` is when the owner was done with it.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_track_id", "track_id"),
        Index("ix_event_watch_id", "watch_id", "kind", "status"),
        Index("ix_event_first_missed_at", "first_missed_at"),
        Index("ix_event_told", "status", "incident", "confirmed_at"),
        CheckConstraint("status IN ('suspected', 'confirmed', 'withdrawn')", name="status"),
        _NEVER_REUSED,
    )
    seq: int = Field(default=None, primary_key=True)
    kind: str
    status: str
    market: str
    watch_id: int = Field(foreign_key="watch.id")
    track_id: str | None = Field(default=None, foreign_key="track.id")
    state: str | None = None
    reason: str | None = None
    via: str | None = None
    last_seen_at: datetime | None = None
    first_missed_at: datetime
    confirmed_at: datetime | None = None
    retracts: int | None = Field(default=None, foreign_key="event.seq", index=True)
    incident: int | None = Field(default=None, foreign_key="incident.id", index=True)
    checks: list[int] = Field(sa_type=JSON)
    solved_at: datetime | None = None


class DoubtRow(Row, table=True):
    """A change being confirmed; gone once it is settled (its event stays)."""

    __tablename__ = "doubt"
    __table_args__ = (
        _one("uq_doubt_track", "market", "track_id", where="track_id IS NOT NULL"),
        _one("uq_doubt_source", "watch_id", "market", where="track_id IS NULL"),
        Index("ix_doubt_next_look_at", "next_look_at"),
        _NEVER_REUSED,
    )
    id: int = Field(default=None, primary_key=True)
    watch_id: int = Field(foreign_key="watch.id")
    track_id: str | None = Field(default=None, foreign_key="track.id")
    market: str
    state: str
    via: str | None = None
    kind: str | None = None
    reason: str | None = None
    last_check: int | None = None
    last_at: datetime | None = None
    missed_check: int
    missed_at: datetime
    looks: list[int] = Field(sa_type=JSON)
    way: str
    independent: bool = False
    contested: bool = False
    next_look_at: datetime
    held: int | None = Field(default=None, foreign_key="incident.id")
    event_seq: int | None = Field(default=None, foreign_key="event.seq")


class GapRow(Row, table=True):
    """A time without observation; `last_check` is the last look before it, `end_check` the one that ended it."""

    __tablename__ = "gap"
    __table_args__ = (
        _one("uq_gap_track_open", "market", "track_id", where="until IS NULL AND track_id IS NOT NULL"),
        _one("uq_gap_watch_open", "watch_id", "market", where="until IS NULL AND track_id IS NULL"),
        Index("ix_gap_market_until", "market", "until"),
        Index("ix_gap_track_id", "track_id"),
        _NEVER_REUSED,
    )
    id: int = Field(default=None, primary_key=True)
    watch_id: int = Field(foreign_key="watch.id")
    track_id: str | None = Field(default=None, foreign_key="track.id")
    market: str
    since: datetime | None = None
    until: datetime | None = None
    why: str
    last_check: int | None = None
    end_check: int | None = None


class ChannelRow(Row, table=True):
    """Where messages are sent to, and in which manner; the url holds secrets."""

    __tablename__ = "channel"
    __table_args__ = (
        CheckConstraint("digest IN ('at once', 'daily', 'weekly')", name="digest"),
        _NEVER_REUSED,
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


class LetterRow(Row, table=True):
    """One message on its way to one channel; its `key` is the same however often it is sent."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_letter_channel_id", "channel_id", "state", "id"),
        CheckConstraint("state IN ('pending', 'sent')", name="state"),
        _NEVER_REUSED,
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


class DeliveryRow(Row, table=True):
    """One event or notice on its way to one channel: not before `due_at`, then in a letter."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("event_seq", "channel_id"),
        UniqueConstraint("notice_id", "channel_id"),
        CheckConstraint("(event_seq IS NULL) <> (notice_id IS NULL)", name="one"),
        Index("ix_delivery_channel_id", "channel_id", "letter_id", "due_at"),
        Index("ix_delivery_letter_id", "letter_id"),
        _NEVER_REUSED,
    )
    id: int = Field(default=None, primary_key=True)
    channel_id: int = Field(foreign_key="channel.id")
    event_seq: int | None = Field(default=None, foreign_key="event.seq")
    notice_id: int | None = Field(default=None, foreign_key="notice.id")
    due_at: datetime
    letter_id: int | None = Field(default=None, foreign_key="letter.id")


class DutyRow(Row, table=True):
    """Something to be done at a time, and until when somebody has taken it; each taking has its own `epoch`."""

    __tablename__ = "duty"
    name: str = Field(primary_key=True)
    due_at: datetime
    claimed_until: datetime | None = None
    epoch: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class NoticeRow(Row, table=True):
    """Something the owner has to know that is no event of the catalogue; `until` None: it still holds."""

    __tablename__ = "notice"
    __table_args__ = (_one("uq_notice_open", "kind", "subject", where="until IS NULL"), _NEVER_REUSED)
    id: int = Field(default=None, primary_key=True)
    kind: str
    subject: str
    text: str
    since: datetime
    until: datetime | None = None


class SessionRow(Row, table=True):
    """A browser that has given the password; `id` is the digest of what its cookie holds."""

    __tablename__ = "session"
    id: str = Field(primary_key=True)
    made_at: datetime
    seen_at: datetime


class SecretRow(Row, table=True):
    """Something that only the owner may know, or a proof of it, by name."""

    __tablename__ = "secret"
    name: str = Field(primary_key=True)
    value: str
    made_at: datetime


class LedgerRow(Row, table=True):
    """The one account of calls made."""

    __tablename__ = "ledger"
    __table_args__ = (CheckConstraint("one = 1", name="single"),)
    one: int = Field(default=1, primary_key=True)
    buckets: list[Any] = Field(sa_type=JSON)
    last_slot: datetime | None = None
    parked_until: datetime | None = None
    parked_why: str | None = None
