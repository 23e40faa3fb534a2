"""The store in SQLite or PostgreSQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Connection, Engine, Table, func, insert, select
from sqlalchemy.sql.expression import ColumnElement

from scheduler.errors import StaleRevision
from scheduler.plan import Plan
from scheduler.release.value import Release
from scheduler.store.documents import decode_plan, decode_release, encode
from scheduler.store.engines import reading, writing
from scheduler.store.outbox import SqlOutbox
from scheduler.store.ports import Draft, StaleRelease, in_utc, no_such_release, refuse_other_plan
from scheduler.store.subscribers import SqlSubscribers
from scheduler.store.tables import PLAN_DRAFT, PLAN_RELEASE, RELEASED_MEETING


class SqlStore:
    """Keeps drafts and releases in the database of `engine`, whose layout is up to date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.outbox = SqlOutbox(engine)
        self.subscribers = SqlSubscribers(engine)

    def draft(self, borough_code: str, year: int) -> Draft | None:
        newest = select(PLAN_DRAFT.c.revision, PLAN_DRAFT.c.plan).where(_of(PLAN_DRAFT, borough_code, year))
        with reading(self._engine) as connection:
            row = connection.execute(newest.order_by(PLAN_DRAFT.c.revision.desc()).limit(1)).first()
        return Draft(row.revision, decode_plan(row.plan)) if row else None

    def save_draft(self, plan: Plan, *, expected_revision: int | None, saved_at: datetime) -> int:
        code, year = plan.borough_code, plan.first_day.year
        expected = expected_revision or 0
        stored = {"saved_at_utc": in_utc(saved_at), "plan": encode(plan)}
        with writing(self._engine) as connection:
            found = _last(connection, PLAN_DRAFT.c.revision, code, year)
            if found != expected:
                raise StaleRevision(found=found, wanted=expected)
            row = {"borough_code": code, "year": year, "revision": found + 1}
            connection.execute(insert(PLAN_DRAFT), row | stored)
        return expected + 1

    def append_release(self, release: Release, plan: Plan) -> None:
        refuse_other_plan(release, plan)
        code, year = release.borough_code, release.first_day.year
        row = {"borough_code": code, "year": year, "number": release.number, "released_at_utc": release.released_at}
        documents = {"release": encode(release), "plan": encode(plan)}
        with writing(self._engine) as connection:
            wanted = _last(connection, PLAN_RELEASE.c.number, code, year) + 1
            if release.number != wanted:
                raise StaleRelease(found=release.number, wanted=wanted)
            connection.execute(insert(PLAN_RELEASE), row | documents)
            _insert_meetings(connection, release)

    def latest_release(self, borough_code: str, year: int) -> Release | None:
        newest = select(PLAN_RELEASE.c.release).where(_of(PLAN_RELEASE, borough_code, year))
        with reading(self._engine) as connection:
            document = connection.execute(newest.order_by(PLAN_RELEASE.c.number.desc()).limit(1)).scalar()
        return decode_release(document) if document is not None else None

    def release(self, borough_code: str, year: int, number: int) -> Release:
        return decode_release(self._documents(borough_code, year, number)[0])

    def releases(self, borough_code: str, year: int) -> tuple[int, ...]:
        numbers = select(PLAN_RELEASE.c.number).where(_of(PLAN_RELEASE, borough_code, year))
        with reading(self._engine) as connection:
            return tuple(connection.execute(numbers.order_by(PLAN_RELEASE.c.number)).scalars())

    def released_plan(self, borough_code: str, year: int, number: int) -> Plan:
        return decode_plan(self._documents(borough_code, year, number)[1])

    def close(self) -> None:
        self._engine.dispose()

    def _documents(self, borough_code: str, year: int, number: int) -> tuple[bytes, bytes]:
        asked = select(PLAN_RELEASE.c.release, PLAN_RELEASE.c.plan).where(
            _of(PLAN_RELEASE, borough_code, year), PLAN_RELEASE.c.number == number
        )
        with reading(self._engine) as connection:
            row = connection.execute(asked).first()
            if row is None:
                raise no_such_release(number, _last(connection, PLAN_RELEASE.c.number, borough_code, year))
        return row.release, row.plan


def _of(table: Table, borough_code: str, year: int) -> ColumnElement[bool]:
    return (table.c.borough_code == borough_code) & (table.c.year == year)


def _last(connection: Connection, counter: Column[int], borough_code: str, year: int) -> int:
    """The highest number so far, 0 where there is none."""
    newest = select(func.max(counter)).where(_of(counter.table, borough_code, year))
    return connection.execute(newest).scalar() or 0


def _insert_meetings(connection: Connection, release: Release) -> None:
    rows = [
        {
            "borough_code": release.borough_code,
            "year": release.first_day.year,
            "number": release.number,
            "meeting_id": meeting.meeting_id,
            "ward_code": meeting.ward_code,
            "starts_at_utc": meeting.starts_at,
            "state": meeting.state,
            "sequence": meeting.sequence,
        }
        for meeting in release.meetings
    ]
    if rows:
        connection.execute(insert(RELEASED_MEETING), rows)
