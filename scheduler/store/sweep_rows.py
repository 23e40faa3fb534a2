"""Deletes what has been kept long enough, in SQLite or PostgreSQL. Lines and digests stay."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, select, union

from scheduler.job import UNDER_WAY
from scheduler.store.tables import JOB, LEDGER_ENTRY, OUTBOX_CONTENT, OUTBOX_ITEM, SUBSCRIBER
from scheduler.subscriber import SubscriberState
from scheduler.upkeep import KeptUntil, StillKept

ITEM, CONTENT, ASKED = OUTBOX_ITEM.c, OUTBOX_CONTENT.c, SUBSCRIBER.c


def sweep_unconfirmed(connection: Connection, borough_code: str, before: datetime) -> int:
    """Delete those who asked before a moment and never confirmed."""
    asked = _never_confirmed(borough_code) & (ASKED.asked_at_utc < before)
    return connection.execute(delete(SUBSCRIBER).where(asked)).rowcount


def sweep_contents(connection: Connection, borough_code: str, reached: KeptUntil) -> int:
    """Delete the words that only old items say, and said before, whoever else's they might be."""
    is_letter = ITEM.recipient != ""
    is_old = (is_letter & (ITEM.use_by_utc < reached.letters)) | (~is_letter & ITEM.first_day.in_(reached.periods))
    is_past = (ITEM.borough_code == borough_code) & (ITEM.use_by_utc < reached.at) & is_old
    old, others = CONTENT.digest.in_(_said_by(is_past)), CONTENT.digest.in_(_said_by(~is_past))
    return connection.execute(delete(OUTBOX_CONTENT).where(old, ~others)).rowcount


def sweep_jobs(connection: Connection, borough_code: str, before: datetime) -> int:
    """Delete jobs that ended before a moment, but for the newest: its number is not to be given again."""
    newest = select(func.max(JOB.c.number)).scalar_subquery()
    ended = _ended(borough_code) & (JOB.c.ended_at_utc < before) & (JOB.c.number != newest)
    return connection.execute(delete(JOB).where(ended)).rowcount


def still_kept(connection: Connection, borough_code: str) -> StillKept:
    """What goes one day."""

    def oldest(moment: Any, which: ColumnElement[bool]) -> tuple[int, datetime | None]:
        row = connection.execute(select(func.count(), func.min(moment)).where(which)).one()
        return row[0], row[1]

    ours, is_letter = ITEM.borough_code == borough_code, ITEM.recipient != ""
    here = CONTENT.digest == ITEM.digest
    letters = select(func.max(ITEM.use_by_utc).label("last")).where(ours, is_letter, here).group_by(ITEM.digest)
    said = letters.subquery()
    found = connection.execute(select(func.count(), func.min(said.c.last))).one()
    per = select(ITEM.first_day, func.count(ITEM.digest.distinct())).where(ours, ~is_letter, here)
    contents: dict[date, int] = {row[0]: row[1] for row in connection.execute(per.group_by(ITEM.first_day))}
    return StillKept(
        oldest(ASKED.asked_at_utc, _never_confirmed(borough_code)),
        (found[0], found[1]),
        oldest(JOB.c.ended_at_utc, _ended(borough_code)),
        contents,
    )


def _said_by(those: ColumnElement[bool]) -> Any:
    """The digests of all that items say, said in our own words, or said before."""
    lines: Select[Any] = select(LEDGER_ENTRY.c.digest).where(LEDGER_ENTRY.c.key == ITEM.key, those)
    return union(select(ITEM.digest).where(those), select(ITEM.made).where(those), lines)


def _never_confirmed(borough_code: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (ASKED.borough_code == borough_code) & (ASKED.state == str(SubscriberState.ASKED))
    return found


def _ended(borough_code: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (JOB.c.borough_code == borough_code) & JOB.c.state.not_in(UNDER_WAY)
    return found
