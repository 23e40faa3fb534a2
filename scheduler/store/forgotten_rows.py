"""Who was deleted, in SQLite or PostgreSQL: digests of ids that lead to nobody, so that no backup brings them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from scheduler.store.tables import FORGOTTEN, SUBSCRIBER
from scheduler.subscriber import forgotten_as


def forget_where(connection: Connection, those: ColumnElement[bool]) -> int:
    """Delete subscribers, and write down that they are to stay so."""
    found = connection.execute(select(SUBSCRIBER.c.borough_code, SUBSCRIBER.c.id).where(those)).all()
    for code, subscriber_id in found:
        note_forgotten(connection, code, (forgotten_as(subscriber_id),))
    return connection.execute(delete(SUBSCRIBER).where(those)).rowcount


def forgotten(connection: Connection, borough_code: str) -> frozenset[str]:
    """The digests of all of a borough who were deleted."""
    asked = select(FORGOTTEN.c.digest).where(FORGOTTEN.c.borough_code == borough_code)
    return frozenset(connection.execute(asked).scalars())


def note_forgotten(connection: Connection, borough_code: str, digests: Iterable[str]) -> None:
    """Write down such digests, but for those that are there."""
    new = sorted(frozenset(digests) - forgotten(connection, borough_code))
    if new:
        connection.execute(insert(FORGOTTEN), [{"borough_code": borough_code, "digest": each} for each in new])


def forget_again(connection: Connection, boroughs: Collection[str], told: Collection[str]) -> int:
    """Delete from what came back whoever was deleted before it was told, or since by a list that was kept beside.

    Returns how many that were.
    """
    count = 0
    for code in boroughs:
        gone = forgotten(connection, code) | frozenset(told)
        ids = connection.execute(select(SUBSCRIBER.c.id).where(SUBSCRIBER.c.borough_code == code)).scalars().all()
        back = [each for each in ids if forgotten_as(each) in gone]
        note_forgotten(connection, code, map(forgotten_as, back))
        for each in back:
            connection.execute(delete(SUBSCRIBER).where(SUBSCRIBER.c.id == each))
        count += len(back)
    return count
