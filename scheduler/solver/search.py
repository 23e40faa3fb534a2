"""Finds the cheapest plan that keeps every must-rule, and proves it: ward-years, prices, then a closing model."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.audit import audit, cost_by_rule
from scheduler.errors import BrokenPlan, NoPlan
from scheduler.plan import Plan, PlannedMeeting, PlanStatus, meeting_id
from scheduler.problem import PlanningProblem
from scheduler.rules.shapes import FORBIDDEN, Post
from scheduler.solver.bounding import Bound, bounded
from scheduler.solver.closing import CERTAINLY_NONE, NOTHING_YET, Closed, ClosedMeeting, ClosingModel, PricedYear
from scheduler.solver.diagnosis import why_impossible
from scheduler.solver.greedy import cost_of, tightest_first, years_in_turn
from scheduler.solver.lifting import few_left, merged_years
from scheduler.solver.listing import MOST_TO_SAMPLE, ListedYears, list_years
from scheduler.solver.master import Master
from scheduler.solver.progress import Listener, Progress, silence
from scheduler.solver.rows import RowBook
from scheduler.solver.ward_model import ward_model
from scheduler.solver.ward_years import WardEngine

SAMPLE = 40
"""Ward-years a ward in the first look, spread evenly over those there are: a year has thousands of ties."""

WIDE_SAMPLE = 160
"""The same in later looks, where more years than that are left."""

TURNS = 3
"""Plans made ward by ward to mix into the first look: years that keep out of one another's way."""

MOST_YEARS = 20_000
"""Of more ward-years than this, the closing model would take minutes: the plan found so far is returned, not proven."""

FIRST_GAP_POINTS = 12
"""How far above each ward's best the first look goes: nearly always far enough."""

GAP_FACTOR = 4
"""How much farther each next look goes where the one before found no better plan."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found: the engines it ran on, the meetings chosen, and the bound they were held against."""

    engines: Sequence[WardEngine]
    book: RowBook
    closed: Closed
    bound: Bound


def solve(problem: PlanningProblem, *, progress: Listener = silence, threads: int | None = None) -> Plan:
    """Plan the year, on as many threads as there are cores unless told otherwise.

    Edges: same problem, same plan; `status` is optimal where the cost is proven least
    Errors: NoPlan where no plan keeps every must-rule; BrokenPlan where the audit refuses ours (our bug)
    """
    found = search(problem, progress=progress, threads=threads)
    return _plan(problem, found.engines, found.closed, found.bound)


def search(problem: PlanningProblem, *, progress: Listener = silence, threads: int | None = None) -> Found:
    """Choose the meetings. Errors: NoPlan."""
    progress(Progress("Finding every place and time that each ward could use"))
    engines = _engines(problem)
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        return _search(problem, engines, pool, progress)


def _engines(problem: PlanningProblem) -> list[WardEngine]:
    engines = [WardEngine(problem, ward_model(problem, view)) for view in problem.wards]
    impossible = [engine for engine in engines if engine.price({}) >= FORBIDDEN]
    if impossible:
        raise NoPlan(tuple(why_impossible(problem, engine.model) for engine in impossible))
    return engines


def _search(problem: PlanningProblem, engines: list[WardEngine], threads: Executor, progress: Listener) -> Found:
    book = RowBook(problem)
    years, legal = years_in_turn(tightest_first(engines), book, {})
    cost = cost_of(years, engines, book) if legal else None
    progress(Progress("A first plan", cost))
    master = Master(engines, book)
    for year in years:
        master.add(year)
    bound = bounded(engines, master, threads, cost, progress)
    closed = _close(engines, book, bound, threads, progress)
    return Found(engines, book, closed, bound)


def _close(engines: Sequence[WardEngine], book: RowBook, bound: Bound, threads: Executor, tell: Listener) -> Closed:
    """Choose among samples of the best ward-years; where they do not meet the bound, among all that could do better."""
    list(threads.map(lambda engine: engine.price(bound.prices), engines))
    years = list_years(engines, bound, FIRST_GAP_POINTS, threads, MOST_TO_SAMPLE)
    best = NOTHING_YET
    samples: tuple[Callable[[], Mapping[int, Sequence[PricedYear]]], ...] = (
        lambda: _first_sample(engines, book, bound, years, threads),
        lambda: years.thinned(SAMPLE),
    )
    for sample in samples:
        closed = _choose(engines, book, sample(), years.floor, best.ceiling)
        best = closed if closed.meetings is not None else best
        tell(Progress("Choosing a year for every ward", best.cost_or_none, years.floor))
        if best.meetings is not None and best.cost <= years.floor:
            return replace(best, is_proven=True)
    return _prove(engines, book, bound, years.floor, best, threads, tell)


def _prove(
    engines: Sequence[WardEngine],
    book: RowBook,
    bound: Bound,
    floor: int,
    best: Closed,
    threads: Executor,
    tell: Listener,
) -> Closed:
    """Choose among every ward-year that could be part of a better plan, until there is none or there are too many.

    Errors: NoPlan where there is none at all
    """
    reach = FIRST_GAP_POINTS
    while best.meetings is None or best.cost > floor:
        need = None if best.ceiling is None else best.ceiling - bound.points
        gap = reach if need is None else need if need <= GAP_FACTOR * reach else reach
        years = list_years(engines, bound, gap, threads)
        floor = max(floor, years.floor)
        if best.ceiling is not None:
            years = years.within(best.ceiling)
        tell(Progress(f"Choosing among {years.count:,} ward-years", best.cost_or_none, floor))
        years = few_left(engines, book, years, bound, need + bound.points) if gap == need else years
        better = _better(engines, book, years, floor, best.ceiling)
        if better.meetings is not None:
            best = better
        elif best.meetings is not None and (gap == need or not better.is_proven):
            return replace(best, is_proven=better.is_proven and years.is_all_within, floor=floor)
        elif need is None and (years.is_everything or not years.is_all_within):
            raise NoPlan((_no_choice(proven=better.is_proven and years.is_everything),))
        else:
            reach *= GAP_FACTOR
    return replace(best, is_proven=True)


def _better(
    engines: Sequence[WardEngine], book: RowBook, years: ListedYears, floor: int, ceiling: int | None
) -> Closed:
    """A plan of at most `ceiling` points out of these years: a wide sample first, for a better plan leaves fewer years.

    Edges: where there are too many years for a proof none is sought, unless there is no plan yet
    """
    if not years.count:
        return CERTAINLY_NONE
    if ceiling is not None and years.count > WIDE_SAMPLE * len(engines):
        better = _choose(engines, book, years.thinned(WIDE_SAMPLE), floor, ceiling)
        if better.meetings is not None:
            return better
    merged = merged_years(engines, book, years)
    if ceiling is not None and sum(map(len, merged.values())) > MOST_YEARS:
        return NOTHING_YET
    return _choose(engines, book, years.by_ward, floor, ceiling, merged)


def _no_choice(*, proven: bool) -> str:
    if proven:
        return "No choice of dates, halls and officers keeps the rules that wards share."
    return "No plan was found that keeps the rules that wards share, and there were too many to try them all."


def _first_sample(
    engines: Sequence[WardEngine], book: RowBook, bound: Bound, years: ListedYears, threads: Executor
) -> Mapping[int, Sequence[PricedYear]]:
    """Ties of every ward, and the years of plans made in turn at the bound's prices, the wards with most ties last."""
    sample = {index: set(ward) for index, ward in years.ties(SAMPLE).items()}
    ties = years.tie_counts()
    order = sorted(engines, key=lambda engine: (ties[engine.model.view.index], engine.model.view.index))
    for turn in range(TURNS):
        for year in years_in_turn(order[turn:] + order[:turn], book, bound.prices)[0]:
            sample[year.ward].add(PricedYear(engines[year.ward].points(year.slots), year.slots))
    list(threads.map(lambda engine: engine.price(bound.prices), engines))
    return {index: sorted(ward) for index, ward in sample.items()}


def _choose(
    engines: Sequence[WardEngine],
    book: RowBook,
    listed: Mapping[int, Sequence[PricedYear]],
    floor: int,
    ceiling: int | None,
    merged: Mapping[int, Sequence[PricedYear]] | None = None,
) -> Closed:
    """The cheapest choice, looked for among fewer, `merged` years where those are given and visits play no part.

    Visits are placed afterwards, and only where that costs anything together with the rest. Exact: placing visits can
    only add to the cost, so a placement that adds nothing is the best there is.
    """
    closed = ClosingModel(engines, book, merged or listed, whole=False).solve(floor, ceiling)
    if closed.meetings is None:
        return closed
    chosen = {ward: [PricedYear(0, slots_of(closed.meetings, ward))] for ward in listed}
    placed = ClosingModel(engines, book, chosen, whole=True).solve(closed.cost, closed.cost)
    if placed.meetings is not None:
        return Closed(placed.meetings, placed.cost, closed.is_proven)
    return ClosingModel(engines, book, listed, whole=True).solve(floor, ceiling)


def slots_of(meetings: Sequence[ClosedMeeting], ward: int) -> tuple[int, ...]:
    """The slots chosen for one ward, in date order."""
    return tuple(sorted(meeting.slot for meeting in meetings if meeting.ward == ward))


def _plan(problem: PlanningProblem, engines: Sequence[WardEngine], closed: Closed, bound: Bound) -> Plan:
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
    planned = [
        planned_meeting(problem, engines[ward], meeting, meeting_id(problem.year, _code(problem, ward), ordinal))
        for ward, meetings in by_ward.items()
        for ordinal, meeting in enumerate(meetings, start=1)
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
