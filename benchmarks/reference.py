"""What a year allows, worked out the slow and obvious way: the yardstick for the real rule book.

Shares no code with the rule book, the audit or the solver, so that a mistake has to be made twice to go unseen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from operator import itemgetter

import holidays
from opening_hours import OpeningHours, State

from scheduler.facts import Borough, DayKind, Known, Officer, Role, Venue, Ward
from scheduler.plan import PlannedMeeting
from scheduler.policy import Session, Tier
from scheduler.tiers import Standing, standings

Spans = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True, order=True)
class When:
    """One permitted time for a meeting, in local time without a zone."""

    starts: datetime
    ends: datetime
    session: Session

    @property
    def day(self) -> date:
        """The day it is on."""
        return self.starts.date()


@dataclass(frozen=True, slots=True)
class WardYear:
    """What one ward is owed, and every time and hall at which it could meet if it were the only ward.

    Edges: `halls` has usable halls only, in order of their id; `staff` has everyone who may come to the ward;
           `before` and `after` are its nearest meetings of other years
    """

    ward: Ward
    tier: Tier
    halls: Mapping[str, frozenset[When]]
    staff: Mapping[str, frozenset[When]]
    whens: tuple[When, ...]
    before: PlannedMeeting | None = None
    after: PlannedMeeting | None = None
    useful: tuple[date, date] = (date.min, date.max)

    @property
    def longest_before(self) -> int:
        """The most days from the meeting before to the year's first: the tier's, or two weeks past the first that could
        be, if that leaves less than a week of choice."""
        assert self.before
        gaps = [(when.day - self.before.held_on).days for when in self.whens if when.day >= self.useful[0]]
        return self._longest([gap for gap in gaps if gap >= self.tier.min_gap_days])

    @property
    def longest_after(self) -> int:
        """The most days from the year's last meeting to the one after, likewise."""
        assert self.after
        gaps = [(self.after.held_on - when.day).days for when in self.whens if when.day <= self.useful[1]]
        return self._longest([gap for gap in gaps if gap >= self.tier.min_gap_days])

    def _longest(self, gaps: Sequence[int]) -> int:
        shortest = min(gaps, default=0)
        return self.tier.max_gap_days if shortest + 7 <= self.tier.max_gap_days else shortest + 14


@dataclass(frozen=True, slots=True)
class ReferenceYear:
    """One borough's calendar year, before anything is decided."""

    borough: Borough
    first_day: date
    last_day: date
    wards: tuple[WardYear, ...]
    windows: tuple[tuple[date, date], ...]

    @property
    def days(self) -> int:
        """How many days the year has."""
        return (self.last_day - self.first_day).days + 1


def reference_year(borough: Borough, year: int, others: Sequence[PlannedMeeting] = ()) -> ReferenceYear:
    """Everything the rules say about single slots. `windows` are the quarters' first and last allowed days.

    `others`: the meetings of other years
    """
    whens = tuple(_permitted(borough, year))
    duty = {officer.officer_id: _on_duty(borough, officer, whens) for officer in borough.officers}
    opening = {venue.venue_id: _open(venue, whens) for venue in borough.venues}
    wards = tuple(_ward_year(borough, standing, whens, opening, duty) for standing in standings(borough))
    windows = _windows(borough, year)
    beside = tuple(_between_others(place, year, others, windows) for place in wards)
    return ReferenceYear(borough, date(year, 1, 1), date(year, 12, 31), beside, windows)


def _between_others(
    place: WardYear, year: int, others: Sequence[PlannedMeeting], windows: Sequence[tuple[date, date]]
) -> WardYear:
    """With the meetings on either side; a ward that owes no more than one a quarter meets within the quarters."""
    own = sorted(((each.held_on, each) for each in others if each.ward_code == place.ward.code), key=itemgetter(0))
    before = [each for day, each in own if day.year == year - 1]
    after = [each for day, each in own if day.year > year]
    beside = replace(place, before=before[-1] if before else None, after=after[0] if after else None)
    is_tight = place.tier.meetings <= len(windows)
    return replace(beside, useful=(windows[0][0], windows[-1][1])) if is_tight else beside


def officers_of(borough: Borough, ward: Ward, *roles: Role) -> list[Officer]:
    """Officers in these roles who may come to the ward: for sergeants, leads and deputies."""
    return [
        officer
        for officer in borough.officers
        if officer.role in roles
        and (
            ward.code in officer.ward_codes
            or (officer.role is Role.SERGEANT and ward.code in officer.deputy_ward_codes)
        )
    ]


def _permitted(borough: Borough, year: int) -> Iterable[When]:
    """permitted_starts and closed_days."""
    shut = _bank_holidays(year)
    length = timedelta(minutes=borough.policy.length_minutes)
    closed = [row for row in borough.special_days if row.kind is DayKind.CLOSED]
    for day in (date(year, 1, 1) + timedelta(days=number) for number in range(366)):
        for session, start in _sittings(borough, day):
            is_closed = any(day in row.days and row.part.covers(session) for row in closed)
            if day.year == year and day not in shut and not is_closed:
                starts = datetime.combine(day, start)
                yield When(starts, starts + length, session)


def _sittings(borough: Borough, day: date) -> Iterable[tuple[Session, time]]:
    is_weekend = day.weekday() >= 5
    sessions = (Session.WEEKEND_DAYTIME,) if is_weekend else (Session.EVENING, Session.WEEKDAY_DAYTIME)
    return ((session, start) for session in sessions for start in borough.policy.starts.get(session, ()))


def _bank_holidays(year: int) -> set[date]:
    english = set(holidays.country_holidays("GB", subdiv="ENG", years=year))
    return english | {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}


def _open_spans(hours: str, whens: Sequence[When]) -> Spans:
    """Times of being open, those that touch joined into one."""
    if not whens:
        return ()
    first, last = whens[0].starts - timedelta(days=2), whens[-1].ends + timedelta(days=2)
    spans: list[tuple[datetime, datetime]] = []
    for starts, ends, state, _ in OpeningHours(hours, country="GB").intervals(first, last):
        if state != State.OPEN:
            continue
        if spans and spans[-1][1] == starts:
            starts = spans.pop()[0]
        spans.append((starts, ends))
    return spans


def _covered(hours: str, whens: Sequence[When]) -> Iterable[When]:
    spans = _open_spans(hours, whens)
    for when in whens:
        before = bisect_right(spans, when.starts, key=lambda span: span[0]) - 1
        if before >= 0 and when.ends <= spans[before][1]:
            yield when


def _open(venue: Venue, whens: Sequence[When]) -> frozenset[When]:
    return frozenset(
        when for when in _covered(venue.opening_hours, whens) if not any(when.day in closed for closed in venue.closed)
    )


def _on_duty(borough: Borough, officer: Officer, whens: Sequence[When]) -> frozenset[When]:
    away = [absence.days for absence in borough.absences if absence.officer_id == officer.officer_id]
    return frozenset(
        when for when in _covered(officer.working_hours, whens) if not any(when.day in days for days in away)
    )


def _ward_year(
    borough: Borough,
    standing: Standing,
    whens: Sequence[When],
    opening: Mapping[str, frozenset[When]],
    duty: Mapping[str, frozenset[When]],
) -> WardYear:
    ward, tier, expected = standing.ward, standing.tier, standing.expected_residents
    sergeants = [duty[each.officer_id] for each in officers_of(borough, ward, Role.SERGEANT)]
    ward_officers = [duty[each.officer_id] for each in officers_of(borough, ward, Role.DWO, Role.PCSO)]
    staffed = frozenset().union(*sergeants) & frozenset().union(*ward_officers)
    owed = [when for when in whens if when in staffed and (tier.daytime if when.session.is_daytime else tier.evening)]
    at_hall = {
        venue.venue_id: opening[venue.venue_id].intersection(owed)
        for venue in borough.venues
        if _is_suitable(borough, venue, ward, expected)
    }
    halls = {venue_id: at_hall[venue_id] for venue_id in sorted(at_hall) if at_hall[venue_id]}
    staff = {each.officer_id: duty[each.officer_id] for each in officers_of(borough, ward, *Role)}
    return WardYear(ward, tier, halls, staff, tuple(sorted(frozenset().union(*halls.values()))))


def _is_suitable(borough: Borough, venue: Venue, ward: Ward, expected: int) -> bool:
    is_step_free = venue.step_free is Known.YES or not borough.policy.step_free_required
    return ward.code in venue.ward_codes and venue.capacity >= expected and is_step_free


def _windows(borough: Borough, year: int) -> tuple[tuple[date, date], ...]:
    windows = []
    for month in (1, 4, 7, 10):
        first = date(year, month, 1)
        last = (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
        boards = [board.held_on for board in borough.board if first <= board.held_on <= last]
        before = timedelta(days=borough.policy.limits.days_before_board)
        windows.append((first, min(boards) - before if boards else last))
    return tuple(windows)
