"""How meetings stand on the day that a page is drawn for: which are to come, which are over, and what became of those.

The day is given, for nothing here reads a clock. What comes of it changes only when a meeting passes, so that a page
keeps its bytes from one day to the next as long as it says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from publishers import wording
from publishers.languages import ENGLISH, Language, to_translate
from scheduler.release.edition import Edition
from scheduler.release.value import Release, ReleasedMeeting

Meetings = tuple[ReleasedMeeting, ...]


class HowItWent(StrEnum):
    """What became of a meeting. Edges: UNRECORDED where its day is over and nobody wrote down how it went"""

    TO_COME = "to come"
    HELD = "held"
    UNRECORDED = "unrecorded"
    CANCELLED = "cancelled"
    NOT_HELD = "not held"


OUTCOME_WORDS = {
    HowItWent.HELD: to_translate("This meeting took place."),
    HowItWent.UNRECORDED: to_translate("The time of this meeting is over. Whether it took place is not recorded yet."),
    HowItWent.CANCELLED: to_translate("This meeting was cancelled. It did not take place."),
    HowItWent.NOT_HELD: to_translate("This meeting was not held."),
}
"""What a page says of a meeting whose day is over, in English."""


@dataclass(frozen=True, slots=True)
class YearOver:
    """The meetings of one calendar year that are over, the latest first."""

    year: int
    meetings: Meetings


@dataclass(frozen=True, slots=True)
class Stand:
    """Some meetings as they stand on a day.

    Edges: both are by start, cancelled ones too; a meeting is to come until its local day is over; `first_day` is that
           of the period
    """

    to_come: Meetings
    over: Meetings
    first_day: date

    @property
    def all(self) -> Meetings:
        """All of them, by start."""
        return (*self.over, *self.to_come)

    @property
    def since(self) -> date:
        """From which day on nothing is left out of those to come: the day after the last that is over, if any is."""
        return self.over[-1].held_on + timedelta(days=1) if self.over else self.first_day

    @property
    def next_on(self) -> ReleasedMeeting | None:
        """The first to come that is not off."""
        return next((meeting for meeting in self.to_come if not meeting.is_off), None)

    def among(self, is_one: Callable[[ReleasedMeeting], bool]) -> Stand:
        """Those of one kind."""
        return replace(self, to_come=tuple(filter(is_one, self.to_come)), over=tuple(filter(is_one, self.over)))

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day of those to come; None where there are none."""
        return (self.to_come[0].held_on, self.to_come[-1].held_on) if self.to_come else None

    @property
    def years_over(self) -> tuple[YearOver, ...]:
        """What is over by year, the latest first; with a year of those to come that has none yet, where it will go."""
        found = {meeting.held_on.year: YearOver(meeting.held_on.year, ()) for meeting in self.to_come}
        for year, of_year in groupby(self.over, key=lambda meeting: meeting.held_on.year):
            found[year] = YearOver(year, tuple(of_year)[::-1])
        return tuple(found[year] for year in sorted(found, reverse=True))


NO_MEETINGS = Stand((), (), date.min)


def is_over(meeting: ReleasedMeeting, today: date) -> bool:
    """Whether the local day of a meeting is over."""
    return meeting.held_on < today


def standing(meetings: Iterable[ReleasedMeeting], today: date, first_day: date) -> Stand:
    """How some meetings stand on a day of a period that begins on `first_day`."""
    known = tuple(meetings)
    over = tuple(meeting for meeting in known if is_over(meeting, today))
    return Stand(tuple(meeting for meeting in known if not is_over(meeting, today)), over, first_day)


def by_ward(release: Release, today: date) -> Mapping[str, Stand]:
    """How the meetings of each ward of a release stand, by its code."""
    wards = release.meetings_by_ward.items()
    return {code: standing(meetings, today, release.first_day) for code, meetings in wards}


def outcome(meeting: ReleasedMeeting, today: date, *, is_known_held: bool) -> HowItWent:
    """What became of a meeting by a day. `is_known_held` is whether somebody recorded that, or minutes were issued."""
    if not is_over(meeting, today):
        return HowItWent.TO_COME
    if meeting.is_cancelled:
        return HowItWent.CANCELLED
    if meeting.is_not_held:
        return HowItWent.NOT_HELD
    return HowItWent.HELD if is_known_held else HowItWent.UNRECORDED


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What is known of the time after the last meeting.

    Edges: `until` is the last day of the period, None where that is over; `dates_on` is the day on which the next dates
           are to be told, None where nobody knows it
    """

    until: date | None
    dates_on: date | None


def afterwards(edition: Edition) -> Afterwards:
    """What an edition knows of it."""
    release, today = edition.release, edition.today
    dates_on = release.next_dates_on
    return Afterwards(
        release.last_day if release.last_day >= today else None,
        dates_on if dates_on and dates_on >= today else None,
    )


def no_more(after: Afterwards, lang: Language = ENGLISH) -> str:
    """What is said where meetings were, and none is to come."""
    if after.until is None:
        return lang.say("No more meetings have been set yet.")
    return lang.say("There are no more meetings up to the end of %(month)s.", month=wording.month(after.until, lang))


def next_dates(after: Afterwards, lang: Language = ENGLISH) -> str:
    """When the next dates are told."""
    if after.dates_on is None:
        return lang.say("We do not know yet when the next dates come.")
    return lang.say("The next dates come on %(day)s.", day=wording.day(after.dates_on, lang))


def span(days: tuple[date, date], lang: Language = ENGLISH) -> str:
    """The months from one day to another in words: 2027, or November 2027 to March 2028."""
    first, last = days
    if first.year == last.year:
        return str(first.year)
    return lang.say("%(first)s to %(last)s", first=wording.month(first, lang), last=wording.month(last, lang))
