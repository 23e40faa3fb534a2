"""Remembers: drafts and releases, added and never edited. SQLAlchemy is known here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from scheduler.records import RecordLine
from scheduler.store.draft_lines import Draft, DraftLine, StoredPeriod
from scheduler.store.happened import Notes, Records, StaleNote, StaleRecord
from scheduler.store.outbox_port import Outbox
from scheduler.store.people import Invitees, Subscribers
from scheduler.store.ports import (
    CannotCopy,
    Copied,
    RowsTaken,
    RowsTold,
    StaleRelease,
    Store,
    StoreAway,
    StoreBroken,
    StoreBusy,
    StoreFull,
    StoreGone,
    StoreReadOnly,
    StoreState,
    StoreUnavailable,
    Taking,
    UntrueLines,
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
    "RowsTaken",
    "RowsTold",
    "Sessions",
    "Staff",
    "StaleNote",
    "StaleRecord",
    "StaleRelease",
    "Store",
    "StoreAway",
    "StoreBroken",
    "StoreBusy",
    "StoreFull",
    "StoreGone",
    "StoreReadOnly",
    "StoreState",
    "StoreUnavailable",
    "StoredPeriod",
    "Subscribers",
    "Taking",
    "Tries",
    "UntrueLines",
    "copy_store",
    "open_store",
    "open_store_as_it_is",
    "state_of_store",
    "take_store",
    "tell_store",
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


def open_store_as_it_is(url: str) -> Store:
    """The same of a store that is there already, of this very layout: nothing is made or brought up to date.

    Errors: StoreUnavailable, also where it is none of these
    """
    if url == "memory:":
        return open_store(url)
    from scheduler.store.engines import open_engine, reading
    from scheduler.store.layout import refuse_missing_file, refuse_other_layout
    from scheduler.store.sql import SqlStore

    engine = open_engine(url)
    try:
        refuse_missing_file(engine)
        with reading(engine) as connection:
            refuse_other_layout(connection)
    except StoreUnavailable:
        engine.dispose()
        raise
    return SqlStore(engine)


def state_of_store(url: str) -> StoreState:
    """How the database at an address is; it is left as it is. Errors: StoreUnavailable, where it does not answer."""
    from scheduler.store.store_health import state_of

    return state_of(url)


def copy_store(source: str, target: str, boroughs: Collection[str] | None, at: datetime) -> Copied:
    """Copy what the store at one address keeps of boroughs, or of every one, to the store at another.

    Errors: CannotCopy, and then nothing was copied
    """
    from scheduler.store.copying import copy

    return copy(source, target, boroughs, at)


def tell_store(
    url: str, boroughs: Collection[str] | None, begin: Callable[[str, tuple[str, ...]], Callable[[bytes], object]]
) -> RowsTold:
    """Tell what the store at an address keeps of boroughs, or of every one, line by line, as it is at one moment.

    Edges:  `begin` is told the layout and the boroughs' codes before the first line, and returns what takes the lines
    Errors: StoreUnavailable
    """
    from scheduler.store.row_lines import tell_rows

    return tell_rows(url, boroughs, begin)


def take_store(url: str | None, taking: Taking, lines: Iterator[bytes]) -> RowsTaken:
    """Take such lines into the store at an address, or without one into none: all of them, or nothing is kept.

    Errors: StoreUnavailable, UntrueLines
    """
    from scheduler.store.row_lines import take_rows

    return take_rows(url, taking, lines)
