"""What is asked of a plan once there is one, by the stopwatch: plan anew after a loss, rank a meeting's other slots.

A further question is one more function with its line in `QUESTIONS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import chain
from time import perf_counter

from benchmarks.drawing import YEAR
from benchmarks.timing import Instance, OurRun
from scheduler.errors import NoPlan
from scheduler.facts import Borough, DaySpan
from scheduler.period import calendar_year
from scheduler.plan import Plan
from scheduler.posing import planning_problem, replanning
from scheduler.solver.clashes import clashes
from scheduler.solver.replan import replan
from scheduler.why.alternatives import ranking, slot_costs

JUNE = 6
SAMPLE = 10
"""Meetings of each plan whose alternatives are ranked, spread evenly over the year."""

BEST = 5
"""Alternatives of each."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question put to one plan. `seconds` has one figure for each time it was asked."""

    instance: Instance
    question: str
    seconds: tuple[float, ...]
    answer: str


Question = Callable[[Borough, Plan], tuple[tuple[float, ...], str]]


def lost_hall(made: Borough, plan: Plan) -> tuple[tuple[float, ...], str]:
    """On 1 June the hall with most meetings to come is lost for the rest of the year."""
    first = plan.first_day.replace(month=JUNE)
    as_of = datetime.combine(first, time(), tzinfo=plan.meetings[0].starts_at.tzinfo)
    coming = Counter(meeting.venue_id for meeting in plan.meetings if meeting.starts_at >= as_of)
    lost = min(coming, key=lambda hall: (-coming[hall], hall))
    gone = DaySpan(first, plan.last_day)
    venues = tuple(
        replace(venue, closed=(*venue.closed, gone)) if venue.venue_id == lost else venue for venue in made.venues
    )
    begun = perf_counter()
    try:
        found = replan(
            replanning(planning_problem(replace(made, venues=venues), calendar_year(plan.first_day.year)), plan, as_of)
        )
    except NoPlan as none:
        return (perf_counter() - begun,), f"no plan: {none.reasons[0]}"
    proven = "fewest" if found.is_proven else "not proven fewest"
    answer = f"{coming[lost]} there; {found.moved} moved, {found.hall_changed} to another hall, {proven}"
    return (perf_counter() - begun,), answer


def alternatives(made: Borough, plan: Plan) -> tuple[tuple[float, ...], str]:
    """The five best other slots of a meeting, the borough loaded and everything else as it is."""
    problem, seconds = planning_problem(made, calendar_year(plan.first_day.year)), []
    ranking(problem, plan, plan.meetings[0].meeting_id).best(BEST)
    for meeting in plan.meetings[:: max(1, len(plan.meetings) // SAMPLE)]:
        begun = perf_counter()
        ranking(problem, plan, meeting.meeting_id).best(BEST)
        seconds.append(perf_counter() - begun)
    return tuple(seconds), f"{BEST} best each"


def every_slot(made: Borough, plan: Plan) -> tuple[tuple[float, ...], str]:
    """What every slot of the year would cost a meeting: a heat map."""
    problem, seconds, slots = planning_problem(made, calendar_year(plan.first_day.year)), [], 0
    ranking(problem, plan, plan.meetings[0].meeting_id)
    for meeting in plan.meetings[:: max(1, len(plan.meetings) // SAMPLE)]:
        begun = perf_counter()
        slots = max(slots, len(slot_costs(ranking(problem, plan, meeting.meeting_id).found)))
        seconds.append(perf_counter() - begun)
    return tuple(seconds), f"up to {slots:,} slots each"


def clash(made: Borough) -> tuple[tuple[float, ...], str]:
    """Why the year is impossible: a smallest set of demands that clash, and what would mend it, for every such ward."""
    begun = perf_counter()
    found = clashes(planning_problem(made, calendar_year(YEAR)))
    seconds = (perf_counter() - begun) / max(1, len(found))
    said = (
        f"{each.subject}: {len(each.demands)} demands {'proven to clash' if each.is_proven else 'clash, not proven'}, "
        f"{len(each.repairs)} ways to mend it"
        for each in found
    )
    return (seconds,), "; ".join(said)


QUESTIONS: Mapping[str, tuple[Question, str]] = {
    "re-plan": (lost_hall, "the hall with most meetings to come is lost on 1 June for the rest of the year"),
    "alternatives": (alternatives, f"the {BEST} best other slots of a meeting, audited, the borough loaded"),
    "every slot": (every_slot, "what every slot of the year would cost a meeting instead"),
}
"""What is asked of a plan, by name, and what that means."""

CLASH = "clash"
CLASH_MEANING = "for each ward without a legal year, a smallest set of demands that clash, and what would mend it"
"""What is asked where there is no plan."""


def asked(run: OurRun) -> list[Asked]:
    """Put every question to one plan, or the one that fits where the year is impossible."""
    made = run.instance.made()
    if run.verdict == "impossible":
        return [Asked(run.instance, CLASH, *clash(made))]
    if run.plan is None:
        return []
    return [Asked(run.instance, name, *ask(made, run.plan)) for name, (ask, _) in QUESTIONS.items()]


def questions(pool: Executor, runs: Iterable[OurRun]) -> Iterator[Asked]:
    """Put every question to every plan, one after the other in a warm process."""
    return chain.from_iterable(pool.map(asked, runs))
