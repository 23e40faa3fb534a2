"""The half of the outbox that people at the desk use: lists of items, the ledger, and what they do to an item."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Engine, select

from scheduler.items import Item, ItemFilter, ItemGroup, ItemState, LedgerEntry
from scheduler.store import item_groups, item_hands
from scheduler.store.engines import reading, writing
from scheduler.store.item_rows import entry_of, item_of
from scheduler.store.tables import OUTBOX_CONTENT


class SqlItemDesk:
    """Asks and changes the items in the database of `engine`, whose layout is up to date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def set_aside(self, event: ItemState, keys: Sequence[str], by: str, at: datetime, why: str) -> tuple[Item, ...]:
        with writing(self._engine) as connection:
            return item_hands.set_aside(connection, event, keys, by, at, why)

    def reword(self, item: Item, anew: Item, content: bytes, by: str, at: datetime) -> bool:
        with writing(self._engine) as connection:
            return item_hands.reword(connection, item, anew, content, by, at)

    def counts(self, borough_code: str, first_day: date, wanted: ItemFilter, at: datetime) -> Mapping[ItemGroup, int]:
        asked = item_groups.counted(item_groups.of(borough_code, first_day), wanted, at)
        with reading(self._engine) as connection:
            row = connection.execute(asked).one()
        return dict(zip(ItemGroup, (int(row._mapping[group]) for group in ItemGroup), strict=True))

    def group(
        self,
        borough_code: str,
        first_day: date,
        group: ItemGroup,
        wanted: ItemFilter,
        at: datetime,
        page: tuple[int, int],
    ) -> tuple[Item, ...]:
        first, most = page
        asked = item_groups.listed(item_groups.of(borough_code, first_day), group, wanted, at)
        with reading(self._engine) as connection:
            return tuple(item_of(row) for row in connection.execute(asked.offset(first).limit(most)))

    def contents(self, digests: Collection[str]) -> Mapping[str, bytes]:
        asked = select(OUTBOX_CONTENT).where(OUTBOX_CONTENT.c.digest.in_(sorted(digests)))
        with reading(self._engine) as connection:
            return {row.digest: row.content for row in connection.execute(asked)}

    def happened(
        self,
        borough_code: str,
        first_day: date,
        wanted: ItemFilter,
        events: Sequence[ItemState],
        page: tuple[int, int],
    ) -> tuple[tuple[Item, LedgerEntry], ...]:
        first, most = page
        asked = item_groups.ledger(item_groups.of(borough_code, first_day), wanted, events)
        with reading(self._engine) as connection:
            lines = [entry_of(row) for row in connection.execute(asked.offset(first).limit(most))]
            items = connection.execute(item_groups.with_keys({line.key for line in lines}))
            by_key = {item.key: item for item in map(item_of, items)}
        return tuple((by_key[line.key], line) for line in lines)
