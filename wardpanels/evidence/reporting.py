"""The action plan's report: how it stands, how the last period that is over ended, and what changed. It reads only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.days import local_day
from scheduler.evidence.action_plan import PlanReport, plan_report
from scheduler.evidence.status import Colour
from scheduler.facts import BoardMeeting
from wardpanels.evidence.gathering import year_known
from wardpanels.faults import CannotUse
from wardpanels.publicity.desk import Desk

A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ColourChange:
    """An action or a measure whose colour is another one than it was."""

    name: str
    before: Colour
    now: Colour


@dataclass(frozen=True, slots=True)
class Report:
    """How the plan stands.

    Edges: `closed` is the last period that ended before this one, as it stands now, None where there is none; `since`
           is the day that `changes` are counted from, None where there is nothing to compare with
    """

    plan: PlanReport
    closed: PlanReport | None = None
    since: date | None = None
    changes: tuple[ColourChange, ...] = ()


def report_on(desk: Desk, now: datetime, as_of: date | None = None, since: date | None = None) -> Report:
    """Work out the report of a period as it was known by the end of a day, or by now.

    Edges:  without `since` changes are counted from the last board before; before the period there are none
    Errors: CannotUse for a day that is yet to come, or a `since` that is not before it
    """
    timezone = desk.borough.profile.timezone
    today = local_day(now, timezone)
    if as_of and as_of > today:
        raise CannotUse("--as-of", f"{as_of}", f"{today} or before: nobody knows yet what will happen")
    day = as_of or today
    since = since or _last_board(desk.borough.board, day)
    if since and since >= day:
        raise CannotUse("--since", f"{since}", f"a day before {day}")
    plan = plan_report(year_known(desk, min(now, _end_of(day, timezone))))
    before = plan_report(year_known(desk, _end_of(since, timezone))) if since else None
    changes = tuple(_changes(before, plan)) if before else ()
    return Report(plan, _closed(desk, plan.year.at), since, changes)


def _end_of(day: date, timezone: str) -> datetime:
    """The last moment of a local day."""
    return datetime.combine(day + timedelta(1), time.min, ZoneInfo(timezone)) - A_MOMENT


def _last_board(board: Sequence[BoardMeeting], day: date) -> date | None:
    return max((each.held_on for each in board if each.held_on < day), default=None)


def _closed(desk: Desk, at: datetime) -> PlanReport | None:
    """The newest period with a release that ended before this one began."""
    known = (each for each in desk.store.periods(desk.code) if each.release)
    over = [each.period for each in known if each.period.last_day < desk.period.first_day]
    if not over:
        return None
    return plan_report(year_known(replace(desk, period=max(over)), at))


def _changes(before: PlanReport, now: PlanReport) -> Iterator[ColourChange]:
    old = dict(_colours(before))
    for name, colour in _colours(now):
        if name in old and old[name] is not colour:
            yield ColourChange(name, old[name], colour)


def _colours(report: PlanReport) -> Iterator[tuple[str, Colour]]:
    for recommendation in report.recommendations:
        yield f"recommendation {recommendation.number}", recommendation.colour
        for action in recommendation.actions:
            yield f"action {action.action.action_id}", action.colour
    for measure in report.measures:
        yield measure.measure.name, measure.status.colour
