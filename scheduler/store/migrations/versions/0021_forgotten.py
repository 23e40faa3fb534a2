"""Know who was deleted, so that no backup of before brings them back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table, empty: of those who were deleted before nothing is known."""
    op.create_table(
        "forgotten",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
    )
