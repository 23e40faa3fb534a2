"""Work that takes longer than anybody waits for a page: who asked for it, how far it is, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from scheduler.errors import PanelError
from scheduler.period import Period
from scheduler.plan import Plan


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    REFUSED = "refused"
    FAILED = "failed"
    LOST = "lost"


UNDER_WAY = (JobState.WAITING, JobState.RUNNING)
"""The others are the end of a job: it never leaves them."""


@dataclass(frozen=True, slots=True)
class Process:
    """One process of one computer, by which no other is taken for it, though numbers of processes come again.

    Edges: `place` is the computer, since which start, and which of its rooms (containers count their processes
           themselves); `started` is when the process began, as the system says it: no clock of ours
    """

    place: str
    pid: int
    started: str


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a borough's period.

    Edges: `number` is 0 until it is stored; one job of a period has a `turn` at a time; `asked`, `progress` and
           `result` are JSON's own types; `beats` counts up while its process lives; `said` is why it did not end well,
           in words; `process` is who starts it until it has one of its own
    """

    borough_code: str
    period: Period
    kind: str
    turn: str
    asked: Mapping[str, Any]
    by: str
    asked_at: datetime
    process: Process
    number: int = 0
    state: JobState = JobState.WAITING
    beats: int = 0
    progress: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    ended_at: datetime | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether it has not ended."""
        return self.state in UNDER_WAY


@dataclass(frozen=True, slots=True)
class Ending:
    """How a job ended. Edges: `plan` is what a planning job found; it is no draft"""

    state: JobState
    said: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    plan: Plan | None = None


class JobUnderWay(PanelError):
    """Another job has the turn that this one wants. `job` is that one."""

    code = "job-under-way"

    def __init__(self, job: Job) -> None:
        self.job, self.number = job, job.number
        began = f"{job.by} began at {job.asked_at:%H:%M} UTC on {job.asked_at:%-d %B %Y}"
        super().__init__(f"{job.period}: found job {job.number} ({job.kind}) under way, which {began}, wanted none")


class Jobs(Protocol):
    """A borough's jobs. A job that has ended is never changed again: who comes too late is told so by a False."""

    def add(self, job: Job) -> Job:
        """Store a job that waits for its process. Errors: JobUnderWay where its turn of the period is taken."""

    def job(self, number: int) -> Job:
        """One job. Errors: UnknownName."""

    def listed(self, borough_code: str, *, most: int) -> tuple[Job, ...]:
        """The newest jobs, the newest first."""

    def under_way(self, borough_code: str) -> tuple[Job, ...]:
        """Those that have not ended, the newest first."""

    def handed_to(self, number: int, process: Process) -> bool:
        """Say which process a waiting job is to have."""

    def begin(self, number: int, process: Process) -> bool:
        """Let a waiting job run in a process."""

    def beat(self, number: int, progress: Mapping[str, Any]) -> bool:
        """Say that a running job's process lives, and how far it is. False where the job has ended: it must stop."""

    def end(self, number: int, ending: Ending, at: datetime) -> bool:
        """Let a job that is under way end."""

    def plan(self, number: int) -> Plan | None:
        """The plan that a job found, if any."""
