"""Know which channels are closed, since when and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table, empty at first: what a channel cannot do is found out when it next sends."""
    op.create_table(
        "closed_channel",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("closed_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(128), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("opened_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.String(128), nullable=False),
    )
    op.create_index("closed_channel_by_name", "closed_channel", ["borough_code", "channel"])
