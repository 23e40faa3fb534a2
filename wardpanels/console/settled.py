"""What the server keeps warm is left out of what Python's garbage collector walks through.

A borough, its year and its publicity are some 200,000 objects that stay until a file changes. Each full collection
walks through all of them: 0.1 to 0.2 seconds in the middle of somebody's visit, every hundred visits. A server of
thirty boroughs has millions, so what was set aside is walked through once an hour, and not for each that is added.
"""

from __future__ import annotations

import gc
from threading import Lock, Timer
from time import monotonic

QUIET_SECONDS, WHOLE_EVERY_SECONDS = 5.0, 3600.0


class Settling:
    """Sets aside what is there, once nothing was made for some seconds. The collector is the process's: so is this.

    Edges: what was set aside and nobody needs any more goes when something else settles, once an hour at most, so that
           nothing grows with each change
    """

    def __init__(self, quiet_seconds: float = QUIET_SECONDS, whole_every_seconds: float = WHOLE_EVERY_SECONDS) -> None:
        self._seconds, self._every = quiet_seconds, whole_every_seconds
        self._lock, self._turn = Lock(), Lock()
        self._whole_at = monotonic()
        self._timer: Timer | None = None
        self._is_over = False

    def made(self) -> None:
        """Be told that something was made that stays."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if not self._is_over:
                self._timer = Timer(self._seconds, self._set_aside)
                self._timer.daemon = True
                self._timer.start()

    def stop(self) -> None:
        """Set nothing aside any more."""
        with self._lock:
            self._is_over = True
            if self._timer is not None:
                self._timer.cancel()

    def _set_aside(self) -> None:
        with self._turn:  # of two at once, one would set aside what the other has just let go of
            if monotonic() - self._whole_at >= self._every:
                gc.unfreeze()
                self._whole_at = monotonic()
            gc.collect()
            gc.freeze()
