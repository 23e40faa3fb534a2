"""The closing model: one year for every ward out of those listed, all shared rows kept, at the least cost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

import numpy as np
from ortools.sat.python import cp_model

from scheduler.rules.shapes import Post, Row
from scheduler.solver.rows import RowBook
from scheduler.solver.ward_model import Staffing
from scheduler.solver.ward_years import WardEngine

MOST_WORK = 30.0
"""The search's budget in CP-SAT's own deterministic seconds, so that the same data gives the same answer anywhere."""

LITTLE_WORK = 2.0
"""The same where a good plan is wanted, proven to be the best of its years or not."""

MOST_YEARS_PRESOLVED = 10_000
"""Of more ward-years, presolve takes more memory than all the rest: a good plan is then sought as a proof is."""

MISSED_POINTS = 100_000
"""What a missed visit costs where one may be missed. A rule may weigh more: which wards miss one is told besides."""


class Aim(Enum):
    """What the model is solved for."""

    BEST = "the cheapest plan, proven so"
    PLAN = "a good plan, soon"
    PROOF = "a proof that there is none: three times as quick for that, and up to ten times as slow where there is one"


@dataclass(frozen=True, slots=True)
class ClosedMeeting:
    """One meeting of the closed plan: a ward's slot and who fills which post."""

    ward: int
    slot: int
    staff: Mapping[Post, str]


@dataclass(frozen=True, slots=True)
class ClosedPlan:
    """The answer of the closing model.

    Edges: `meetings` is None where no choice of the listed years keeps every row below the ceiling; `is_proven` tells
           whether that, or the least cost, is certain; no plan at all costs less than `floor`; `unvisited`: the wards
           that miss a visit, where that was allowed
    """

    meetings: tuple[ClosedMeeting, ...] | None
    cost: int
    is_proven: bool
    floor: int = 0
    unvisited: frozenset[int] = frozenset()

    @property
    def cost_or_none(self) -> int | None:
        """The cost, where there is a plan."""
        return None if self.meetings is None else self.cost

    @property
    def ceiling(self) -> int | None:
        """What a better plan may cost at most; None where any plan would be better."""
        return None if self.meetings is None else self.cost - 1


NOTHING_YET = ClosedPlan(None, 0, is_proven=False)
"""Before the first choice."""

CERTAINLY_NONE = ClosedPlan(None, 0, is_proven=True)
"""Where there is nothing to choose among."""


@dataclass(frozen=True, slots=True, order=True)
class PricedYear:
    """A ward-year offered to the closing model: its cost in points with the ward's own staff, and its slots."""

    points: int
    slots: tuple[int, ...]


Extra = Callable[[int, date, Post, str], int]
"""Further points for an officer (by id) in a post at a ward's meeting on a day."""


Choice = tuple[int, int]
"""A ward and one of its slots."""


class ClosingModel:
    """Builds and solves the set partitioning of ward-years."""

    def __init__(
        self,
        engines: Sequence[WardEngine],
        book: RowBook,
        years: Mapping[int, Sequence[PricedYear]],
        *,
        whole: bool,
        visited: Collection[int] = (),
        may_miss: bool = False,
        extra_points: Extra | None = None,
    ) -> None:
        """Set the model up.

        Edges: `whole`: fill every post, visits too, and take the years at their cost without staff; otherwise only the
               posts that wards compete for and the visits to the wards `visited`, and take the years at their cost with
               their own staff; `may_miss`: a visit may be left out, at MISSED_POINTS
        """
        self._engines = {engine.model.view.index: engine for engine in engines}
        self._book, self._years, self._whole = book, years, whole
        self._visited = frozenset(years) if whole else frozenset(visited)
        self._may_miss, self._extra_points = may_miss, extra_points
        self._missed: dict[int, list[cp_model.IntVar]] = {}
        self._model = cp_model.CpModel()
        self._cost: list[cp_model.LinearExprT] = []
        self._loads: dict[int, list[cp_model.IntVar]] = {}
        self._load_of: dict[Row, cp_model.IntVar] = {}
        self._wards_on_row: dict[int, set[int]] = {}
        self._chosen = {ward: self._choose_year(ward, listed) for ward, listed in years.items()}
        self._used = {choice: var for ward in years for choice, var in self._use_slots(ward).items()}
        self._assigned = {choice: self._assign(choice) for choice in self._used}
        self._count_visits()
        self._keep_rows()

    def solve(self, floor: int, ceiling: int | None, aim: Aim = Aim.BEST) -> ClosedPlan:
        """Find the cheapest plan that costs at most `ceiling` points; none is known to cost less than `floor`."""
        self._model.minimize(sum(self._cost))
        self._model.add(sum(self._cost) >= floor)  # no plan is cut off, and one that meets it ends the search
        if ceiling is not None:
            self._model.add(sum(self._cost) <= ceiling)
        solver, status = self._run(aim)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            missed = frozenset(ward for ward, visits in self._missed.items() if any(map(solver.value, visits)))
            cost = round(solver.objective_value)
            return ClosedPlan(self._read(solver), cost, status == cp_model.OPTIMAL, unvisited=missed)
        return ClosedPlan(None, 0, status == cp_model.INFEASIBLE)

    def _run(self, aim: Aim) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        solver = cp_model.CpSolver()
        if aim is Aim.PROOF or (aim is Aim.PLAN and sum(map(len, self._years.values())) > MOST_YEARS_PRESOLVED):
            solver.parameters.optimize_with_core = True
            solver.parameters.cut_level = 0
            solver.parameters.cp_model_presolve = False
        solver.parameters.max_deterministic_time = LITTLE_WORK if aim is Aim.PLAN else MOST_WORK
        solver.parameters.num_workers = 1  # two workers of the default portfolio are far slower on this model
        solver.parameters.linearization_level = 2  # the relaxation is nearly integral: 3 to 20 times faster with it,
        solver.parameters.add_lp_constraints_lazily = False  # 3 to 7 times more with all of it there from the start,
        solver.parameters.max_presolve_iterations = 1  # and then there is little left for presolve to find
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.random_seed = 1
        status = solver.solve(self._model)
        if status == cp_model.MODEL_INVALID:
            raise ArithmeticError(f"the closing model is not valid: {self._model.validate()}")
        return solver, status

    def _choose_year(self, ward: int, listed: Sequence[PricedYear]) -> list[cp_model.IntVar]:
        chosen = [self._model.new_bool_var("") for _ in listed]
        self._model.add_exactly_one(chosen)
        points = [year.points for year in listed]
        if self._whole:
            points = self._engines[ward].costs(np.array([year.slots for year in listed])).tolist()
        self._cost.append(cp_model.LinearExpr.weighted_sum(chosen, points))
        return chosen

    def _use_slots(self, ward: int) -> dict[Choice, cp_model.IntVar]:
        """A literal for every slot that some listed year of the ward uses."""
        users: dict[int, list[cp_model.IntVar]] = {}
        for var, year in zip(self._chosen[ward], self._years[ward], strict=True):
            for slot in year.slots:
                users.setdefault(slot, []).append(var)
        used: dict[Choice, cp_model.IntVar] = {}
        for slot in sorted(users):
            # One year is chosen, so the sum over a slot's years is 0 or 1: it is the slot's literal. Where one year
            # alone uses the slot, that year's own variable is.
            literal = users[slot][0] if len(users[slot]) == 1 else self._model.new_bool_var("")
            if len(users[slot]) > 1:
                self._model.add(sum(users[slot]) == literal)
            used[ward, slot] = literal
            self._seat(self._engines[ward], slot, "", literal)
        return used

    def _assign(self, choice: Choice) -> dict[tuple[Post, str], cp_model.IntVar]:
        """A literal for each officer who could fill a post there; exactly one fills a post that every meeting needs."""
        ward, slot = choice
        engine, used = self._engines[ward], self._used[choice]
        assigned: dict[tuple[Post, str], cp_model.IntVar] = {}
        posts = engine.model.staff if self._whole else engine.contested_posts
        if not self._whole and ward in self._visited:
            posts = (*posts, *engine.visiting_posts)
        for staffing in posts:
            literals = [self._fill(engine, slot, staffing, pair, assigned) for pair in engine.on_duty(staffing, slot)]
            # Tied to the slot, not to the year: officers are chosen once for all the years that share a slot, of which
            # there are far fewer. A visit is one of some meetings' only, and `_count_visits` counts them.
            if staffing.visits is None:
                self._model.add(sum(literals) == used)
            else:
                self._model.add(sum(literals) <= used)
        return assigned

    def _fill(
        self,
        engine: WardEngine,
        slot: int,
        staffing: Staffing,
        pair: tuple[str, int],
        assigned: dict[tuple[Post, str], cp_model.IntVar],
    ) -> cp_model.IntVar:
        officer_id, points = pair
        if self._extra_points is not None:
            day = engine.problem.days[int(engine.model.day[slot])]
            points += self._extra_points(engine.model.view.index, day, staffing.post, officer_id)
        literal = self._model.new_bool_var("")
        assigned[staffing.post, officer_id] = literal
        if points:
            self._cost.append(literal * points)
        self._seat(engine, slot, officer_id, literal)
        return literal

    def _count_visits(self) -> None:
        by_ward: dict[int, list[Choice]] = {ward: [] for ward in self._years}
        for choice in self._used:
            by_ward[choice[0]].append(choice)
        for ward in sorted(self._visited):
            for staffing in self._engines[ward].visiting_posts:
                literals = [
                    literal
                    for choice in by_ward[ward]
                    for (post, _), literal in self._assigned[choice].items()
                    if post is staffing.post
                ]
                visits = staffing.visits or 0
                if self._may_miss:
                    literals.append(self._miss(ward, visits))
                # As many as are wanted, not at least: one more visit only loads an officer, and never saves a point.
                self._model.add(sum(literals) == visits)

    def _miss(self, ward: int, visits: int) -> cp_model.IntVar:
        """How many visits a ward misses."""
        missing = self._model.new_int_var(0, visits, "")
        self._missed.setdefault(ward, []).append(missing)
        self._cost.append(missing * MISSED_POINTS)
        return missing

    def _seat(self, engine: WardEngine, slot: int, officer_id: str, literal: cp_model.IntVar) -> None:
        for number in self._book.taken(engine, slot, officer_id):
            self._loads.setdefault(number, []).append(literal)
            self._wards_on_row.setdefault(number, set()).add(engine.model.view.index)

    def _keep_rows(self) -> None:
        for number in sorted(self._loads):
            # A row that cannot be overloaded is left out, which is most of them: what is kept decides the time.
            literals, row = self._loads[number], self._book.rows[number]
            # A ward meets once a day at most; what others have filled already bears none.
            alone = row.is_of_one_day and row.capacity > 0 and len(self._wards_on_row[number]) == 1
            if len(literals) <= row.capacity or alone:
                continue
            if row.excess_cost is not None:
                self._charge(row, literals)
            elif row.capacity == 1:
                self._model.add_at_most_one(literals)
            else:
                self._model.add(sum(literals) <= row.capacity)

    def _charge(self, row: Row, literals: list[cp_model.IntVar]) -> None:
        # Above what the load exceeds the capacity by, and minimised: so it is that, or 0.
        excess = self._model.new_int_var(0, len(literals) - row.capacity, "")
        self._model.add(self._load(row, literals) - excess <= row.capacity)
        self._cost.append(excess * (row.excess_cost or 0))

    def _load(self, row: Row, literals: list[cp_model.IntVar]) -> cp_model.IntVar:
        """How many seats a row bears: one variable for all rows that bear the same, such as those of a month."""
        same = replace(row, capacity=0, excess_cost=0)
        if same not in self._load_of:
            self._load_of[same] = self._model.new_int_var(0, len(literals), "")
            self._model.add(sum(literals) == self._load_of[same])
        return self._load_of[same]

    def _read(self, solver: cp_model.CpSolver) -> tuple[ClosedMeeting, ...]:
        meetings = []
        for (ward, slot), used in self._used.items():
            if solver.boolean_value(used):
                assigned = self._assigned[ward, slot]
                staff = {post: officer for (post, officer), var in assigned.items() if solver.boolean_value(var)}
                meetings.append(ClosedMeeting(ward, slot, staff))
        return tuple(meetings)
