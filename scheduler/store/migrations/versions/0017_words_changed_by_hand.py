"""Know who holds an item back, and who changed its words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

COLUMNS = {"held_by": sa.String(128), "made": sa.String(64), "edited_by": sa.Text(), "beside": sa.String(80)}


def upgrade() -> None:
    """Four columns, empty for the items of before: nobody held or changed any."""
    for name, kind in COLUMNS.items():
        op.add_column("outbox_item", sa.Column(name, kind, nullable=False, server_default=""))
    with op.batch_alter_table("outbox_item") as table:
        for name in COLUMNS:
            table.alter_column(name, server_default=None)
