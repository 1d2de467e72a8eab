"""What makes calls go further: the tracker's own packed lists; and what one call tells of all markets at once."""

from datetime import datetime

from sqlalchemy import JSON, Index, true
from sqlmodel import Field

from tracker.store.tables.row import NEVER_REUSED, Row


class PackedRow(Row, table=True):
    """A private list that the tracker made in the owner's account, and the tracks it held when it was last read or written.

    `number` counts from 0 along all packed lists; `ref` NULL: it is not made yet; `mark` is in its description while
    its making is not answered; `lost_at`: its owner deleted it; `snapshot` NULL: what it holds is not certain.
    """

    __tablename__ = "packed"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    ref: str | None = None
    mark: str | None = None
    made_at: datetime
    read_at: datetime | None = None
    lost_at: datetime | None = None
    snapshot: str | None = None
    tracks: list[str] = Field(sa_type=JSON)


class OfferRow(Row, table=True):
    """A track's `available_markets` as they were from `first_at` to `last_at`; before that something else until `before_at`.

    This is another statement than `is_playable`, and the two can contradict each other: neither stands for the other.
    While it `stands`, it was also met by the last reading of all lists (`tier.offers_at`), which writes no row for it.
    """

    __tablename__ = "offer"
    __table_args__ = (Index("ix_offer_track_id", "track_id", "id"), NEVER_REUSED)
    id: int = Field(default=None, primary_key=True)
    track_id: str = Field(foreign_key="track.id")
    markets: list[str] = Field(sa_type=JSON)
    before_at: datetime | None = None
    first_at: datetime
    last_at: datetime
    stands: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
