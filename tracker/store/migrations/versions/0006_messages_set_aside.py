"""Messages that a channel refuses for good are set aside: when that was, and how many there were in a row."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns are only added at the end, which neither database rebuilds a table for."""
    op.add_column("channel", sa.Column("refusals", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("letter", sa.Column("refused_at", UTCDateTime(), nullable=True))
