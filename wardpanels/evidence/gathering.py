"""Gathers all that is known of a period by a moment, for the evidence book. It reads, and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from scheduler.evidence.lines import in_force
from scheduler.evidence.year import YearKnown
from scheduler.facts import Borough
from scheduler.plan import Plan
from scheduler.records import RecordLine
from scheduler.release.value import Release
from scheduler.release.versions import MeetingVersion
from scheduler.store import Store
from scheduler.tiers import Standing, inferred_tiers, standings
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.proving import channel_facts


def year_known(desk: Desk, at: datetime) -> YearKnown:
    """All that is known of the desk's period by a moment, also one that is past.

    Edges: before the first release there are no meetings, and nothing was told
    """
    store, code, first_day = desk.store, desk.code, desk.period.first_day
    lines = in_force(store.notes.lines(code), at)
    records = _records(store.records.lines(code), at)
    release = _release_by(store, desk, at)
    if release is None:
        return YearKnown(desk.borough, desk.period, at, standings=standings(desk.borough), records=records, lines=lines)
    plan = store.released_plan(code, first_day, release.number)
    versions = tuple(_as_known(store.versions(code, first_day), at))
    return YearKnown(
        borough=desk.borough,
        period=desk.period,
        at=at,
        meetings=plan.meetings,
        versions=versions,
        standings=_standings(desk.borough, plan),
        told=channel_facts(desk, versions, at),
        copies={way.channel: way.copy for way in desk.publicity.every},
        records=records,
        lines=lines,
    )


def _release_by(store: Store, desk: Desk, at: datetime) -> Release | None:
    """The newest release that was made by a moment."""
    for number in reversed(store.releases(desk.code, desk.period.first_day)):
        release = store.release(desk.code, desk.period.first_day, number)
        if release.released_at <= at:
            return release
    return None


def _as_known(versions: Iterable[MeetingVersion], at: datetime) -> Iterator[MeetingVersion]:
    """The versions that were released by a moment; what overtook one later was not known yet."""
    for version in versions:
        if version.released_at <= at:
            is_later = version.overtaken_at is not None and version.overtaken_at > at
            yield replace(version, overtaken_at=None) if is_later else version


def _records(lines: Iterable[RecordLine], at: datetime) -> Mapping[str, RecordLine]:
    """Each meeting's newest record of those written by a moment."""
    return {line.record.meeting_id: line for line in lines if line.recorded_at <= at}


def _standings(borough: Borough, plan: Plan) -> tuple[Standing, ...]:
    """What each ward was owed when the plan was made."""
    tiers = plan.planned_tiers or inferred_tiers(borough.policy, plan)
    return standings(replace(borough, planned_tiers=tiers))
