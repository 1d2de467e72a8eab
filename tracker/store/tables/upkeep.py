"""What keeps the tracker going: duties, notices, the ledger of calls, and who may see the pages."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from tracker.store.tables.row import NEVER_REUSED, Row, one


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
    __table_args__ = (one("uq_notice_open", "kind", "subject", where="until IS NULL"), NEVER_REUSED)
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


class TierRow(Row, table=True):
    """What the service was last seen to allow this app: A and B still have calls for many ids at once, C has not.

    `offers_at` is when the lists of markets of all watched tracks were last read to the end.
    """

    __tablename__ = "tier"
    __table_args__ = (
        CheckConstraint("one = 1", name="single"),
        CheckConstraint("tier IN ('A', 'B', 'C')", name="tier"),
    )
    one: int = Field(default=1, primary_key=True)
    tier: str
    seen_at: datetime
    offers_at: datetime | None = None


class LedgerRow(Row, table=True):
    """The one account of calls made."""

    __tablename__ = "ledger"
    __table_args__ = (CheckConstraint("one = 1", name="single"),)
    one: int = Field(default=1, primary_key=True)
    buckets: list[Any] = Field(sa_type=JSON)
    last_slot: datetime | None = None
    parked_until: datetime | None = None
    parked_why: str | None = None
