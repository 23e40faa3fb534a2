"""The plan that a job found: what it would change, and how it becomes the draft. Until then nothing knows of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.facts import Borough
from scheduler.job import Job
from scheduler.plan import Plan, PlannedMeeting, differences
from scheduler.release.value import Change
from scheduler.store import Store
from wardpanels.faults import CannotUse
from wardpanels.jobs.kinds import plan as planning
from wardpanels.jobs.steps import is_kept
from wardpanels.year.drafts import Signed, add_draft, keep_draft, stored_draft
from wardpanels.year.releasing import would_tell


@dataclass(frozen=True, slots=True)
class Weighed:
    """A plan that a job found, beside the newest draft and what the public was told.

    Edges: `changed` are the meetings that differ from the draft, before and after, by id: all of them where there is no
           draft; `told` is what a release of it would tell anew, None where nothing of the period was released;
           `is_stale` says that the draft is another than the one that the job began with
    """

    plan: Plan
    revision: int
    is_stale: bool
    is_kept: bool
    changed: tuple[tuple[PlannedMeeting | None, PlannedMeeting | None], ...]
    told: tuple[Change, ...] | None


def weighed(store: Store, borough: Borough, number: int, at: datetime) -> Weighed:
    """Hold a job's plan against the newest draft, and against what was told. Nothing is changed.

    Errors: UnknownName; CannotUse for a job that found no plan; OutlivedDraft
    """
    job, plan = _found(store, number)
    draft = store.draft(job.borough_code, job.period.first_day)
    revision = draft.revision if draft else 0
    release = would_tell(store, borough, plan, at) if store.releases(job.borough_code, plan.first_day) else None
    return Weighed(
        plan=plan,
        revision=revision,
        is_stale=revision != job.result["revision"],
        is_kept=is_kept(draft, plan),
        changed=differences(draft.plan if draft else replace(plan, meetings=()), plan),
        told=release.changes if release else None,
    )


def keep(store: Store, borough: Borough, number: int, at: datetime, *, by: str = "", why: str = "") -> int:
    """Store a job's plan as the draft, and return its revision. Edges: done twice, it is there once

    Errors: UnknownName; CannotUse for a job that found no plan; StaleRevision, which says what somebody changed since
            the job began; as `check_can_be_drafted` for a plan made afresh
    """
    job, plan = _found(store, number)
    draft = store.draft(job.borough_code, job.period.first_day)
    if draft and is_kept(draft, plan):
        return draft.revision
    signed = Signed(by, why, job.result["revision"])
    if job.kind == planning.KIND.name:
        return keep_draft(store, borough, plan, at, signed)
    return add_draft(store, borough, stored_draft(store, borough, job.period, signed.revision), plan, at, signed)


def _found(store: Store, number: int) -> tuple[Job, Plan]:
    job, plan = store.jobs.job(number), store.jobs.plan(number)
    if plan is None:
        raise CannotUse(f"job {number}", f"a job that is {job.state} and has no plan", "one that found a plan")
    return job, plan
