"""Several presses side by side: Typst lets go of Python's lock while it works, so two processors print almost twice."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from threading import local
from typing import Generic, TypeVar

from publishers.printed.typst_press import Press

MOST_PRESSES = 4
"""More would gain little: a sheet's code and facts are made under Python's lock."""

Job = TypeVar("Job")


class Shop(Generic[Job]):
    """Presses, each in its own thread, started when the first job comes in."""

    def __init__(self, print_one: Callable[[Job, Press], bytes]) -> None:
        self._print_one = print_one
        self._here = local()

    def begin(self, job: Job) -> Future[bytes]:
        """Start printing a job; its result is the PDF."""
        return self._pool.submit(self._printed, job)

    def stop(self) -> None:
        """Drop what was begun and not yet printed, so that nobody who gave up has to wait for it."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_PRESSES), thread_name_prefix="press")

    def _printed(self, job: Job) -> bytes:
        if not hasattr(self._here, "press"):
            self._here.press = Press()
        return self._print_one(job, self._here.press)


class Batch(Generic[Job]):
    """Jobs wanted together or not at all, such as the sheets of one meeting: to ask for one begins them all."""

    def __init__(self, shop: Shop[Job], jobs: tuple[Job, ...]) -> None:
        self._shop = shop
        self._jobs = jobs
        self._begun: dict[int, Future[bytes]] = {}
        self._was_asked = False

    def pdf(self, place: int) -> bytes:
        """Return one job's PDF. It is not kept: to ask twice prints twice."""
        if not self._was_asked:
            self._was_asked = True
            self._begun = {each: self._shop.begin(job) for each, job in enumerate(self._jobs)}
        printing = self._begun.pop(place, None) or self._shop.begin(self._jobs[place])
        try:
            return printing.result()
        except BaseException:
            self._shop.stop()
            raise
