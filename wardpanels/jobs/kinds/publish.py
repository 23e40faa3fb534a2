"""Writes the newest release to the public folders. A run that was killed is finished by the next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scheduler.job import Job
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.evidence.going_public import publish_as_known
from wardpanels.facts.release import published_facts
from wardpanels.jobs.kind import Found, JobTurn, Kind, Work
from wardpanels.jobs.steps import PUBLISHED, Step, is_published
from wardpanels.people.rights import Act
from wardpanels.year.publishing import Folders


@dataclass(frozen=True, slots=True)
class PublishAsked:
    """Where to."""

    site: str
    newsletter: str
    with_print: bool = True
    is_first: bool = False


def _run(work: Work, asked: PublishAsked) -> Found:
    published = publish_as_known(
        work.store,
        work.data,
        work.period,
        wiring.now(),
        Folders(Path(asked.site), Path(asked.newsletter)),
        with_print=asked.with_print,
        is_first=asked.is_first,
    )
    work.news.done(PUBLISHED)
    return Found(published_facts(published))


def _steps(store: Store, job: Job) -> tuple[Step, ...]:
    release = store.latest_release(job.borough_code, job.period.first_day)
    return ((PUBLISHED, is_published(release, job.asked["site"])),)


KIND = Kind("publish", Act.RELEASE, JobTurn.TELL, PublishAsked, _run, _steps)
