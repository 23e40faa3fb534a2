"""Recommendation 7: meetings are listed rightly at police.uk when people look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from scheduler.evidence.lines import Sight, Sighting
from scheduler.evidence.measure import Measure, share
from scheduler.evidence.status import Fact, Promise
from scheduler.evidence.year import YearKnown
from scheduler.plan import PlannedMeeting

POLICE_UK_COPY = "police-uk"
SOURCE = "police.uk"
"""What sightings call the place."""

LOOKED_BEFORE = timedelta(2)
"""A look in the two days before the last day still says what stood there by then."""

DAY_BEFORE = timedelta(1)


class RightOnPoliceUk(Measure):
    """Each meeting was seen to be right at police.uk on the day by which it had to be, and again the day before it.

    Edges: `lead` is kept by the first look that found it right, and broken where the last one before the meeting still
           found it wrong; `eve` goes by the last look of the days before the meeting; not looked is not recorded
    """

    name = "right_on_police_uk"
    recommendation = 7
    sentence = "Every meeting stands rightly at police.uk, weeks ahead and on the day before."
    unit = ("look", "looks")
    target = share(90, 75, "The page is filled in by hand, and shows a change after some days.")

    def promises(self, year: YearKnown) -> Iterator[Promise]:
        """Two a meeting that is to be listed there."""
        for meeting, lead in _listed(year):
            name, rest = year.named(meeting), (meeting.ward_code, meeting.meeting_id)
            yield Promise(f"{meeting.meeting_id}/lead", f"{name}, weeks ahead", lead, *rest)
            yield Promise(f"{meeting.meeting_id}/eve", f"{name}, the day before", meeting.held_on - DAY_BEFORE, *rest)

    def facts(self, year: YearKnown) -> Iterator[Fact]:
        """What was seen."""
        for meeting, lead in _listed(year):
            looks = [
                (line.number, year.day_of(said.looked_at), said.sight)
                for line, said in year.noted(Sighting, meeting.meeting_id)
                if said.source == SOURCE and said.sight is not Sight.NOT_LOOKED
            ]
            before = [look for look in looks if look[1] <= meeting.held_on]
            right = [look for look in before if look[2] is Sight.RIGHT]
            late = [look for look in before if look[1] >= lead]
            yield from (_fact(meeting, "lead", look) for look in (right[:1] or late[-1:]))
            eve = [look for look in before if look[1] >= meeting.held_on - DAY_BEFORE - LOOKED_BEFORE]
            yield from (_fact(meeting, "eve", look) for look in eve[-1:])


def _fact(meeting: PlannedMeeting, which: str, look: tuple[int, date, Sight]) -> Fact:
    number, day, sight = look
    return Fact(f"{meeting.meeting_id}/{which}", day, sight is Sight.RIGHT, f"note/{number}", sight.value)


def _listed(year: YearKnown) -> Iterator[tuple[PlannedMeeting, date]]:
    """The meetings that police.uk is to list, each with the last day in time; not those cancelled before it."""
    for meeting in year.meetings:
        due = [
            fact.due_on
            for fact in year.told_by_meeting.get(meeting.meeting_id, ())
            if fact.due_on and year.copies.get(fact.channel, fact.channel) == POLICE_UK_COPY
        ]
        cancelled = year.cancelled_on(meeting.meeting_id)
        if due and not (cancelled and cancelled[0] <= due[0]):
            yield meeting, due[0]
