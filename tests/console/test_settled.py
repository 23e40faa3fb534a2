"""What the server keeps warm is set aside from the garbage collector, and what nobody needs any more goes."""

from __future__ import annotations

import subprocess
import sys

from tests.shell import ROOT
from wardpanels.console.settled import Settling

LIVED = """
import gc, time, weakref
from wardpanels.console.settled import Settling

class Knot:  # something that only the collector can let go of
    def __init__(self):
        self.own = self

def comes_to_be(what):  # waited for as long as a busy machine may take
    for _ in range(2000):
        if what():
            return
        time.sleep(0.01)
    raise SystemExit("it never came to be")

def goes_with_a_next_time():  # a collection asked for while another thread collects is skipped: once later then
    settling.made()
    time.sleep(0.03)
    return gone() is None

settling = Settling(quiet_seconds=0.01, whole_every_seconds=0)
knot = Knot()
gone = weakref.ref(knot)
settling.made()
comes_to_be(lambda: gc.get_freeze_count() > 0)
del knot
gc.collect()
assert gone() is not None
comes_to_be(goes_with_a_next_time)
comes_to_be(lambda: gc.get_freeze_count() > 0)
settling.stop()
"""
"""In a process of its own: the collector is a process's, and that of the tests has a million objects to look at."""


def test_what_was_made_is_set_aside_and_goes_with_the_next_time_once_nobody_needs_it():
    lived = subprocess.run([sys.executable, "-c", LIVED], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (lived.returncode, lived.stderr) == (0, "")


def test_nothing_is_set_aside_after_the_end():
    settling = Settling(quiet_seconds=0.01)
    settling.stop()

    settling.made()

    assert settling._timer is None
