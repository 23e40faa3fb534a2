"""Keep who asked for mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One row an address, found by its id, which says nothing of it, or by its key, which is the same in capitals."""
    op.create_table(
        "subscriber",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("address_key", sa.String(640), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("choice", sa.LargeBinary, nullable=False),
        sa.Column("wanted", sa.LargeBinary, nullable=True),
        sa.Column("asked_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mailed_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("soft_bounces", sa.Integer, nullable=False),
        sa.Column("bounced_at_utc", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("subscriber_by_address", "subscriber", ["borough_code", "address_key"], unique=True)
