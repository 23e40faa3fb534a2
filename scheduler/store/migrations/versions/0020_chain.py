"""Chain the lines of the ledger and of what people did, so that none can be changed or taken away unseen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from scheduler.chain import ChainHead
from scheduler.store.columns import Utc

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _table(name: str, texts: str, *others: sa.ColumnClause[Any]) -> sa.TableClause:
    every = (sa.column(each, sa.String) for each in f"borough_code link {texts}".split())
    numbers = (sa.column("number", sa.Integer), sa.column("place", sa.Integer))
    return sa.table(name, *every, *numbers, *others)


ACT = _table("act", "account_id name act ward_codes what origin", sa.column("at_utc", Utc))
ACT_END = _table("act_end", "state before after why")
LEDGER = _table(
    "ledger_entry", "key event by note digest evidence", sa.column("at_utc", Utc), sa.column("happened_on", sa.Date)
)


def upgrade() -> None:
    """Lines of before are linked as they are found, and the head says how many they were."""
    op.add_column("ledger_entry", sa.Column("borough_code", sa.String(16), nullable=False, server_default=""))
    for name in ("ledger_entry", "act", "act_end"):
        op.add_column(name, sa.Column("place", sa.Integer(), nullable=True))
        op.add_column(name, sa.Column("link", sa.String(64), nullable=True))
    with op.batch_alter_table("ledger_entry") as ledger:
        ledger.alter_column("borough_code", server_default=None)
    of_item = "SELECT borough_code FROM outbox_item WHERE outbox_item.key = ledger_entry.key"
    op.execute(f"UPDATE ledger_entry SET borough_code = COALESCE(({of_item}), '')")  # our own words
    heads = op.create_table(
        "chain_head",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(64), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
    )
    found: dict[str, ChainHead] = {}
    for table in (ACT, ACT_END, LEDGER):
        if rows := list(_linked(table, found)):
            _keep(table, rows)
    op.bulk_insert(
        heads,
        [{"borough_code": code, "place": h.place, "link": h.link, "before": h.place} for code, h in found.items()],
    )


def _linked(table: sa.TableClause, heads: dict[str, ChainHead]) -> Iterator[dict[str, Any]]:
    unsaid = {"place", "link"} | ({"number"} if table is LEDGER else set())
    for row in op.get_bind().execute(sa.select(table).order_by(table.c.borough_code, table.c.number)).mappings():
        code = row["borough_code"]
        facts = {name: value for name, value in row.items() if name not in unsaid}
        heads[code] = head = heads.get(code, ChainHead()).then(table.name, facts)
        yield {"of": code, "at": row["number"], "place": head.place, "link": head.link}


def _keep(table: sa.TableClause, rows: list[dict[str, Any]]) -> None:
    ours = (table.c.borough_code == sa.bindparam("of")) & (table.c.number == sa.bindparam("at"))
    op.get_bind().execute(sa.update(table).where(ours), rows)
