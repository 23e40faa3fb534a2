"""Keep drafts and releases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three tables; a release's meetings stand in rows of their own, so that later work can point at them."""
    op.create_table(
        "plan_draft",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("saved_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "plan_release",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("released_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("release", sa.LargeBinary, nullable=False),
        sa.Column("plan", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "released_meeting",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("meeting_id", sa.String(64), primary_key=True),
        sa.Column("ward_code", sa.String(16), nullable=False),
        sa.Column("starts_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["borough_code", "year", "number"],
            ["plan_release.borough_code", "plan_release.year", "plan_release.number"],
            name="released_meeting_of_release",
        ),
    )
    op.create_index("released_meeting_by_id", "released_meeting", ["meeting_id"])
