"""What the pages keep of their owner: notes, and which vanishes are settled for them; and what they look up."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table, a column at the end, and two indexes."""
    op.create_table(
        "note",
        sa.Column("track_id", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_note_track_id_track")),
        sa.PrimaryKeyConstraint("track_id", name=op.f("pk_note")),
    )
    op.add_column("event", sa.Column("solved_at", UTCDateTime(), nullable=True))
    op.create_index("ix_event_incident", "event", ["incident"], unique=False)
    goes_on = sa.text("missed_at IS NULL")
    op.create_index(
        "ix_spell_standing",
        "spell",
        ["market", "state", "missed_at"],
        unique=False,
        sqlite_where=goes_on,
        postgresql_where=goes_on,
    )
