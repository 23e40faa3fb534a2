"""What people write down beside the records, in SQLite or PostgreSQL. Lines are added, never edited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, select

from scheduler.evidence.lines import KINDS, Noted, NotedLine
from scheduler.store.documents import decode_noted, encode
from scheduler.store.engines import reading, writing
from scheduler.store.happened import StaleNote
from scheduler.store.ports import in_utc
from scheduler.store.tables import NOTED_LINE

COLUMN = NOTED_LINE.c
KIND_OF = {kind: name for name, kind in KINDS.items()}


class SqlNotes:
    """Keeps what people wrote down in the database of `engine`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, borough_code: str, noted: Noted, *, by: str, at: datetime, replaces: int | None = None) -> int:
        ours = COLUMN.borough_code == borough_code
        with writing(self._engine) as connection:
            if replaces is not None:
                count = select(func.count()).where(ours)
                is_there = connection.execute(count.where(COLUMN.number == replaces)).scalar()
                is_corrected = connection.execute(count.where(COLUMN.replaces == replaces)).scalar()
                if not is_there or is_corrected:
                    raise StaleNote(replaces)
            number = _last(connection, borough_code) + 1
            row = _row(borough_code, number, noted, by, at)
            connection.execute(insert(NOTED_LINE), row | {"replaces": replaces})
        return number

    def add_all(self, borough_code: str, noted: Iterable[Noted], *, by: str, at: datetime) -> None:
        told = list(noted)
        if not told:
            return
        with writing(self._engine) as connection:
            first = _last(connection, borough_code) + 1
            rows = [_row(borough_code, number, each, by, at) for number, each in enumerate(told, first)]
            connection.execute(insert(NOTED_LINE), rows)

    def lines(self, borough_code: str) -> tuple[NotedLine, ...]:
        asked = select(NOTED_LINE).where(COLUMN.borough_code == borough_code).order_by(COLUMN.number)
        with reading(self._engine) as connection:
            rows = connection.execute(asked).all()
        return tuple(
            NotedLine(row.number, row.at_utc, row.noted_by, decode_noted(row.kind, row.noted), row.replaces)
            for row in rows
        )


def _last(connection: Connection, borough_code: str) -> int:
    asked = select(func.max(COLUMN.number)).where(COLUMN.borough_code == borough_code)
    return connection.execute(asked).scalar() or 0


def _row(borough_code: str, number: int, noted: Noted, by: str, at: datetime) -> dict[str, object]:
    return {
        "borough_code": borough_code,
        "number": number,
        "at_utc": in_utc(at),
        "noted_by": by,
        "kind": KIND_OF[type(noted)],
        "replaces": None,
        "noted": encode(noted),
    }
