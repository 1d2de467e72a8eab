"""What is watched, and what is known of it apart from its availability."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field

from tracker.store.tables.row import NEVER_REUSED, Row, one, some


class HomeRow(Row, table=True):
    """Who this record is: made once, so that another record under the same name can be told from it."""

    __tablename__ = "home"
    __table_args__ = (CheckConstraint("one = 1", name="single"),)
    one: int = Field(default=1, primary_key=True)
    id: str
    created_at: datetime


class WatchRow(Row, table=True):
    """A watch; `removed_at` ends it, `lapsed_at` says that its term did, `paused_at` that it is not looked at now.

    `named_at`: its owner gave it its label, which is then no word of the service.
    """

    __tablename__ = "watch"
    __table_args__ = (one("uq_watch_live", "source", "ref", where="removed_at IS NULL"), NEVER_REUSED)
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
    paused_at: datetime | None = None
    named_at: datetime | None = None


class TrackRow(Row, table=True):
    """What is known of a track apart from its name; `kind` None: no object was ever shown.

    `name_key` compares its name with others without telling it.
    """

    __tablename__ = "track"
    id: str = Field(primary_key=True)
    isrc: str | None = None
    duration_ms: int | None = None
    album_id: str | None = None
    disc: int | None = None
    number: int | None = None
    kind: str | None = None
    name_key: str | None = None


class NameRow(Row, table=True):
    """What one origin calls a track, and when it was asked; names of different origin never mix."""

    __tablename__ = "name"
    track_id: str = Field(primary_key=True, foreign_key="track.id")
    origin: str = Field(primary_key=True)
    title: str
    artists: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    album: str
    learnt_at: datetime | None = None


class NoteRow(Row, table=True):
    """What the owner wrote about a track."""

    __tablename__ = "note"
    track_id: str = Field(primary_key=True, foreign_key="track.id")
    text: str
    written_at: datetime


class EntryRow(Row, table=True):
    """A place in a watch, from its first check to the last that held it; `ended_at` None: still held.

    `removal` is the event that tells of its end, where that was news.
    """

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_watch_id", "watch_id", "ended_at"),
        Index("ix_entry_track_id", "track_id", "ended_at"),
        some("ix_entry_live", "watch_id", "track_id", where="ended_at IS NULL"),
        NEVER_REUSED,
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
