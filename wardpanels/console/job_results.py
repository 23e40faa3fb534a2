"""What the page of a job that has ended shows of what it came to, by the kind of job."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from scheduler.errors import PanelError, UnknownName, UnusableData
from scheduler.job import Job, JobState
from scheduler.period import Period
from scheduler.plan import PlannedMeeting
from scheduler.store import Draft
from wardpanels.console import wording_of_jobs as words
from wardpanels.console.clash_shown import clashes_shown
from wardpanels.console.form_reading import whole_number
from wardpanels.console.refusals import sentences_of
from wardpanels.console.request import Request
from wardpanels.console.wording_for_staff import Names
from wardpanels.console.wording_of_changes import of_drafts, of_telling
from wardpanels.jobs import starting
from wardpanels.jobs.found_plan import weighed
from wardpanels.people.rights import Act, may
from wardpanels.year.releasing import would_tell

Facts = dict[str, object]


def job_of(asked: Request) -> Job:
    """The job that the address names, as it stands. Errors: UnknownName, also for one of another borough."""
    typed = asked.given["number"]
    job = starting.look(asked.store, whole_number(typed) or 0, asked.at)
    if job.borough_code != asked.person.borough_code:
        raise UnknownName("job", typed, "one of this borough")
    return job


def result_of(asked: Request, job: Job) -> Facts:
    """What is shown of a job's result. Edges: nothing of one that is under way or of which nothing is known"""
    if job.is_under_way:
        return {}
    if job.state is JobState.DONE:
        show = SHOWN.get(job.kind)
        return show(asked, job) if show else {}
    return _ended(asked, job)


def changed_wards(changed: Iterable[tuple[PlannedMeeting | None, PlannedMeeting | None]]) -> tuple[str, ...]:
    """The wards whose meetings differ. Edges: none where no meeting does"""
    return tuple(sorted({known.ward_code for pair in changed for known in pair if known}))


def _plan(asked: Request, job: Job) -> Facts:
    """A plan that was found, beside the draft and what residents know."""
    borough = asked.house.borough(job.period)
    found = weighed(asked.store, borough, job.number, asked.at)
    draft = asked.store.draft(job.borough_code, job.period.first_day)
    names = Names(borough)
    return {
        "found": found,
        "good": words.how_good(found.plan),
        "few": words.how_few(job.result),
        "rules": words.by_rule(found.plan, draft.plan if draft else None),
        "draft": draft,
        "differs": of_drafts(found.changed, names, shows_staff=asked.may(Act.SEE_STAFF)),
        "news": None if found.told is None else of_telling(found.told, names),
        "left_out": job.result.get("left_out", ()),
        "may_keep": may(asked.person, Act.KEEP_PLAN, changed_wards(found.changed)),
    }


def _compare(asked: Request, job: Job) -> Facts:
    """Every policy's figures. Edges: a job of an older version kept no lines"""
    return {"lines": job.result.get("lines", ()), "compared": job.result}


@dataclass(frozen=True, slots=True)
class Foretold:
    """What a foreseen release would tell, as long as nothing changes.

    Edges: `before` is the release that it would follow, 0 for none; `ward_codes` are the wards whose meetings it tells
           of, none for the whole borough
    """

    revision: int
    before: int
    number_to_type: int | None
    is_needed: bool
    is_stale: bool
    ward_codes: tuple[str, ...]


def telling_of(asked: Request, job: Job) -> Foretold:
    """What releasing the draft that a job looked at would tell now. Errors: OutlivedDraft."""
    return _telling(asked, job)[0]


def _telling(asked: Request, job: Job) -> tuple[Foretold, Facts]:
    told = job.result
    draft = asked.store.draft(job.borough_code, job.period.first_day)
    newest = newest_release(asked, job.period)
    is_stale = draft is None or draft.revision != told["revision"]
    is_needed = told["number"] > newest
    if draft is None or is_stale or not is_needed:
        return Foretold(told["revision"], newest, told["number_to_type"], is_needed, is_stale, ()), {}
    borough = asked.house.borough(job.period)
    changes = would_tell(asked.store, borough, draft.plan, asked.at).changes
    wards = () if told["is_other_facts"] else tuple(sorted({each.after.ward_code for each in changes}))
    return Foretold(told["revision"], newest, told["number_to_type"], is_needed, is_stale, wards), {
        "news": of_telling(changes, Names(borough))
    }


def _foresee(asked: Request, job: Job) -> Facts:
    telling, more = _telling(asked, job)
    return {
        "telling": telling,
        "channels": job.result["channels"],
        "all_by_hand": all(each["is_by_hand"] for each in job.result["channels"]),
        "polls": job.result["polls"],
        "calls": len(job.result["calls"]),
        "may_release": may(asked.person, Act.RELEASE, telling.ward_codes),
        **more,
    }


def _release(asked: Request, job: Job) -> Facts:
    """What went where."""
    waiting = job.result["waiting"]
    return {
        "number": job.result["number"],
        "folders": job.result["published"]["folders"],
        "waiting": waiting,
        "all_by_hand": all(each["is_by_hand"] for each in waiting),
        "items": sum(each["items"] for each in waiting),
        "to_approve": sum(each["to_approve"] for each in waiting),
    }


SHOWN: Mapping[str, Callable[[Request, Job], Facts]] = {
    "plan": _plan,
    "replan": _plan,
    "compare": _compare,
    "foresee": _foresee,
    "release": _release,
}
"""By the kind of job; of others only the steps are shown."""


def _ended(asked: Request, job: Job) -> Facts:
    """Why it did not end well. Edges: clashes name officers' hours, so they are for those who may see staff"""
    lines = [line.strip().removeprefix("- ") for line in job.said.splitlines() if line.strip()]
    clashes = job.result.get("clashes")
    code = job.result.get("error", "")
    if code == UnusableData.code and not asked.may(Act.SEE_STAFF):
        return {"error": code, "why": ["The files need mending. What stands in them is for who may see staff."]}
    obstacle = words.OBSTACLES.get(code) if job.kind in ("foresee", "release") else None
    if clashes is not None:
        shown = clashes_shown(asked, job.period, clashes) if asked.may(Act.SEE_STAFF) else ()
        return {"clashes": list(shown), "is_impossible": True}
    return {"obstacle": obstacle, "error": code, "why": lines[1:] if obstacle and len(lines) > 1 else lines}


def newest_release(asked: Request, period: Period) -> int:
    """The number of a period's newest release, 0 for none."""
    stored = asked.store.periods(asked.profile.code)
    return next((each.release or 0 for each in stored if each.period == period), 0)


def draft_now(asked: Request, period: Period) -> Draft | None:
    """A period's draft, if any."""
    return asked.store.draft(asked.profile.code, period.first_day)


def as_shown(asked: Request, job: Job) -> Facts:
    """The same, with the error of a draft that can no longer be shown in words."""
    try:
        return result_of(asked, job)
    except PanelError as error:
        return {"broken": sentences_of(error, sees_found=asked.may(Act.SEE_STAFF))}
