"""Today: what somebody has to see to now, by what they may do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from publishers.handover import about, nearest, time_left
from scheduler.evidence.status import Colour
from scheduler.items import Item
from scheduler.plan import PlannedMeeting
from scheduler.release.value import Release
from wardpanels.console.request import Request, Route, Screen
from wardpanels.console.wording_for_staff import Names, how_far, when
from wardpanels.evidence.reporting import Report, report_on
from wardpanels.faults import NothingYet
from wardpanels.people.rights import Act
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.due import Due, Selection, still_due
from wardpanels.year.attention import Attention, attention
from wardpanels.year.recording import records_of
from wardpanels.year.releasing import latest_release, released_plan

MOST_SHOWN = 5
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
    due_now: int
    to_approve: int
    in_hand: int
    missed: int
    closed: tuple[str, ...]

    @property
    def is_clear(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.corrections or self.due_now or self.to_approve or self.in_hand or self.missed or self.closed)


def today(asked: Request) -> Screen:
    """The page."""
    facts: dict[str, object] = {"today": asked.today, "period": asked.period, "release": None}
    try:
        release = latest_release(asked.store, asked.borough.profile.code, asked.period)
    except NothingYet:
        return Screen("today", "Today", facts, "today")
    facts |= {"release": release, **_of_meetings(asked, release)}
    desk = asked.house.desk(asked.period)
    if asked.may(Act.CONFIRM):
        facts["desk"] = _counts(still_due((desk,), Selection(), asked.at))
    facts["plan"] = _plan(desk, asked.at)
    return Screen("today", "Today", facts, "today")


def _of_meetings(asked: Request, release: Release) -> dict[str, object]:
    plan = released_plan(asked.store, release)
    records = records_of(asked.store, asked.borough.profile.code)
    found = attention(asked.problem, plan, records, asked.at, asked.person.ward_codes)
    return _cards(asked, found)


def _cards(asked: Request, found: Attention) -> dict[str, object]:
    names = Names(asked.borough)

    def card(meeting: PlannedMeeting, why: tuple[str, ...] = ()) -> MeetingCard:
        crew = tuple(names.crew(meeting)) if asked.may(Act.SEE_STAFF) else ()
        return MeetingCard(
            meeting.meeting_id,
            names.ward(meeting.ward_code),
            when(meeting.starts_at),
            how_far(meeting.held_on, asked.today),
            names.hall(meeting.venue_id),
            crew,
            why,
            asked.may(Act.RECORD, meeting.ward_code),
            asked.may(Act.CALL_OFF, meeting.ward_code),
        )

    soon = [each for each in found.coming if each.starts_at < asked.at + SOON]
    return {
        "unrecorded": [card(each) for each in found.unrecorded[:MOST_SHOWN]],
        "more_unrecorded": max(0, len(found.unrecorded) - MOST_SHOWN),
        "troubled": [card(each.meeting, each.why) for each in found.troubled[:MOST_SHOWN]],
        "more_troubled": max(0, len(found.troubled) - MOST_SHOWN),
        "soon": [card(each) for each in (soon or found.coming[:1])[:MOST_SHOWN]],
        "more_soon": max(0, len(soon) - MOST_SHOWN),
    }


def _counts(found: Due) -> DeskCounts:
    at = found.at
    ready = [item for item in found.items if item.due_at <= at]
    return DeskCounts(
        corrections=tuple(_due_card(found, item) for item in ready if item.is_correction)[:MOST_SHOWN],
        due_now=sum(item.is_open and not item.is_correction for item in ready),
        to_approve=sum(item.awaits_approval for item in ready),
        in_hand=sum(not item.is_open for item in ready),
        missed=len(found.missed),
        closed=tuple(each.channel for each in found.closed),
    )


def _due_card(found: Due, item: Item) -> DueCard:
    release = found.releases[item.first_day]
    left = time_left(nearest(item, release, found.at), found.at)
    return DueCard(item.key, item.channel, about(release, item.meetings), left)


def _plan(desk: Desk, at: datetime) -> dict[str, object]:
    report: Report = report_on(desk, at)
    colours = Counter(each.colour for each in report.plan.recommendations)
    return {
        "colours": [(colour, colours[colour]) for colour in Colour if colours[colour]],
        "since": report.since,
        "changes": report.changes,
    }


ROUTES = (Route("/", today, Act.SEE),)
