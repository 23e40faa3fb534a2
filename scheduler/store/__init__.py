"""Remembers: drafts and releases, added and never edited. SQLAlchemy is known here and nowhere else."""

from __future__ import annotations

from scheduler.store.ports import (
    Draft,
    Outbox,
    RecordLine,
    Records,
    StaleRecord,
    StaleRelease,
    Store,
    StoredPeriod,
    StoreUnavailable,
    Subscribers,
)

__all__ = [
    "Draft",
    "Outbox",
    "RecordLine",
    "Records",
    "StaleRecord",
    "StaleRelease",
    "Store",
    "StoreUnavailable",
    "StoredPeriod",
    "Subscribers",
    "open_store",
]


def open_store(url: str) -> Store:
    """The store at `url`, its tables made or brought up to date: sqlite:///FILE, postgresql://… or memory:.

    Errors: StoreUnavailable where it cannot be reached, or was made by a newer program
    """
    # Imported here because `wardpanels --help` must not wait half a second for a database library.
    if url == "memory:":
        from scheduler.store.memory import memory_store

        return memory_store()
    from scheduler.store.engines import open_engine
    from scheduler.store.layout import bring_up_to_date
    from scheduler.store.sql import SqlStore

    engine = open_engine(url)
    try:
        bring_up_to_date(engine)
    except StoreUnavailable:
        engine.dispose()
        raise
    return SqlStore(engine)
