"""Opening hours made up from the grammar, against the slow and obvious way to tell a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.days import bank_holidays
from scheduler.hours import local_hours, open_spans, said
from scheduler.opening.expression import OpenState
from scheduler.opening.syntax import rules_of
from scheduler.opening.tokens import NotHours
from scheduler.school import school_holiday
from tests.scheduler.opening.school import SCHOOL

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HALF_HOUR = 30
DAY = 24 * 60


@dataclass(frozen=True)
class Made:
    """One rule as it was made up: `months` and `weekdays` are first and last, `times` in minutes."""

    joins: str
    months: tuple[int, int] | None
    weekdays: tuple[int, int] | None
    holidays: str
    times: tuple[tuple[int, int], ...]
    state: str

    def __str__(self):
        months = self.months and f"{MONTHS[self.months[0] - 1]}-{MONTHS[self.months[1] - 1]}"
        weekdays = self.weekdays and f"{WEEKDAYS[self.weekdays[0]]}-{WEEKDAYS[self.weekdays[1]]}"
        days = ",".join(part for part in (weekdays, self.holidays) if part)
        return " ".join(part for part in (months, days, ",".join(map(span, self.times)), self.state) if part)

    def is_on(self, day, is_school_holiday):
        if self.months and not within(day.month, *self.months):
            return False
        if not (self.weekdays or self.holidays):
            return True
        is_weekday = bool(self.weekdays) and within(day.weekday(), *self.weekdays)
        is_bank_holiday = self.holidays == "PH" and day in bank_holidays(day.year)
        return is_weekday or is_bank_holiday or (self.holidays == "SH" and is_school_holiday)

    def says_of(self, minute):
        """Of a minute of a day that it is on, which may be one of the night after; None where it says nothing."""
        state = {"": "open", "off": "closed"}.get(self.state, self.state)
        if not self.times:
            return state if minute < DAY or state == "closed" else None
        return state if any(begins <= minute < ends for begins, ends in self.times) else None


def span(times):
    begins, ends = times
    return f"{begins // 60:02}:{begins % 60:02}-{(ends - 1) % DAY // 60 if ends % 60 else ends // 60:02}:{ends % 60:02}"


def within(number, first, last):
    return first <= number <= last if first <= last else number >= first or number <= last


def of_day(rules, day, minute, is_school_holiday):
    state, kept = "closed", []
    for rule in rules:
        if rule.is_on(day, is_school_holiday):
            if rule.joins == ";" and rule.state != "off":
                kept = []
            kept.append(rule)
    for rule in kept:
        said_of_it = rule.says_of(minute)
        if said_of_it and (rule.joins != "||" or state == "closed"):
            state = said_of_it
    return state


def obvious(rules, school, moment):
    minute = moment.hour * 60 + moment.minute
    told = set()
    for day, at in ((moment.date(), minute), (moment.date() - timedelta(days=1), minute + DAY)):
        holiday = school_holiday(school, day)
        readings = (False, True) if holiday is None else (holiday,)
        states = {of_day(rules, day, at, reading) for reading in readings}
        told.add(states.pop() if len(states) == 1 else "unknown")
    return next(state for state in ("open", "unknown", "closed") if state in told)


half_hours = st.integers(0, 47).map(lambda n: n * HALF_HOUR)
spans = st.builds(lambda begins, long: (begins, begins + long * HALF_HOUR), half_hours, st.integers(1, 40))
pairs = st.sampled_from(((0, 4), (0, 6), (5, 6), (4, 0), (1, 1), (2, 3)))


@st.composite
def expressions(draw):
    rules = []
    for n in range(draw(st.integers(1, 4))):
        is_bare = bool(rules) and not (rules[-1].times or rules[-1].state)
        joins = draw(st.sampled_from((";", "||") if is_bare else (";", ",", "||"))) if n else ";"
        months = draw(st.none() | st.none() | st.none() | st.tuples(st.integers(1, 12), st.integers(1, 12)))
        weekdays, holidays = draw(st.none() | pairs), draw(st.sampled_from(("", "", "", "PH", "SH")))
        if n and not (months or weekdays or holidays) and joins != "||":
            weekdays = draw(pairs)
        times = tuple(draw(st.lists(spans, min_size=joins != ";" or not n, max_size=2)))
        times = times or (() if months or weekdays or holidays else (draw(spans),))
        rules.append(Made(joins, months, weekdays, holidays, times, draw(st.sampled_from(("", "off", "unknown")))))
    return tuple(rules)


def written(rules):
    first, *others = rules
    return "".join((str(first), *(f"{rule.joins} {rule}" for rule in others)))


@given(expressions(), st.sampled_from(((), SCHOOL)), st.dates(date(2026, 12, 20), date(2027, 12, 31)))
def test_every_half_hour_is_told_as_the_rules_say_one_by_one(rules, school, first):
    last = first + timedelta(days=8)
    text = written(rules)

    opened = open_spans(local_hours(text, school), first, last)
    counted = open_spans(local_hours(text, school, unknown_counts=True), first, last)

    for n in range(9 * 48):
        moment = datetime.combine(first, time()) + timedelta(minutes=n * HALF_HOUR)
        until = moment + timedelta(minutes=HALF_HOUR)
        told = "open" if opened.cover(moment, until) else "unknown" if counted.cover(moment, until) else "closed"
        assert told == obvious(rules, school, moment), (text, moment)


@given(st.text(alphabet='MoTuFrSaPHSH JanDec0123456789:-,;|+[]()/"offopenunknownweekeaster24/7', max_size=40))
def test_any_text_is_read_or_refused_and_what_is_read_can_be_told(text):
    try:
        rules = rules_of(text)
    except NotHours:
        return

    if not rules.name_the_sun:
        parts = list(said(local_hours(text, SCHOOL), date(2027, 1, 1), date(2027, 1, 31)))
        assert all(part.begins < part.ends and part.state is not OpenState.CLOSED for part in parts)
