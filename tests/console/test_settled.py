"""What the server keeps warm is set aside from the garbage collector, and what nobody needs any more goes."""

from __future__ import annotations

import gc
import time
import weakref

import pytest

from wardpanels.console.settled import Settling


class Knot:
    """Something that only the collector can let go of."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def settling():
    made = Settling(quiet_seconds=0.01)
    yield made
    made.stop()
    gc.unfreeze()


def is_so(what) -> bool:
    """Whether something comes to be so: it is waited for as long as a busy machine may take."""
    for _ in range(2_000):
        if what():
            return True
        time.sleep(0.01)
    return False


def test_what_was_made_is_set_aside_and_goes_with_the_next_time_once_nobody_needs_it(settling):
    knot = Knot()
    gone = weakref.ref(knot)
    settling.made()
    assert is_so(lambda: gc.get_freeze_count() > 0)

    del knot
    gc.collect()
    assert gone() is not None

    def goes_with_a_next_time() -> bool:
        """Python skips a collection that is asked for while another thread collects: then it goes once later."""
        settling.made()
        time.sleep(0.1)
        return gone() is None

    assert is_so(goes_with_a_next_time)
    assert is_so(lambda: gc.get_freeze_count() > 0)


def test_nothing_is_set_aside_after_the_end(settling):
    settling.stop()

    settling.made()

    assert settling._timer is None
