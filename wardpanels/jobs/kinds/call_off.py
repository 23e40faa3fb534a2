"""Calls one meeting off and tells everybody. Killed anywhere, the same again goes on where it stopped."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from scheduler.job import Job
from scheduler.progress import Progress
from scheduler.store import Store
from scheduler.who import KnownBy, Who
from wardpanels import wiring
from wardpanels.evidence.going_public import plan_on
from wardpanels.facts.call_off import called_off_facts
from wardpanels.jobs.kind import Found, JobTurn, Kind, Work
from wardpanels.jobs.steps import FILLED, FROZEN, PUBLISHED, Step, is_filled, is_published
from wardpanels.people.rights import Act
from wardpanels.publicity.calling_off import Order, call_off
from wardpanels.publicity.desk import open_desks
from wardpanels.year.periods import Periods
from wardpanels.year.publishing import Folders
from wardpanels.year.reading import profile_of
from wardpanels.year.releasing import Cancellation


@dataclass(frozen=True, slots=True)
class CallOffAsked:
    """Which meeting, why, and where what is made of it goes.

    Edges: `because` is as for a `Cancellation`, `may_approve` as for an `Order`
    """

    meeting_id: str
    because: str
    site: str
    newsletter: str
    handover: str
    door: str
    new_date_follows: bool = False
    is_clock_right: bool = False
    may_approve: bool = True


def _run(work: Work, asked: CallOffAsked) -> Found:
    work.news.heard(Progress("Telling everybody"))
    now, profile = wiring.now(), profile_of(work.data)
    periods = Periods(work.store.periods(profile.code), wiring.today(profile.timezone), profile.first_month)
    live = dict.fromkeys((work.period, *periods.live))
    order = Order(
        Cancellation(asked.meeting_id, asked.because, asked.new_date_follows),
        Who(work.job.by, KnownBy.SIGNED_IN),  # jobs are begun at the console alone
        work.data,
        Folders(Path(asked.site), Path(asked.newsletter)),
        Path(asked.handover),
        Path(asked.door),
        asked.is_clock_right,
        plan_on,
        asked.may_approve,
    )
    return Found(called_off_facts(call_off(open_desks(work.store, work.data, live), order, os.environ, now)))


def _steps(store: Store, job: Job) -> tuple[Step, ...]:
    release = store.latest_release(job.borough_code, job.period.first_day)
    told = release.meeting_by_id.get(job.asked["meeting_id"]) if release else None
    is_told = told is not None and told.is_cancelled
    then = (FILLED, is_filled(store, release)), (PUBLISHED, is_published(release, job.asked["site"]))
    return ((FROZEN, is_told), *((name, is_told and is_done) for name, is_done in then))


KIND = Kind("call off", Act.CALL_OFF, JobTurn.CALL_OFF, CallOffAsked, _run, _steps)
