"""Lets Ctrl-C end work that does not listen: the solver keeps its thread busy and takes the signal for itself."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from wardpanels.faults import ExitCode

LOOK_EVERY_SECONDS = 0.1
SHOW_CURSOR = "\x1b[?25h"


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """While this lasts, Ctrl-C ends the program at once. Only for work that stores nothing.

    Edges: the signal is held back from every thread and seen by one of ours, so no handler of a library gets it;
           where the system cannot do that, Ctrl-C stays as it is
    """
    if not hasattr(signal, "sigpending"):
        yield
        return
    done = Event()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    watch = Thread(target=_watch, args=(done,), daemon=True)
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _watch(done: Event) -> None:
    # sigtimedwait says that a signal came where the process was stopped for longer than it waits (Ctrl-Z and fg).
    while not done.wait(LOOK_EVERY_SECONDS):
        if signal.SIGINT in signal.sigpending():
            sys.stderr.write(SHOW_CURSOR if sys.stderr.isatty() else "")
            sys.stderr.flush()
            os._exit(ExitCode.INTERRUPTED)
