"""Know where officers were written to, and what they answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables, empty at first: the first filling of the outbox writes down who is an officer then."""
    op.create_table(
        "officer_contact",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("officer_id", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("since_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_listed", sa.Boolean, nullable=False),
    )
    op.create_index("officer_contact_by_borough", "officer_contact", ["borough_code"])
    op.create_table(
        "invitation_answer",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("meeting_id", sa.String(64), nullable=False),
        sa.Column("officer_id", sa.String(64), nullable=False),
        sa.Column("reply", sa.String(16), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("given_at_utc", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("invitation_answer_by_borough", "invitation_answer", ["borough_code"])
