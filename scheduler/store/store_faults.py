"""Which of the usual causes a database's error has, so that it can be said what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from scheduler.store.ports import (
    StoreAway,
    StoreBroken,
    StoreBusy,
    StoreFull,
    StoreGone,
    StoreReadOnly,
    StoreUnavailable,
)


@dataclass(frozen=True, slots=True)
class _Cause:
    """How a cause is told: SQLite's codes, extended ones too, and PostgreSQL's.

    Source: sqlite.org/rescode.html; postgresql.org, appendix A, error codes
    """

    made: Callable[[str, str, str], StoreUnavailable]
    found: str
    wanted: str
    sqlite: tuple[int, ...]
    postgres: tuple[str, ...]


NO_ROOM_TO_SHARE = (sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMOPEN)
"""How SQLite says that it has no room for the file by which several processes share a database."""

CAUSES: tuple[_Cause, ...] = (
    _Cause(
        StoreFull, "a disk that is full", "room to write on it", (sqlite3.SQLITE_FULL, *NO_ROOM_TO_SHARE), ("53100",)
    ),
    _Cause(
        StoreReadOnly,
        "a database that may not be written",
        "the right to write to it, and to the folder that it is in",
        (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM),
        ("25006", "42501"),
    ),
    _Cause(
        StoreBusy,
        "another program that has it to itself",
        "its turn within 20 seconds",
        (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED),
        ("55P03", "40P01", "40001"),
    ),
    _Cause(StoreBroken, "a file that is broken", "a whole one", (sqlite3.SQLITE_CORRUPT,), ("XX001", "XX002")),
    _Cause(
        StoreGone,
        "a server that went away in the middle",
        "one that answers",
        (),
        ("57P01", "57P02", "57P03", "57P05", "08003", "08006"),
    ),
)


def cause_of(error: DBAPIError, place: str) -> StoreUnavailable | None:
    """The error in our words, where it has one of these causes."""
    code = getattr(error.orig, "sqlite_errorcode", 0)
    state = getattr(error.orig, "sqlstate", None) or ("08006" if error.connection_invalidated else "")
    for cause in CAUSES:
        if {code, code & 0xFF} & set(cause.sqlite) or state in cause.postgres:
            return cause.made(place, cause.found, cause.wanted)
    return None


def otherwise(error: DBAPIError, place: str) -> StoreUnavailable:
    """An error that has none of these causes, in the database's own words."""
    reason = " ".join(str(error.orig).split())
    if _is_away(error):
        return StoreAway(place, reason, "a server that is up")
    return StoreUnavailable(place, reason, "a store that can be read and written")


def _is_away(error: DBAPIError) -> bool:
    """Whether no server answers where one was looked for, or it lets nobody in yet.

    Edges: a host of no known name, and whoever is refused, is not: waiting mends neither
    """
    tried = getattr(error.orig, "pgconn", None)  # told by what failed to connect, once it knew the host
    if tried is None:
        return False
    from psycopg.conninfo import make_conninfo
    from psycopg.pq import PGconn, Ping

    # What fails to connect gets no code of the server's, and its sentence may be in any language. This alone tells.
    given = {option.keyword.decode(): option.val.decode() for option in tried.info if option.val}
    return PGconn.ping(make_conninfo("", **given).encode()) in (Ping.REJECT, Ping.NO_RESPONSE)
