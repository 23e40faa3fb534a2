"""Who can come to a meeting: three kinds of resident, each with a day that is plainly said. Nothing here plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from scheduler.facts import SchoolPeriod
from scheduler.plan import PlannedMeeting
from scheduler.school import is_school_holiday, suits_school_age

SUNDAY = 6
SATURDAY = 5
LATE_SHIFT_LEAVES = time(13)
SCHOOL_DAY = (time(9, 30), time(14, 30))
WEEKEND_DAY = (time(10), time(16))

CanCome = Callable[[Sequence[SchoolPeriod], PlannedMeeting], bool]


@dataclass(frozen=True, slots=True)
class Audience:
    """One kind of resident. `day` says what is taken to be true of them, as a whole sentence."""

    name: str
    day: str
    can_come: CanCome


def _late_shift(school: Sequence[SchoolPeriod], meeting: PlannedMeeting) -> bool:
    is_over = meeting.ends_at.time() <= LATE_SHIFT_LEAVES
    return meeting.held_on.weekday() == SUNDAY or is_over


def _carer(school: Sequence[SchoolPeriod], meeting: PlannedMeeting) -> bool:
    if meeting.held_on.weekday() >= SATURDAY:
        return _within(meeting, WEEKEND_DAY)
    return not is_school_holiday(school, meeting.held_on) and _within(meeting, SCHOOL_DAY)


def _pupil(school: Sequence[SchoolPeriod], meeting: PlannedMeeting) -> bool:
    return suits_school_age(school, meeting.held_on, meeting.session, meeting.starts_at.time())


def _within(meeting: PlannedMeeting, hours: tuple[time, time]) -> bool:
    starts, ends = (datetime.combine(meeting.held_on, at, meeting.starts_at.tzinfo) for at in hours)
    return starts <= meeting.starts_at and meeting.ends_at <= ends


AUDIENCES: tuple[Audience, ...] = (
    Audience(
        "shift workers",
        "A shift worker is at work or on the way from 13:00 to 23:00, Monday to Saturday.",
        _late_shift,
    ),
    Audience(
        "carers",
        "A carer looks after children, and is free from 09:30 to 14:30 on school days and from 10:00 to 16:00 at "
        "weekends.",
        _carer,
    ),
    Audience(
        "school-age residents",
        "School-age residents can come at weekends, in the school holidays, and in the evening if it starts before "
        "19:30.",
        _pupil,
    ),
)
"""Ours, and rough: no survey of the borough's residents says when they are free."""
