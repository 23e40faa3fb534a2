"""A command that is stopped for a while goes on as if nothing had been: after Ctrl-Z and `fg`, or a night's sleep."""

from __future__ import annotations

import signal
import time

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from tests import shell
from wardpanels.terminal.interrupts import LOOK_EVERY_SECONDS

SETTINGS = {"SOURCE_DATE_EPOCH": "1795338000", "WARDPANELS_YEAR": "2027"}  # 22 November 2026, 09:00 in UTC


@pytest.mark.parametrize(("then", "code"), [(signal.SIGCONT, 0), (signal.SIGINT, 130)], ids=["fg", "Ctrl-C"])
def test_planning_that_was_stopped_goes_on_and_hears_what_came_meanwhile(tmp_path, then, code):
    (tmp_path / "data").mkdir()
    write_folder(borough(2, wards=6), tmp_path / "data")

    with shell.begun(tmp_path, "plan", "--no-store", **SETTINGS) as planning:
        first = next(line for line in planning.stderr if not shell.CLOCK_TOLD.match(line))
        time.sleep(LOOK_EVERY_SECONDS / 5)  # the watch has begun
        planning.send_signal(signal.SIGSTOP)
        was_stopped = planning.is_stopped()
        time.sleep(2 * LOOK_EVERY_SECONDS)  # longer than the watch for Ctrl-C waits
        planning.send_signal(then)
        planning.send_signal(signal.SIGCONT)

    assert (first.startswith("Planning 2027"), was_stopped, planning.returncode) == (True, True, code)
