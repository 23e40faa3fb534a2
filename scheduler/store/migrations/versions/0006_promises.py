"""Know what the public was told, and which audience first heard what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from scheduler.release.grading import facts_of
from scheduler.store.documents import decode_release

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is known of what went out before; the facts of every released meeting are worked out."""
    op.create_table(
        "publication",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("begun_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("folder", sa.Text, nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("publication", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "heard",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("meeting_id", sa.String(64), primary_key=True),
        sa.Column("facts", sa.String(64), primary_key=True),
        sa.Column("audience", sa.String(64), primary_key=True),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("released_meeting", sa.Column("facts", sa.String(64), nullable=False, server_default=""))
    _fill_facts()
    with op.batch_alter_table("released_meeting") as table:
        table.alter_column("facts", server_default=None)


def _fill_facts() -> None:
    keys = ("borough_code", "first_day", "number")
    releases = sa.table("plan_release", *map(sa.column, (*keys, "release")))
    meetings = sa.table("released_meeting", *map(sa.column, (*keys, "meeting_id", "facts")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(releases)).all():
        of_release = sa.and_(*(meetings.c[key] == getattr(row, key) for key in keys))
        for meeting in decode_release(row.release).meetings:
            one = of_release & (meetings.c.meeting_id == meeting.meeting_id)
            connection.execute(sa.update(meetings).where(one).values(facts=facts_of(meeting)))
