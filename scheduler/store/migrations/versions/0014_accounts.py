"""Keep who may sign in, who is signed in, how often it was tried, and what they did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New tables, all empty: until now nobody signed in."""
    _accounts()
    _sign_ins()
    _acts()


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("address_key", sa.String(640), nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("ward_codes", sa.Text, nullable=False),
        sa.Column("made_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passphrase", sa.Text, nullable=False),
        sa.Column("code_secret", sa.String(64), nullable=False),
        sa.Column("code_step", sa.Integer, nullable=True),
        sa.Column("closed_at_utc", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("account_by_address", "account", ["borough_code", "address_key"], unique=True)
    op.create_table(
        "account_identity",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("issuer", sa.String(255), primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("bound_at_utc", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("account_identity_by_account", "account_identity", ["account_id"])
    op.create_table(
        "account_link",
        sa.Column("account_id", sa.String(64), primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("use_by_utc", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("account_link_by_digest", "account_link", ["digest"], unique=True)


def _sign_ins() -> None:
    op.create_table(
        "session",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("made_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(64), nullable=False),
        sa.Column("form_secret", sa.String(64), nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
    )
    op.create_index("session_by_account", "session", ["account_id"])
    op.create_table(
        "away",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("link", sa.String(64), nullable=False),
        sa.Column("use_by_utc", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "try",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("until_utc", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("try_by_end", "try", ["until_utc"])


def _acts() -> None:
    op.create_table(
        "act",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("ward_codes", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("origin", sa.String(64), nullable=False),
    )
    op.create_index("act_by_account", "act", ["borough_code", "account_id"])
    op.create_table(
        "act_end",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["borough_code", "number"], ["act.borough_code", "act.number"], name="act_end_of_act"),
    )
