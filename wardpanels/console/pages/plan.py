"""Plan: what stands for a period, the search for a better plan, and all the work that was begun here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from scheduler.compare import policies_of
from scheduler.job import Job
from scheduler.period import Period
from scheduler.policy import USUAL
from wardpanels.console import wording_of_jobs as words
from wardpanels.console.begun_work import start
from wardpanels.console.job_results import draft_now, newest_release
from wardpanels.console.request import Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import moment
from wardpanels.faults import CannotUse
from wardpanels.jobs import starting
from wardpanels.jobs.kind import JobTurn
from wardpanels.jobs.kinds.compare import CompareAsked
from wardpanels.jobs.kinds.foresee import ForeseeAsked
from wardpanels.jobs.kinds.plan import PlanAsked
from wardpanels.jobs.kinds.replan import ReplanAsked
from wardpanels.people.rights import Act
from wardpanels.year.periods import standing

MOST_SHOWN = 20
CAN_BEGIN: Mapping[str, Any] = {"plan": PlanAsked(), "replan": ReplanAsked(), "compare": CompareAsked()}


def plan(asked: Request) -> Screen:
    """The page."""
    period, timezone = asked.period, asked.profile.timezone
    jobs = starting.listed(asked.store, asked.profile.code, asked.at)
    facts = {
        **_standing(asked, period),
        "busy": next((job for job in jobs if _is_searching(job, period)), None),
        "jobs": [(job, _row(job), moment(job.asked_at, timezone)) for job in jobs[:MOST_SHOWN]],
        "states": words.STATES,
        "more": max(0, len(jobs) - MOST_SHOWN),
        "policies": policies_of(asked.borough),
        "in_force": asked.borough.in_force or USUAL,
    }
    return Screen("plan", f"Plan {period}", facts, "plan")


def begin(asked: Request) -> Redirect:
    """Begin a search, or put the policies side by side."""
    what = asked.form.get("what", "")
    if what not in CAN_BEGIN:
        raise CannotUse("what to begin", what or "nothing", " or ".join(CAN_BEGIN))
    return start(asked, asked.period, CAN_BEGIN[what])


def release(asked: Request) -> Screen:
    """What could be released, and the button that first shows what it would tell."""
    period = asked.period
    jobs = starting.listed(asked.store, asked.profile.code, asked.at)
    busy = next((job for job in jobs if job.is_under_way and job.period == period and job.turn == JobTurn.TELL), None)
    return Screen("release", f"Release {period}", {**_standing(asked, period), "busy": busy}, "plan")


def foresee(asked: Request) -> Redirect:
    """Work out what a release would tell. It changes nothing."""
    return start(asked, asked.period, ForeseeAsked(is_first=asked.form.get("first") == "1"))


def _standing(asked: Request, period: Period) -> dict[str, object]:
    """What is stored of a period."""
    draft, periods = draft_now(asked, period), asked.house.periods()
    known = dict.fromkeys((*(each.period for each in standing(periods.stored)), periods.to_plan, period))
    return {
        "period": period,
        "periods": [(each.first_day.isoformat(), str(each)) for each in sorted(known, key=lambda one: one.first_day)],
        "draft": draft,
        "good": words.how_good(draft.plan) if draft else "",
        "number": newest_release(asked, period),
        "nothing_left": _nothing_left(period, asked.today),
    }


def _nothing_left(period: Period, today: date) -> str:
    """Why no day of a period can be planned any more, in a sentence. Edges: "" where one can; today is too late"""
    if period.last_day > today:
        return ""
    return f"{period} is over" if period.last_day < today else f"Today is the last day of {period}"


def _is_searching(job: Job, period: Period) -> bool:
    return job.is_under_way and job.period == period and job.turn == JobTurn.PLAN


def _row(job: Job) -> str:
    return words.DOING[job.kind].format(period=job.period)


ROUTES = (
    Route("/plan", plan, Act.SEE),
    Route("/plan", begin, Act.PLAN, is_form=True),
    Route("/release", release, Act.SEE),
    Route("/release", foresee, Act.SEE, is_form=True),
)
