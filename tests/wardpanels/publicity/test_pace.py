"""A receiver that takes so many parcels a second gets them about as fast as it takes them, and one that is down at once
its rest."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import pytest

from wardpanels.publicity.pace import Pace


class Stopwatch:
    """Seconds that pass only where somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.seconds += seconds


class Receiver:
    """One that takes so many parcels in any second."""

    def __init__(self, a_second: int, now: Stopwatch) -> None:
        self.a_second, self.now, self.taken = a_second, now, deque()

    def takes(self) -> bool:
        while self.taken and self.taken[0] <= self.now() - 1:
            self.taken.popleft()
        if len(self.taken) >= self.a_second:
            return False
        self.taken.append(self.now())
        return True


@pytest.mark.parametrize("a_second", [5, 20, 200])
def test_large_mailing_goes_out_about_as_fast_as_its_receiver_takes_it_and_is_seldom_turned_away(a_second):
    now = Stopwatch()
    pace, receiver = Pace(None, now, now.sleep), Receiver(a_second, now)
    parcels, turned_away, in_a_row, longest = 2000, 0, 0, 0
    while parcels:
        pace.wait()
        now.seconds += 0.001
        if receiver.takes():
            parcels, in_a_row = parcels - 1, 0
            pace.was_taken()
        else:
            turned_away, in_a_row = turned_away + 1, in_a_row + 1
            pace.was_turned_away()
        longest = max(longest, in_a_row)

    assert now() < 2 * 2000 / a_second
    assert turned_away < 2000 / 10
    assert longest < 3, "a line that is turned away so often in a row gives up until the next look"


@pytest.mark.parametrize("per_minute", [1, 60, 3000])
def test_rate_that_is_set_is_kept_from_the_first_parcel_to_the_last(per_minute):
    now = Stopwatch()
    pace, gone = Pace(per_minute, now, now.sleep), []
    for number in range(300):
        pace.wait()
        gone.append(now())
        if number % 7 == 6:
            pace.was_turned_away()
        else:
            pace.was_taken()

    gaps = [later - earlier for earlier, later in pairwise(gone)]
    assert min(gaps) >= 60 / per_minute - 1e-9


def test_receiver_that_has_taken_nothing_is_not_waited_for():
    now = Stopwatch()
    pace = Pace(None, now, now.sleep)
    for _ in range(3):
        pace.wait()
        pace.was_turned_away()

    assert now() == 0
