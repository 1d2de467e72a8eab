"""Why each look was made and which tracks a partial one saw; the packed lists; what is offered where, by the service's lists."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_PURPOSES = "purpose IN ('rhythm', 'asked', 'doubt', 'visit', 'sibling')"


def upgrade() -> None:
    """Earlier looks at all of a watch were made in its rhythm or because somebody asked, the others for doubts."""
    purpose = sa.CheckConstraint(_PURPOSES, name=op.f("ck_check_purpose"))
    op.add_column(
        "check", sa.Column("purpose", AutoString(), purpose, nullable=False, server_default="rhythm")
    )
    op.add_column("check", sa.Column("tracks", sa.JSON(none_as_null=True), nullable=True))
    op.execute("UPDATE \"check\" SET purpose = 'asked' WHERE slot IS NULL AND whole")
    op.execute("UPDATE \"check\" SET purpose = 'doubt' WHERE NOT whole")
    op.create_table(
        "packed",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ref", AutoString(), nullable=True),
        sa.Column("mark", AutoString(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=True),
        sa.Column("lost_at", UTCDateTime(), nullable=True),
        sa.Column("snapshot", AutoString(), nullable=True),
        sa.Column("tracks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_packed")),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", AutoString(), nullable=False),
        sa.Column("markets", sa.JSON(), nullable=False),
        sa.Column("before_at", UTCDateTime(), nullable=True),
        sa.Column("first_at", UTCDateTime(), nullable=False),
        sa.Column("last_at", UTCDateTime(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_offer_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_offer_track_id", "offer", ["track_id", "id"], unique=False)
    op.create_table(
        "tier",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("tier", AutoString(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("offers_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("one = 1", name=op.f("ck_tier_single")),
        sa.CheckConstraint("tier IN ('A', 'B', 'C')", name=op.f("ck_tier_tier")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_tier")),
    )
