"""When school-age residents are at school, by the borough's terms. Facts in, yes or no out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from scheduler.facts import SchoolPeriod
from scheduler.policy import Session

LATEST_START = time(19, 30)
"""An evening meeting suits school-age residents if it starts before this: a meeting of an hour and a half then ends
before nine. Ours: no source gives a time."""


LONGEST_HOLIDAY_DAYS = 60
"""Two terms that are farther apart have one between them that is not listed. Ours: a summer has six or seven weeks."""


def is_school_holiday(school: Sequence[SchoolPeriod], day: date) -> bool:
    """Whether schools are known to be closed for a holiday. Edges: weekends are not asked about"""
    return school_holiday(school, day) is True


def school_holiday(school: Sequence[SchoolPeriod], day: date) -> bool | None:
    """Whether schools are closed for a holiday: between two terms or in a half term's; None where no term tells."""
    if any(day in period.days for period in school if not period.is_term):
        return True
    terms = [period.days for period in school if period.is_term]
    if any(day in term for term in terms):
        return False
    before = max((term.last for term in terms if term.last < day), default=None)
    after = min((term.first for term in terms if term.first > day), default=None)
    if before is None or after is None or (after - before).days > LONGEST_HOLIDAY_DAYS:
        return None
    return True


def suits_school_age(school: Sequence[SchoolPeriod], day: date, session: Session, starts: time) -> bool:
    """Whether school-age residents can come: weekends, school holidays, and evenings that start early enough."""
    if session is Session.EVENING:
        return starts < LATEST_START
    return session is Session.WEEKEND_DAYTIME or is_school_holiday(school, day)
