"""Know on which day a thing happened, what shows it, and how many letters a mailing became."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TO_NOBODY = "To 0 people."


def upgrade() -> None:
    """What was written down before happened when it was written down; letters are counted."""
    op.add_column("ledger_entry", sa.Column("happened_on", sa.Date, nullable=True))
    op.add_column("ledger_entry", sa.Column("evidence", sa.Text, nullable=False, server_default=""))
    op.add_column("outbox_item", sa.Column("letters", sa.Integer, nullable=True))
    with op.batch_alter_table("ledger_entry") as table:
        table.alter_column("evidence", server_default=None)
    items = sa.table("outbox_item", *map(sa.column, ("key", "parent", "state", "note", "letters")))
    letter = items.alias()
    count = sa.select(sa.func.count()).where(letter.c.parent == items.c.key).scalar_subquery()
    parents = sa.select(letter.c.parent).where(letter.c.parent != "")
    op.execute(sa.update(items).where(items.c.key.in_(parents)).values(letters=count))
    op.execute(sa.update(items).where(items.c.state == "issued", items.c.note == TO_NOBODY).values(letters=0))
