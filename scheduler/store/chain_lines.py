"""Writes lines into a borough's chain, and reads them to check it. Every line of these tables goes through here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, Table, bindparam, insert, or_, select, update

from scheduler.chain import BrokenLink, ChainCheck, ChainHead, LinkedLine, check_chain
from scheduler.store.engines import standing_still
from scheduler.store.staff_tables import ACT, ACT_END
from scheduler.store.tables import CHAIN_HEAD, LEDGER_ENTRY, OUTBOX_ITEM

CHAINED = (LEDGER_ENTRY, ACT, ACT_END)
"""The tables whose lines are one chain in each borough."""

DONE = "done"
"""What their chain is called: what was done. Others may come beside it."""

ROWS_AT_ONCE = 2_000


class SqlChains:
    """Checks the chains in the database of `engine`, whose layout is up to date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def check(self, borough_code: str, noted: ChainHead | None = None) -> ChainCheck:
        with standing_still(self._engine) as connection:
            head = _head(connection, borough_code)
            lines = (_lines(connection, table, borough_code) for table in CHAINED)
            try:
                return check_chain(merge(*lines, key=lambda line: line.place or 0), head, noted)
            except (TypeError, ValueError) as error:  # SQLite takes any kind of value in any column
                told = f"A line holds what no program wrote there, so the rest was not looked at ({error})."
                return ChainCheck(head, (BrokenLink(0, told),), noted)


def add_lines(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add lines to a table, each at the end of its borough's chain.

    Edges: a chain has one end, because `writing` has one writer at a time, from the head that it reads to its commit
    """
    heads: dict[str, ChainHead] = {}
    linked = []
    for row in rows:
        code = row["borough_code"]
        head = heads.get(code) or _head(connection, code)
        heads[code] = head = head.then(table.name, row)
        linked.append({**row, "place": head.place, "link": head.link})
    if linked:
        connection.execute(insert(table), linked)
    for code, head in heads.items():
        _leave(connection, code, head)


HEAD_OF = (CHAIN_HEAD.c.borough_code == bindparam("of")) & (CHAIN_HEAD.c.name == DONE)
READ_HEAD, MOVE_HEAD = select(CHAIN_HEAD).where(HEAD_OF), update(CHAIN_HEAD).where(HEAD_OF)
"""Put together once: each line of the ledger asks for both, and putting them together takes as long as asking."""


def _head(connection: Connection, borough_code: str) -> ChainHead:
    row = connection.execute(READ_HEAD, {"of": borough_code}).first()
    return ChainHead(row.place, row.link, row.before) if row else ChainHead()


def _leave(connection: Connection, borough_code: str, head: ChainHead) -> None:
    end = {"of": borough_code, "place": head.place, "link": head.link}
    if connection.execute(MOVE_HEAD, end).rowcount == 0:
        row = {"place": head.place, "link": head.link, "before": head.before}
        connection.execute(insert(CHAIN_HEAD), row | {"borough_code": borough_code, "name": DONE})


def _lines(connection: Connection, table: Table, borough_code: str) -> Iterator[LinkedLine]:
    given = table.autoincrement_column
    names = [column.name for column in table.columns if column is not given and column.name not in {"place", "link"}]
    rows = connection.execute(_asked(table, borough_code), execution_options={"yield_per": ROWS_AT_ONCE})
    for row in rows:
        yield _line(row, table, names, None if given is None else row._mapping[given.name])


def _line(row: Row[Any], table: Table, names: Sequence[str], number: int | None) -> LinkedLine:
    facts = {name: row._mapping[name] for name in names}
    return LinkedLine(table.name, row.place, row.link, number, facts)


def _asked(table: Table, borough_code: str) -> Select[Any]:
    """The borough's lines, and those that pass for its own because they tell of its items."""
    ours, asked = table.c.borough_code == borough_code, select(table)
    if table is LEDGER_ENTRY:
        asked = asked.outerjoin(OUTBOX_ITEM, OUTBOX_ITEM.c.key == LEDGER_ENTRY.c.key)
        ours = or_(ours, OUTBOX_ITEM.c.borough_code == borough_code)
    return asked.where(ours).order_by(table.c.place.nulls_first())
