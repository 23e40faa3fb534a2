"""Know what of a draft was pinned by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column, empty for the drafts of older versions: nothing was pinned."""
    op.add_column("plan_draft", sa.Column("pins", sa.Text, nullable=False, server_default=""))
    with op.batch_alter_table("plan_draft") as table:
        table.alter_column("pins", server_default=None)
