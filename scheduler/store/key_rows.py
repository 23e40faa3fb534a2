"""The keys of accounts, in SQLite or PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update

from scheduler.account import AccountKey, StaffAccount
from scheduler.store.account_rows import account_of, accounts_asked
from scheduler.store.engines import reading, writing
from scheduler.store.staff_tables import ACCOUNT, ACCOUNT_KEY

OF = ACCOUNT_KEY.c


class SqlAccountKeys:
    """Keeps the keys of every borough in the database of `engine`, whose layout is up to date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, key: AccountKey) -> None:
        row: dict[str, Any] = {"digest": key.digest, "borough_code": key.borough_code, "account_id": key.account_id}
        row |= {"purpose": key.purpose, "made_at_utc": key.made_at, "ended_at_utc": key.ended_at}
        with writing(self._engine) as connection:
            connection.execute(insert(ACCOUNT_KEY), row)

    def listed(self, borough_code: str) -> tuple[AccountKey, ...]:
        asked = select(ACCOUNT_KEY).where(OF.borough_code == borough_code).order_by(OF.made_at_utc, OF.digest)
        with reading(self._engine) as connection:
            return tuple(map(_key, connection.execute(asked)))

    def account(self, borough_code: str, digest: str) -> StaffAccount | None:
        ours = (OF.digest == digest) & (OF.borough_code == borough_code) & OF.ended_at_utc.is_(None)
        counts = ours & ACCOUNT.c.closed_at_utc.is_(None)
        asked = accounts_asked().join(ACCOUNT_KEY, OF.account_id == ACCOUNT.c.id).where(counts)
        with reading(self._engine) as connection:
            row = connection.execute(asked).first()
        return account_of(row) if row else None

    def end(self, digest: str, at: datetime) -> None:
        ours = (OF.digest == digest) & OF.ended_at_utc.is_(None)
        with writing(self._engine) as connection:
            connection.execute(update(ACCOUNT_KEY).where(ours).values(ended_at_utc=at))


def _key(row: Row[Any]) -> AccountKey:
    return AccountKey(row.digest, row.borough_code, row.account_id, row.purpose, row.made_at_utc, row.ended_at_utc)
