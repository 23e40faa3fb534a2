"""Officers' addresses and answers in SQLite or PostgreSQL. Lines are added, never edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select

from scheduler.facts import Role
from scheduler.invitee import Contact, OfficerAnswer, Reply
from scheduler.store.engines import reading, writing
from scheduler.store.ports import in_utc
from scheduler.store.tables import INVITATION_ANSWER, OFFICER_CONTACT


class SqlInvitees:
    """Keeps how the officers of every borough were written to in the database of `engine`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def contacts(self, borough_code: str) -> tuple[Contact, ...]:
        with reading(self._engine) as connection:
            return _contacts(connection, borough_code)

    def know(self, borough_code: str, contacts: Iterable[Contact], at: datetime) -> None:
        listed = {one.officer_id: one for one in contacts}
        with writing(self._engine) as connection:
            known = {one.officer_id: one for one in _contacts(connection, borough_code)}
            gone = (replace(one, is_listed=False) for one in known.values() if one.officer_id not in listed)
            since = max((in_utc(at), *(one.since for one in known.values())))
            told = [replace(one, since=since) for one in (*listed.values(), *gone)]
            news = [one for one in told if not _is_as(known.get(one.officer_id), one)]
            if news:
                connection.execute(insert(OFFICER_CONTACT), [_row(borough_code, one) for one in news])

    def answer(self, borough_code: str, answer: OfficerAnswer) -> bool:
        with writing(self._engine) as connection:
            if answer in _answers(connection, borough_code):
                return False
            row = {
                "borough_code": borough_code,
                "meeting_id": answer.meeting_id,
                "officer_id": answer.officer_id,
                "reply": str(answer.reply),
                "sequence": answer.sequence,
                "given_at_utc": answer.given_at,
            }
            connection.execute(insert(INVITATION_ANSWER), row)
        return True

    def answers(self, borough_code: str) -> tuple[OfficerAnswer, ...]:
        with reading(self._engine) as connection:
            return _answers(connection, borough_code)


def _is_as(known: Contact | None, told: Contact) -> bool:
    return known is not None and replace(known, since=told.since) == told


def _contacts(connection: Connection, borough_code: str) -> tuple[Contact, ...]:
    line = OFFICER_CONTACT.c
    asked = select(OFFICER_CONTACT).where(line.borough_code == borough_code).order_by(line.number)
    return tuple(
        Contact(row.officer_id, Role(row.role), row.name, row.address, row.since_utc, row.is_listed)
        for row in connection.execute(asked)
    )


def _row(borough_code: str, contact: Contact) -> dict[str, object]:
    return {
        "borough_code": borough_code,
        "officer_id": contact.officer_id,
        "role": str(contact.role),
        "name": contact.name,
        "address": contact.address,
        "since_utc": contact.since,
        "is_listed": contact.is_listed,
    }


def _answers(connection: Connection, borough_code: str) -> tuple[OfficerAnswer, ...]:
    line = INVITATION_ANSWER.c
    asked = select(INVITATION_ANSWER).where(line.borough_code == borough_code).order_by(line.number)
    return tuple(
        OfficerAnswer(row.meeting_id, row.officer_id, Reply(row.reply), row.sequence, row.given_at_utc)
        for row in connection.execute(asked)
    )
