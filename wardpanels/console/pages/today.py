"""Today: what somebody has to see to now, by what they may do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from publishers.handover import about, nearest, time_left
from scheduler.evidence.status import Colour
from scheduler.items import Item, ItemGroup
from scheduler.job import Job, JobState
from scheduler.period import Period
from scheduler.plan import PlannedMeeting
from scheduler.release.value import Release
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import Names, how_far, when
from wardpanels.console.wording_of_jobs import heading
from wardpanels.evidence.reporting import Report
from wardpanels.faults import NothingYet
from wardpanels.jobs.kind import JobTurn
from wardpanels.people.rights import Act
from wardpanels.publicity.desk import closed_channels
from wardpanels.publicity.handling import desk_now
from wardpanels.year.attention import attention, unrecorded
from wardpanels.year.recording import records_of
from wardpanels.year.releasing import latest_release, released_plan

MOST_SHOWN = 5
MOST_JOBS = 50
TELLING = (JobTurn.TELL, JobTurn.CALL_OFF)
NOT_WELL = (JobState.REFUSED, JobState.FAILED, JobState.LOST)
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class MeetingCard:
    """A meeting as a list of Today shows it. Edges: `crew` is empty where somebody may not see staff"""

    meeting_id: str
    ward: str
    when: str
    far: str
    hall: str
    crew: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    may_record: bool = False
    may_call_off: bool = False


@dataclass(frozen=True, slots=True)
class DueCard:
    """One thing of the publicity as a list of Today shows it."""

    key: str
    channel: str
    about: str
    left: str


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How much the publicity desk has to see to, and the first of what must be put right."""

    corrections: tuple[DueCard, ...]
    groups: tuple[tuple[str, str, int], ...]
    closed: tuple[str, ...]

    @property
    def is_clear(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.corrections or self.groups or self.closed)


SAID = {
    ItemGroup.BY_HAND: "to post by hand",
    ItemGroup.TO_APPROVE: "to approve",
    ItemGroup.FAILED: "failed",
    ItemGroup.MISSED: "missed lately",
}
"""What somebody has to see to, and how it is said after its number."""


def today(asked: Request) -> Answer:
    """The page. Edges: where there are no wards yet, the way to begin"""
    if not asked.house.has_begun:
        return Redirect("/set-up")
    facts: dict[str, object] = {"today": asked.today, "release": None, **asked.periods_told, **_to_record(asked)}
    facts["untold"] = [(job.number, heading(job)) for job in _untold(asked)]
    try:
        release = latest_release(asked.store, asked.borough.profile.code, asked.period)
    except NothingYet:
        return Screen("today", "Today", facts, "today")
    facts |= {"release": release, **_of_meetings(asked, release)}
    if asked.may(Act.CONFIRM):
        facts["desk"] = _counts(asked, release)
    facts["plan"] = _plan(asked.house.report(asked.period))
    return Screen("today", "Today", facts, "today")


def _untold(asked: Request) -> list[Job]:
    """What was to be told to residents lately and was not: the last of its turn, where that did not end well."""
    jobs = asked.store.jobs.listed(asked.borough.profile.code, most=MOST_JOBS)
    last: dict[str, Job] = {}
    for job in jobs:
        if job.turn in TELLING and not job.is_under_way:
            last.setdefault(job.turn, job)
    return [job for job in last.values() if job.state in NOT_WELL and job.asked_at + SOON > asked.at]


def _to_record(asked: Request) -> dict[str, object]:
    """What nobody has recorded, the latest first, and how much more there is by period: of periods that are over too.

    Edges: a year does not take what is missing of the one before with it
    """
    code, wards = asked.borough.profile.code, asked.person.ward_codes
    names, records, room = Names(asked.borough), records_of(asked.store, code), MOST_SHOWN
    cards: list[MeetingCard] = []
    more: list[tuple[Period, int]] = []
    for period in asked.house.periods().to_record:
        plan = released_plan(asked.store, latest_release(asked.store, code, period))
        found = unrecorded(plan, records, asked.at, wards)
        cards += [_card(asked, names, each) for each in found[:room]]
        if len(found) > room:
            more.append((period, len(found) - room))
        room -= min(room, len(found))
    return {"unrecorded": cards, "more_unrecorded": more}


def _of_meetings(asked: Request, release: Release) -> dict[str, object]:
    names, plan = Names(asked.borough), released_plan(asked.store, release)
    found = attention(asked.problem, plan, asked.at, asked.person.ward_codes)
    soon = [each for each in found.coming if each.starts_at < asked.at + SOON]
    return {
        "troubled": [_card(asked, names, each.meeting, each.why) for each in found.troubled[:MOST_SHOWN]],
        "more_troubled": max(0, len(found.troubled) - MOST_SHOWN),
        "soon": [_card(asked, names, each) for each in (soon or found.coming[:1])[:MOST_SHOWN]],
        "more_soon": max(0, len(soon) - MOST_SHOWN),
    }


def _card(asked: Request, names: Names, meeting: PlannedMeeting, why: tuple[str, ...] = ()) -> MeetingCard:
    sees_staff = asked.may(Act.SEE_STAFF)
    return MeetingCard(
        meeting.meeting_id,
        names.ward(meeting.ward_code),
        when(meeting.starts_at),
        how_far(meeting.held_on, asked.today),
        names.hall(meeting.venue_id),
        tuple(names.crew(meeting)) if sees_staff else (),
        tuple(names.why(meeting, each) if sees_staff else each for each in why),
        asked.may(Act.RECORD, meeting.ward_code),
        asked.may(Act.CALL_OFF, meeting.ward_code),
    )


def _counts(asked: Request, release: Release) -> DeskCounts:
    """What there is to do about this person's wards."""
    desk, at = asked.desk, asked.at
    now = desk_now(desk, asked.person.ward_codes, at, MOST_SHOWN)
    return DeskCounts(
        corrections=tuple(_due_card(release, item, at) for item in now.corrections),
        groups=tuple((group.value, SAID[group], now.counts[group]) for group in SAID if now.counts[group]),
        closed=tuple(each.channel for each in closed_channels(desk)),
    )


def _due_card(release: Release, item: Item, at: datetime) -> DueCard:
    left = time_left(nearest(item, release, at), at)
    return DueCard(item.key, item.channel, about(release, item.meetings), left)


def _plan(report: Report) -> dict[str, object]:
    colours = Counter(each.colour for each in report.plan.recommendations)
    return {
        "colours": [(colour, colours[colour]) for colour in Colour if colours[colour]],
        "since": report.since,
        "changes": report.changes,
    }


ROUTES = (Route("/", today, Act.SEE),)
