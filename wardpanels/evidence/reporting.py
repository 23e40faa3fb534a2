"""The action plan's report: how it stands, how the last period that is over ended, and what changed. It reads only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.days import first_moment, local_day
from scheduler.evidence.action_plan import PlanReport, plan_report
from scheduler.evidence.figures import NO_VISITS_KNOWN, ChannelVisits, YearVisits
from scheduler.evidence.status import Colour
from scheduler.facts import BoardMeeting
from scheduler.period import Period
from scheduler.visited import Visited
from wardpanels.evidence.gathering import Gathered, gathered
from wardpanels.faults import CannotUse
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.what_works import WhatWorks

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
           is the day that `changes` are counted from, None where there is nothing to compare with; `visits` are of the
           days up to that of the plan
    """

    plan: PlanReport
    closed: PlanReport | None = None
    since: date | None = None
    changes: tuple[ColourChange, ...] = ()
    visits: YearVisits = NO_VISITS_KNOWN


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
    stored, at = gathered(desk), min(now, _end_of(day, timezone))
    plan = plan_report(stored.known(at))
    before = plan_report(stored.known(_end_of(since, timezone))) if since else None
    changes = tuple(_changes(before, plan)) if before else ()
    return Report(plan, _closed(stored, at), since, changes, _visits(desk, at))


def _end_of(day: date, timezone: str) -> datetime:
    """The last moment of a local day."""
    return first_moment(day + timedelta(1), timezone) - A_MOMENT


def _last_board(board: Sequence[BoardMeeting], day: date) -> date | None:
    return max((each.held_on for each in board if each.held_on < day), default=None)


def _closed(stored: Gathered, at: datetime) -> PlanReport | None:
    """The newest period with a release that ended before this one began."""
    desk = stored.desk
    known = (each for each in desk.store.periods(desk.code) if each.release)
    over = [each.period for each in known if each.period.last_day < desk.period.first_day]
    if not over:
        return None
    return plan_report(stored.of_period(max(over)).known(at))


def _visits(desk: Desk, at: datetime) -> YearVisits:
    """What server logs say, by a moment, of the visits that each channel brought."""
    code, first = desk.code, desk.period.first_day
    last = min(desk.period.last_day, local_day(at, desk.borough.profile.timezone))
    if last < first:
        return NO_VISITS_KNOWN
    read, counts = len(desk.store.visits.days(code, first, last)), desk.store.visits.counts(code, first, last)
    found = WhatWorks(Period(first, last), read, (), counts, (), {})
    channels = tuple(_channel_visits(name, found.visits) for name in found.by_channel)
    return YearVisits(found.read, channels, found.is_enough)


def _channel_visits(channel: str, visits: Mapping[Visited, int]) -> ChannelVisits:
    ours = {each: count for each, count in visits.items() if each.channel == channel}
    meetings = {each.meeting_id for each in ours if each.meeting_id}
    return ChannelVisits(channel, sum(ours.values()), len(meetings))


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
