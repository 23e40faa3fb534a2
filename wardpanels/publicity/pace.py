"""How fast parcels follow one another on one channel: as the borough has set it, and slower where a receiver asks."""

from __future__ import annotations

import time
from collections.abc import Callable

FIRST_REST_SECONDS = 1.0
"""How long to leave a receiver alone that took parcels until now and took this one not; twice as long the next time."""

FIRST_GAP_SECONDS = 0.01
FASTER = 0.98
"""What a gap becomes with each parcel that is taken."""


class Pace:
    """The time from one parcel to the next.

    Units:  `per_minute` is how many parcels the receiver takes, None where it is not said; the stopwatch's seconds
    Edges:  a receiver that has taken nothing yet is down rather than out of breath: it is not waited for here
    Source: additive increase and multiplicative decrease, as in RFC 5681, with a gap in the place of a window
    """

    def __init__(
        self,
        per_minute: int | None = None,
        stopwatch: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._stopwatch, self._sleep = stopwatch, sleep
        self._least = self._gap = 60 / per_minute if per_minute else 0.0
        self._next_at = stopwatch()
        self._has_taken = False
        self._rest = FIRST_REST_SECONDS

    def wait(self) -> None:
        """Let the time pass until the next parcel may go."""
        if (seconds := self._next_at - self._stopwatch()) > 0:
            self._sleep(seconds)

    def was_taken(self) -> None:
        """Go on a little faster, but never faster than was set."""
        self._has_taken, self._rest = True, FIRST_REST_SECONDS
        self._gap = max(self._gap * FASTER, self._least)
        self._next_at = self._stopwatch() + self._gap

    def was_turned_away(self) -> None:
        """Rest, and go on half as fast."""
        if self._has_taken:
            self._gap = max(self._gap * 2, FIRST_GAP_SECONDS)
            self._next_at = self._stopwatch() + max(self._rest, self._gap)
            self._rest *= 2
