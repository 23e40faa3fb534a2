"""Whether the visits that wards are owed can be shared out, whatever else is asked: no price is paid for a visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from scheduler.problem import PlanningProblem
from scheduler.rules.shapes import Row
from scheduler.solver.bounding import AskedTooOften
from scheduler.solver.rows import RowBook
from scheduler.solver.ward_model import Staffing
from scheduler.solver.ward_years import WardEngine

MOST_WORK = 2.0
"""CP-SAT's own deterministic seconds for a proof: after that the search has to tell."""


OFF_EIGHTHS = 80_000
"""What a meeting off the visits' occasions costs: more than a year's points, less than a seat on a full row."""

Owed = tuple[WardEngine, Staffing]
"""A ward, and a post of which it is owed visits."""


@dataclass(frozen=True, slots=True)
class _Visit:
    """An officer at a ward's meeting on a day and sitting, and the numbers of the rows that bear it."""

    day: int
    sitting: int
    rows: tuple[int, ...]


def share_out_visits(engines: Sequence[WardEngine], book: RowBook) -> dict[int, set[tuple[int, int]]]:
    """When each ward could have the visits that it is owed, going by who is on duty and by the shared must-rows.

    Shape: days and sittings, by ward
    Edges: each post is looked at by itself; nothing is known of a post for which no way was found
    Errors: AskedTooOften where it is proven that there is none
    """
    occasions: dict[int, set[tuple[int, int]]] = {}
    owed = [(engine, staffing) for engine in engines for staffing in engine.visiting_posts]
    for post in sorted({staffing.post for _, staffing in owed}):
        wanted = [(engine, staffing) for engine, staffing in owed if staffing.post is post]
        wanted.sort(key=lambda pair: _occasions(*pair))
        for (engine, _), visits in zip(wanted, _in_turn(wanted, book) or _chosen(wanted, book), strict=False):
            occasions.setdefault(engine.model.view.index, set()).update((visit.day, visit.sitting) for visit in visits)
    return occasions


def off(occasions: Collection[tuple[int, int]], problem: PlanningProblem, ward: int) -> dict[Row, int]:
    """Prices that lead a ward's year to some days and sittings: every other one costs more."""
    sittings: dict[int, set[int]] = {day: set(range(len(problem.sittings))) for day in range(len(problem.days))}
    for day, sitting in occasions:
        sittings[day].discard(sitting)
    return {
        Row("visits", "", 0, wards=(ward,), day=day, sittings=tuple(sorted(others))): OFF_EIGHTHS
        for day, others in sittings.items()
        if others
    }


def _occasions(engine: WardEngine, staffing: Staffing) -> int:
    """On how many of a ward's slots somebody is on duty: those with few come first."""
    model = engine.model
    here = (engine.problem.present(officer)[model.day, model.sitting] for officer in staffing.officers)
    return int(np.any(list(here), axis=0).sum())


def _visits(engine: WardEngine, staffing: Staffing, book: RowBook) -> Iterator[_Visit]:
    """Every visit there could be, in date order."""
    model = engine.model
    for slot, (day, sitting) in enumerate(zip(model.day.tolist(), model.sitting.tolist(), strict=True)):
        for officer_id, _ in engine.on_duty(staffing, slot):
            taken = book.taken(engine, slot, officer_id)
            yield _Visit(day, sitting, tuple(number for number in taken if book.rows[number].excess_cost is None))


def _in_turn(wanted: Sequence[Owed], book: RowBook) -> list[list[_Visit]]:
    """The first visits that are free for each ward in turn; none at all where one ward finds too few."""
    load: Counter[int] = Counter()
    found: list[list[_Visit]] = []
    for engine, staffing in wanted:
        by_day: dict[int, _Visit] = {}
        for visit in _visits(engine, staffing, book):
            if len(by_day) == staffing.visits:
                break
            if visit.day not in by_day and all(load[number] < book.rows[number].capacity for number in visit.rows):
                by_day[visit.day] = visit
                load.update(visit.rows)
        if len(by_day) < (staffing.visits or 0):
            return []
        found.append(list(by_day.values()))
    return found


def _chosen(wanted: Sequence[Owed], book: RowBook) -> list[list[_Visit]]:
    """A choice of visits that keeps the rows; none at all where it was not found in time.

    Errors: AskedTooOften where it is proven that there is none
    """
    model = cp_model.CpModel()
    loads: dict[int, list[cp_model.IntVar]] = {}
    offered: list[dict[_Visit, cp_model.IntVar]] = []
    for engine, staffing in wanted:
        chosen = {visit: model.new_bool_var("") for visit in _visits(engine, staffing, book)}
        by_day: dict[int, list[cp_model.IntVar]] = {}
        for visit, literal in chosen.items():
            by_day.setdefault(visit.day, []).append(literal)
            for number in visit.rows:
                loads.setdefault(number, []).append(literal)
        for together in by_day.values():
            model.add_at_most_one(together)
        model.add(cp_model.LinearExpr.sum(list(chosen.values())) == (staffing.visits or 0))
        offered.append(chosen)
    for number, borne in loads.items():
        model.add(cp_model.LinearExpr.sum(borne) <= book.rows[number].capacity)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2  # more wanted than there is: the relaxation shows it, and cases would not
    solver.parameters.max_deterministic_time = MOST_WORK
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        raise AskedTooOften(tuple(book.rows[number] for number in sorted(loads)), {})
    if status == cp_model.UNKNOWN:
        return []
    return [[visit for visit, literal in chosen.items() if solver.boolean_value(literal)] for chosen in offered]
