"""Whether the visits that wards are owed can be shared out, whatever else is asked: no price is paid for a visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from scheduler.solver.bounding import AskedTooOften
from scheduler.solver.rows import RowBook
from scheduler.solver.ward_model import Staffing
from scheduler.solver.ward_years import WardEngine

MOST_WORK = 2.0
"""CP-SAT's own deterministic seconds for a proof: after that the search has to tell."""


@dataclass(frozen=True, slots=True)
class _Visit:
    """An officer at a ward's meeting on a day, and the numbers of the rows that bear it."""

    day: int
    rows: tuple[int, ...]


def share_out_visits(engines: Sequence[WardEngine], book: RowBook) -> None:
    """See whether every ward can have the visits that it is owed, going by who is on duty and by the shared must-rows.

    Each post is looked at by itself.

    Errors: AskedTooOften where it is proven that they cannot
    """
    owed = [(engine, staffing) for engine in engines for staffing in engine.visiting_posts]
    for post in sorted({staffing.post for _, staffing in owed}):
        wanted = [(engine, staffing) for engine, staffing in owed if staffing.post is post]
        if not _fit_in_turn(sorted(wanted, key=lambda pair: _occasions(*pair)), book):
            _refuse_too_many(wanted, book)


def _refuse_too_many(wanted: Iterable[tuple[WardEngine, Staffing]], book: RowBook) -> None:
    options = [
        (staffing.visits or 0, list(dict.fromkeys(_visits(engine, staffing, book)))) for engine, staffing in wanted
    ]
    if _is_impossible(options, book):
        rows = sorted({number for _, visits in options for visit in visits for number in visit.rows})
        raise AskedTooOften(tuple(book.rows[number] for number in rows), {})


def _occasions(engine: WardEngine, staffing: Staffing) -> int:
    """On how many of a ward's slots somebody is on duty: those with few come first."""
    model = engine.model
    here = (engine.problem.present(officer)[model.day, model.sitting] for officer in staffing.officers)
    return int(np.any(list(here), axis=0).sum())


def _visits(engine: WardEngine, staffing: Staffing, book: RowBook) -> Iterator[_Visit]:
    """Every visit there could be, in date order."""
    for slot, day in enumerate(engine.model.day.tolist()):
        for officer_id, _ in engine.on_duty(staffing, slot):
            taken = book.taken(engine, slot, officer_id)
            yield _Visit(day, tuple(number for number in taken if book.rows[number].excess_cost is None))


def _fit_in_turn(wanted: Iterable[tuple[WardEngine, Staffing]], book: RowBook) -> bool:
    """Whether the visits fit where each ward in turn takes the first that are free."""
    load: Counter[int] = Counter()
    for engine, staffing in wanted:
        days: set[int] = set()
        for visit in _visits(engine, staffing, book):
            if len(days) == staffing.visits:
                break
            if visit.day not in days and all(load[number] < book.rows[number].capacity for number in visit.rows):
                days.add(visit.day)
                load.update(visit.rows)
        if len(days) < (staffing.visits or 0):
            return False
    return True


def _is_impossible(wanted: Iterable[tuple[int, Sequence[_Visit]]], book: RowBook) -> bool:
    """Whether it is proven that no choice of these visits keeps the rows: so many of each list, one a day."""
    model = cp_model.CpModel()
    loads: dict[int, list[cp_model.IntVar]] = {}
    for most, visits in wanted:
        by_day: dict[int, list[cp_model.IntVar]] = {}
        for visit in visits:
            chosen = model.new_bool_var("")
            by_day.setdefault(visit.day, []).append(chosen)
            for number in visit.rows:
                loads.setdefault(number, []).append(chosen)
        for together in by_day.values():
            model.add_at_most_one(together)
        model.add(cp_model.LinearExpr.sum([chosen for together in by_day.values() for chosen in together]) == most)
    for number, borne in loads.items():
        model.add(cp_model.LinearExpr.sum(borne) <= book.rows[number].capacity)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2  # more wanted than there is: the relaxation shows it, and cases would not
    solver.parameters.max_deterministic_time = MOST_WORK
    solver.parameters.random_seed = 1
    return bool(solver.solve(model) == cp_model.INFEASIBLE)
