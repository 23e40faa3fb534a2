"""Starts jobs, looks at them and stops them. A job is known by the store alone: whoever starts again finds it there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec

from scheduler.job import Ending, Job, JobState
from scheduler.period import Period
from scheduler.store import Store
from wardpanels.alive import end_group, is_gone, process_of, this_process
from wardpanels.jobs.every_job import BY_ASKED
from wardpanels.jobs.run import DATA, DB
from wardpanels.year.reading import profile_of

PROGRAM = (sys.executable, "-m", "wardpanels.jobs.run")
MOST_LISTED = 50
LISTEN_SECONDS = 15.0
"""A process that does not beat for so long is gone, wherever it was; one beats every second."""

STOPPED = "{by} stopped it."
LOST = "Its process ended without a word: it was killed, or the computer went off. What it had stored by then is kept."


@dataclass(frozen=True, slots=True)
class JobPlace:
    """What jobs work on: the borough's folder, the store's address, and the environment of their processes."""

    data: Path
    db: str
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)


def start(
    store: Store,
    place: JobPlace,
    period: Period,
    asked: Any,
    *,
    by: str,
    at: datetime,
    program: Sequence[str] = PROGRAM,
) -> Job:
    """Let a process of its own do what is `asked`, and return the job at once.

    Edges:  the process has the environment of its place and this one's folder, and outlives it
    Errors: JobUnderWay, where another job of the period has the turn
    """
    kind, code = BY_ASKED[type(asked)], profile_of(place.data).code
    for each in store.jobs.under_way(code):
        _settled(store, each, at)
    told = msgspec.to_builtins(asked)
    job = store.jobs.add(Job(code, period, kind.name, kind.turn, told, by, at, this_process()))
    try:
        process = subprocess.Popen(
            [*program, str(job.number)],
            env={**place.environ, DB: place.db, DATA: str(place.data)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        store.jobs.end(job.number, Ending(JobState.FAILED, f"No process could be started: {error.strerror}."), at)
        return store.jobs.job(job.number)
    Thread(target=process.wait, daemon=True).start()  # or it would stay on the computer's list for ever
    store.jobs.handed_to(job.number, process_of(process.pid))
    return store.jobs.job(job.number)


def look(store: Store, number: int, at: datetime) -> Job:
    """A job as it stands. Edges: one whose process of this computer is gone is lost, and that is written down

    Errors: UnknownName
    """
    return _settled(store, store.jobs.job(number), at)


def listed(store: Store, borough_code: str, at: datetime) -> tuple[Job, ...]:
    """A borough's newest jobs as they stand, the newest first."""
    return tuple(_settled(store, job, at) for job in store.jobs.listed(borough_code, most=MOST_LISTED))


def stop(store: Store, number: int, *, by: str, at: datetime) -> Job:
    """End a job at once, with all that its process started. Edges: one that has ended stays as it ended

    What it had stored by then stays. A process of another computer ends by itself, when it next says how far it is.

    Errors: UnknownName
    """
    job = store.jobs.job(number)
    if store.jobs.end(number, Ending(JobState.STOPPED, STOPPED.format(by=by)), at):
        end_group(store.jobs.job(number).process)
    return store.jobs.job(job.number)


def settle(store: Store, borough_code: str, at: datetime, wait: Callable[[float], object] = time.sleep) -> None:
    """Find the jobs whose process is gone, wherever it was: of another computer's, those that fall silent.

    Edges: takes `LISTEN_SECONDS` where there are jobs of another computer, and no time where there are none
    """
    jobs = [_settled(store, job, at) for job in store.jobs.under_way(borough_code)]
    elsewhere = [job for job in jobs if job.is_under_way and is_gone(job.process) is None]
    if elsewhere:
        wait(LISTEN_SECONDS)
    for before in elsewhere:
        if store.jobs.job(before.number) == before:
            store.jobs.end(before.number, Ending(JobState.LOST, LOST), at)


def _settled(store: Store, job: Job, at: datetime) -> Job:
    """The job, lost where its process is gone. Edges: one that ended in this moment is as it ended"""
    if not job.is_under_way or not is_gone(job.process):
        return job
    if store.jobs.job(job.number).process == job.process:  # it was not handed on in this moment
        store.jobs.end(job.number, Ending(JobState.LOST, LOST), at)
    return store.jobs.job(job.number)
