"""Makes the bytes of many files on every core. Each process has its own share; nothing but bytes comes back."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

Make = Callable[[], bytes]

FEWEST = 60
"""Files a process at least: fewer are made before another process has begun to be of use."""

MOST_PROCESSES = 4

PR_SET_PDEATHSIG = 1
"""Asks to be killed when the parent is. Source: Linux, include/uapi/linux/prctl.h"""

KEEP_THREADS = ("typst",)
"""Modules whose library starts threads of its own, unseen by Python, when it is first used. A fork has their queues and
not the threads: what it asks them waits for ever."""


def all_made(makes: Sequence[Make]) -> list[bytes]:
    """The bytes of every file, in order.

    Edges: made here where another process could not be started safely, or came to nothing: then its error comes up here
    Errors: whatever one of them raises
    """
    own, *others = _shares(makes, _processes(len(makes)))
    forks: list[_Fork | None] = []
    try:
        for share in others:
            forks.append(_fork(share))
        made = [make() for make in own]
        for fork, share in zip(forks, others, strict=True):
            theirs = fork.answer() if fork else None
            made += [make() for make in share] if theirs is None else theirs
    finally:
        for fork in filter(None, forks):
            fork.end()
    return made


def _fork(share: Sequence[Make]) -> _Fork | None:
    """Another process, if the machine has room for one."""
    with suppress(OSError):
        return _Fork(share)
    return None


def _processes(files: int) -> int:
    """One where forking is not safe: on other systems, and beside threads, whose locks nobody would let go."""
    has_threads = threading.active_count() > 1 or any(name in sys.modules for name in KEEP_THREADS)
    if sys.platform != "linux" or has_threads:
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), MOST_PROCESSES, files // FEWEST))


def _shares(makes: Sequence[Make], processes: int) -> list[Sequence[Make]]:
    """Neighbours stay together: files of one language share what is worked out once."""
    size = max(1, -(-len(makes) // processes))
    return [makes[first : first + size] for first in range(0, len(makes), size)] or [makes]


class _Fork:
    """A copy of this process that makes one share and writes it to a pipe of its own. Errors: OSError."""

    def __init__(self, share: Sequence[Make]) -> None:
        ours = os.getpid()
        read, write = os.pipe()
        self._pipe, self._is_done = os.fdopen(read, "rb"), False
        try:
            self._process = os.fork()
        except OSError:
            self._pipe.close()
            raise
        else:
            if not self._process:
                self._pipe.close()  # or it would wait for itself to read, should we be killed
                _end_with(ours)
                _work(share, write)
        finally:
            os.close(write)

    def answer(self) -> list[bytes] | None:
        """What it made; None where it failed or was killed."""
        try:
            made: list[bytes] = pickle.load(self._pipe)
        except (EOFError, pickle.UnpicklingError):
            return None
        self._is_done = True
        return made

    def end(self) -> None:
        """Stop it if it still works, and take leave of it.

        Edges: it may be waiting for a reader whom other forks have inherited, so closing the pipe would not do
        """
        self._pipe.close()
        with suppress(ProcessLookupError, ChildProcessError):  # whoever started us may have asked for no leave-taking
            if not self._is_done:
                os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)


def _end_with(parent: int) -> None:
    """Have this process killed when its parent is: it has the parent's locks too, and would keep the next run waiting.

    Edges: where the system will not, it ends once its share is made
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def _work(share: Sequence[Make], write: int) -> None:
    """Make a share, hand it over and end at once, whatever happens: no handler of this process may run twice."""
    try:
        with os.fdopen(write, "wb") as pipe:
            pickle.dump([make() for make in share], pipe)
    finally:
        os._exit(0)
