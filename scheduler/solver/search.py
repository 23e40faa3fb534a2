"""Finds the cheapest plan that keeps every must-rule, and proves it: ward-years, prices, then a closing model."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

import numpy as np

from scheduler.audit import audit, cost_by_rule
from scheduler.errors import BrokenPlan, NoPlan
from scheduler.plan import Plan, PlannedMeeting, PlanStatus, meeting_id
from scheduler.problem import PlanningProblem
from scheduler.progress import Listener, Progress, silence
from scheduler.rules.shapes import FORBIDDEN, Post
from scheduler.solver.alike import few_years
from scheduler.solver.bounding import Bound, bounded
from scheduler.solver.choosing import TooManyYears, choose
from scheduler.solver.closing import CERTAINLY_NONE, NOTHING_YET, Aim, ClosedMeeting, ClosedPlan, PricedYear
from scheduler.solver.diagnosis import why_impossible
from scheduler.solver.dominance import needed_years
from scheduler.solver.enumerating import ListedYears, list_years, some_years
from scheduler.solver.greedy import cost_of, tightest_first, years_in_turn
from scheduler.solver.master import Master
from scheduler.solver.rows import RowBook
from scheduler.solver.visits import share_out_visits
from scheduler.solver.ward_model import ward_model
from scheduler.solver.ward_years import WardEngine
from scheduler.tiers import planned_tiers

MOST_YEARS = 60_000
"""Of more ward-years than this, the closing model would take minutes. Where a plan is known, it is left at that."""

A_FEW = 60
"""Of too many, the years a ward to choose among first. Where the bound can be met, they nearly always do; of more, the
closing model is slower."""

FIRST_REACH_POINTS = 10
"""How far above the bound to look for a better plan at first; next time twice as far, or much farther with no plan."""


NO_CHOICE = "No choice of dates, halls and officers keeps the rules that wards share."
NOT_FOUND = "No plan was found that keeps the rules that wards share, and there were too many to try them all."


class Undecided(NoPlan):
    """No plan was found, and it is not proven that there is none."""


class AtOnce(Executor):
    """Does at once, in this thread, what it is given: a pool of one thread would only hand it over and back."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it. Errors: what it raises comes up here."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@dataclass(frozen=True, eq=False)
class SearchResult:
    """What a search found: the engines it ran on, the meetings chosen, and the bound they were held against."""

    engines: Sequence[WardEngine]
    book: RowBook
    closed: ClosedPlan
    bound: Bound


def solve(problem: PlanningProblem, *, progress: Listener = silence, threads: int | None = None) -> Plan:
    """Plan the year, on as many threads as there are cores unless told otherwise.

    Edges: same problem, same plan; `status` is optimal where the cost is proven least
    Errors: NoPlan where no plan keeps every must-rule; BrokenPlan where the audit refuses ours (our bug)
    """
    found = search(problem, progress=progress, threads=threads)
    return _plan(problem, found.engines, found.closed, found.bound)


def search(problem: PlanningProblem, *, progress: Listener = silence, threads: int | None = None) -> SearchResult:
    """Choose the meetings. Errors: NoPlan."""
    progress(Progress("Finding every place and time that each ward could use"))
    engines = engines_of(problem)
    with ThreadPoolExecutor(threads or os.cpu_count()) if threads != 1 else AtOnce() as pool:
        return _search(problem, engines, pool, progress)


def engines_of(problem: PlanningProblem) -> list[WardEngine]:
    """One for each ward, in ward order. Errors: NoPlan, naming every ward that has no year at all."""
    engines = [WardEngine(problem, ward_model(problem, view)) for view in problem.wards]
    impossible = [engine for engine in engines if engine.price({}) >= FORBIDDEN]
    if impossible:
        raise NoPlan(tuple(why_impossible(problem, engine.model) for engine in impossible))
    return engines


def _search(problem: PlanningProblem, engines: list[WardEngine], threads: Executor, progress: Listener) -> SearchResult:
    book = RowBook(problem)
    share_out_visits(engines, book)
    years, legal = years_in_turn(tightest_first(engines), book)
    cost = cost_of(years, engines, book) if legal else None
    progress(Progress("A first plan", cost))
    master = Master(engines, book)
    for year in years:
        master.add(year)
    bound = bounded(engines, master, threads, cost, progress)
    closed = _close(engines, master, bound, threads, progress)
    return SearchResult(engines, book, closed, bound)


def _close(
    engines: Sequence[WardEngine], master: Master, bound: Bound, threads: Executor, tell: Listener
) -> ClosedPlan:
    """Choose among the years that made the prices; where that misses the bound, among all that could do better."""
    years = priced_years(engines, master)
    # They are few, and nearly always hold a plan that costs no more than the bound.
    closed = choose(engines, master.book, partial(_always, years), bound.points, None, Aim.PLAN)
    tell(Progress("Choosing a year for every ward", closed.cost_or_none, bound.points))
    if closed.meetings is not None and closed.cost <= bound.points:
        return replace(closed, is_proven=True)
    # The last round priced at other prices than those of the best bound, and years are listed from the kernel's tables.
    list(threads.map(lambda engine: engine.price(bound.prices), engines))
    closed = look_at_few(engines, master.book, bound, closed, threads)
    if closed.meetings is not None and closed.cost <= bound.points:
        return replace(closed, is_proven=True)
    return _prove(engines, master.book, bound, closed, threads, tell)


def look_at_few(
    engines: Sequence[WardEngine], book: RowBook, bound: Bound, best: ClosedPlan, threads: Executor
) -> ClosedPlan:
    """The best plan after a look at a few of the years that could meet the bound, of every kind.

    Edges: the one known where those years are few enough to choose among them all. Every engine has been priced at the
           bound's prices
    """
    years = some_years(engines, bound, bound.points, threads)
    if years.is_all_within or not years.has_some_for_all:
        return best
    few = few_years(engines, years, bound, A_FEW)
    closed = choose(engines, book, partial(_always, few.by_ward), bound.points, best.ceiling, Aim.PLAN)
    return closed if closed.meetings is not None else best


def priced_years(engines: Sequence[WardEngine], master: Master) -> Mapping[int, Sequence[PricedYear]]:
    """The years that made the prices, by ward."""
    slots: dict[int, dict[tuple[int, ...], None]] = {engine.model.view.index: {} for engine in engines}
    for year in master.years:
        slots[year.ward][year.slots] = None
    offered = ((engine, slots[engine.model.view.index]) for engine in engines)
    return {
        engine.model.view.index: list(map(PricedYear, engine.points(np.array(list(years))).tolist(), years))
        for engine, years in offered
    }


def _prove(
    engines: Sequence[WardEngine], book: RowBook, bound: Bound, best: ClosedPlan, threads: Executor, tell: Listener
) -> ClosedPlan:
    """Choose among every ward-year that could be part of a better plan, until there is none or there are too many.

    A plan far above the bound leaves very many, so the years that could be part of a plan near the bound come first:
    they prove a better bound, and together they mostly hold a better plan too.

    Errors: NoPlan where there is none at all; Undecided where none was found
    """
    floor = bound.points
    # Where the plan known is near the bound, first ask whether a plan can meet the bound itself: few years could.
    reach = 0 if best.meetings is not None and best.cost <= floor + 2 * FIRST_REACH_POINTS else FIRST_REACH_POINTS
    known: ListedYears | None = None
    while True:
        target = floor + reach if best.ceiling is None else min(floor + reach, best.ceiling)
        years = list_years(engines, bound, target, threads, known)
        floor = max(floor, years.floor)  # the kernel prices a ward's own officers at an average, the list truly
        tell(Progress(f"Choosing among {years.count:,} ward-years", best.cost_or_none, floor))
        best, is_certain = _look(engines, book, years, bound.points, best, target)
        if is_certain and years.is_all_within:
            floor = max(floor, target + 1)  # a plan that costs no more would be of these years
        if best.meetings is not None and best.cost <= floor:
            return replace(best, is_proven=True)
        if best.meetings is None and (years.is_everything or not years.is_all_within):
            # Nothing farther off could be listed: either there is no other year, or a list was cut short already.
            raise NoPlan((NO_CHOICE,)) if is_certain and years.is_everything else Undecided((NOT_FOUND,))
        if best.meetings is not None and not (is_certain and years.is_all_within):
            return replace(best, is_proven=False, floor=floor)  # a longer list is no easier to decide
        reach = max(FIRST_REACH_POINTS, reach * (2 if best.meetings is not None else 8))
        known = years.without_years()


def _always(years: Mapping[int, Sequence[PricedYear]], _visited: frozenset[int]) -> Mapping[int, Sequence[PricedYear]]:
    """The same years, whatever is visited."""
    return years


def _look(
    engines: Sequence[WardEngine], book: RowBook, years: ListedYears, floor: int, best: ClosedPlan, target: int
) -> tuple[ClosedPlan, bool]:
    """The best plan after a look, and whether it is certain that no plan of at most `target` of these years is better.

    Where more than that would still be better than what is known, such a plan is tried for first.
    """

    @lru_cache(maxsize=2)  # the two looks below may ask of the same years, each without visits and with some
    def needed(within: ListedYears, visited: frozenset[int]) -> ListedYears:
        return needed_years(engines, book, within, visited)

    def cheapest(ceiling: int | None, aim: Aim) -> ClosedPlan:
        """Of at most `ceiling` points."""
        within = years if ceiling is None else years.within(ceiling)
        if not within.has_some_for_all:
            return CERTAINLY_NONE

        def offer(visited: frozenset[int]) -> Mapping[int, Sequence[PricedYear]]:
            left = needed(within, visited)
            if ceiling is not None and left.count > MOST_YEARS:  # with no plan yet, any time is well spent
                raise TooManyYears
            return left.by_ward

        return choose(engines, book, offer, floor, ceiling, aim)

    closed = NOTHING_YET
    if target != best.ceiling:
        closed = cheapest(best.ceiling, Aim.PLAN if best.meetings is not None else Aim.BEST)
        best = closed if closed.meetings is not None else best
    if not closed.is_proven and best.ceiling is not None:
        closed = cheapest(min(target, best.ceiling), Aim.PROOF)
        best = closed if closed.meetings is not None else best
    return best, closed.is_proven


def _plan(problem: PlanningProblem, engines: Sequence[WardEngine], closed: ClosedPlan, bound: Bound) -> Plan:
    profile = problem.borough.profile
    meetings = _meetings(problem, engines, closed.meetings or ())
    is_whole = all(engine.model.is_whole for engine in engines)
    is_proven = closed.is_proven and is_whole
    draft = Plan(
        borough=profile.name,
        borough_code=profile.code,
        first_day=problem.first_day,
        last_day=problem.last_day,
        status=PlanStatus.OPTIMAL if is_proven else PlanStatus.FEASIBLE,
        cost=closed.cost,
        bound=closed.cost if is_proven else max(bound.points, closed.floor) if is_whole else 0,
        cost_by_rule={},
        meetings=meetings,
        timezone=profile.timezone,
        planned_tiers=planned_tiers(problem.standings),
    )
    return _audited(problem, draft)


def _audited(problem: PlanningProblem, draft: Plan) -> Plan:
    breaches = audit(problem, draft)
    scores = cost_by_rule(problem, draft)
    if breaches:
        raise BrokenPlan("the solver's plan breaks: " + "; ".join(str(breach) for breach in breaches))
    if sum(scores.values()) != draft.cost:
        raise BrokenPlan(f"the solver says {draft.cost} points, the rule book says {dict(scores)}")
    return replace(draft, cost_by_rule=scores)


def _meetings(
    problem: PlanningProblem, engines: Sequence[WardEngine], closed: Sequence[ClosedMeeting]
) -> tuple[PlannedMeeting, ...]:
    by_ward: dict[int, list[ClosedMeeting]] = {}
    for meeting in sorted(closed, key=lambda meeting: (meeting.ward, meeting.slot)):
        by_ward.setdefault(meeting.ward, []).append(meeting)
    year = problem.first_day.year
    planned = [
        planned_meeting(problem, engines[ward], meeting, meeting_id(year, _code(problem, ward), ordinal))
        for ward, meetings in by_ward.items()
        for ordinal, meeting in enumerate(
            meetings, start=1 + problem.edges_of(problem.wards[ward]).highest_ordinal(year)
        )
    ]
    return tuple(sorted(planned, key=lambda meeting: (meeting.starts_at, meeting.ward_code)))


def _code(problem: PlanningProblem, ward: int) -> str:
    return problem.wards[ward].ward.code


def planned_meeting(problem: PlanningProblem, engine: WardEngine, closed: ClosedMeeting, name: str) -> PlannedMeeting:
    """A closed meeting as a plan has it, under an id."""
    model, slot = engine.model, closed.slot
    sitting = problem.sittings[int(model.sitting[slot])]
    code = model.view.ward.code
    starts_at = datetime.combine(problem.days[int(model.day[slot])], sitting.starts, tzinfo=problem.zone)
    return PlannedMeeting(
        meeting_id=name,
        ward_code=code,
        session=sitting.session,
        starts_at=starts_at,
        ends_at=starts_at + problem.length,
        venue_id=model.view.halls[int(model.hall[slot])].venue_id,
        sergeant=closed.staff[Post.SERGEANT],
        ward_officers=(closed.staff[Post.WARD_OFFICER],),
        inspector=closed.staff.get(Post.INSPECTOR),
        public_realm=closed.staff.get(Post.PUBLIC_REALM),
    )
