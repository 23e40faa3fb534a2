"""A store that lasts as long as the process: for trying things out. It is the others' own, on a database in memory."""

from __future__ import annotations

from scheduler.store.engines import passing_engine
from scheduler.store.layout import make_tables
from scheduler.store.sql import SqlStore


def memory_store() -> SqlStore:
    """A store that forgets everything at the end. Safe to share between threads, which take turns."""
    engine = passing_engine()
    with engine.begin() as connection:
        make_tables(connection)
    return SqlStore(engine)
