"""Stores that have rows in every table that is declared, and all that a store keeps."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from threading import Event, Thread

from sqlalchemy import Boolean, Date, Integer, LargeBinary, insert, select

from scheduler.release.making import next_release
from scheduler.store import open_store
from scheduler.store.copying import COPIED as TABLES
from scheduler.store.copying import chosen
from scheduler.store.engines import open_engine, reading, writing
from scheduler.store.tables import OUTBOX_CONTENT, Utc
from tests.scheduler.examples import a_borough
from tests.scheduler.store.endless_writer import plan_of

HERE, ELSEWHERE = "E09000030", "E09000012"
NOW = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)
WAYS = [("sqlite", "postgres"), ("postgres", "sqlite"), ("sqlite", "sqlite"), ("postgres", "postgres")]


@contextmanager
def engine_at(url):
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


MADE = {
    Utc: lambda place: NOW - timedelta(days=place, microseconds=place),
    Date: lambda place: date(2020, 1, 1) + timedelta(days=place),
    Boolean: lambda place: place % 3 == 0,
    Integer: lambda place: place,
    LargeBinary: lambda place: bytes(range(256)) + str(place).encode(),
}
WORDS = "é ✓ 'q' \"q\" \\ %s"


def value_of(column, code, place, words=WORDS):
    """A value for a column's row, the same in every table: so rows that lead to each other do."""
    if column.nullable and place % 2:
        return None
    if column.name in {"borough_code", "digest"}:  # several boroughs say the same
        return code if column.name == "borough_code" else f"digest {place}"
    made = MADE.get(type(column.type), lambda place: f"{code} {place} {words}"[: column.type.length])
    return made(place)


def fill(url, code, rows, **words):
    """Give a borough so many rows in every table that is declared. Edges: one where it can have no more"""
    open_store(url).close()
    with engine_at(url) as engine, writing(engine) as connection:
        for table in TABLES:
            columns = [column for column in table.columns if column is not table.autoincrement_column]
            lines = [{each.name: value_of(each, code, place, **words) for each in columns} for place in range(rows)]
            if [column.name for column in table.primary_key] == ["borough_code"]:  # a borough has one
                lines = lines[:1]
            if table is OUTBOX_CONTENT:
                known = set(connection.execute(select(OUTBOX_CONTENT.c.digest)).scalars())
                lines = [line for line in lines if line["digest"] not in known]
            if lines:
                connection.execute(insert(table), lines)


def kept(url, code=None, *, numbered=True):
    """All rows of every table, or a borough's, with the numbers that the database gave or without."""
    with engine_at(url) as engine, reading(engine) as connection:
        if "plan_draft" not in connection.dialect.get_table_names(connection):
            return {}
        found = {}
        for table in TABLES:
            given = table.autoincrement_column
            asked = select(*(column for column in table.columns if numbered or column is not given))
            asked = asked.where(chosen(table)([code])) if code else asked
            rows = [tuple(row) for row in connection.execute(asked if given is None else asked.order_by(given))]
            found[table.name] = rows if given is not None else sorted(rows, key=repr)
        return found


@contextmanager
def written_meanwhile(url):
    """A store into which somebody else keeps a draft and a release of it, one after the other, for as long as this
    lasts; it begins once there is one."""
    begun, over = Event(), Event()

    def write_on():
        store, release, revision = open_store(url), None, None
        while not over.is_set():
            plan = plan_of((revision or 0) + 1)
            revision = store.save_draft(plan, expected_revision=revision, saved_at=NOW)
            release = next_release(a_borough(), plan, release, NOW + timedelta(minutes=revision))
            store.append_release(release, plan)
            begun.set()
        store.close()

    writer = Thread(target=write_on)
    writer.start()
    try:
        assert begun.wait(30)
        yield
    finally:
        over.set()
        writer.join()
