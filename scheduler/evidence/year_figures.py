"""Counts the year in figures from what was recorded. No clock: what is over is so by the moment of what is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from scheduler.evidence.bands import shown, shown_of_several
from scheduler.evidence.figures import Figure, YearFigures
from scheduler.evidence.year import YearKnown
from scheduler.facts import Role
from scheduler.plan import PlannedMeeting
from scheduler.policy import Session

SESSION_WORDS = {
    Session.EVENING: "Evenings",
    Session.WEEKDAY_DAYTIME: "Weekdays by day",
    Session.WEEKEND_DAYTIME: "Weekends by day",
}


def year_figures(year: YearKnown) -> YearFigures:
    """Return the figures of a period.

    Edges: cancelled meetings are in none; a hall, a session or a channel without any meeting is left out
    """
    held = [line.record for line in year.records.values() if line.record.meeting_id in year.meeting_by_id]
    stood_in = Counter(role for record in held for role in set(record.stood_in))
    asked = [shown(record.ages, record.residents) for record in held if record.ages and record.residents]
    halls = {venue.venue_id: venue.name for venue in year.borough.venues}
    return YearFigures(
        _figure(year, year.borough.profile.name, year.meetings),
        tuple(_figure(year, year.ward(code), meetings) for code, meetings in year.meetings_by_ward.items()),
        _by(year, lambda meeting: SESSION_WORDS[meeting.session]),
        _by(year, lambda meeting: halls.get(meeting.venue_id, meeting.venue_id)),
        tuple(_by_channel(year)),
        shown_of_several(asked),
        len(asked),
        {role: stood_in[role] for role in Role if role in stood_in},
        sum(record.roles is not None for record in held),
    )


def _by(year: YearKnown, name: Callable[[PlannedMeeting], str]) -> tuple[Figure, ...]:
    found: dict[str, list[PlannedMeeting]] = {}
    for meeting in year.meetings:
        if meeting.stands:
            found.setdefault(name(meeting), []).append(meeting)
    return tuple(_figure(year, of, found[of]) for of in sorted(found))


def _by_channel(year: YearKnown) -> Iterator[Figure]:
    """The meetings that each channel told of by their day, whichever version of them."""
    told: dict[str, dict[str, PlannedMeeting]] = {}
    for fact in year.told:
        meeting = year.meeting_by_id.get(fact.version.meeting_id)
        if meeting and fact.told_on and fact.told_on <= meeting.held_on and meeting.stands:
            told.setdefault(fact.channel, {})[meeting.meeting_id] = meeting
    for channel in sorted(told):
        yield _figure(year, channel, told[channel].values())


def _figure(year: YearKnown, of: str, meetings: Iterable[PlannedMeeting]) -> Figure:
    standing = [meeting for meeting in meetings if meeting.stands]
    over = [meeting for meeting in standing if not year.is_to_come(meeting)]
    records = [year.records[meeting.meeting_id].record for meeting in over if meeting.meeting_id in year.records]
    came = [record.residents for record in records if record.residents is not None]
    new = [record.first_timers for record in records if record.first_timers is not None]
    not_held = sum(record.not_held is not None for record in records)
    return Figure(
        of=of,
        held=len(came),
        not_held=not_held,
        unrecorded=len(over) - len(came) - not_held,
        to_come=len(standing) - len(over),
        residents=sum(came) if came else None,
        counted=len(came),
        first_timers=sum(new) if new else None,
        asked=len(new),
    )
