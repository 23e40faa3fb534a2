"""A whole borough's year as one plain CP-SAT model of every rule: slow, obvious, and the answer others must match.

The rules themselves are in `benchmarks.monolith_rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from zoneinfo import ZoneInfo

from ortools.sat.python import cp_model

from benchmarks.monolith_rules import Turn, Turns, borough_must, costs, turns_of, ward_must
from benchmarks.points import score
from benchmarks.reference import ReferenceYear, WardYear, reference_year
from scheduler.facts import Borough, Role
from scheduler.plan import Plan, PlannedMeeting, PlanStatus, meeting_id

OnSolution = Callable[[float, int, int], None]
"""Told of each better plan: seconds since the search began, cost, bound."""


@dataclass(frozen=True, slots=True)
class MonolithResult:
    """What the model found. `status` is optimal, feasible, infeasible or unknown (out of time)."""

    status: str
    cost: int | None
    bound: int | None
    plan: Plan | None


def solve_monolith(
    borough: Borough,
    year: int,
    *,
    seconds: float,
    workers: int = 1,
    on_solution: OnSolution | None = None,
    others: Sequence[PlannedMeeting] = (),
) -> MonolithResult:
    """Plan a borough's calendar year, to proof where the time allows. `others`: the meetings of other years.

    Edges: the same plan every time with one worker, unless time runs out first
    """
    facts = reference_year(borough, year, others)
    model = cp_model.CpModel()
    turns = {place.ward.code: turns_of(model, facts, place) for place in facts.wards}
    for place in facts.wards:
        ward_must(model, facts, place, turns[place.ward.code])
    borough_must(model, facts, turns)
    model.minimize(sum(costs(model, facts, turns)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2  # up to 4 times sooner on tiny boroughs, with one worker
    status = solver.solve(model, _Watch(on_solution) if on_solution else None)
    return _result(facts, turns, solver, status, others)


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_solution: OnSolution) -> None:
        super().__init__()
        self._on_solution = on_solution

    def on_solution_callback(self) -> None:
        self._on_solution(self.wall_time, round(self.objective_value), _whole_bound(self.best_objective_bound))


def _whole_bound(bound: float) -> int:
    return ceil(bound - 1e-6)


def _result(
    facts: ReferenceYear,
    turns: Turns,
    solver: cp_model.CpSolver,
    status: cp_model.CpSolverStatus,
    others: Sequence[PlannedMeeting],
) -> MonolithResult:
    if status == cp_model.INFEASIBLE:
        return MonolithResult("infeasible", None, None, None)
    if status == cp_model.UNKNOWN:
        return MonolithResult("unknown", None, _whole_bound(solver.best_objective_bound), None)
    if status == cp_model.MODEL_INVALID:
        raise AssertionError("monolith: found a model that CP-SAT refuses, wanted a valid one")
    cost, bound = round(solver.objective_value), _whole_bound(solver.best_objective_bound)
    kind = PlanStatus.OPTIMAL if status == cp_model.OPTIMAL else PlanStatus.FEASIBLE
    plan = _plan(facts, turns, solver, kind, cost, bound)
    plan = replace(plan, cost_by_rule=score(facts.borough, plan, others))
    return MonolithResult(str(kind), cost, bound, plan)


def _plan(
    facts: ReferenceYear, turns: Turns, solver: cp_model.CpSolver, kind: PlanStatus, cost: int, bound: int
) -> Plan:
    borough = facts.borough
    meetings = [
        _meeting(facts, place, number, turn, solver)
        for place in facts.wards
        for number, turn in enumerate(turns[place.ward.code], start=1)
    ]
    return Plan(
        borough=borough.profile.name,
        borough_code=borough.profile.code,
        first_day=facts.first_day,
        last_day=facts.last_day,
        status=kind,
        cost=cost,
        bound=bound,
        cost_by_rule={},
        meetings=tuple(sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.ward_code))),
    )


def _meeting(
    facts: ReferenceYear, place: WardYear, number: int, turn: Turn, solver: cp_model.CpSolver
) -> PlannedMeeting:
    (when,) = (when for when, var in turn.held.items() if solver.boolean_value(var))
    (venue_id,) = (venue_id for venue_id, var in turn.hall.items() if solver.boolean_value(var))
    roles = {officer.officer_id: officer.role for officer in facts.borough.officers}
    present = {roles[officer_id]: officer_id for officer_id, var in turn.person.items() if solver.boolean_value(var)}
    zone = ZoneInfo(facts.borough.profile.timezone)
    return PlannedMeeting(
        meeting_id=meeting_id(facts.first_day.year, place.ward.code, number),
        ward_code=place.ward.code,
        session=when.session,
        starts_at=when.starts.replace(tzinfo=zone),
        ends_at=when.ends.replace(tzinfo=zone),
        venue_id=venue_id,
        sergeant=present[Role.SERGEANT],
        ward_officers=tuple(officer_id for role, officer_id in present.items() if role.is_ward_officer),
        inspector=present.get(Role.INSPECTOR),
        public_realm=present.get(Role.PUBLIC_REALM),
    )
