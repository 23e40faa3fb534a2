"""Tells the store how far a job is, once a second at most, and with that, that its process lives."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import Any

from scheduler.progress import Progress
from scheduler.store import Store, StoreUnavailable
from wardpanels import wiring
from wardpanels.faults import ExitCode

BEAT_SECONDS = 1.0


class JobNews:
    """How far one job is, by those who do the work."""

    def __init__(self, store: Store, number: int) -> None:
        self._store, self._number, self._lock = store, number, Lock()
        self._began, self._latest, self._steps = wiring.seconds(), Progress(""), tuple[str, ...]()

    def heard(self, progress: Progress) -> None:
        """Take note; it is told with the next beat."""
        self._latest = progress

    def done(self, step: str) -> None:
        """Tell at once that a step is done: there are few, and each is what a reader wants to know after a crash."""
        self._steps += (step,)
        self.tell()

    def told(self) -> Mapping[str, Any]:
        """What is known now. Units: `seconds` since the process took the job; cost and bound in points, None unknown"""
        now = self._latest
        known = {"stage": now.stage, "cost": now.cost, "bound": now.bound, "steps": list(self._steps)}
        return known | {"seconds": round(wiring.seconds() - self._began, 1)}

    def tell(self) -> None:
        """Write it down. Edges: where the job has ended meanwhile, so does this process, whatever it is doing"""
        with self._lock:
            if not self._store.jobs.beat(self._number, self.told()):
                os._exit(ExitCode.INTERRUPTED)


@contextmanager
def telling(store: Store, number: int) -> Iterator[JobNews]:
    """The news of a job, told every second while this lasts, and once more at its end."""
    news, is_over = JobNews(store, number), Event()
    beating = Thread(target=_beat, args=(news, is_over), daemon=True)
    beating.start()
    try:
        yield news
    finally:
        is_over.set()
        beating.join()
    news.tell()


def _beat(news: JobNews, is_over: Event) -> None:
    while not is_over.wait(BEAT_SECONDS):
        try:
            news.tell()
        except StoreUnavailable:  # it may be back in a second; the work itself will say so if it is not
            continue
