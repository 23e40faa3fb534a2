"""What a person does to items at the desk, inside one transaction each: hold back, let go, reject, change the words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from scheduler.items import OPEN, Item, ItemState
from scheduler.store.chain_lines import add_lines
from scheduler.store.item_groups import is_free
from scheduler.store.item_rows import entry_row, item_of, row_of
from scheduler.store.outbox_writing import batches
from scheduler.store.tables import LEDGER_ENTRY, OUTBOX_CONTENT, OUTBOX_ITEM

ITEM = OUTBOX_ITEM.c


def set_aside(
    connection: Connection, event: ItemState, keys: Sequence[str], by: str, at: datetime, why: str
) -> tuple[Item, ...]:
    """Hold items back, let them go, or let them never go out, as far as each may be; return those, as they are then."""
    is_asked, values = _asked(event, by, at)
    found = [
        item_of(row)
        for some in batches(tuple(dict.fromkeys(keys)))
        for row in connection.execute(select(OUTBOX_ITEM).where(ITEM.key.in_(some), is_asked))
    ]
    for item in found:
        connection.execute(update(OUTBOX_ITEM).where(ITEM.key == item.key).values({**values, "note": why}))
    add_lines(connection, LEDGER_ENTRY, [entry_row(item, event, by, at, why) for item in found])
    return tuple(item_of(connection.execute(select(OUTBOX_ITEM).where(ITEM.key == item.key)).one()) for item in found)


def _asked(event: ItemState, by: str, at: datetime) -> tuple[Any, dict[str, Any]]:
    """Which items something can be done to, and what then changes. Edges: what a sender has in hand is left to it"""
    is_open = ITEM.state.in_(map(str, OPEN)) & is_free(at)
    if event is ItemState.HELD:
        return is_open & (ITEM.held_by == ""), {"held_by": by}
    if event is ItemState.LET_GO:
        return ITEM.held_by != "", {"held_by": ""}
    in_hand = ITEM.state == str(ItemState.HANDED_OVER)
    return is_open | in_hand, {"state": ItemState.REJECTED, "held_by": ""}


def reword(connection: Connection, item: Item, anew: Item, content: bytes, by: str, at: datetime) -> bool:
    """Put an item with other words in the place of one. False where that is not as it was, or a sender has it."""
    ours = (ITEM.key == item.key) & (ITEM.state == str(item.state)) & (ITEM.digest == item.digest) & is_free(at)
    gone = {"state": ItemState.REPLACED, "note": anew.note, "held_by": ""}
    if connection.execute(update(OUTBOX_ITEM).where(ours).values(gone)).rowcount != 1:
        return False
    known = select(OUTBOX_CONTENT.c.digest).where(OUTBOX_CONTENT.c.digest == anew.digest)
    if connection.execute(known).first() is None:
        connection.execute(insert(OUTBOX_CONTENT), {"digest": anew.digest, "content": content})
    if connection.execute(select(ITEM.key).where(ITEM.key == anew.key)).first() is None:
        connection.execute(insert(OUTBOX_ITEM), row_of(anew))
    else:  # the words of before are wanted again
        connection.execute(update(OUTBOX_ITEM).where(ITEM.key == anew.key).values(row_of(anew)))
    told = ((item, ItemState.REPLACED), (anew, anew.state))
    add_lines(connection, LEDGER_ENTRY, [entry_row(one, event, by, at, anew.note) for one, event in told])
    return True
