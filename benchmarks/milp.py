"""A whole borough's year as one mixed-integer linear programme of every rule, given to HiGHS.

The rules themselves are in `benchmarks.milp_rules`. HiGHS is the one that OR-Tools carries.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from ortools.math_opt.python import mathopt

from benchmarks.assembly import Held, overlapping, plan_of, within
from benchmarks.milp_rules import WardVariables, borough_must, costs, variables_of, ward_must
from benchmarks.reference import reference_year
from scheduler.facts import Borough, Role
from scheduler.plan import Plan


@dataclass(frozen=True, slots=True)
class MilpResult:
    """What HiGHS found. `status` is optimal, feasible, infeasible or unknown (out of time)."""

    status: str
    bound: int | None
    plan: Plan | None


def solve_milp(borough: Borough, year: int, *, seconds: float) -> MilpResult:
    """Plan a borough's calendar year, to proof where the time allows."""
    facts = reference_year(borough, year)
    model = mathopt.Model()
    groups = overlapping(when for place in facts.wards for when in place.whens)
    wards = [variables_of(model, facts, place, groups) for place in facts.wards]
    if not all(all(turn.held for turn in ward.turns) and ward.place.halls for ward in wards):
        return MilpResult("infeasible", None, None)
    for ward in wards:
        ward_must(model, facts, ward)
    borough_must(model, facts, wards, groups)
    model.minimize(mathopt.fast_sum(costs(model, facts, wards)))
    limits = mathopt.SolveParameters(time_limit=within(seconds), relative_gap_tolerance=0.0)
    found = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    if found.termination.reason is mathopt.TerminationReason.INFEASIBLE:
        return MilpResult("infeasible", None, None)
    bound = found.termination.objective_bounds.dual_bound
    whole = ceil(bound - 1e-6) if abs(bound) < float("inf") else None
    if not found.has_primal_feasible_solution():
        return MilpResult("unknown", whole, None)
    status = "optimal" if found.termination.reason is mathopt.TerminationReason.OPTIMAL else "feasible"
    return MilpResult(status, whole, plan_of(facts, {w.place.ward.code: _held(w, found, borough) for w in wards}))


def _held(ward: WardVariables, found: mathopt.SolveResult, borough: Borough) -> list[Held]:
    roles = {officer.officer_id: officer.role for officer in borough.officers}
    meetings = []
    for turn in ward.turns:
        (when,) = (when for when, var in turn.held.items() if found.variable_values(var) > 0.5)
        (hall,) = (hall for hall, var in turn.hall.items() if found.variable_values(var) > 0.5)
        there = [who for who, var in ward.attends[when].items() if found.variable_values(var) > 0.5]
        present = {roles[who]: who for who in there}
        (ward_officer,) = (who for role, who in present.items() if role.is_ward_officer)
        visitors = present.get(Role.INSPECTOR), present.get(Role.PUBLIC_REALM)
        meetings.append(Held(when, hall, present[Role.SERGEANT], ward_officer, *visitors))
    return meetings
