"""Know when a borough was backed up, when bringing it back was tried, and who was called."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table, empty."""
    op.create_table(
        "upkeep_line",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("of_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_index("upkeep_line_by_kind", "upkeep_line", ["borough_code", "kind"])
