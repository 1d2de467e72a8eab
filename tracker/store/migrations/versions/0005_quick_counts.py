"""What it takes to count quickly: the live places of a list, and the few tracks that are absent."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Indexes alone: no row is touched."""
    live = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_entry_live", "entry", ["watch_id", "track_id"], sqlite_where=live, postgresql_where=live
    )
    absent = sa.text("missed_at IS NULL AND state <> 'playable'")
    op.create_index(
        "ix_spell_absent", "spell", ["market", "state", "track_id"], sqlite_where=absent, postgresql_where=absent
    )
