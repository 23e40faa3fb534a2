"""The subscribers in SQLite or PostgreSQL. A deleted one leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Engine, Row, insert, select, update

from scheduler.store.engines import empty_the_log, reading, writing
from scheduler.store.forgotten_rows import forget_where, forgotten
from scheduler.store.ports import in_utc
from scheduler.store.tables import SUBSCRIBER
from scheduler.subscriber import Interest, Subscriber, SubscriberState

COLUMN = SUBSCRIBER.c


class SqlSubscribers:
    """Keeps the subscribers of every borough in the database of `engine`, whose layout is up to date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(
        self, borough_code: str, address: str, wanted: Interest, new_id: str, at: datetime, pause: timedelta
    ) -> Subscriber:
        with writing(self._engine) as connection:
            known = _of_address(connection, borough_code, address)
            if known is None:
                asked = Subscriber(new_id, borough_code, address, SubscriberState.ASKED, wanted, wanted, in_utc(at))
                connection.execute(insert(SUBSCRIBER), _row(asked))
                return asked
            asked = replace(known, wanted=wanted)
            if known.wanted is None or known.asked_at + pause <= at:
                asked = replace(asked, asked_at=in_utc(at), mailed_at=None)
            _put(connection, asked)
        return asked

    def to_mail(self, borough_code: str) -> tuple[Subscriber, ...]:
        waiting = COLUMN.wanted.is_not(None) & COLUMN.mailed_at_utc.is_(None)
        asked = select(SUBSCRIBER).where(COLUMN.borough_code == borough_code, waiting).order_by(COLUMN.asked_at_utc)
        with reading(self._engine) as connection:
            return tuple(_subscriber(row) for row in connection.execute(asked))

    def mailed(self, subscriber_id: str, asked_at: datetime, at: datetime) -> None:
        same = (COLUMN.id == subscriber_id) & (COLUMN.asked_at_utc == in_utc(asked_at))
        with writing(self._engine) as connection:
            connection.execute(update(SUBSCRIBER).where(same).values(mailed_at_utc=in_utc(at)))

    def confirm(
        self, subscriber_id: str, asked_at: datetime, wording: str, at: datetime, *, wanted: Interest | None = None
    ) -> Subscriber | None:
        with writing(self._engine) as connection:
            known = _of_id(connection, subscriber_id)
            if known is None or known.asked_at != asked_at:
                return None
            if known.wanted is None or (wanted and known.wanted != wanted):
                return known
            confirmed = Subscriber(
                known.id,
                known.borough_code,
                known.address,
                SubscriberState.CONFIRMED,
                choice=known.wanted,
                wanted=None,
                asked_at=known.asked_at,
                mailed_at=known.mailed_at,
                confirmed_at=in_utc(at),
                wording=wording,
            )
            _put(connection, confirmed)
        return confirmed

    def bounce(self, subscriber_id: str, at: datetime, *, is_hard: bool) -> Subscriber | None:
        with writing(self._engine) as connection:
            known = _of_id(connection, subscriber_id)
            if known is None:
                return None
            if is_hard:
                after = replace(known, state=SubscriberState.BOUNCED, bounced_at=in_utc(at))
            else:
                after = replace(known, soft_bounces=known.soft_bounces + 1)
            _put(connection, after)
        return after

    def find(self, subscriber_id: str) -> Subscriber | None:
        with reading(self._engine) as connection:
            return _of_id(connection, subscriber_id)

    def at_address(self, borough_code: str, address: str) -> Subscriber | None:
        with reading(self._engine) as connection:
            return _of_address(connection, borough_code, address)

    def listed(self, borough_code: str) -> tuple[Subscriber, ...]:
        return self._where(COLUMN.borough_code == borough_code)

    def confirmed_after(self, borough_code: str, moment: datetime) -> tuple[Subscriber, ...]:
        is_in = COLUMN.state == SubscriberState.CONFIRMED.value
        return self._where((COLUMN.borough_code == borough_code) & is_in & (COLUMN.confirmed_at_utc > moment))

    def _where(self, wanted: ColumnElement[bool]) -> tuple[Subscriber, ...]:
        asked = select(SUBSCRIBER).where(wanted)
        with reading(self._engine) as connection:
            return tuple(_subscriber(row) for row in connection.execute(asked.order_by(COLUMN.address_key)))

    def delete(self, subscriber_id: str) -> bool:
        with writing(self._engine) as connection:
            was_there = forget_where(connection, COLUMN.id == subscriber_id) == 1
        if was_there:
            empty_the_log(self._engine)
        return was_there

    def forgotten(self, borough_code: str) -> frozenset[str]:
        with reading(self._engine) as connection:
            return forgotten(connection, borough_code)


def _key(address: str) -> str:
    """One key for all the ways to write an address: hardly any mail server minds capitals before the @."""
    return address.casefold()


def _of_address(connection: Connection, borough_code: str, address: str) -> Subscriber | None:
    same = (COLUMN.borough_code == borough_code) & (COLUMN.address_key == _key(address))
    row = connection.execute(select(SUBSCRIBER).where(same)).first()
    return _subscriber(row) if row else None


def _of_id(connection: Connection, subscriber_id: str) -> Subscriber | None:
    row = connection.execute(select(SUBSCRIBER).where(COLUMN.id == subscriber_id)).first()
    return _subscriber(row) if row else None


def _put(connection: Connection, subscriber: Subscriber) -> None:
    connection.execute(update(SUBSCRIBER).where(COLUMN.id == subscriber.id).values(_row(subscriber)))


def _row(subscriber: Subscriber) -> dict[str, Any]:
    return {
        "id": subscriber.id,
        "borough_code": subscriber.borough_code,
        "address": subscriber.address,
        "address_key": _key(subscriber.address),
        "state": str(subscriber.state),
        "choice": msgspec.json.encode(subscriber.choice),
        "wanted": msgspec.json.encode(subscriber.wanted) if subscriber.wanted else None,
        "asked_at_utc": subscriber.asked_at,
        "mailed_at_utc": subscriber.mailed_at,
        "confirmed_at_utc": subscriber.confirmed_at,
        "wording": subscriber.wording,
        "soft_bounces": subscriber.soft_bounces,
        "bounced_at_utc": subscriber.bounced_at,
    }


def _subscriber(row: Row[Any]) -> Subscriber:
    return Subscriber(
        row.id,
        row.borough_code,
        row.address,
        SubscriberState(row.state),
        choice=msgspec.json.decode(row.choice, type=Interest),
        wanted=msgspec.json.decode(row.wanted, type=Interest) if row.wanted is not None else None,
        asked_at=row.asked_at_utc,
        mailed_at=row.mailed_at_utc,
        confirmed_at=row.confirmed_at_utc,
        wording=row.wording,
        soft_bounces=row.soft_bounces,
        bounced_at=row.bounced_at_utc,
    )
