"""What the owner brought along or agreed to: imported files, the history they hold, and acknowledgements."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from tracker.store.tables.row import NEVER_REUSED, Row


class ImportRow(Row, table=True):
    """A file that its owner imported: its form, and the digest by which it is recognised."""

    __tablename__ = "import"
    __table_args__ = (NEVER_REUSED,)
    id: int = Field(default=None, primary_key=True)
    form: str
    name: str
    digest: str
    imported_at: datetime
    watch_id: int | None = Field(default=None, foreign_key="watch.id")


class PastRow(Row, table=True):
    """What an imported file says of a track's time in some list. Hearsay: no evidence that it could be played.

    Days as the file has them; `by_then` if the first is only the first day on which the file's maker looked. `isrc` is
    the file's word. `place`: where it stands in the list watch that was made of the file; None: it is history only.
    """

    __tablename__ = "past"
    __table_args__ = (
        Index("ix_past_track_id", "track_id"),
        Index("ix_past_import_id", "import_id"),
        NEVER_REUSED,
    )
    id: int = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="import.id")
    track_id: str = Field(foreign_key="track.id")
    added_on: datetime | None = None
    by_then: bool = False
    removed_on: datetime | None = None
    isrc: str | None = None
    place: int | None = None


class AcknowledgementRow(Row, table=True):
    """What the owner has read and taken upon themselves: a profile with its terms, on a day; `ended_at` if taken back."""

    __tablename__ = "acknowledgement"
    __table_args__ = (CheckConstraint("profile IN ('personal', 'research')", name="profile"), NEVER_REUSED)
    id: int = Field(default=None, primary_key=True)
    profile: str
    terms: str
    text: str
    made_at: datetime
    ended_at: datetime | None = None
