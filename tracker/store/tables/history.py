"""What was seen, and what came of it."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from tracker.store.tables.row import NEVER_REUSED, Row, one, some


class CheckRow(Row, table=True):
    """One look, and why it was made; `whole` if it asked for all of the watch, else `tracks` are those that it saw."""

    __tablename__ = "check"
    __table_args__ = (
        UniqueConstraint("watch_id", "market", "slot"),
        Index("ix_check_latest", "watch_id", "market", "complete", "whole", "id"),
        Index("ix_check_started_at", "started_at"),
        CheckConstraint("purpose IN ('rhythm', 'asked', 'doubt', 'visit', 'sibling')", name="purpose"),
        NEVER_REUSED,
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
    purpose: str = Field(default="rhythm", sa_column_kwargs={"server_default": "rhythm"})
    tracks: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class SpellRow(Row, table=True):
    """One state of a track in a market, with the check and the instant of each of its four edges.

    `was_…` is the state before it, `event_seq` the event that tells of the change; None for a first state.
    """

    __tablename__ = "spell"
    __table_args__ = (
        one("uq_spell_open", "market", "track_id", where="missed_at IS NULL"),
        Index("ix_spell_track_id", "track_id"),
        some("ix_spell_standing", "market", "state", "track_id", where="missed_at IS NULL"),
        some(
            "ix_spell_absent",
            "market",
            "state",
            "track_id",
            where="missed_at IS NULL AND state <> 'playable'",
        ),
        CheckConstraint("state IN ('playable', 'unplayable', 'gone')", name="state"),
        NEVER_REUSED,
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
    """Changes that belong together: a mass flip of one watch, or vanishes that `shared` something within few days.

    `shared` says what (a rights line, a label, an album, an artist), `shared_key` which one; `chance` is the decimal
    logarithm of how likely so many are by chance. `watch_id` None: they came up in several watches.
    """

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("shared IN ('rights', 'label', 'album', 'artist')", name="shared"),
        NEVER_REUSED,
    )
    id: int = Field(default=None, primary_key=True)
    watch_id: int | None = Field(default=None, foreign_key="watch.id")
    market: str
    kind: str | None = None
    opened_at: datetime
    shared: str | None = None
    shared_key: str | None = None
    chance: float | None = None


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
        NEVER_REUSED,
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
        one("uq_doubt_track", "market", "track_id", where="track_id IS NOT NULL"),
        one("uq_doubt_source", "watch_id", "market", where="track_id IS NULL"),
        Index("ix_doubt_next_look_at", "next_look_at"),
        NEVER_REUSED,
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
        one("uq_gap_track_open", "market", "track_id", where="until IS NULL AND track_id IS NOT NULL"),
        one("uq_gap_watch_open", "watch_id", "market", where="until IS NULL AND track_id IS NULL"),
        Index("ix_gap_market_until", "market", "until"),
        Index("ix_gap_track_id", "track_id"),
        NEVER_REUSED,
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
