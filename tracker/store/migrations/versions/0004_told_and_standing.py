"""Events in the order in which they were confirmed, and present states by market, without looking at every row."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two indexes: feeds read one from its end, monitoring counts along the other."""
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
