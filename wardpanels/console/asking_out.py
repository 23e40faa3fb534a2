"""What pages ask of the network: a process of its own does it, and the page says how far that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.job import Job, JobUnderWay
from wardpanels.console.begun_work import begin
from wardpanels.console.request import Redirect, Request
from wardpanels.jobs import starting
from wardpanels.jobs.every_job import BY_ASKED
from wardpanels.people.rights import Act

MOST_FAULTS = 3


@dataclass(frozen=True, slots=True)
class LastAsked:
    """The last time that something was asked for. Edges: `faults` are what could not be had, and why"""

    is_under_way: bool
    by: str
    faults: tuple[str, ...] = ()


def ask_out(asked: Request, wanted: object, wards: tuple[str, ...], act: Act, what: str, back: str) -> Redirect:
    """Let a process ask, and go back to the page. Errors: NotAllowed."""
    try:
        begin(asked, asked.period, wanted, act, wards, what)
    except JobUnderWay as busy:
        return Redirect(back, f"{busy.job.by} is asking already. Look again in some minutes.")
    return Redirect(back, "data.police.uk is being asked, which takes some minutes. Look again then.")


def last_asked(asked: Request, kind: type[object]) -> LastAsked | None:
    """How the newest job of a kind stands; None where nobody ever asked."""
    name = BY_ASKED[kind].name
    jobs = starting.listed(asked.store, asked.borough.profile.code, asked.at)
    job = next((each for each in jobs if each.kind == name), None)
    if job is None:
        return None
    faults = (job.said,) if job.said else tuple(_faults(job))[:MOST_FAULTS]
    return LastAsked(job.ended_at is None, job.by, faults)


def _faults(job: Job) -> Iterable[str]:
    return (f"{of}: {why}" for of, why in (job.result or {}).get("faults", ()))
