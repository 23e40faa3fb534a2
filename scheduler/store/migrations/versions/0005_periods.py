"""Know what is planned by its first and last day in the place of a calendar year, and keep what became of meetings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CALENDAR_YEARS = ("plan_draft", "plan_release", "released_meeting", "outbox_item", "outbox_filled", "outbox_worded")


def upgrade() -> None:
    """Every row of a year becomes one of the period that begins on its 1 January; plans get their 31 December."""
    for name in ("outbox_item_by_due", "outbox_item_by_parent"):
        op.drop_index(name, "outbox_item")
    op.drop_index("released_meeting_by_id", "released_meeting")
    for name in CALENDAR_YEARS:
        op.rename_table(name, f"{name}_of_year")
    if op.get_bind().dialect.name == "postgresql":  # there a key keeps its name when its table is given another
        for name in CALENDAR_YEARS:
            op.execute(f"ALTER INDEX {name}_pkey RENAME TO {name}_of_year_pkey")
    _plans()
    _outbox()
    for name in CALENDAR_YEARS:
        _carry_over(name)
    for name in ("released_meeting", *(name for name in CALENDAR_YEARS if name != "released_meeting")):
        op.drop_table(f"{name}_of_year")
    op.create_index("released_meeting_by_id", "released_meeting", ["meeting_id"])
    op.create_index("outbox_item_by_due", "outbox_item", ["borough_code", "first_day", "state", "due_at_utc"])
    op.create_index("outbox_item_by_parent", "outbox_item", ["parent"])
    op.create_table(
        "meeting_record",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("meeting_id", sa.String(64), nullable=False),
        sa.Column("recorded_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
    op.create_index("meeting_record_by_meeting", "meeting_record", ["borough_code", "meeting_id"])


def _carry_over(name: str) -> None:
    """Copy a table's rows. Edges: a draft's parent is the one before it, for nothing was ever taken back."""
    old = sa.table(f"{name}_of_year")
    new = sa.inspect(op.get_bind()).get_columns(name)
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    of_year = {
        "first_day": "make_date(year, 1, 1)" if is_postgresql else "year || '-01-01'",
        "last_day": "make_date(year, 12, 31)" if is_postgresql else "year || '-12-31'",
        "parent": "parent" if name == "outbox_item" else "revision - 1",
    }
    columns = [column["name"] for column in new]
    copied = ", ".join(of_year.get(column, f'"{column}"') for column in columns)
    listed = ", ".join(f'"{column}"' for column in columns)
    op.execute(f"INSERT INTO {name} ({listed}) SELECT {copied} FROM {old.name}")  # names are our own


def _plans() -> None:
    op.create_table(
        "plan_draft",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("first_day", sa.Date, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("saved_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parent", sa.Integer, nullable=False),
        sa.Column("plan", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "plan_release",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("first_day", sa.Date, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("released_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("release", sa.LargeBinary, nullable=False),
        sa.Column("plan", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "released_meeting",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("first_day", sa.Date, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("meeting_id", sa.String(64), primary_key=True),
        sa.Column("ward_code", sa.String(16), nullable=False),
        sa.Column("starts_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["borough_code", "first_day", "number"],
            ["plan_release.borough_code", "plan_release.first_day", "plan_release.number"],
            name="released_meeting_of_release",
        ),
    )


def _outbox() -> None:
    op.create_table(
        "outbox_item",
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("borough_code", sa.String(16), nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
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
    op.create_table(
        "outbox_filled",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("first_day", sa.Date, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("settings", sa.String(64), nullable=False),
    )
    op.create_table(
        "outbox_worded",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("first_day", sa.Date, primary_key=True),
        sa.Column("made_from", sa.String(64), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("care", sa.Text, nullable=False),
    )
