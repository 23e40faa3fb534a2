"""What a kind of job is, and what one is handed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from scheduler.job import Job
from scheduler.period import Period
from scheduler.plan import Plan
from scheduler.store import Store
from wardpanels.jobs.news import JobNews
from wardpanels.jobs.steps import Step
from wardpanels.people.rights import Act


class JobTurn(StrEnum):
    """What one job of a period at a time does."""

    LOOK = "look"
    PLAN = "plan"
    TELL = "tell"
    CALL_OFF = "call off"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Work:
    """What a job works with. Edges: `data` is the borough's folder"""

    store: Store
    data: Path
    job: Job
    news: JobNews

    @property
    def period(self) -> Period:
        """The period that it is about."""
        return self.job.period


@dataclass(frozen=True, slots=True)
class Found:
    """What a job came to: JSON's own types, and the plan of one that plans."""

    result: Mapping[str, Any] = field(default_factory=dict)
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of job.

    Edges: `act` is the right to begin one or to stop it; `asked` is the frozen value of what can be asked of it, and
           `run` takes that value; `steps` are what it does to the store and to folders, and whether each is done by
           what is found there, whatever the job says of itself
    """

    name: str
    act: Act
    turn: JobTurn
    asked: type[Any]
    run: Callable[[Work, Any], Found]
    steps: Callable[[Store, Job], tuple[Step, ...]] = lambda store, job: ()
