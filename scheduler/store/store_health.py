"""How a database is: its layout, whether it is whole, and its clock. Nothing is written, nor brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from scheduler.store.copying import opened
from scheduler.store.engines import reading
from scheduler.store.layout import layout_of, refuse_missing_file
from scheduler.store.ports import StoreState
from scheduler.store.tables import LAYOUT

MOST_TOLD = 5


def state_of(url: str) -> StoreState:
    """How the database at an address is. Errors: StoreUnavailable, where it does not answer."""
    with opened(url) as engine:
        refuse_missing_file(engine)
        with reading(engine) as connection:
            found = layout_of(connection)
            if connection.dialect.name == "sqlite":
                return StoreState("sqlite", found, LAYOUT, tuple(_troubles(connection)), None)
            now = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
            return StoreState("postgresql", found, LAYOUT, (), _in_utc(now))


def _troubles(connection: Connection) -> Iterator[str]:
    """What SQLite finds wrong with its own file, and rows that lead nowhere. Source: sqlite.org, pragma.html"""
    for (line,) in connection.execute(text(f"PRAGMA quick_check({MOST_TOLD})")):
        if line != "ok":
            yield " ".join(str(line).split())
    lost = {str(row[0]) for row in connection.execute(text("PRAGMA foreign_key_check"))}
    yield from (f"rows of {table} that lead nowhere" for table in sorted(lost))


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
