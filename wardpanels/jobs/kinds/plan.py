"""Plans a period. What is found is kept beside the draft, until somebody keeps it as the draft."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.days import local_day
from scheduler.posing import pinned
from wardpanels import wiring
from wardpanels.facts.plan import left_out_facts
from wardpanels.jobs.kind import Found, JobTurn, Kind, Work
from wardpanels.jobs.steps import kept_steps
from wardpanels.people.rights import Act
from wardpanels.year.drafts import check_can_be_drafted
from wardpanels.year.planning import plan_all_wards, plan_what_can_be_planned, problem_of


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """How a period is planned. Edges: with `may_leave_out`, wards that cannot be planned are left out and told"""

    may_leave_out: bool = False


def _run(work: Work, asked: PlanAsked) -> Found:
    at = wiring.now()
    problem = problem_of(work.data, work.period, work.store, at)
    profile = problem.borough.profile
    check_can_be_drafted(work.store, profile.code, work.period, local_day(at, profile.timezone))
    draft = work.store.draft(profile.code, work.period.first_day)
    find = plan_what_can_be_planned if asked.may_leave_out else plan_all_wards
    found = find(pinned(problem, draft.plan, draft.pins) if draft else problem, work.news.heard)
    plan = found.drafted.plan
    told = {"cost": plan.cost, "bound": plan.bound, "status": plan.status, "meetings": len(plan.meetings)}
    return Found(
        told | {"revision": draft.revision if draft else 0, "left_out": left_out_facts(found.left_out)},
        plan,
    )


KIND = Kind("plan", Act.PLAN, JobTurn.PLAN, PlanAsked, _run, kept_steps)
