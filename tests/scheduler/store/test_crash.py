"""A process is killed while it writes; whatever it said it had stored is there, whole, and nothing is half there."""

from __future__ import annotations

import os
import random  # noqa: TID251 - the instants of the kills: seeded, so the same on every run
import signal
import subprocess
import sys
from itertools import islice
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from scheduler.period import calendar_year
from scheduler.store import Draft, open_store
from scheduler.store.engines import open_engine, reading
from scheduler.store.tables import RELEASED_MEETING
from tests.scheduler.store.endless_writer import TOWER_HAMLETS, YEAR, plan_of
from tests.thorough import enough

ROOT = Path(__file__).parents[3]
KILLS = enough(6, 100)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'panels.db'}"


@pytest.fixture(scope="module")
def forker():
    command = [sys.executable, "-m", "tests.scheduler.store.endless_writer"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as forker:
        yield forker
        forker.stdin.close()


def told_before_it_was_killed(forker, url, *, lines, seconds):
    """Let a writer say `lines` lines, wait `seconds` more, kill it outright, and return all that it said."""
    forker.stdin.write(f"{url}\n")
    forker.stdin.flush()
    writer = int(forker.stdout.readline().removeprefix("ready "))
    told = []
    for line in islice(iter(forker.stdout.readline, ""), lines):
        assert not line.startswith("dead"), f"the writer died by itself, after {told}"
        told.append(line)
    Event().wait(seconds)
    os.kill(writer, signal.SIGKILL)
    told += iter(forker.stdout.readline, f"dead {writer}\n")
    return [line.split() for line in told]


def last(told, kind, default):
    return max((int(number) for said, number in told if said == kind), default=default)


def assert_whole(url, promised_revision, promised_number):
    """What was promised is there, and at most one thing more, which the writer had no time to mention."""
    store = open_store(url)
    draft, release = (
        store.draft(TOWER_HAMLETS, calendar_year(YEAR).first_day),
        store.latest_release(TOWER_HAMLETS, calendar_year(YEAR).first_day),
    )
    revision, number = draft.revision if draft else 0, release.number if release else 0

    assert revision in (promised_revision, promised_revision + 1)
    assert number in (promised_number, promised_number + 1)
    assert draft in (None, Draft(revision, plan_of(revision), parent=revision - 1))
    assert store.releases(TOWER_HAMLETS, calendar_year(YEAR).first_day) == tuple(range(1, number + 1))
    if release:
        assert store.released_plan(TOWER_HAMLETS, calendar_year(YEAR).first_day, number) == plan_of(number)
        assert len(release.meetings) == len(plan_of(number).meetings)
    store.close()
    return revision, number


def assert_sound(url, releases):
    """SQLite finds no fault, and every release has all the rows of its meetings."""
    counted = select(RELEASED_MEETING.c.number, func.count()).group_by(RELEASED_MEETING.c.number)
    engine = open_engine(url)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        rows = dict(tuple(row) for row in connection.execute(counted))
    engine.dispose()
    assert rows == dict.fromkeys(range(1, releases + 1), 42)


@pytest.mark.parametrize("milliseconds", [1, 15, 30, 45, 60, 90])
def test_store_whose_maker_was_killed_can_be_made_again(url, milliseconds, forker):
    told = told_before_it_was_killed(forker, url, lines=0, seconds=milliseconds / 1000)

    revision, number = assert_whole(url, last(told, "draft", 0), last(told, "release", 0))

    assert_sound(url, number)
    assert revision - number in (0, 1)


def test_killed_writer_leaves_the_last_good_state(url, forker):
    instants = random.Random(20271122)
    revision, number = 0, 0

    for _ in range(KILLS):
        lines, seconds = instants.randrange(7), instants.uniform(0, 0.012)
        told = told_before_it_was_killed(forker, url, lines=lines, seconds=seconds)
        revision, number = assert_whole(url, last(told, "draft", revision), last(told, "release", number))
        assert_sound(url, number)

    assert min(revision, number) >= KILLS // 2
