"""Know the work that outlives a page: who asked for it, how far it is, and how it ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table, empty."""
    op.create_table(
        "job",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("turn", sa.String(16), nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("asked_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("process", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("beats", sa.Integer, nullable=False),
        sa.Column("progress", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("plan", sa.LargeBinary, nullable=True),
        sa.Column("ended_at_utc", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("job_by_state", "job", ["borough_code", "state"])
