"""Plans the rest of a period anew with the fewest changes. The draft stays until somebody keeps what is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wardpanels import wiring
from wardpanels.facts.plan import replan_facts
from wardpanels.jobs.kind import Found, JobTurn, Kind, Work
from wardpanels.jobs.steps import kept_steps
from wardpanels.people.rights import Act
from wardpanels.year.planning import problem_of
from wardpanels.year.replanning import replan


@dataclass(frozen=True, slots=True)
class ReplanAsked:
    """How the rest is planned anew. Edges: `pins` are as `pinned.pinned_of` reads them"""

    as_of: datetime | None = None
    pins: tuple[str, ...] = ()
    with_new_tiers: bool = False


def _run(work: Work, asked: ReplanAsked) -> Found:
    at = wiring.now()
    problem = problem_of(work.data, work.period, work.store, at)
    compared = replan(
        work.store,
        problem,
        at,
        asked.pins,
        work.news.heard,
        as_of=asked.as_of,
        with_new_tiers=asked.with_new_tiers,
    )
    plan = compared.replanned.plan
    told = {name: value for name, value in replan_facts(compared).items() if name != "plan"}
    told |= {"cost": plan.cost, "bound": plan.bound, "status": plan.status, "meetings": len(plan.meetings)}
    return Found(told | {"revision": compared.draft.revision}, plan)


KIND = Kind("replan", Act.PLAN, JobTurn.PLAN, ReplanAsked, _run, kept_steps)
