"""Who plans many boroughs: processes of this machine, or a cluster. Both stand behind `concurrent.futures.Executor`."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from wardpanels.faults import CannotUse, ExitCode
from wardpanels.many.boroughs import Assignment, Finished, loaded, lost, plan_one

PRELOADED = ("scheduler.audit", "scheduler.reading", "scheduler.solver", "wardpanels.year.planning")
"""Imported once by the server that new workers are forked from: a worker then starts in milliseconds."""

ANSWER_WITHIN_SECONDS = 10
ENDED_WITHIN_SECONDS = 10
TASKS_A_THREAD = 3
"""How many boroughs a cluster holds for each of its threads: enough that none waits for the next to be read."""

KILLED = "the process that planned it ended without a word, also when it had the machine to itself"


@dataclass(frozen=True, slots=True)
class Workforce:
    """Who plans: how a pool of them is opened, how many boroughs it takes at a time, and what it must be handed."""

    pool: Callable[[], AbstractContextManager[Executor]]
    abreast: int
    hand_over: Callable[[Assignment], Assignment | Finished]


def processes(count: int) -> Workforce:
    """So many processes of this machine, one borough and one thread each; each reads its folder itself."""
    return Workforce(lambda: _processes(count), count, lambda task: task)


@contextmanager
def cluster(address: str, within_seconds: float = ANSWER_WITHIN_SECONDS) -> Iterator[Workforce]:
    """The workers of a dask scheduler, which are handed what was read.

    Edges:  certificates and the like are dask's own settings
    Errors: CannotUse where dask is not installed or not set up for the address, nobody answers or nobody works there
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise CannotUse("--cluster", "no dask here", "it installed: pip install 'wardpanels[cluster]'") from error
    try:
        client: Any = Client(address, timeout=within_seconds)  # type: ignore[no-untyped-call]  # dask says no types
    except (OSError, ValueError) as error:
        found = f"nobody who answers at {address}"
        raise CannotUse("--cluster", found, "a dask scheduler, such as tcp://10.0.0.5:8786") from error
    except (
        RuntimeError,
        TypeError,
    ) as error:  # how dask says that it has no certificate, or that it may not go without
        found = f"settings of dask that do not go with {address}"
        raise CannotUse("--cluster", found, "tls:// with certificates, or tcp:// where none are asked for") from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise CannotUse("--cluster", f"a scheduler without workers at {address}", "at least one worker")
        yield Workforce(lambda: _cluster_pool(client), threads * TASKS_A_THREAD, loaded)


def plan_each(tasks: Sequence[Assignment], crew: Workforce) -> Generator[Finished, None, None]:
    """Plan every borough, in the order they end.

    Edges: where a worker dies, all that ran beside it is planned once more, one after the other: whichever takes its
           worker down again is given up, and told as crashed
    """
    waiting, again = deque(tasks), deque[Assignment]()
    while waiting or again:
        with crew.pool() as pool:
            if again:
                broken = yield from _round(pool, again, crew, abreast=1)
                yield from (lost(task, KILLED) for task in broken)
            else:
                again.extend((yield from _round(pool, waiting, crew, abreast=crew.abreast)))


def _round(
    pool: Executor, queue: deque[Assignment], crew: Workforce, *, abreast: int
) -> Generator[Finished, None, list[Assignment]]:
    """Plan until the queue is empty or the pool breaks; return what ran when it broke."""
    running: dict[Future[Finished], Assignment] = {}
    try:
        while queue or running:
            while queue and len(running) < abreast:
                task = crew.hand_over(queue[0])
                if isinstance(task, Finished):
                    yield task
                else:
                    running[pool.submit(plan_one, task)] = task
                queue.popleft()
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield _result(future, running[future])
                del running[future]
    except BrokenExecutor:
        wait(running)
        yield from (future.result() for future in running if not future.exception())
        return [task for future, task in running.items() if future.exception()]
    return []


def _result(future: Future[Finished], task: Assignment) -> Finished:
    try:
        return future.result()
    except BrokenExecutor:
        raise
    except Exception as error:  # noqa: BLE001  # plan_one raises nothing: this is the cluster's word on its own worker
        return lost(task, f"the cluster gave it up: {error or type(error).__name__}")


@contextmanager
def _processes(count: int) -> Iterator[Executor]:
    """A process pool that ends at once: by then every borough is done or lost, or its user has stopped waiting.

    Edges: its workers are killed, not asked, since a pool that broke can wait for ever for one that started meanwhile;
           its thread has ended too, or Python might wake it while it closes, and end with a traceback
    """
    before, threads = multiprocessing.active_children(), threading.enumerate()
    pool = ProcessPoolExecutor(count, mp_context=_context(), initializer=_start_work)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in multiprocessing.active_children():
            if worker not in before:
                worker.kill()
        for thread in threading.enumerate():
            if thread not in threads:
                thread.join(ENDED_WITHIN_SECONDS)


def _context() -> multiprocessing.context.BaseContext:
    """How workers start: never forked from this process, since numba and OR-Tools may have threads here by then."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    return context


def _start_work() -> None:
    """Leave Ctrl-C to the parent, or the solver would take it for an order to hand in what it has; end with it."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    else:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker holds both ends of its queue open, so it would wait for ever for a parent that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(ExitCode.INTERRUPTED)


@contextmanager
def _cluster_pool(client: Any) -> Iterator[Executor]:
    """The cluster as an executor. A worker that dies hands its borough to another, so it never breaks."""
    pool: Executor = client.get_executor(pure=False, retries=1)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False)
        raise
    pool.shutdown()
