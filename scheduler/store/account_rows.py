"""Accounts, their links and their identities elsewhere, in SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, delete, insert, select, update
from sqlalchemy.sql.expression import ColumnElement

from scheduler.account import NAMES_APART, AccountRole, Link, StaffAccount
from scheduler.mail_address import mailed_as
from scheduler.store.engines import reading, writing
from scheduler.store.ports import in_utc
from scheduler.store.staff_tables import ACCOUNT, ACCOUNT_IDENTITY, ACCOUNT_KEY, ACCOUNT_LINK, SESSION

OF = ACCOUNT.c
NO_FIGURES = {"code_secret": "", "code_step": None}


class SqlAccounts:
    """Keeps the accounts of every borough in the database of `engine`, whose layout is up to date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, account: StaffAccount, link: Link | None = None) -> bool:
        with writing(self._engine) as connection:
            if _one(connection, _at_address(account.borough_code, account.address)):
                return False
            connection.execute(insert(ACCOUNT), _row(account))
            if link is not None:
                connection.execute(insert(ACCOUNT_LINK), _link_row(link))
        return True

    def find(self, account_id: str) -> StaffAccount | None:
        with reading(self._engine) as connection:
            return _one(connection, OF.id == account_id)

    def at_address(self, borough_code: str, address: str) -> StaffAccount | None:
        with reading(self._engine) as connection:
            return _one(connection, _at_address(borough_code, address))

    def listed(self, borough_code: str) -> tuple[StaffAccount, ...]:
        asked = accounts_asked().where(OF.borough_code == borough_code).order_by(OF.address_key)
        with reading(self._engine) as connection:
            return tuple(account_of(row) for row in connection.execute(asked))

    def change(
        self, account_id: str, roles: Sequence[AccountRole], ward_codes: Sequence[str], closed_at: datetime | None
    ) -> bool:
        stays = AccountRole.ADMINISTRATOR in roles and closed_at is None
        with writing(self._engine) as connection:
            known = _one(connection, OF.id == account_id)
            if known and _administers(known) and not stays and not _others_administer(connection, known):
                return False
            told = {"roles": NAMES_APART.join(roles), "ward_codes": NAMES_APART.join(ward_codes)}
            _put(connection, account_id, told | {"closed_at_utc": closed_at})
            _end_sessions(connection, account_id)
            if closed_at is not None:
                keys = (ACCOUNT_KEY.c.account_id == account_id) & ACCOUNT_KEY.c.ended_at_utc.is_(None)
                connection.execute(update(ACCOUNT_KEY).where(keys).values(ended_at_utc=closed_at))
                connection.execute(delete(ACCOUNT_LINK).where(ACCOUNT_LINK.c.account_id == account_id))
        return True

    def set_passphrase(self, account_id: str, passphrase: str, *, keep: str = "") -> None:
        with writing(self._engine) as connection:
            _put(connection, account_id, {"passphrase": passphrase})
            _end_sessions(connection, account_id, keep)

    def ask_codes(self, account_id: str, secret: str) -> bool:
        free = (OF.id == account_id) & OF.code_step.is_(None)
        with writing(self._engine) as connection:
            return connection.execute(update(ACCOUNT).where(free).values(code_secret=secret)).rowcount == 1

    def take_code(self, account_id: str, secret: str, step: int) -> bool:
        later = OF.code_step.is_(None) | (OF.code_step < step)
        same = (OF.id == account_id) & (OF.code_secret == secret) & later
        with writing(self._engine) as connection:
            return connection.execute(update(ACCOUNT).where(same).values(code_step=step)).rowcount == 1

    def drop_codes(self, account_id: str) -> None:
        with writing(self._engine) as connection:
            _put(connection, account_id, NO_FIGURES)

    def put_link(self, link: Link) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(ACCOUNT_LINK).where(ACCOUNT_LINK.c.account_id == link.account_id))
            connection.execute(insert(ACCOUNT_LINK), _link_row(link))

    def link(self, digest: str, at: datetime) -> Link | None:
        with reading(self._engine) as connection:
            return _link(connection, digest, at)

    def take_link(self, digest: str, passphrase: str, at: datetime) -> StaffAccount | None:
        with writing(self._engine) as connection:
            link = _link(connection, digest, at)
            if link is None:
                return None
            _use(connection, link)
            _put(connection, link.account_id, {"passphrase": passphrase} | NO_FIGURES)
            return _one(connection, OF.id == link.account_id)

    def bind(self, digest: str, issuer: str, subject: str, at: datetime) -> StaffAccount | None:
        with writing(self._engine) as connection:
            link = _link(connection, digest, at)
            if link is None or _of_identity(connection, link.borough_code, issuer, subject):
                return None
            _use(connection, link)
            row = {"borough_code": link.borough_code, "issuer": issuer, "subject": subject}
            connection.execute(delete(ACCOUNT_IDENTITY).where(ACCOUNT_IDENTITY.c.account_id == link.account_id))
            connection.execute(
                insert(ACCOUNT_IDENTITY), row | {"account_id": link.account_id, "bound_at_utc": in_utc(at)}
            )
            return _one(connection, OF.id == link.account_id)

    def of_identity(self, borough_code: str, issuer: str, subject: str) -> StaffAccount | None:
        with reading(self._engine) as connection:
            return _of_identity(connection, borough_code, issuer, subject)


def accounts_asked(*more: Any) -> Select[Any]:
    """Accounts, with whether an identity elsewhere enters them, and more columns."""
    has_identity = select(ACCOUNT_IDENTITY.c.account_id).where(ACCOUNT_IDENTITY.c.account_id == OF.id).exists()
    return select(ACCOUNT, has_identity.label("has_identity"), *more)


def account_of(row: Row[Any]) -> StaffAccount:
    """The account of a row that `accounts_asked` found."""
    return StaffAccount(
        id=row.id,
        borough_code=row.borough_code,
        name=row.name,
        address=row.address,
        roles=tuple(AccountRole(role) for role in row.roles.split()),
        made_at=row.made_at_utc,
        ward_codes=tuple(row.ward_codes.split()),
        passphrase=row.passphrase,
        code_secret=row.code_secret,
        code_step=row.code_step,
        closed_at=row.closed_at_utc,
        has_identity=bool(row.has_identity),
    )


def _row(account: StaffAccount) -> dict[str, object]:
    return {
        "id": account.id,
        "borough_code": account.borough_code,
        "name": account.name,
        "address": account.address,
        "address_key": _key(account.address),
        "roles": NAMES_APART.join(account.roles),
        "ward_codes": NAMES_APART.join(account.ward_codes),
        "made_at_utc": account.made_at,
        "passphrase": account.passphrase,
        "code_secret": account.code_secret,
        "code_step": account.code_step,
        "closed_at_utc": account.closed_at,
    }


def _key(address: str) -> str:
    """One key for all the ways to write an address: in capitals, or with a domain in letters of its own script."""
    return (mailed_as(address) or address).casefold()


def _at_address(borough_code: str, address: str) -> ColumnElement[bool]:
    return (OF.borough_code == borough_code) & (OF.address_key == _key(address))


def _one(connection: Connection, where: ColumnElement[bool]) -> StaffAccount | None:
    row = connection.execute(accounts_asked().where(where)).first()
    return account_of(row) if row else None


def _put(connection: Connection, account_id: str, values: dict[str, Any]) -> None:
    connection.execute(update(ACCOUNT).where(OF.id == account_id).values(values))


def _administers(account: StaffAccount) -> bool:
    return AccountRole.ADMINISTRATOR in account.roles and account.closed_at is None


def _others_administer(connection: Connection, account: StaffAccount) -> bool:
    others = accounts_asked().where((OF.borough_code == account.borough_code) & (OF.id != account.id))
    return any(_administers(account_of(row)) for row in connection.execute(others))


def _end_sessions(connection: Connection, account_id: str, keep: str = "") -> None:
    theirs = (SESSION.c.account_id == account_id) & (SESSION.c.digest != keep)
    connection.execute(update(SESSION).where(theirs).values(ended=True))


def _link_row(link: Link) -> dict[str, object]:
    row = {"account_id": link.account_id, "borough_code": link.borough_code, "digest": link.digest}
    return row | {"use_by_utc": link.use_by}


def _link(connection: Connection, digest: str, at: datetime) -> Link | None:
    of = ACCOUNT_LINK.c
    asked = select(ACCOUNT_LINK).where(of.digest == digest, of.use_by_utc > in_utc(at))
    row = connection.execute(asked).first()
    return Link(row.digest, row.account_id, row.borough_code, row.use_by_utc) if row else None


def _use(connection: Connection, link: Link) -> None:
    connection.execute(delete(ACCOUNT_LINK).where(ACCOUNT_LINK.c.digest == link.digest))
    _end_sessions(connection, link.account_id)


def _of_identity(connection: Connection, borough_code: str, issuer: str, subject: str) -> StaffAccount | None:
    of = ACCOUNT_IDENTITY.c
    theirs = (of.borough_code == borough_code) & (of.issuer == issuer) & (of.subject == subject)
    return _one(connection, OF.id == select(of.account_id).where(theirs).scalar_subquery())
