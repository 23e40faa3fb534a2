"""Begins work that outlives a page, for the page that asks for it."""

from __future__ import annotations

from typing import Any

from scheduler.job import JobUnderWay
from scheduler.period import Period
from wardpanels.console.request import Redirect, Request
from wardpanels.console.wording_of_jobs import DOING
from wardpanels.jobs import starting
from wardpanels.jobs.every_job import BY_ASKED
from wardpanels.jobs.starting import JobPlace


def start(asked: Request, period: Period, what: Any, wards: tuple[str, ...] = ()) -> Redirect:
    """Begin a job and go to its page; to that of another one, where that was quicker.

    Errors: NotAllowed
    """
    kind = BY_ASKED[type(what)]
    place = JobPlace(asked.house.data, asked.house.db)
    try:
        job = asked.act(
            kind.act,
            wards,
            DOING[kind.name].format(period=period),
            lambda: starting.start(asked.store, place, period, what, by=asked.person.name, at=asked.at),
        )
    except JobUnderWay as other:
        return Redirect(f"/jobs/{other.number}?met=1")
    return Redirect(f"/jobs/{job.number}")
