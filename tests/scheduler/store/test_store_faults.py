"""What goes wrong with a database is told by its cause, and nothing is lost. The causes are real."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from scheduler.store import (
    StoreBroken,
    StoreBusy,
    StoreGone,
    StoreReadOnly,
    StoreUnavailable,
    engines,
    open_store,
    tell_store,
)
from scheduler.store.engines import writing
from scheduler.upkeep import UpkeepKind, UpkeepLine
from tests.scheduler.store.filled import HERE, NOW, engine_at, fill

NOBODY = 65_534
LINE = UpkeepLine(UpkeepKind.BACKUP, NOW, NOW, "panels.backup")


def as_nobody(work):
    """What `work` returns when it is done by a user who may do next to nothing."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.getuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            os.write(write, work().encode())
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read, encoding="utf-8") as told:
        return told.read()


def test_database_that_may_not_be_written_is_read_all_the_same():
    with TemporaryDirectory() as folder:
        file = Path(folder) / "panels.db"
        fill(f"sqlite:///{file}", HERE, 3)
        Path(folder).chmod(0o777)  # SQLite's readers keep a file of their own beside it
        file.chmod(0o444)

        def work():
            try:
                store = open_store(f"sqlite:///{file}")
                read = len(store.visits.days(HERE, NOW.date().replace(year=2019), NOW.date()))
                store.upkeep.add(HERE, LINE)
            except StoreUnavailable as error:
                return f"{type(error).__name__}, {error.found}; {read} days"
            return "written"

        assert as_nobody(work) == "StoreReadOnly, a database that may not be written; 3 days"


def test_database_that_another_program_has_is_waited_for_and_then_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "BUSY_MILLISECONDS", 50)
    store = open_store(f"sqlite:///{tmp_path / 'panels.db'}")
    with closing(sqlite3.connect(tmp_path / "panels.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="found another program that has it to itself"):
            store.upkeep.add(HERE, LINE)
    store.upkeep.add(HERE, LINE)
    last = store.upkeep.last(HERE, UpkeepKind.BACKUP)
    store.close()

    assert last == LINE


def test_database_whose_pages_were_overwritten_is_broken(tmp_path):
    url = f"sqlite:///{tmp_path / 'panels.db'}"
    fill(url, HERE, 40)
    content = (tmp_path / "panels.db").read_bytes()
    (tmp_path / "panels.db").write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))

    with pytest.raises(StoreBroken, match="found a file that is broken, wanted a whole one"):
        tell_store(url, None, lambda layout, boroughs: len)


def test_server_that_is_stopped_in_the_middle_keeps_nothing_of_the_step_and_the_next_one_goes_well(postgres_url):
    store = open_store(postgres_url)

    def stopped():
        with psycopg.connect(postgres_url, autocommit=True) as killer:
            killer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    with engine_at(postgres_url) as engine:

        def two_rows():
            with writing(engine) as half:
                half.exec_driver_sql("INSERT INTO log_day VALUES ('E09000030', '2027-03-01')")
                stopped()
                half.exec_driver_sql("INSERT INTO log_day VALUES ('E09000030', '2027-03-02')")

        with pytest.raises(StoreGone, match="found a server that went away in the middle"):
            two_rows()
        assert store.visits.days(HERE, NOW.date().replace(day=1), NOW.date()) == frozenset()
    store.close()


def test_database_whose_user_may_not_write_is_said_so(postgres_url):
    store = open_store(postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute("ALTER DATABASE " + owner.info.dbname + " SET default_transaction_read_only = on")
    store.close()

    store = open_store(postgres_url)
    with pytest.raises(StoreReadOnly):
        store.upkeep.add(HERE, LINE)
    assert store.upkeep.last(HERE, UpkeepKind.BACKUP) is None
    store.close()


def test_new_database_is_its_owners_alone(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'panels.db'}")
    store.upkeep.add(HERE, LINE)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    store.close()

    assert modes == {"panels.db": 0o600, "panels.db-wal": 0o600, "panels.db-shm": 0o600}
