"""One job: how far it is while it runs, and then what it came to, with the one button that goes on from there."""

from __future__ import annotations

import msgspec

from scheduler.errors import StaleRevision
from scheduler.job import Job, JobState
from wardpanels.console import wording_of_jobs as words
from wardpanels.console.begun_work import start
from wardpanels.console.job_results import as_shown, changed_wards, job_of, telling_of
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.faults import CannotUse
from wardpanels.jobs import starting
from wardpanels.jobs.every_job import BY_NAME
from wardpanels.jobs.found_plan import keep as keep_found
from wardpanels.jobs.found_plan import weighed
from wardpanels.jobs.kinds.plan import PlanAsked
from wardpanels.jobs.kinds.release import ReleaseAsked
from wardpanels.people.rights import Act

LONGEST_WHY = 200


def look(asked: Request) -> Screen:
    """The page. While the job runs it asks for itself once a second."""
    return _screen(asked, job_of(asked))


def _screen(asked: Request, job: Job, wrong: dict[str, str] | None = None, status: int = 200, **more: object) -> Screen:
    kind, timezone = BY_NAME[job.kind], asked.profile.timezone
    facts: dict[str, object] = {
        "job": job,
        "state": words.STATES[job.state],
        "begun": words.begun(job, timezone),
        "far": list(words.how_far(job)) if job.is_under_way else [],
        "seconds": int(job.progress.get("seconds", 0)),
        "steps": [(words.STEPS.get(name, name), is_done) for name, is_done in _steps(asked, job)],
        "may_do": asked.may(kind.act),
        "again": words.AGAIN.get(job.kind, "Do it again"),
        "met": asked.query.get("met") == "1",
        "wrong": wrong or {},
        "typed": asked.form,
        **as_shown(asked, job),
        **more,
    }
    title = f"{'Error: ' if wrong else ''}{words.heading(job)}"
    return Screen("job", title, facts | {"heading": words.heading(job)}, "plan", status)


def _steps(asked: Request, job: Job) -> tuple[tuple[str, bool], ...]:
    """What is found to be done of a job that did not end well."""
    if job.is_under_way or job.state in (JobState.DONE, JobState.REFUSED):
        return ()
    return BY_NAME[job.kind].steps(asked.store, job)


def stop(asked: Request) -> Redirect:
    """End it at once."""
    job = job_of(asked)
    asked.act(
        BY_NAME[job.kind].act,
        (),
        f"Stop: {words.DOING[job.kind].format(period=job.period)}",
        lambda: starting.stop(asked.store, job.number, by=asked.person.name, at=asked.at),
    )
    return Redirect(f"/jobs/{job.number}")


def again(asked: Request) -> Redirect:
    """Do the same once more: what was done of it already is not done twice."""
    job = job_of(asked)
    if asked.form.get("without") and job.kind == "plan":
        return start(asked, job.period, PlanAsked(may_leave_out=True))
    return start(asked, job.period, msgspec.convert(job.asked, BY_NAME[job.kind].asked, strict=False))


def keep(asked: Request) -> Answer:
    """Let the plan that was found be the draft."""
    job, why = job_of(asked), asked.form.get("why", "").strip()
    if len(why) > LONGEST_WHY:
        return _screen(asked, job, {"why": f"Say it in {LONGEST_WHY} letters or fewer"}, 422)
    borough = asked.house.borough(job.period)
    wards = changed_wards(weighed(asked.store, borough, job.number, asked.at).changed)
    try:
        revision = asked.act(
            Act.KEEP_PLAN,
            wards,
            f"Keep the plan of job {job.number} as the draft of {job.period}",
            lambda: keep_found(asked.store, borough, job.number, asked.at, by=asked.person.name, why=why),
            lambda kept: (f"draft {job.result['revision']}", f"draft {kept}"),
        )
    except StaleRevision as stale:
        return _screen(asked, job, status=409, since=stale.since)
    return Redirect(
        f"/release?period={job.period.first_day}", f"The plan is draft {revision}. Residents have not been told of it."
    )


def release(asked: Request) -> Answer:
    """Release what the page of a job that looked ahead has shown."""
    job = job_of(asked)
    if job.kind != "foresee" or job.state is not JobState.DONE:
        raise CannotUse(
            f"job {job.number}", f"a job of another kind ({job.kind}, {job.state})", "one that looked ahead"
        )
    telling = telling_of(asked, job)
    if telling.is_stale or not telling.is_needed:
        return _screen(asked, job, status=409)
    typed = asked.form.get("number", "").strip()
    if telling.number_to_type is not None and typed != f"{telling.number_to_type}":
        return _screen(asked, job, {"number": f"Type {telling.number_to_type}, if that is what you mean"}, 422)
    what = ReleaseAsked(
        telling.revision,
        str(asked.house.site),
        str(asked.house.newsletter),
        before=telling.before,
        allowed=telling.number_to_type,
        is_first=bool(job.asked.get("is_first")),
    )
    return start(asked, job.period, what, telling.ward_codes)


ROUTES = (
    Route("/jobs/<number>", look, Act.SEE),
    Route("/jobs/<number>/stop", stop, Act.SEE, is_form=True),
    Route("/jobs/<number>/again", again, Act.SEE, is_form=True),
    Route("/jobs/<number>/keep", keep, Act.KEEP_PLAN, is_form=True),
    Route("/jobs/<number>/release", release, Act.RELEASE, is_form=True),
)
