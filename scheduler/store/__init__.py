"""Remembers: drafts and releases, added and never edited. SQLAlchemy is known here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from scheduler.records import RecordLine
from scheduler.store.draft_lines import Draft, DraftLine, StoredPeriod
from scheduler.store.happened import Notes, Records, StaleNote, StaleRecord
from scheduler.store.outbox_port import Outbox
from scheduler.store.people import Invitees, Subscribers
from scheduler.store.ports import (
    CannotCopy,
    Copied,
    StaleRelease,
    Store,
    StoreFull,
    StoreUnavailable,
)
from scheduler.store.staff_ports import Accounts, Acts, Sessions, Staff, Tries

__all__ = [
    "Accounts",
    "Acts",
    "CannotCopy",
    "Copied",
    "Draft",
    "DraftLine",
    "Invitees",
    "Notes",
    "Outbox",
    "RecordLine",
    "Records",
    "Sessions",
    "Staff",
    "StaleNote",
    "StaleRecord",
    "StaleRelease",
    "Store",
    "StoreFull",
    "StoreUnavailable",
    "StoredPeriod",
    "Subscribers",
    "Tries",
    "copy_store",
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


def copy_store(source: str, target: str, boroughs: Collection[str] | None, at: datetime) -> Copied:
    """Copy what the store at one address keeps of boroughs, or of every one, to the store at another.

    Errors: CannotCopy, and then nothing was copied
    """
    from scheduler.store.copying import copy

    return copy(source, target, boroughs, at)
