"""Keeps anybody from asking too often: so many times an hour from one place, counted in this process alone.

Our own, because the package `limits` counts by the machine's clock, where ours is given, and runs a thread.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 20
"""A library or a mosque behind one connection can still sign up its visitors."""


class Gate:
    """Counts the requests of the last hour by where they came from. What is older is forgotten."""

    def __init__(self, most: int = MOST_AN_HOUR) -> None:
        self._most = most
        self._asked: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def lets_in(self, origin: str, at: datetime) -> bool:
        """Whether one more request may pass. One that may not is not counted."""
        with self._lock:
            self._forget(at - HOUR)
            asked = self._asked.setdefault(origin, deque())
            if len(asked) >= self._most:
                return False
            asked.append(at)
            return True

    def _forget(self, before: datetime) -> None:
        for origin, asked in list(self._asked.items()):
            while asked and asked[0] <= before:
                asked.popleft()
            if not asked:
                del self._asked[origin]
