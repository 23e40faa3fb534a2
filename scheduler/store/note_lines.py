"""What people write down beside the records, in SQLite or PostgreSQL. Lines are added, never edited."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, select

from scheduler.evidence.lines import KINDS, NewLine, Noted, NotedLine
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
        with writing(self._engine) as connection:
            return add_lines(connection, borough_code, (NewLine(noted, replaces),), by, at)

    def add_all(self, borough_code: str, noted: Iterable[Noted], *, by: str, at: datetime) -> None:
        with writing(self._engine) as connection:
            add_lines(connection, borough_code, map(NewLine, noted), by, at)

    def lines(self, borough_code: str, kinds: Collection[type[Noted]] = ()) -> tuple[NotedLine, ...]:
        asked = select(NOTED_LINE).where(COLUMN.borough_code == borough_code).order_by(COLUMN.number)
        if kinds:
            asked = asked.where(COLUMN.kind.in_([KIND_OF[kind] for kind in kinds]))
        with reading(self._engine) as connection:
            rows = connection.execute(asked).all()
        return tuple(
            NotedLine(row.number, row.at_utc, row.noted_by, decode_noted(row.kind, row.noted), row.replaces)
            for row in rows
        )


def add_lines(connection: Connection, borough_code: str, lines: Iterable[NewLine], by: str, at: datetime) -> int:
    """Add lines inside a transaction, and return the number of the last; 0 where there are none. Errors: StaleNote."""
    told = tuple(lines)
    if not told:
        return 0
    for line in told:
        if line.replaces is not None:
            _check_can_be_corrected(connection, borough_code, line.replaces)
    first = _last(connection, borough_code) + 1
    rows = [_row(borough_code, number, line, by, at) for number, line in enumerate(told, first)]
    connection.execute(insert(NOTED_LINE), rows)
    return first + len(rows) - 1


def _check_can_be_corrected(connection: Connection, borough_code: str, number: int) -> None:
    count = select(func.count()).where(COLUMN.borough_code == borough_code)
    is_there = connection.execute(count.where(COLUMN.number == number)).scalar()
    is_corrected = connection.execute(count.where(COLUMN.replaces == number)).scalar()
    if not is_there or is_corrected:
        raise StaleNote(number)


def _last(connection: Connection, borough_code: str) -> int:
    asked = select(func.max(COLUMN.number)).where(COLUMN.borough_code == borough_code)
    return connection.execute(asked).scalar() or 0


def _row(borough_code: str, number: int, line: NewLine, by: str, at: datetime) -> dict[str, object]:
    return {
        "borough_code": borough_code,
        "number": number,
        "at_utc": in_utc(at),
        "noted_by": by,
        "kind": KIND_OF[type(line.noted)],
        "replaces": line.replaces,
        "noted": encode(line.noted),
    }
