"""What is known beside a track's own availability: its open name, its release, where else its recording lives."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from tracker.store.tables.row import NEVER_REUSED, Row


class LookupRow(Row, table=True):
    """What asking the open database (MusicBrainz) for a track has brought, and when it is worth asking again.

    `mbid` is the recording's id there, `found_by` how it was found: by the ISRC, or by the link to the track's page.
    `isrc` is the one that the track had then: with another one it is worth asking again.
    """

    __tablename__ = "lookup"
    __table_args__ = (
        CheckConstraint("outcome IN ('found', 'none', 'several')", name="outcome"),
        Index("ix_lookup_next_at", "next_at"),
    )
    track_id: str = Field(primary_key=True, foreign_key="track.id")
    outcome: str
    found_by: str | None = None
    mbid: str | None = None
    isrc: str | None = None
    asked_at: datetime
    next_at: datetime | None = None


class ReleaseRow(Row, table=True):
    """What the service says of a release beside its tracks: its rights lines, and its label where it tells one.

    The texts are the service's and go with its names; `rights_key` and `label_key` compare them without telling them.
    """

    __tablename__ = "release"
    __table_args__ = (
        Index("ix_release_rights_key", "rights_key"),
        Index("ix_release_label_key", "label_key"),
    )
    album_id: str = Field(primary_key=True)
    rights: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    label: str | None = None
    rights_key: str | None = None
    label_key: str | None = None
    read_at: datetime


class SearchRow(Row, table=True):
    """A search for where a vanished recording lives in a market: when it was made, and when it is due again."""

    __tablename__ = "search"
    __table_args__ = (Index("ix_search_next_at", "next_at"),)
    track_id: str = Field(primary_key=True, foreign_key="track.id")
    market: str = Field(primary_key=True)
    sought_at: datetime | None = None
    next_at: datetime | None = None
    tries: int = 0
    outcome: str | None = None


class ReplacementRow(Row, table=True):
    """Another id under which the recording of a vanished track was found in a market, how, and how surely.

    `looked_at` is when it was last seen playable there, `lost_at` when it was no longer.
    """

    __tablename__ = "replacement"
    __table_args__ = (
        UniqueConstraint("track_id", "market", "other_id"),
        CheckConstraint("confidence IN ('certain', 'likely', 'possible')", name="confidence"),
        Index("ix_replacement_other_id", "other_id"),
        NEVER_REUSED,
    )
    id: int = Field(default=None, primary_key=True)
    track_id: str = Field(foreign_key="track.id")
    market: str
    other_id: str = Field(foreign_key="track.id")
    found_by: str
    confidence: str
    reasons: list[str] = Field(sa_type=JSON)
    found_at: datetime
    looked_at: datetime
    next_look_at: datetime | None = None
    lost_at: datetime | None = None
