"""Chain the lines of the ledger and of what people did, and know how each name is known."""

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


ACT = _table("act", "account_id name act ward_codes what origin known", sa.column("at_utc", Utc))
ACT_END = _table("act_end", "state before after why")
LEDGER = _table(
    "ledger_entry", "key event by note digest evidence", sa.column("at_utc", Utc), sa.column("happened_on", sa.Date)
)


def upgrade() -> None:
    """Lines of before are linked as they are found, and the head says how many they were.

    Edges: whoever is in a line of the ledger may have signed in or not: that was not written down
    """
    op.add_column("ledger_entry", sa.Column("borough_code", sa.String(16), nullable=False, server_default=""))
    for name in ("ledger_entry", "act", "act_end"):
        op.add_column(name, sa.Column("place", sa.Integer(), nullable=True))
        op.add_column(name, sa.Column("link", sa.String(64), nullable=True))
    for name in ("ledger_entry", "act"):
        op.add_column(name, sa.Column("known", sa.String(16), nullable=True))
    op.execute("UPDATE act SET known = CASE WHEN account_id = '' THEN 'stated' ELSE 'signed_in' END")
    _add_keys()
    with op.batch_alter_table("ledger_entry") as ledger:
        ledger.alter_column("borough_code", server_default=None)
    of_item = "SELECT borough_code FROM outbox_item WHERE outbox_item.key = ledger_entry.key"
    op.execute(f"UPDATE ledger_entry SET borough_code = COALESCE(({of_item}), '')")  # our own words
    heads = op.create_table(
        "chain_head",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(64), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
    )
    found: dict[str, ChainHead] = {}
    for table in (ACT, ACT_END, LEDGER):
        if rows := list(_linked(table, found)):
            _keep(table, rows)
    ends = ({"place": head.place, "link": head.link, "before": head.place} for head in found.values())
    op.bulk_insert(
        heads, [{"borough_code": code, "name": "done", **end} for code, end in zip(found, ends, strict=True)]
    )


def _add_keys() -> None:
    op.create_table(
        "account_key",
        sa.Column("borough_code", sa.String(16), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("made_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at_utc", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("account_key_by_account", "account_key", ["account_id"])


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
