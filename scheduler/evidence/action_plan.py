"""The action plan with its colours worked out: each action as good as the worst of what it rests on. No clock.

An action that names measures of the book stands as they do. Any other one somebody has to state: it is done by a dated
statement with a link, on time or late as every promise is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from scheduler.actions import Action
from scheduler.calendar_quarters import quarters
from scheduler.evidence.book import MEASURES
from scheduler.evidence.lines import Statement
from scheduler.evidence.measure import Measure, measured
from scheduler.evidence.status import Colour, Fact, Promise, Status, by_key, status, worst
from scheduler.evidence.year import YearKnown
from scheduler.policy import Target

STATED = Target(Fraction(1), Fraction(1), "It is one thing to do, by one day.")
"""What is stated is green on time, amber when late."""

ONCE = "once"


@dataclass(frozen=True, slots=True)
class MeasureStatus:
    """How one measure of the book stands, and against which target."""

    measure: Measure
    target: Target
    status: Status


@dataclass(frozen=True, slots=True)
class ActionStatus:
    """How one action of the plan stands.

    Edges: it rests on `measures` or, where it names none, on what was `stated`, else None; one that is struck out is
           grey and rests on nothing
    """

    action: Action
    colour: Colour
    measures: tuple[MeasureStatus, ...] = ()
    stated: Status | None = None

    @property
    def worst(self) -> MeasureStatus | None:
        """The measure that gives the colour, the first of several. Edges: None where it rests on none"""
        return next((each for each in self.measures if each.status.colour is self.colour), None)


@dataclass(frozen=True, slots=True)
class RecommendationStatus:
    """How one recommendation stands: as its worst action does."""

    number: int
    colour: Colour
    actions: tuple[ActionStatus, ...]

    @property
    def worst(self) -> ActionStatus | None:
        """The action that gives the colour, the first of several."""
        standing = (each for each in self.actions if not each.action.struck_out)
        return next((each for each in standing if each.colour is self.colour), None)


@dataclass(frozen=True, slots=True)
class PlanReport:
    """The whole plan at a moment, and every measure of the book, those too that no action names."""

    year: YearKnown
    recommendations: tuple[RecommendationStatus, ...]
    measures: tuple[MeasureStatus, ...]


def plan_report(year: YearKnown) -> PlanReport:
    """Work out every colour of a period as it is known."""
    measures = tuple(_measured(measure, year) for measure in MEASURES)
    by_name = {each.measure.name: each for each in measures}
    actions: dict[int, list[ActionStatus]] = {}
    for action in year.borough.actions:
        found = _action(action, year, [by_name[name] for name in action.measures])
        actions.setdefault(action.recommendation, []).append(found)
    recommendations = (
        RecommendationStatus(number, worst(each.colour for each in actions[number]), tuple(actions[number]))
        for number in sorted(actions)
    )
    return PlanReport(year, tuple(recommendations), measures)


def unstated(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions that the plan calls computed, though they name no measure: somebody has to state them."""
    return tuple(action for action in actions if action.evidence == "computed" and not action.measures)


def _measured(measure: Measure, year: YearKnown) -> MeasureStatus:
    target = year.borough.evidence.targets.get(measure.name, measure.target)
    return MeasureStatus(measure, target, measured(measure, year, target))


def _action(action: Action, year: YearKnown, measures: Sequence[MeasureStatus]) -> ActionStatus:
    if action.struck_out:
        return ActionStatus(action, Colour.GREY)
    if measures:
        return ActionStatus(action, worst(each.status.colour for each in measures), tuple(measures))
    stated = status(_owed(action, year), by_key(_stated(action, year)), STATED, year.as_of)
    return ActionStatus(action, stated.colour, stated=stated)


def _owed(action: Action, year: YearKnown) -> Iterator[Promise]:
    """What an action owes in the period. Edges: without a day and without saying how often, once by the period's end"""
    first = action.due_before[0] if action.due_before else None
    for due in _due_days(action, year):
        yield Promise(f"{action.action_id}/{due}", action.action, due, first_due=first, moves=len(action.due_before))


def _due_days(action: Action, year: YearKnown) -> tuple[date, ...]:
    period, borough = year.period, year.borough
    if action.every == "quarter":
        days_before = borough.policy.limits.days_before_board
        return tuple(quarter.last for quarter in quarters(period, borough.board, days_before))
    if action.every == "board":
        return tuple(sorted(board.held_on for board in borough.board if board.held_on in period))
    if action.every == "meeting":
        return tuple(sorted({meeting.held_on for meeting in year.meetings}))
    return (action.due_on if action.due_on and action.every != "year" else period.last_day,)


def _stated(action: Action, year: YearKnown) -> Iterator[Fact]:
    """Each statement keeps what is due next after its day, or the last. Edges: without a link it keeps nothing"""
    due_days = _due_days(action, year)
    oldest = year.as_of - timedelta(year.borough.evidence.statement_days)
    for line, said in year.noted(Statement):
        if said.action_id != action.action_id or not said.link or not due_days:
            continue
        if action.every != ONCE and said.on < oldest:
            continue
        due = next((day for day in due_days if day >= said.on), due_days[-1])
        yield Fact(f"{action.action_id}/{due}", said.on, keeps=True, source=f"note/{line.number}", says=said.says)
