"""Jobs in SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Engine, Row, insert, select, update
from sqlalchemy.sql.expression import ColumnElement

from scheduler.errors import UnknownName
from scheduler.job import UNDER_WAY, Ending, Job, JobState, JobUnderWay, Process
from scheduler.period import Period
from scheduler.plan import Plan
from scheduler.store.documents import decode_plan, encode
from scheduler.store.engines import reading, writing
from scheduler.store.ports import in_utc
from scheduler.store.tables import JOB

COLUMN = JOB.c
SHOWN = [column for column in COLUMN if column is not COLUMN.plan]
"""All but the plan, which is large, and which nobody looks at once a second."""


class SqlJobs:
    """Keeps jobs in the database of `engine`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, job: Job) -> Job:
        same = (COLUMN.first_day == job.period.first_day) & (COLUMN.turn == job.turn)
        with writing(self._engine) as connection:
            taken = connection.execute(_under_way(job.borough_code).where(same)).first()
            if taken:
                raise JobUnderWay(_job(taken))
            number = connection.execute(insert(JOB).returning(COLUMN.number), _row(job)).scalar_one()
        return self.job(number)

    def job(self, number: int) -> Job:
        with reading(self._engine) as connection:
            row = connection.execute(select(*SHOWN).where(COLUMN.number == number)).first()
        if row is None:
            raise UnknownName("job", str(number), "the number of a job")
        return _job(row)

    def listed(self, borough_code: str, *, most: int) -> tuple[Job, ...]:
        asked = select(*SHOWN).where(COLUMN.borough_code == borough_code).order_by(COLUMN.number.desc()).limit(most)
        with reading(self._engine) as connection:
            return tuple(_job(row) for row in connection.execute(asked))

    def under_way(self, borough_code: str) -> tuple[Job, ...]:
        with reading(self._engine) as connection:
            return tuple(_job(row) for row in connection.execute(_under_way(borough_code)))

    def handed_to(self, number: int, process: Process) -> bool:
        return self._changed(number, (JobState.WAITING,), process=msgspec.json.encode(process).decode())

    def begin(self, number: int, process: Process) -> bool:
        return self._changed(
            number, (JobState.WAITING,), state=JobState.RUNNING, process=msgspec.json.encode(process).decode()
        )

    def beat(self, number: int, progress: Mapping[str, Any]) -> bool:
        told = msgspec.json.encode(progress).decode()
        return self._changed(number, (JobState.RUNNING,), beats=COLUMN.beats + 1, progress=told)

    def end(self, number: int, ending: Ending, at: datetime) -> bool:
        return self._changed(
            number,
            UNDER_WAY,
            state=ending.state,
            said=ending.said,
            result=msgspec.json.encode(ending.result).decode(),
            plan=encode(ending.plan) if ending.plan else None,
            ended_at_utc=in_utc(at),
        )

    def plan(self, number: int) -> Plan | None:
        with reading(self._engine) as connection:
            document = connection.execute(select(COLUMN.plan).where(COLUMN.number == number)).scalar()
        return decode_plan(document) if document is not None else None

    def _changed(self, number: int, states: Sequence[JobState], **values: object) -> bool:
        """Change a job that is in one of these states; False where it is not any more."""
        meant: ColumnElement[bool] = (COLUMN.number == number) & COLUMN.state.in_(states)
        with writing(self._engine) as connection:
            return connection.execute(update(JOB).where(meant).values(values)).rowcount == 1


def _under_way(borough_code: str) -> Any:
    ours = (COLUMN.borough_code == borough_code) & COLUMN.state.in_(UNDER_WAY)
    return select(*SHOWN).where(ours).order_by(COLUMN.number.desc())


def _row(job: Job) -> dict[str, object]:
    return {
        "borough_code": job.borough_code,
        "first_day": job.period.first_day,
        "last_day": job.period.last_day,
        "kind": job.kind,
        "turn": job.turn,
        "asked": msgspec.json.encode(job.asked).decode(),
        "by": job.by,
        "asked_at_utc": in_utc(job.asked_at),
        "process": msgspec.json.encode(job.process).decode(),
        "state": job.state,
        "beats": job.beats,
        "progress": msgspec.json.encode(job.progress).decode(),
        "said": job.said,
        "result": msgspec.json.encode(job.result).decode(),
    }


def _job(row: Row[Any]) -> Job:
    return Job(
        borough_code=row.borough_code,
        period=Period(row.first_day, row.last_day),
        kind=row.kind,
        turn=row.turn,
        asked=msgspec.json.decode(row.asked),
        by=row.by,
        asked_at=row.asked_at_utc,
        process=msgspec.json.decode(row.process, type=Process),
        number=row.number,
        state=JobState(row.state),
        beats=row.beats,
        progress=msgspec.json.decode(row.progress),
        said=row.said,
        result=msgspec.json.decode(row.result),
        ended_at=row.ended_at_utc,
    )
