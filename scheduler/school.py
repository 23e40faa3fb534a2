"""When school-age residents are at school, by the borough's terms. Facts in, yes or no out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from scheduler.facts import SchoolPeriod
from scheduler.policy import Session

LATEST_START = time(19, 30)
"""An evening meeting suits school-age residents if it starts before this: a meeting of an hour and a half then ends
before nine. Ours: no source gives a time."""


def is_school_holiday(school: Sequence[SchoolPeriod], day: date) -> bool:
    """Whether schools are known to be closed for a holiday.

    Edges: only between two terms that are known, or in a half term's holiday; weekends are not asked about
    """
    terms = [period.days for period in school if period.is_term]
    if any(day in period.days for period in school if not period.is_term):
        return True
    between = any(term.last < day for term in terms) and any(term.first > day for term in terms)
    return between and not any(day in term for term in terms)


def suits_school_age(school: Sequence[SchoolPeriod], day: date, session: Session, starts: time) -> bool:
    """Whether school-age residents can come: weekends, school holidays, and evenings that start early enough."""
    if session is Session.EVENING:
        return starts < LATEST_START
    return session is Session.WEEKEND_DAYTIME or is_school_holiday(school, day)
