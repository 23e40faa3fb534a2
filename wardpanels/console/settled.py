"""What the server keeps warm is left out of what Python's garbage collector walks through.

A borough, its year and its publicity are some 200,000 objects that stay until a file changes. Each full collection
walks through all of them: 0.1 to 0.2 seconds in the middle of somebody's visit, every hundred visits.
"""

from __future__ import annotations

import gc
from threading import Lock, Timer

QUIET_SECONDS = 5.0
_TURN = Lock()
"""The collector is the process's: of two that settle at once, one would set aside what the other has just let go."""


class Settling:
    """Sets aside what is there, once nothing was made for some seconds.

    Edges: whatever the last time set aside and nobody needs any more goes first, so that nothing grows with each change
    """

    def __init__(self, quiet_seconds: float = QUIET_SECONDS) -> None:
        self._seconds, self._lock = quiet_seconds, Lock()
        self._timer: Timer | None = None
        self._is_over = False

    def made(self) -> None:
        """Be told that something was made that stays."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if not self._is_over:
                self._timer = Timer(self._seconds, _set_aside)
                self._timer.daemon = True
                self._timer.start()

    def stop(self) -> None:
        """Set nothing aside any more."""
        with self._lock:
            self._is_over = True
            if self._timer is not None:
                self._timer.cancel()


def _set_aside() -> None:
    with _TURN:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
