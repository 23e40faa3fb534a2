"""Work out what was missed, and write down when a sender looks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NO_ADDRESS = "There is no address for this person any more."


def upgrade() -> None:
    """Items that were written off as missed are again what they were before; the ledger keeps its lines."""
    op.create_table(
        "sender_look",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("first_day", sa.Date, primary_key=True),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
    )
    items = sa.table("outbox_item", *map(sa.column, ("key", "state", "note")))
    entries = sa.table("ledger_entry", *map(sa.column, ("number", "key", "event", "note")))
    connection = op.get_bind()
    missed = connection.execute(sa.select(items).where(items.c.state == "missed")).all()
    for row in missed:
        lines = sa.select(entries).where(entries.c.key == row.key, entries.c.event != "missed")
        before = connection.execute(lines.order_by(entries.c.number.desc()).limit(1)).first()
        state, note = (before.event, before.note) if before else ("planned", "")
        if row.note == NO_ADDRESS:
            state, note = "replaced", row.note
        connection.execute(sa.update(items).where(items.c.key == row.key).values(state=state, note=note))
