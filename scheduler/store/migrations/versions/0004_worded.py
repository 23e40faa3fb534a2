"""Keep what the recipes of copy came to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table, empty at first: the next filling makes everything once more, and finds every item there already."""
    op.create_table(
        "outbox_worded",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("made_from", sa.String(64), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("care", sa.Text, nullable=False),
    )
