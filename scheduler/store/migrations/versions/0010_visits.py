"""Count the visits that links and codes brought."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No log was read before."""
    op.create_table(
        "visit_count",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("channel", sa.String(64), primary_key=True),
        sa.Column("moment", sa.String(16), primary_key=True),
        sa.Column("ward_code", sa.String(16), primary_key=True),
        sa.Column("meeting_id", sa.String(64), primary_key=True),
        sa.Column("visits", sa.Integer, nullable=False),
    )
    op.create_table(
        "log_day",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
    )
