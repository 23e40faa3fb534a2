"""Counts of visits in SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import astuple
from datetime import date

from sqlalchemy import Connection, Engine, Table, bindparam, insert, select, update
from sqlalchemy.sql.expression import ColumnElement

from scheduler.store.engines import reading, writing
from scheduler.store.tables import LOG_DAY, VISIT_COUNT
from scheduler.visited import Visited

COLUMN = VISIT_COUNT.c
KEY = (COLUMN.day, COLUMN.channel, COLUMN.moment, COLUMN.ward_code, COLUMN.meeting_id)
"""The fields of `Visited`, in its order."""


class SqlVisits:
    """Keeps how often pages were visited in the database of `engine`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, borough_code: str, days: Collection[date], seen: Mapping[Visited, int]) -> None:
        if not days:
            return
        ours, span = {"borough_code": borough_code}, (borough_code, min(days), max(days))
        with writing(self._engine) as connection:
            unread = set(days) - _days(connection, *span)
            known = _counts(connection, *span)
            new = [ours | _row(each, count) for each, count in seen.items() if each not in known]
            more = [_row(each, count, "of_") for each, count in seen.items() if count > known.get(each, count)]
            if unread:
                connection.execute(insert(LOG_DAY), [ours | {"day": day} for day in sorted(unread)])
            if new:
                connection.execute(insert(VISIT_COUNT), new)
            if more:
                one = (column == bindparam(f"of_{column.name}") for column in KEY)
                raised = update(VISIT_COUNT).where(COLUMN.borough_code == borough_code, *one)
                connection.execute(raised.values(visits=bindparam("of_visits")), more)

    def days(self, borough_code: str, first_day: date, last_day: date) -> frozenset[date]:
        with reading(self._engine) as connection:
            return frozenset(_days(connection, borough_code, first_day, last_day))

    def counts(self, borough_code: str, first_day: date, last_day: date) -> Mapping[Visited, int]:
        with reading(self._engine) as connection:
            return _counts(connection, borough_code, first_day, last_day)


def _days(connection: Connection, borough_code: str, first_day: date, last_day: date) -> set[date]:
    asked = select(LOG_DAY.c.day).where(_between(LOG_DAY, borough_code, first_day, last_day))
    return set(connection.execute(asked).scalars())


def _counts(connection: Connection, borough_code: str, first_day: date, last_day: date) -> dict[Visited, int]:
    asked = select(*KEY, COLUMN.visits).where(_between(VISIT_COUNT, borough_code, first_day, last_day))
    return {Visited(*each): count for *each, count in connection.execute(asked.order_by(*KEY))}


def _between(table: Table, borough_code: str, first_day: date, last_day: date) -> ColumnElement[bool]:
    return (table.c.borough_code == borough_code) & table.c.day.between(first_day, last_day)


def _row(visited: Visited, count: int, before: str = "") -> dict[str, object]:
    """The values of a row by their columns, each name with something before it."""
    names = (*(column.name for column in KEY), "visits")
    return {f"{before}{name}": value for name, value in zip(names, (*astuple(visited), count), strict=True)}
