"""The store in SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, Row, Table, func, insert, select
from sqlalchemy.sql.expression import ColumnElement

from scheduler.errors import StaleRevision, UnknownName
from scheduler.period import Period
from scheduler.pinned import Pinned, pinned_of
from scheduler.plan import MeetingState, Plan
from scheduler.release.grading import facts_of
from scheduler.release.value import Release
from scheduler.release.versions import MeetingVersion, versions_of
from scheduler.store.chain_lines import SqlChains
from scheduler.store.documents import decode_cost, decode_plan, decode_release, encode
from scheduler.store.draft_lines import Draft, DraftLine, StoredPeriod
from scheduler.store.engines import reading, writing
from scheduler.store.invitees import SqlInvitees
from scheduler.store.job_rows import SqlJobs
from scheduler.store.marking import mark
from scheduler.store.note_lines import SqlNotes
from scheduler.store.outbox import SqlOutbox
from scheduler.store.ports import StaleRelease, in_utc
from scheduler.store.publications import SqlPromises
from scheduler.store.record_lines import SqlRecords
from scheduler.store.staff_rows import SqlStaff
from scheduler.store.subscribers import SqlSubscribers
from scheduler.store.tables import PLAN_DRAFT, PLAN_RELEASE, RELEASED_MEETING
from scheduler.store.upkeep_lines import SqlUpkeep
from scheduler.store.visit_counts import SqlVisits


class SqlStore:
    """Keeps drafts and releases in the database of `engine`, whose layout is up to date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.outbox = SqlOutbox(engine)
        self.subscribers = SqlSubscribers(engine)
        self.invitees = SqlInvitees(engine)
        self.records = SqlRecords(engine)
        self.notes = SqlNotes(engine)
        self.promises = SqlPromises(engine)
        self.visits = SqlVisits(engine)
        self.staff = SqlStaff(engine)
        self.jobs = SqlJobs(engine)
        self.upkeep = SqlUpkeep(engine)
        self.chains = SqlChains(engine)

    def draft(self, borough_code: str, first_day: date) -> Draft | None:
        with reading(self._engine) as connection:
            return _newest_draft(connection, borough_code, first_day)

    def draft_before(self, borough_code: str, first_day: date) -> Draft | None:
        drafts = PLAN_DRAFT.c
        with reading(self._engine) as connection:
            newest = _newest_draft(connection, borough_code, first_day)
            before = _of(PLAN_DRAFT, borough_code, first_day) & (drafts.revision == (newest.parent if newest else 0))
            row = connection.execute(select(PLAN_DRAFT).where(before)).first()
        return _draft(row) if row else None

    def draft_at(self, borough_code: str, first_day: date, revision: int) -> Draft:
        asked = select(PLAN_DRAFT).where(_of(PLAN_DRAFT, borough_code, first_day), PLAN_DRAFT.c.revision == revision)
        with reading(self._engine) as connection:
            row = connection.execute(asked).first()
            if row is None:
                latest = _last(connection, PLAN_DRAFT.c.revision, borough_code, first_day)
                wanted = f"a number from 1 to {latest}" if latest else "a period with a draft"
                raise UnknownName("draft", str(revision), wanted)
        return _draft(row)

    def drafts(self, borough_code: str, first_day: date) -> tuple[DraftLine, ...]:
        asked = select(PLAN_DRAFT).where(_of(PLAN_DRAFT, borough_code, first_day)).order_by(PLAN_DRAFT.c.revision)
        with reading(self._engine) as connection:
            return tuple(
                DraftLine(row.revision, row.saved_at_utc, row.parent, decode_cost(row.plan), row.by, row.why)
                for row in connection.execute(asked)
            )

    def save_draft(
        self,
        plan: Plan,
        *,
        expected_revision: int | None,
        saved_at: datetime,
        parent: int | None = None,
        by: str = "",
        why: str = "",
        pins: tuple[Pinned, ...] | None = None,
    ) -> int:
        code, first_day = plan.borough_code, plan.first_day
        expected = expected_revision or 0
        before = expected if parent is None else parent
        stored = {"last_day": plan.last_day, "saved_at_utc": in_utc(saved_at), "parent": before, "plan": encode(plan)}
        stored |= {"by": by, "why": why}
        with writing(self._engine) as connection:
            found = _last(connection, PLAN_DRAFT.c.revision, code, first_day)
            if found != expected:
                raise StaleRevision(found=found, wanted=expected)
            row = {"borough_code": code, "first_day": first_day, "revision": found + 1}
            row |= {"pins": _pins_of(connection, row) if pins is None else "\n".join(map(str, pins))}
            connection.execute(insert(PLAN_DRAFT), row | stored)
        return expected + 1

    def append_release(self, release: Release, plan: Plan) -> None:
        _refuse_other_plan(release, plan)
        code, first_day = release.borough_code, release.first_day
        row = {"borough_code": code, "first_day": first_day, "number": release.number}
        row |= {"last_day": release.last_day, "released_at_utc": release.released_at}
        documents = {"release": encode(release), "plan": encode(plan)}
        with writing(self._engine) as connection:
            wanted = _last(connection, PLAN_RELEASE.c.number, code, first_day) + 1
            if release.number != wanted:
                raise StaleRelease(found=release.number, wanted=wanted)
            connection.execute(insert(PLAN_RELEASE), row | documents)
            _insert_meetings(connection, release)

    def latest_release(self, borough_code: str, first_day: date) -> Release | None:
        newest = select(PLAN_RELEASE.c.release).where(_of(PLAN_RELEASE, borough_code, first_day))
        with reading(self._engine) as connection:
            document = connection.execute(newest.order_by(PLAN_RELEASE.c.number.desc()).limit(1)).scalar()
        return decode_release(document) if document is not None else None

    def release(self, borough_code: str, first_day: date, number: int) -> Release:
        return decode_release(self._documents(borough_code, first_day, number)[0])

    def releases(self, borough_code: str, first_day: date) -> tuple[int, ...]:
        numbers = select(PLAN_RELEASE.c.number).where(_of(PLAN_RELEASE, borough_code, first_day))
        with reading(self._engine) as connection:
            return tuple(connection.execute(numbers.order_by(PLAN_RELEASE.c.number)).scalars())

    def versions(self, borough_code: str, first_day: date) -> tuple[MeetingVersion, ...]:
        of, told = RELEASED_MEETING.c, PLAN_RELEASE.c
        asked = (
            select(RELEASED_MEETING, told.released_at_utc)
            .join(
                PLAN_RELEASE,
                (told.borough_code == of.borough_code) & (told.first_day == of.first_day) & (told.number == of.number),
            )
            .where(_of(RELEASED_MEETING, borough_code, first_day))
            .order_by(of.meeting_id, of.number)
        )
        with reading(self._engine) as connection:
            return versions_of(map(_version, connection.execute(asked)))

    def released_plan(self, borough_code: str, first_day: date, number: int) -> Plan:
        return decode_plan(self._documents(borough_code, first_day, number)[1])

    def periods(self, borough_code: str) -> tuple[StoredPeriod, ...]:
        drafts, releases = PLAN_DRAFT.c, PLAN_RELEASE.c
        drafted = select(drafts.first_day, drafts.last_day, drafts.saved_at_utc).order_by(drafts.revision)
        told = (releases.first_day, releases.last_day, releases.number, releases.released_at_utc)
        released = select(*told).order_by(releases.number)
        found: dict[date, StoredPeriod] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(drafted.where(drafts.borough_code == borough_code)):
                found[row.first_day] = StoredPeriod(Period(row.first_day, row.last_day), row.saved_at_utc)
            for newer in connection.execute(released.where(releases.borough_code == borough_code)):
                known = found.get(newer.first_day)
                period = Period(newer.first_day, newer.last_day)  # of the release: a draft that differs is refused
                drafted_at = known.drafted_at if known else None
                found[newer.first_day] = StoredPeriod(period, drafted_at, newer.number, newer.released_at_utc)
        return tuple(found[first_day] for first_day in sorted(found))

    def mark(self, borough_code: str) -> Hashable:
        return mark(self._engine, borough_code)

    def close(self) -> None:
        self._engine.dispose()

    def _documents(self, borough_code: str, first_day: date, number: int) -> tuple[bytes, bytes]:
        asked = select(PLAN_RELEASE.c.release, PLAN_RELEASE.c.plan).where(
            _of(PLAN_RELEASE, borough_code, first_day), PLAN_RELEASE.c.number == number
        )
        with reading(self._engine) as connection:
            row = connection.execute(asked).first()
            if row is None:
                raise _no_such_release(number, _last(connection, PLAN_RELEASE.c.number, borough_code, first_day))
        return row.release, row.plan


def _refuse_other_plan(release: Release, plan: Plan) -> None:
    """Errors: ValueError where `release` was not made of a plan of this borough and period."""
    found, wanted = (plan.borough_code, plan.first_day), (release.borough_code, release.first_day)
    if found != wanted:
        raise ValueError(f"plan: found {found[0]} from {found[1]}, wanted {wanted[0]} from {wanted[1]}")


def _no_such_release(number: int, latest: int) -> UnknownName:
    """The error for a release that was never made."""
    return UnknownName("release", str(number), f"a number from 1 to {latest}" if latest else "a period with a release")


def _of(table: Table, borough_code: str, first_day: date) -> ColumnElement[bool]:
    return (table.c.borough_code == borough_code) & (table.c.first_day == first_day)


def _newest_draft(connection: Connection, borough_code: str, first_day: date) -> Draft | None:
    newest = select(PLAN_DRAFT).where(_of(PLAN_DRAFT, borough_code, first_day)).order_by(PLAN_DRAFT.c.revision.desc())
    row = connection.execute(newest.limit(1)).first()
    return _draft(row) if row else None


def _pins_of(connection: Connection, following: dict[str, Any]) -> str:
    """The pins of the draft before one that is to be added, as they are stored."""
    drafts, before = PLAN_DRAFT.c, following["revision"] - 1
    asked = select(drafts.pins).where(_of(PLAN_DRAFT, following["borough_code"], following["first_day"]))
    return connection.execute(asked.where(drafts.revision == before)).scalar() or ""


def _draft(row: Row[Any]) -> Draft:
    pins = tuple(pinned_of(line) for line in row.pins.splitlines())
    return Draft(row.revision, decode_plan(row.plan), row.parent, row.by, row.why, pins)


def _last(connection: Connection, counter: Column[int], borough_code: str, first_day: date) -> int:
    """The highest number so far, 0 where there is none."""
    newest = select(func.max(counter)).where(_of(counter.table, borough_code, first_day))
    return connection.execute(newest).scalar() or 0


def _version(row: Row[Any]) -> MeetingVersion:
    """A meeting of one release."""
    is_cancelled = row.state == MeetingState.CANCELLED
    what = (row.meeting_id, row.ward_code, row.facts, row.sequence, row.starts_at_utc, is_cancelled)
    return MeetingVersion(*what, row.number, row.number, row.released_at_utc)


def _insert_meetings(connection: Connection, release: Release) -> None:
    rows = [
        {
            "borough_code": release.borough_code,
            "first_day": release.first_day,
            "number": release.number,
            "meeting_id": meeting.meeting_id,
            "ward_code": meeting.ward_code,
            "starts_at_utc": meeting.starts_at,
            "state": meeting.state,
            "sequence": meeting.sequence,
            "facts": facts_of(meeting),
        }
        for meeting in release.meetings
    ]
    if rows:
        connection.execute(insert(RELEASED_MEETING), rows)
