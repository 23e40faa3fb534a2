"""Connections to SQLite and PostgreSQL: URLs, pragmas, transactions, and their errors in our words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.pool import QueuePool

from scheduler.store.ports import StoreUnavailable
from scheduler.store.store_faults import NO_ROOM_TO_SHARE, cause_of, otherwise

KINDS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
WANTED_URL = "sqlite:///FILE, postgresql://USER@HOST/NAME or memory:"
URI_OPTIONS = frozenset({"uri", "mode", "cache", "vfs", "immutable", "nolock", "psow", "modeof"})
"""What may stand behind the `?` of an address of SQLite. Source: sqlite.org/uri.html, and `uri`, by which it is one."""
BUSY_MILLISECONDS = 20_000
LOG_MILLISECONDS = 1_000
"""How long readers are waited for to empty the log: who unsubscribes on a page waits with it."""

CONNECT_SECONDS = 10
LOG_TRIES = 100


TURN = 0x57617264
"""The number of PostgreSQL's advisory lock: "Ward" in ASCII, so that it is ours alone."""

TAKE_TURN = text(f"SELECT pg_advisory_xact_lock({TURN})")


def open_engine(url: str) -> Engine:
    """An engine that has not connected yet.

    Errors: StoreUnavailable where the URL or its driver is not usable
    """
    target = _target(url)
    if target.get_backend_name() == "sqlite":
        return _sqlite(target)
    try:
        # What a client speaks can be set outside too (PGCLIENTENCODING): ours is what the database keeps.
        told = {"connect_timeout": CONNECT_SECONDS, "client_encoding": "utf8"}
        engine = create_engine(target, pool_pre_ping=True, connect_args=told)
    except ImportError as missing:
        raise StoreUnavailable(place_of(target), "no PostgreSQL driver", "psycopg (wardpanels[postgres])") from missing
    event.listen(engine, "connect", partial(_refuse_other_letters, target))
    return engine


def passing_engine() -> Engine:
    """An engine on a database that is gone with the process: one connection, so that all see the same rows, in turn."""
    one = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
    engine = create_engine("sqlite://", connect_args={"check_same_thread": False}, **one)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def place_of(url: URL) -> str:
    """Where the store is, in a form that may be printed: neither user nor password nor options."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    port = f":{url.port}" if url.port else ""
    return f"{url.host or 'local socket'}{port}/{url.database or ''}"


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection whose changes, if there were any, are not kept."""
    with in_our_words(engine), engine.connect() as connection:
        yield connection


@contextmanager
def standing_still(engine: Engine) -> Iterator[Connection]:
    """A connection that sees all as it was at one moment, whatever is written meanwhile, and that writes nothing."""
    if engine.dialect.name == "postgresql":  # SQLite's readers have it so
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with reading(engine) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction: all of it is stored at the end, or nothing is. One writer at a time; the others wait."""
    writer = engine.execution_options(writes=True)
    with in_our_words(engine), writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(TAKE_TURN)
        yield connection


def empty_the_log(engine: Engine) -> None:
    """Let what was deleted be in SQLite's log no more: all of it goes to the database, where zeros stand in its place.

    Edges: while somebody reads what they began to read before, the log stays, and goes with the next one that asks;
           what PostgreSQL keeps of deleted rows is for its own server to clear
    """
    if engine.dialect.name != "sqlite":
        return
    with in_our_words(engine):
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {LOG_MILLISECONDS}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        finally:
            connection.close()


def _target(url: str) -> URL:
    try:
        target = make_url(url)
    except (ArgumentError, ValueError):
        # The text may hold a password: neither it nor the parser's error, which may quote it, is repeated.
        raise StoreUnavailable("address", "text that is no URL", WANTED_URL) from None
    kind = target.drivername.partition("+")[0]
    if kind not in KINDS:
        raise StoreUnavailable("address", f"a store of kind {kind!r}", WANTED_URL)
    if kind == "sqlite" and target.database in (None, "", ":memory:"):
        raise StoreUnavailable("address", "SQLite without a file", WANTED_URL)
    return target.set(drivername=KINDS[kind])


def _sqlite(target: URL) -> Engine:
    if other := sorted(target.query.keys() - URI_OPTIONS):
        raise StoreUnavailable("address", f"the option {', '.join(other)}", f"none: {WANTED_URL}")
    engine = create_engine(target, connect_args={"timeout": BUSY_MILLISECONDS / 1000})
    if "uri" not in target.query:
        event.listen(engine, "do_connect", partial(_make_for_us_alone, Path(str(target.database))))
    event.listen(engine, "do_connect", _connected)
    event.listen(engine, "connect", partial(_refuse_utf_16, target))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_for_us_alone(file: Path, *_connecting: object) -> None:
    # A new file is the owner's alone, for it gets people's addresses. SQLite gives its log the same mode (sqlite.org,
    # "Write-Ahead Logging"). Where none can be made, SQLite says so better.
    with suppress(OSError):
        file.touch(0o600, exist_ok=True)


def _refuse_other_letters(target: URL, connection: Any, _record: object) -> None:
    # The server says it of itself with each connection (postgresql.org, protocol flow, "ParameterStatus"): no question.
    _check_text(target, connection.info.parameter_status("server_encoding"), "UTF8")


def _refuse_utf_16(target: URL, connection: sqlite3.Connection, _record: object) -> None:
    _check_text(target, connection.execute("PRAGMA encoding").fetchone()[0], "UTF-8")


def _check_text(target: URL, found: str | None, wanted: str) -> None:
    """Errors: StoreUnavailable where some names of halls and people could not be kept as they are written."""
    if found != wanted:
        raise StoreUnavailable(place_of(target), f"a database whose text is {found}", f"one in {wanted}")


def _connected(dialect: Any, _record: object, given: tuple[Any, ...], named: dict[str, Any]) -> sqlite3.Connection:
    # A reader needs 32 KB on the disk to share a database. Where the disk has not even that, it has the database to
    # itself, for which it needs none (sqlite.org/wal.html, "Use of WAL Without Shared-Memory"), and others wait.
    connection: sqlite3.Connection = dialect.connect(*given, **named)
    try:
        connection.execute("PRAGMA schema_version").close()
    except sqlite3.Error as refused:
        if getattr(refused, "sqlite_errorcode", 0) not in NO_ROOM_TO_SHARE:
            return connection  # whatever else is wrong is told by who first uses it
        connection.close()
        connection = dialect.connect(*given, **named)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").close()
    return connection


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The sqlite3 module opens transactions at moments of its own unless told not to (docs.python.org, sqlite3,
    # "isolation_level"); a layout change would not be undone with the rest.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}").close()
    connection.execute("PRAGMA foreign_keys = ON").close()
    connection.execute("PRAGMA secure_delete = ON").close()
    _keep_a_write_ahead_log(connection)


def _keep_a_write_ahead_log(connection: sqlite3.Connection) -> None:
    # While two processes go over to it at once, SQLite refuses one of them without waiting for the busy timeout (seen
    # in 4 of 600 openings). To take and give back the writer's turn is to wait until the other has done.
    for _ in range(LOG_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as refused:
            if refused.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            connection.execute("BEGIN IMMEDIATE").close()
            connection.execute("ROLLBACK").close()
        else:
            return
    raise sqlite3.OperationalError("database is locked")


def _begin_sqlite(connection: Connection) -> None:
    # A writer that began by reading cannot wait its turn later (SQLITE_BUSY at once), so it takes the turn first.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def in_our_words(engine: Engine) -> Iterator[None]:
    """What the database of `engine` says is wrong, as StoreUnavailable."""
    try:
        yield
    except IntegrityError:  # rows that contradict each other are our bug, not a store out of reach
        raise
    except DBAPIError as error:
        place = place_of(engine.url)
        raise cause_of(error, place) or otherwise(error, place) from error
