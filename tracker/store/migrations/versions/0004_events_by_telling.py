"""The events in the order in which they were confirmed, without looking at all of them."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One index: single events and mass changes are each read from its end."""
    op.create_index("ix_event_told", "event", ["status", "incident", "confirmed_at"], unique=False)
