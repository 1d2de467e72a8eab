"""What the pages keep of their owner, who may see them, and the indexes by which they read.

Notes, settled vanishes, the password's proof and other secrets, and the browsers that are let in.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables of their own, a column at the end, and indexes."""
    op.create_table(
        "note",
        sa.Column("track_id", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_note_track_id_track")),
        sa.PrimaryKeyConstraint("track_id", name=op.f("pk_note")),
    )
    op.add_column("event", sa.Column("solved_at", UTCDateTime(), nullable=True))
    _access()
    _indexes()


def _access() -> None:
    op.create_table(
        "session",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    op.create_table(
        "secret",
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("value", AutoString(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret")),
    )


def _indexes() -> None:
    op.create_index("ix_event_incident", "event", ["incident"], unique=False)
    op.create_index("ix_event_told", "event", ["status", "incident", "confirmed_at"], unique=False)
    still = sa.text("missed_at IS NULL")
    op.create_index(
        "ix_spell_standing",
        "spell",
        ["market", "state", "track_id"],
        unique=False,
        sqlite_where=still,
        postgresql_where=still,
    )
