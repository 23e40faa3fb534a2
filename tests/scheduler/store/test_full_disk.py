"""A disk without room: what was stored can be read, and whoever would store more is told the cause."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest
from sqlalchemy import event

from scheduler.store import StoreFull, open_store
from tests.scheduler.examples import a_plan, utc

READ = """
import sys
from scheduler.store import open_store
from tests.scheduler.examples import a_plan
store, plan = open_store(sys.argv[1]), a_plan()
print(store.draft(plan.borough_code, plan.first_day).revision)
"""
LESS_THAN_SHARING_TAKES = 4096
"""Units: bytes that a file may have: SQLite's file for sharing has 32,768."""


@pytest.fixture
def url(tmp_path):
    url = f"sqlite:///{tmp_path}/panels.db"
    store = open_store(url)
    store.save_draft(a_plan(), expected_revision=None, saved_at=utc("2026-11-01 09:00"))
    store.close()
    return url


def test_reading_goes_on_without_room_for_the_file_that_sharing_takes(url):
    def without_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (LESS_THAN_SHARING_TAKES, LESS_THAN_SHARING_TAKES))

    read = subprocess.run(
        [sys.executable, "-c", READ, url], preexec_fn=without_room, capture_output=True, text=True, check=False
    )

    assert (read.stdout, read.stderr) == ("1\n", "")


def test_who_would_store_more_is_told_that_the_disk_is_full_and_nothing_is_lost(url):
    store = open_store(url)
    plan, at = a_plan(), utc("2026-11-01 10:00")
    event.listen(store._engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1"))

    with pytest.raises(StoreFull, match=r"panels.db: found a disk that is full, wanted room to write on it"):
        any(store.save_draft(plan, expected_revision=revision, saved_at=at) > 100 for revision in range(1, 200))

    kept = store.drafts(plan.borough_code, plan.first_day)
    store.close()
    again = open_store(url)
    assert again.drafts(plan.borough_code, plan.first_day) == kept
    again.close()
