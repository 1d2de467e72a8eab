"""What it takes to take things back: removals in two steps, what a spell replaced, epochs of claims, notices."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns are only added at the end, which neither database rebuilds a table for."""
    op.add_column("entry", sa.Column("removal", sa.Integer(), nullable=True))
    op.create_index("ix_entry_removal", "entry", ["removal"], unique=False)
    op.add_column("spell", sa.Column("was_state", AutoString(), nullable=True))
    op.add_column("spell", sa.Column("was_via", AutoString(), nullable=True))
    op.add_column("spell", sa.Column("event_seq", sa.Integer(), nullable=True))
    op.add_column("duty", sa.Column("epoch", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("subject", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sqlite_autoincrement=True,
    )
    still = sa.text("until IS NULL")
    op.create_index(
        "uq_notice_open", "notice", ["kind", "subject"], unique=True, sqlite_where=still, postgresql_where=still
    )
