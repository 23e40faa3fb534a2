"""Recommendations 4, 8 and 9: agendas, briefings and minutes, each by its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import ClassVar

from scheduler.evidence.lines import Paper, PaperIssued
from scheduler.evidence.measure import MeetingMeasure, share
from scheduler.evidence.status import Fact
from scheduler.evidence.year import YearKnown
from scheduler.plan import PlannedMeeting

AGENDA_COPY = "agenda"
"""The channel whose copy is the agenda for Public Realm."""


class _PaperInTime(MeetingMeasure):
    """A paper of a meeting was given out by its day."""

    paper: ClassVar[Paper]

    def facts_of(self, year: YearKnown, meeting: PlannedMeeting) -> Iterator[Fact]:
        """Each time that it was given out."""
        for line, said in year.noted(PaperIssued, meeting.meeting_id):
            if said.paper is self.paper:
                yield Fact(meeting.meeting_id, said.on, keeps=True, source=f"note/{line.number}", says="given out")


class MinutesInTime(_PaperInTime):
    """The minutes of each meeting are out within the days that the borough sets."""

    name = "minutes_in_time"
    recommendation = 8
    sentence = "The minutes of every meeting are out soon after it."
    target = share(90, 75, "People who could not come wait for them, and what was agreed begins with them.")
    paper = Paper.MINUTES

    def days_after(self, year: YearKnown) -> int:
        """The borough's days."""
        return year.borough.evidence.minutes_days


FRESH = timedelta(31)
"""Figures come out once a month: a briefing that is older than this does not tell what is known by the meeting."""


class BriefingReady(_PaperInTime):
    """The sergeant's briefing is ready before each meeting. Edges: one that was made weeks before is none"""

    name = "briefing_ready"
    recommendation = 9
    sentence = "The sergeant has the ward's figures before every meeting."
    target = share(90, 75, "It is made in a minute, and residents ask about the figures first.")
    paper = Paper.BRIEFING

    def days_after(self, year: YearKnown) -> int:
        """The borough's days."""
        return -year.borough.evidence.briefing_days

    def facts_of(self, year: YearKnown, meeting: PlannedMeeting) -> Iterator[Fact]:
        """Each time that it was made anew in the weeks before the meeting."""
        oldest = meeting.held_on - FRESH
        return (fact for fact in super().facts_of(year, meeting) if fact.on >= oldest)


class PublicRealmAgenda(_PaperInTime):
    """Public Realm has the agenda of each meeting that its officer comes to, ahead of it."""

    name = "public_realm_agenda"
    recommendation = 4
    sentence = "Public Realm gets the agenda ahead of each meeting that its officer comes to."
    target = share(90, 75, "An officer who knows what will be asked can bring the answer.")
    paper = Paper.AGENDA

    def meetings(self, year: YearKnown) -> Iterable[PlannedMeeting]:
        """Those with a Public Realm officer."""
        return (meeting for meeting in year.meetings if meeting.public_realm is not None)

    def days_after(self, year: YearKnown) -> int:
        """The borough's days."""
        return -year.borough.evidence.agenda_days

    def facts_of(self, year: YearKnown, meeting: PlannedMeeting) -> Iterator[Fact]:
        """Each time that it was given out, also by the channel that sends it."""
        yield from super().facts_of(year, meeting)
        for fact in year.told_by_meeting.get(meeting.meeting_id, ()):
            if fact.told_on and year.copies.get(fact.channel, fact.channel) == AGENDA_COPY:
                source = f"ledger/{fact.channel}/{meeting.meeting_id}"
                yield Fact(meeting.meeting_id, fact.told_on, keeps=True, source=source, says="sent")
