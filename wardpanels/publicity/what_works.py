"""What brings people to pages, and what goes along with it at meetings. It says no cause, and nothing of few visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import mean

from scheduler.days import days_from, local_day
from scheduler.facts import BoroughProfile
from scheduler.period import Period
from scheduler.records import MeetingRecord
from scheduler.release.value import Release, ReleasedMeeting
from scheduler.store import Store
from scheduler.visited import Visited
from wardpanels.year.recording import records_of
from wardpanels.year.showing import newest_releases

ENOUGH_VISITS = 100
"""Of fewer visits nothing is ranked and no share is told: ten more or less would turn it round."""

ENOUGH_MEETINGS = 20
"""Of fewer meetings nothing is told of what goes along with what."""

BEFORE = timedelta(days=27)
"""Visits in four weeks, the day of the meeting included, are held beside who came."""


@dataclass(frozen=True, slots=True)
class MeetingVisits:
    """One meeting that has begun.

    Edges: `visits` to its page in the four weeks up to it are None where the log of any of those days was not read;
           `residents` and `first_timers` are None where nobody recorded them
    """

    meeting_id: str
    ward_code: str
    held_on: date
    visits: int | None
    residents: int | None
    first_timers: int | None


@dataclass(frozen=True, slots=True)
class TwoHalves:
    """How many came on average to the half of the meetings whose pages were visited more, and to the other half."""

    meetings: int
    of_more: float
    of_less: float


@dataclass(frozen=True, slots=True)
class WhatWorks:
    """What is known of the visits of some days.

    Edges: `unread` are the days, up to the one that is asked on, of which no log was read; `wards` are names by code,
           those asked for, in order
    """

    days: Period
    read: int
    unread: tuple[Period, ...]
    visits: Mapping[Visited, int]
    meetings: tuple[MeetingVisits, ...]
    wards: Mapping[str, str]

    @property
    def total(self) -> int:
        """All visits."""
        return sum(self.visits.values())

    @property
    def is_enough(self) -> bool:
        """Whether there are so many visits that it says something which way brought more."""
        return self.total >= ENOUGH_VISITS

    @property
    def by_channel(self) -> Mapping[str, Mapping[str, int]]:
        """The visits by channel and, of that, moment: most first where that says something, or else by name."""
        found: dict[str, Counter[str]] = {}
        for each in sorted(self.visits):
            found.setdefault(each.channel, Counter())[each.moment] += self.visits[each]
        order = sorted(found, key=lambda name: (-found[name].total() if self.is_enough else 0, name))
        return {name: found[name] for name in order}

    @property
    def by_ward(self) -> Mapping[str, int]:
        """The visits by ward, in the order of `wards`, then under "" those to pages of the whole borough."""
        found = Counter[str]()
        for each, count in self.visits.items():
            found[each.ward_code] += count
        return {code: found[code] for code in (*self.wards, "") if code or found[code]}

    @property
    def beside(self) -> TwoHalves | None:
        """Visits held beside attendance. Edges: None for few meetings, or where as many visits stand on both sides"""
        known = [one for one in self.meetings if one.visits is not None and one.residents is not None]
        ranked = sorted(known, key=lambda one: -(one.visits or 0))
        half = len(ranked) // 2
        more, less = ranked[:half], ranked[len(ranked) - half :]
        if len(ranked) < ENOUGH_MEETINGS or more[-1].visits == less[0].visits:
            return None
        return TwoHalves(2 * half, mean(one.residents or 0 for one in more), mean(one.residents or 0 for one in less))


def what_works(store: Store, profile: BoroughProfile, days: Period, ward: str | None, at: datetime) -> WhatWorks:
    """What is known, at a moment, of the visits of some days and of the meetings held in them; `ward` is one's code."""
    code, last_day = profile.code, min(days.last_day, local_day(at, profile.timezone))
    releases = newest_releases(store, code)
    past = days_from(days.first_day, last_day) if last_day >= days.first_day else ()
    read = store.visits.days(code, days.first_day - BEFORE, days.last_day)
    counts = store.visits.counts(code, days.first_day - BEFORE, days.last_day)
    names = {each.code: each.name for release in releases for each in release.wards if ward in (None, each.code)}
    records = records_of(store, code)
    return WhatWorks(
        days=days,
        read=len(read & set(past)),
        unread=_spans(day for day in past if day not in read),
        visits={each: n for each, n in counts.items() if each.day in days and ward in (None, each.ward_code)},
        meetings=tuple(
            _of_meeting(one, counts, read, records)
            for one in _held(releases, at)
            if one.held_on in days and ward in (None, one.ward_code)
        ),
        wards=dict(sorted(names.items(), key=lambda named: named[1])),
    )


def _held(releases: Sequence[Release], at: datetime) -> tuple[ReleasedMeeting, ...]:
    """The meetings that have begun, by date."""
    found = {one.meeting_id: one for release in releases for one in release.meetings}
    begun = (one for one in found.values() if one.starts_at <= at and not one.is_cancelled)
    return tuple(sorted(begun, key=lambda one: (one.starts_at, one.meeting_id)))


def _of_meeting(
    meeting: ReleasedMeeting, counts: Mapping[Visited, int], read: frozenset[date], records: Mapping[str, MeetingRecord]
) -> MeetingVisits:
    span = Period(meeting.held_on - BEFORE, meeting.held_on)
    seen = sum(n for each, n in counts.items() if each.meeting_id == meeting.meeting_id and each.day in span)
    record = records.get(meeting.meeting_id)
    return MeetingVisits(
        meeting.meeting_id,
        meeting.ward_code,
        meeting.held_on,
        seen if read.issuperset(span.days) else None,
        record.residents if record else None,
        record.first_timers if record else None,
    )


def _spans(days: Iterable[date]) -> tuple[Period, ...]:
    """Days in order, those that follow each other together."""
    numbered = enumerate(days)
    runs = (tuple(day for _, day in run) for _, run in groupby(numbered, lambda pair: pair[1] - timedelta(pair[0])))
    return tuple(Period(run[0], run[-1]) for run in runs)
