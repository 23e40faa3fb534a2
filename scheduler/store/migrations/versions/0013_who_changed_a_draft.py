"""Know who changed a draft, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns, empty for the drafts of which nobody said it."""
    for name in ("by", "why"):
        op.add_column("plan_draft", sa.Column(name, sa.Text, nullable=False, server_default=""))
    with op.batch_alter_table("plan_draft") as table:
        for name in ("by", "why"):
            table.alter_column(name, server_default=None)
