"""Begins work that outlives a page, for the page that asks for it."""

from __future__ import annotations

from typing import Any

from scheduler.job import Job, JobUnderWay
from scheduler.period import Period
from wardpanels.console.request import Redirect, Request
from wardpanels.console.wording_of_jobs import DOING
from wardpanels.jobs import starting
from wardpanels.jobs.every_job import BY_ASKED
from wardpanels.jobs.starting import JobPlace
from wardpanels.people.rights import Act


def begin(asked: Request, period: Period, wanted: object, act: Act, wards: tuple[str, ...], what: str) -> Job:
    """Let a process of its own do what is wanted, if this person may. Errors: NotAllowed, JobUnderWay."""
    place = JobPlace(asked.house.data, asked.house.db, asked.house.environ)
    by, at = asked.person.name, asked.at
    return asked.act(act, wards, what, lambda: starting.start(asked.store, place, period, wanted, by=by, at=at))


def start(asked: Request, period: Period, what: Any, wards: tuple[str, ...] = ()) -> Redirect:
    """Begin a job and go to its page; to that of another one, where that was quicker.

    Errors: NotAllowed
    """
    kind = BY_ASKED[type(what)]
    try:
        job = begin(asked, period, what, kind.act, wards, DOING[kind.name].format(period=period))
    except JobUnderWay as other:
        return Redirect(f"/jobs/{other.number}?met=1")
    return Redirect(f"/jobs/{job.number}")
