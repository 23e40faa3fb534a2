"""Who is signed in, who went to sign in elsewhere, and how often it was tried, in SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from scheduler.account import Allowance, Away, StaffAccount, StaffSession
from scheduler.store.account_rows import account_of, accounts_asked
from scheduler.store.engines import reading, writing
from scheduler.store.ports import in_utc
from scheduler.store.staff_tables import ACCOUNT, AWAY, SESSION, TRY


class SqlSessions:
    """Keeps the sessions of every borough in the database of `engine`, whose layout is up to date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, session: StaffSession) -> None:
        row = {
            "digest": session.digest,
            "borough_code": session.borough_code,
            "account_id": session.account_id,
            "made_at_utc": session.made_at,
            "seen_at_utc": session.seen_at,
            "origin": session.origin,
            "form_secret": session.form_secret,
            "ended": False,
        }
        with writing(self._engine) as connection:
            connection.execute(insert(SESSION), row)

    def find(self, digest: str) -> tuple[StaffSession, StaffAccount] | None:
        of = SESSION.c
        both = accounts_asked(of.digest, of.account_id, of.made_at_utc.label("since"), of.seen_at_utc, of.origin)
        asked = both.add_columns(of.form_secret).join_from(ACCOUNT, SESSION, ACCOUNT.c.id == of.account_id)
        with reading(self._engine) as connection:
            row = connection.execute(asked.where(of.digest == digest, of.ended.is_(False))).first()
        return (_session(row), account_of(row)) if row else None

    def left(self, digest: str) -> StaffSession | None:
        asked = select(SESSION, SESSION.c.made_at_utc.label("since")).where(SESSION.c.digest == digest)
        with reading(self._engine) as connection:
            row = connection.execute(asked).first()
        return _session(row) if row else None

    def seen(self, digest: str, at: datetime) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(SESSION).where(SESSION.c.digest == digest).values(seen_at_utc=in_utc(at)))

    def end(self, digest: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(SESSION).where(SESSION.c.digest == digest).values(ended=True))

    def end_all(self, account_id: str) -> int:
        theirs = (SESSION.c.account_id == account_id) & SESSION.c.ended.is_(False)
        with writing(self._engine) as connection:
            return connection.execute(update(SESSION).where(theirs).values(ended=True)).rowcount

    def forget(self, borough_code: str, made_before: datetime, away_before: datetime) -> None:
        old = (SESSION.c.borough_code == borough_code) & (SESSION.c.made_at_utc < in_utc(made_before))
        gone = (AWAY.c.borough_code == borough_code) & (AWAY.c.use_by_utc < in_utc(away_before))
        with writing(self._engine) as connection:
            connection.execute(delete(SESSION).where(old))
            connection.execute(delete(AWAY).where(gone))

    def has(self, account_id: str, origin: str) -> bool:
        asked = select(SESSION.c.digest).where(SESSION.c.account_id == account_id, SESSION.c.origin == origin)
        with reading(self._engine) as connection:
            return connection.execute(asked.limit(1)).first() is not None

    def leave(self, away: Away) -> None:
        row = {"digest": away.digest, "borough_code": away.borough_code, "nonce": away.nonce}
        row |= {"verifier": away.verifier, "link": away.link}
        with writing(self._engine) as connection:
            connection.execute(insert(AWAY), row | {"use_by_utc": away.use_by})

    def come_back(self, digest: str, at: datetime) -> Away | None:
        with writing(self._engine) as connection:
            row = connection.execute(select(AWAY).where(AWAY.c.digest == digest)).first()
            connection.execute(delete(AWAY).where(AWAY.c.digest == digest))
        if row is None or row.use_by_utc <= in_utc(at):
            return None
        return Away(row.digest, row.borough_code, row.nonce, row.verifier, row.link, row.use_by_utc)


def _session(row: Row[Any]) -> StaffSession:
    where = (row.digest, row.account_id, row.borough_code)
    return StaffSession(*where, row.since, row.seen_at_utc, row.origin, row.form_secret)


class SqlTries:
    """Counts tries in the database of `engine`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(self, borough_code: str, allowances: Sequence[Allowance], at: datetime) -> datetime | None:
        with writing(self._engine) as connection:
            connection.execute(delete(TRY).where(TRY.c.until_utc <= in_utc(at)))
            known = _counts(connection, borough_code, [each.key for each in allowances])
            full = [known[each.key][1] for each in allowances if each.key in known and known[each.key][0] >= each.most]
            if full:
                return max(full)
            for each in allowances:
                row = {"borough_code": borough_code, "key": each.key}
                if each.key in known:
                    _raise(connection, row, 1)
                else:
                    until = in_utc(at) + timedelta(seconds=each.seconds)
                    connection.execute(insert(TRY), row | {"count": 1, "until_utc": until})
        return None

    def give_back(self, borough_code: str, keys: Sequence[str]) -> None:
        with writing(self._engine) as connection:
            for key in keys:
                _raise(connection, {"borough_code": borough_code, "key": key}, -1)


def _counts(connection: Connection, borough_code: str, keys: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """By key how many tries count, and until when."""
    asked = select(TRY.c.key, TRY.c["count"], TRY.c.until_utc).where(TRY.c.borough_code == borough_code)
    return {key: (count, until) for key, count, until in connection.execute(asked.where(TRY.c.key.in_(keys)))}


def _raise(connection: Connection, row: dict[str, str], by: int) -> None:
    same = (TRY.c.borough_code == row["borough_code"]) & (TRY.c.key == row["key"])
    connection.execute(update(TRY).where(same).values({"count": TRY.c["count"] + by}))
