"""Gathers all that is known of a period by a moment, for the evidence book. It reads, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property

from scheduler.evidence.lines import NotedLine, in_force
from scheduler.evidence.year import YearKnown
from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.plan import Plan
from scheduler.records import RecordLine
from scheduler.release.versions import MeetingVersion
from scheduler.terms import halls_by_ward, under
from scheduler.tiers import Standing, inferred_tiers, standings
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.proving import ToldAndOwed, channel_facts, told_and_owed


def year_known(desk: Desk, at: datetime) -> YearKnown:
    """All that is known of the desk's period by a moment, also one that is past."""
    return gathered(desk).known(at)


def gathered(desk: Desk) -> Gathered:
    """All that is stored of a borough, to be asked about any moment of any of its periods."""
    return Gathered(desk, tuple(desk.store.notes.lines(desk.code)), tuple(desk.store.records.lines(desk.code)))


# Not slotted: what several moments need of a period is read once and kept with the value.
@dataclass(frozen=True)
class Gathered:
    """A desk's period, and every line and record of its borough. The rest is read when it is first asked for.

    Edges: `publishing_at` is the moment at which the site is about to go out, None where it is not
    """

    desk: Desk
    lines: tuple[NotedLine, ...]
    records: tuple[RecordLine, ...]
    publishing_at: datetime | None = None

    def of_period(self, period: Period) -> Gathered:
        """Another period of the same borough."""
        return replace(self, desk=replace(self.desk, period=period))

    def known(self, at: datetime) -> YearKnown:
        """All that is known by a moment. Edges: before the first release there are no meetings, and nothing was told"""
        desk, lines, records = self.desk, in_force(self.lines, at), _records(self.records, at)
        number = next((each for each in reversed(self._releases) if self._released_at(each) <= at), None)
        if number is None:
            return YearKnown(
                desk.borough,
                desk.period,
                at,
                standings=standings(desk.borough),
                halls=halls_by_ward(desk.borough),
                records=records,
                lines=lines,
            )
        plan = self._plan(number)
        borough = under(desk.borough, plan.terms)
        versions = tuple(_as_known(self._versions, at))
        return YearKnown(
            borough=borough,
            period=desk.period,
            at=at,
            meetings=plan.meetings,
            versions=versions,
            standings=_standings(borough, plan),
            halls=_halls(desk.borough, plan),
            told=channel_facts(desk, versions, at, self._told_and_owed),
            copies={way.channel: way.copy for way in desk.publicity.every},
            records=records,
            lines=lines,
        )

    @cached_property
    def _releases(self) -> tuple[int, ...]:
        return self.desk.store.releases(self.desk.code, self.desk.period.first_day)

    @cached_property
    def _released_at(self) -> Callable[[int], datetime]:
        store, of = self.desk.store, (self.desk.code, self.desk.period.first_day)
        return cache(lambda number: store.release(*of, number).released_at)

    @cached_property
    def _plan(self) -> Callable[[int], Plan]:
        store, of = self.desk.store, (self.desk.code, self.desk.period.first_day)
        return cache(lambda number: store.released_plan(*of, number))

    @cached_property
    def _versions(self) -> tuple[MeetingVersion, ...]:
        return self.desk.store.versions(self.desk.code, self.desk.period.first_day)

    @cached_property
    def _told_and_owed(self) -> ToldAndOwed:
        return told_and_owed(self.desk, self._versions, self.publishing_at)


def _as_known(versions: Iterable[MeetingVersion], at: datetime) -> Iterator[MeetingVersion]:
    """The versions that were released by a moment; what overtook one later was not known yet."""
    for version in versions:
        if version.released_at <= at:
            is_later = version.overtaken_at is not None and version.overtaken_at > at
            yield replace(version, overtaken_at=None) if is_later else version


def _records(lines: Iterable[RecordLine], at: datetime) -> Mapping[str, RecordLine]:
    """Each meeting's newest record of those written by a moment."""
    return {line.record.meeting_id: line for line in lines if line.recorded_at <= at}


def _halls(borough: Borough, plan: Plan) -> Mapping[str, int]:
    """How many halls each ward had when the plan was released. Edges: has, where its release does not say"""
    return {each.code: each.halls for each in plan.terms.wards} if plan.terms else halls_by_ward(borough)


def _standings(borough: Borough, plan: Plan) -> tuple[Standing, ...]:
    """What each ward was owed when the plan was made."""
    tiers = plan.planned_tiers or inferred_tiers(borough.policy, plan)
    return standings(replace(borough, planned_tiers=tiers))
