"""Finds the year: every ward, or those that can be planned. Nothing here stores, prints or reads a clock."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from scheduler.audit import audit
from scheduler.clash import Clash
from scheduler.edges import with_ids
from scheduler.errors import BrokenPlan, NoPlan
from scheduler.facts import Borough, Ward
from scheduler.period import Period
from scheduler.plan import Plan
from scheduler.posing import named_as_pinned, planning_problem
from scheduler.problem import PlanningProblem
from scheduler.progress import Listener, Progress, silence
from scheduler.store import Store
from wardpanels.year.drafts import ids_beside, meetings_beside
from wardpanels.year.reading import check
from wardpanels.year.recording import with_recorded
from wardpanels.year.wards_told import as_told

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A plan that passed the audit."""

    problem: PlanningProblem
    plan: Plan


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One ward that is not planned, and the clash it was left out of: its own, or one with wards that are planned."""

    ward: Ward
    clash: Clash


@dataclass(frozen=True, slots=True)
class Partial:
    """A plan of the wards that can be planned, and why each of the others is left out of it, in that order."""

    drafted: Drafted
    left_out: tuple[LeftOut, ...]


def problem_of(folder: Path, period: Period, store: Store | None, at: datetime | None = None) -> PlanningProblem:
    """Read the borough and lay out a period as a question, beside what is stored of its other periods, if anything.

    Edges: what was recorded of meetings before the period is evidence for its tiers; `at` as for `reading.check`
    """
    borough = check(folder, period, at).borough
    return planning_problem(borough, period) if store is None else problem_beside(store, borough, period)


def problem_beside(store: Store, borough: Borough, period: Period) -> PlanningProblem:
    """Lay out a borough's period as a question, beside what is stored of its other periods.

    Edges: its wards are under the codes that they were told under
    """
    borough = as_told(store, borough)
    beside = meetings_beside(store, borough, period)
    problem = planning_problem(with_recorded(store, borough, period), period, beside)
    return replace(problem, edges=with_ids(problem.edges, ids_beside(store, borough, period)))


def plan_borough(
    borough: Borough, period: Period, progress: Listener = silence, *, threads: int | None = None
) -> Drafted:
    """Find the best plan for a borough's period by itself, and audit it. Threads: as many as there are cores if None.

    Errors: NoPlan, naming the smallest clash; BrokenPlan where the audit refuses what the solver found
    """
    return plan_all_wards(planning_problem(borough, period), progress, threads=threads).drafted


def plan_problem(problem: PlanningProblem, progress: Listener = silence, *, threads: int | None = None) -> Drafted:
    """Find the best plan for a question already posed, and audit it. Errors: NoPlan, BrokenPlan."""
    from scheduler.solver import solve  # OR-Tools and numba take a second to import: only planning pays it

    plan = named_as_pinned(problem, solve(problem, progress=progress, threads=threads))
    breaches = audit(problem, plan)
    if breaches:
        raise BrokenPlan("\n".join(str(breach) for breach in breaches))
    return Drafted(problem, plan)


def plan_all_wards(problem: PlanningProblem, progress: Listener = silence, *, threads: int | None = None) -> Partial:
    """Plan every ward. Errors: NoPlan, naming the smallest clash."""
    plan = partial(plan_problem, progress=progress, threads=threads)
    return Partial(*without_what_clashes(problem, plan, (), progress))


def plan_what_can_be_planned(problem: PlanningProblem, progress: Listener = silence) -> Partial:
    """Leave out ward after ward of every clash until a plan exists. Errors: NoPlan where no ward is left."""
    every = {view.ward.code for view in problem.wards}
    return Partial(*without_what_clashes(problem, partial(plan_problem, progress=progress), every, progress))


def without_what_clashes(
    problem: PlanningProblem,
    plan: Callable[[PlanningProblem], Answer],
    optional: Collection[str],
    progress: Listener,
    posed: Callable[[PlanningProblem], PlanningProblem] = lambda problem: problem,
) -> tuple[Answer, tuple[LeftOut, ...]]:
    """Plan, leaving out one optional ward of every clash until a plan exists. `posed`: what is asked in the end.

    Errors: NoPlan, naming the smallest clash, where no ward of it is optional or none would be left
    """
    from scheduler.solver.clashes import clashes, without_wards

    left_out: list[LeftOut] = []
    while True:
        try:
            return plan(problem), tuple(left_out)
        except NoPlan as error:
            progress(Progress("There is no plan. Looking for what clashes, and what would mend it"))
            found = clashes(posed(problem))
            out = [LeftOut(problem.ward(code).ward, clash) for clash in found for code in _last(clash, optional)]
            if not out or len(out) < len(found) or len(problem.wards) <= len(out):
                reasons = tuple("\n".join(clash.lines()) for clash in found)
                raise (NoPlan(reasons, found) if found else error) from error
            left_out += out
            problem = without_wards(problem, [each.ward.code for each in out])


def _last(clash: Clash, optional: Collection[str]) -> tuple[str, ...]:
    """The last ward of a clash that may be left out, if any."""
    return tuple(code for code in clash.ward_codes if code in optional)[-1:]
