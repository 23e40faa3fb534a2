"""Keep what is to go out, and what became of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Four tables: what is said, the items that say it, for which release they are, and what happened to each."""
    op.create_table(
        "outbox_content",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    _items()
    op.create_table(
        "outbox_filled",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("settings", sa.String(64), nullable=False),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(16), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("ledger_entry_by_key", "ledger_entry", ["key"])


def _items() -> None:
    op.create_table(
        "outbox_item",
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("meetings", sa.Text, nullable=False),
        sa.Column("lead", sa.String(32), nullable=False),
        sa.Column("due_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("use_by_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("needs_approval", sa.Boolean, nullable=False),
        sa.Column("care", sa.Text, nullable=False),
        sa.Column("recipient", sa.String(128), nullable=False),
        sa.Column("parent", sa.String(80), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("leased_by", sa.String(128), nullable=False),
        sa.Column("leased_until_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_index("outbox_item_by_due", "outbox_item", ["borough_code", "year", "state", "due_at_utc"])
    op.create_index("outbox_item_by_parent", "outbox_item", ["parent"])
