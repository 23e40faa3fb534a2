"""Keep who recorded a meeting, and what people write down beside the records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was asked who recorded what is there already."""
    op.add_column("meeting_record", sa.Column("recorded_by", sa.String(128), nullable=False, server_default=""))
    with op.batch_alter_table("meeting_record") as table:
        table.alter_column("recorded_by", server_default=None)
    op.create_table(
        "noted_line",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(128), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("replaces", sa.Integer, nullable=True),
        sa.Column("noted", sa.LargeBinary, nullable=False),
    )
