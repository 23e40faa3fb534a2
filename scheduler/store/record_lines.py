"""Records of meetings in SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Engine, func, insert, select

from scheduler.evidence.lines import NewLine
from scheduler.records import MeetingRecord, RecordLine
from scheduler.store.documents import decode_record, encode
from scheduler.store.engines import reading, writing
from scheduler.store.happened import StaleRecord
from scheduler.store.note_lines import add_lines
from scheduler.store.ports import in_utc
from scheduler.store.tables import MEETING_RECORD


class SqlRecords:
    """Keeps what became of meetings in the database of `engine`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        borough_code: str,
        record: MeetingRecord,
        *,
        after: int,
        at: datetime,
        by: str = "",
        beside: Iterable[NewLine] = (),
    ) -> int:
        lines = MEETING_RECORD.c
        of_meeting = (lines.borough_code == borough_code) & (lines.meeting_id == record.meeting_id)
        key = {"borough_code": borough_code, "meeting_id": record.meeting_id}
        told = {"recorded_at_utc": in_utc(at), "recorded_by": by, "record": encode(record)}
        with writing(self._engine) as connection:
            found = connection.execute(select(func.max(lines.number)).where(of_meeting)).scalar() or 0
            if found != after:
                raise StaleRecord(record.meeting_id, found, after)
            add_lines(connection, borough_code, beside, by, at)
            return int(connection.execute(insert(MEETING_RECORD).returning(lines.number), key | told).scalar_one())

    def lines(self, borough_code: str) -> tuple[RecordLine, ...]:
        lines = MEETING_RECORD.c
        asked = select(lines.number, lines.recorded_at_utc, lines.record, lines.recorded_by)
        with reading(self._engine) as connection:
            rows = connection.execute(asked.where(lines.borough_code == borough_code).order_by(lines.number)).all()
        return tuple(
            RecordLine(row.number, row.recorded_at_utc, decode_record(row.record), row.recorded_by) for row in rows
        )

    def latest(self, borough_code: str) -> Mapping[str, RecordLine]:
        return {line.record.meeting_id: line for line in self.lines(borough_code)}
