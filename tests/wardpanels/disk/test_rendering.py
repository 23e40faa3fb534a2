"""Files are made on every core, with real processes: the same bytes, the same errors, whatever becomes of a helper."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from wardpanels.disk import rendering
from wardpanels.disk.rendering import FEWEST, all_made

HERE = os.getpid()
ROOT = Path(__file__).parents[3]


def numbered(number):
    return b"%d" % number


def who():
    return b"%d" % os.getpid()


@pytest.fixture(autouse=True)
def no_other_thread(monkeypatch):
    """Other tests of this run may have left threads behind, beside which nothing is forked."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(rendering, "KEEP_THREADS", ())


def test_no_other_process_works_beside_threads(monkeypatch, four_cores):
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert set(all_made([who] * 4 * FEWEST)) == {b"%d" % HERE}


def test_no_other_process_works_beside_a_library_that_keeps_threads(monkeypatch, four_cores):
    monkeypatch.setattr(rendering, "KEEP_THREADS", ("pytest",))
    assert set(all_made([who] * 4 * FEWEST)) == {b"%d" % HERE}


def test_everything_that_prints_a_second_time_in_one_process_is_made():
    """Typst's own threads are lost in a fork: a second sheet there would wait for ever, as it did."""
    script = (
        "from publishers.printed.typst_press import Press, NO_DATE\n"
        "from wardpanels.disk.rendering import FEWEST, all_made\n"
        "sheet = lambda: Press().pdf('mark.typ', {'mark': 'a'}, NO_DATE)\n"
        "first = all_made([sheet])\n"
        "print(all_made([sheet] * 2 * FEWEST) == first * 2 * FEWEST)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, "True\n"), ended.stderr


@pytest.mark.parametrize("count", [0, 1, FEWEST, 4 * FEWEST, 4 * FEWEST + 3])
def test_files_come_back_in_order(count):
    assert all_made([partial(numbered, number) for number in range(count)]) == [numbered(n) for n in range(count)]


@pytest.mark.usefixtures("four_cores")
def test_many_files_are_made_by_more_than_one_process_and_few_are_not():
    assert len(set(all_made([who] * 4 * FEWEST))) == 4
    assert set(all_made([who] * FEWEST)) == {b"%d" % HERE}


def test_an_error_in_any_share_is_raised_here():
    def fails():
        raise ValueError("the template wants a name")

    for place in (0, -1):
        makes = [partial(numbered, 1)] * 4 * FEWEST
        makes[place] = fails
        with pytest.raises(ValueError, match="the template wants a name"):
            all_made(makes)


@pytest.fixture
def four_cores(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})


def large():
    return b"x" * 20_000


@pytest.mark.usefixtures("four_cores")
@pytest.mark.parametrize("share", [0, 1, 3])
def test_no_helper_waits_for_ever_for_somebody_to_read(share):
    """An error ends it all while the other helpers still have far more to say than a pipe holds."""

    def fails():
        raise ValueError("the template wants a name")

    makes = [large] * 4 * FEWEST
    makes[share * FEWEST] = fails
    with pytest.raises(ValueError, match="the template wants a name"):
        all_made(makes)


@pytest.mark.usefixtures("four_cores")
def test_files_are_made_here_where_no_process_can_be_started(monkeypatch):
    def full():
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", full)
    assert set(all_made([who] * 4 * FEWEST)) == {b"%d" % HERE}


@pytest.mark.usefixtures("four_cores")
def test_files_are_made_where_nobody_is_told_of_the_end_of_processes():
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert all_made([large] * 4 * FEWEST) == [large()] * 4 * FEWEST
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_a_helper_that_is_killed_loses_nothing():
    def dies_elsewhere():
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"made after all"

    made = all_made([*[partial(numbered, 1)] * 4 * FEWEST, dies_elsewhere])
    assert made == [b"1"] * 4 * FEWEST + [b"made after all"]


@pytest.mark.usefixtures("four_cores")
def test_no_process_is_left_behind():
    helpers = {int(pid) for pid in all_made([who] * 4 * FEWEST)} - {HERE}
    assert len(helpers) == 3
    for helper in helpers:
        with pytest.raises(ProcessLookupError):
            os.kill(helper, 0)


def test_helper_ends_with_whoever_is_killed_and_keeps_no_lock():
    code = (
        "import os, time; os.sched_getaffinity = lambda _: {0, 1}\n"
        "from wardpanels.disk.rendering import FEWEST, all_made\n"
        "def slow(): os.write(1, b'begun\\n'); time.sleep(20); os.write(1, b'made\\n')\n"
        "all_made([slow] * 2 * FEWEST)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as killed:
        assert [killed.stdout.readline() for _ in range(2)] == ["begun\n"] * 2  # each in one piece, whoever else writes
        killed.kill()
        assert killed.stdout.readline() == ""
