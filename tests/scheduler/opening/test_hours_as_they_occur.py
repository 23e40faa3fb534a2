"""Opening hours as halls write them: open, shut, or for somebody to ring. What could be misread is refused."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from scheduler.hours import LocalHours, Place, local_hours, open_spans, said
from scheduler.opening.expression import NO_END, NO_TERMS, OpenState
from scheduler.opening.syntax import rules_of
from scheduler.opening.tokens import NotHours
from tests.scheduler.opening.school import SCHOOL

TERM, HOLIDAY = date(2027, 3, 2), date(2027, 8, 10)
"""Tuesdays both."""


def answer(text, day, school=SCHOOL):
    """Of an evening from 18:30 to 20:00."""
    first, last = datetime.combine(day, time(18, 30)), datetime.combine(day, time(20))
    if open_spans(local_hours(text, school), day, day).cover(first, last):
        return "open"
    counted = local_hours(text, school, unknown_counts=True)
    return "unknown" if open_spans(counted, day, day).cover(first, last) else "shut"


@pytest.mark.parametrize(
    ("text", "in_term", "in_the_holidays"),
    [
        ("Mo-Fr 09:00-21:00; SH off", "open", "shut"),
        ("SH off; Mo-Fr 09:00-21:00", "open", "open"),
        ("SH Tu-Su 11:00-21:00", "shut", "open"),
        ("Mo-Fr 18:30-22:00; PH,SH off", "open", "shut"),
        ('"only after registration"; PH off', "unknown", "unknown"),
        ('We-Fr 10:00-24:00 open "it is open" || "please call"; PH off', "unknown", "unknown"),
        ('Mo-Sa 08:00-13:00,14:00-21:00 || "by appointment"', "open", "open"),
        ("Mo-Fr 09:00-21:00 unknown", "unknown", "unknown"),
        ('Mo-Fr 09:00-21:00 "term time only"', "unknown", "unknown"),
        ("Mo–Fr 09:00–21:00", "open", "open"),
        ("Mo\u202f-\u202fFr 09:00\u2009—\u200921:00", "open", "open"),
        ("Mo-Fr 09:00-21:00;PH off;", "open", "open"),
        ("Mo-Fr 09:00-21:00; Dec 24-26,31 off", "open", "open"),
        ("Jul 20-Sep 01 off; Mo-Fr 09:00-21:00", "open", "open"),
        ("Mo-Fr 09:00-21:00; Jul 20-Sep 01 off", "open", "shut"),
        ("Mo-Fr 09:00-17:00", "shut", "shut"),
        ("Mo-Su 08:00-02:00, PH 09:00-01:00", "open", "open"),
        ("Tu 16:00+", "unknown", "unknown"),
        ("Mo-Fr 09:00-19:00+", "unknown", "unknown"),
        ("“ring first”", "unknown", "unknown"),
    ],
)
def test_hall_is_open_shut_or_for_somebody_to_ring(text, in_term, in_the_holidays):
    assert (answer(text, TERM), answer(text, HOLIDAY)) == (in_term, in_the_holidays)


@pytest.mark.parametrize("school", [(), SCHOOL[-6:], SCHOOL[:6]], ids=["no terms", "later terms", "terms long over"])
def test_school_holidays_are_unknown_where_no_term_tells(school):
    assert answer("Mo-Fr 09:00-21:00; SH off", HOLIDAY, school) == "unknown"
    assert answer("Mo-Fr 09:00-21:00; SH 10:00-22:00", HOLIDAY, school) == "open"
    assert answer("Mo-Fr 09:00-17:00; SH off", HOLIDAY, school) == "shut"


def test_what_is_unknown_says_why():
    notes = {
        'Tu 18:00-21:00 "by appointment"': "by appointment",
        "Tu 18:00+": NO_END,
        "Tu 18:00-21:00; SH off": NO_TERMS,
        "Tu 18:00-21:00 unknown": "",
    }

    told = {text: [(each.state, each.note) for each in said(local_hours(text, ()), TERM, TERM)] for text in notes}

    assert told == {text: [(OpenState.UNKNOWN, note)] for text, note in notes.items()}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SH +1 day off", "'SH +1 day': days before or after school holidays are not known"),
        ("Mo 19:00", "'19:00': say until when"),
        ("Mo-Fr 09:00-09:00", "'09:00-09:00': it ends as it begins"),
        ("Mo We 10:00-12:00", "'We': weekdays stand twice in one rule: write a comma or a semicolon between them"),
        ("09:00-17:00 Mo-Fr", "'Mo': days stand before times, with a semicolon between rules"),
        (
            "Mo-Fr 09:00-12:00; 13:00-17:00",
            "'13:00-17:00': say on which days, or write || before it if it is for when all else is closed",
        ),
        (
            "Mo-Fr 09:00-17:00; off",
            "'off': say on which days, or write || before it if it is for when all else is closed",
        ),
        ("Mo-Fr, 09:00-17:00", "not understood from ', 09:00-17:00' on"),
        ("Mo-Fr 09:00-17:00,", "not understood to its end"),
        ("Jan 05-02 off", "'02': it comes before the day it runs from: say its month"),
        ("Dec 24-Jan off", "'Dec 24-Jan': a range runs from day to day, or from month to month"),
        ("2027 Dec 24-Jan 2 off", "'2027 Dec 24-Jan 2': it ends before it begins: say the second year too"),
        ("2027 Jan 5,Feb 3 off", "'Feb 3': say the year of each date or of none"),
        ("Feb 29 off", "'Feb 29': not every year has it: say the year"),
        ("Jun 31 off", "'Jun 31': it has 30 days"),
        ("Jan 1+ off", "'Jan 1+': say until which day"),
        ("week 50-3 Mo 10:00-12:00", "'50-3': weeks run from the lower number to the higher"),
        ("2027/2 Mo", "'2027/2': write each year"),
        ("2027-06-01 off", "'2027': a date is written as 2027 Jun 01"),
        ("Mo-Fr 9am-5pm", "not understood from '9am-5pm' on"),
        ("Mo-Fr 10:00-16:00/90", "'10:00-16:00/90': every so many minutes is for buses"),
        ("Mo-Fr 22:00-02:00+", "'22:00-02:00+': say until when"),
        ("Mo-Fr[1] 10:00-12:00", "'Mo-Fr': the first or last of a month is of one weekday: such as Tu[1],We[1]"),
        ("Tu[6] 10:00-12:00", "'6': one weekday of a month is 1 to 5"),
        ("Mo-Fr 25:00-26:00", "'25:00': a day begins before 24:00"),
        ("Mo-Fr 09:61-12:00", "'09:61': an hour has 60 minutes"),
        ('"summer" 10:00-12:00', "'\"summer\"': a note stands behind the hours it is about"),
        ("BH off", "not understood from 'BH off' on"),
        ("|| off", "not understood from '|| off' on"),
        ("Mo-Fr 09:00-21:00 🙂", "not understood from '🙂' on"),
        (" ; ", "not understood to its end"),
        ("Mo 10:00-12:00;" * 70, "longer than 1,000 letters"),
    ],
)
def test_what_is_not_certain_to_be_meant_is_refused_by_its_part(text, reason):
    with pytest.raises(NotHours) as refused:
        rules_of(text)

    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("text", "day", "opens"),
    [
        ("sunrise-sunset", date(2027, 6, 21), "04:43"),
        ("(sunrise+01:00)-sunset", date(2027, 6, 21), "05:43"),
        ("dawn-dusk", date(2027, 6, 21), "03:55"),
        ("sunset-23:00", date(2027, 1, 4), "16:05"),
    ],
)
def test_hours_by_the_sun_are_those_of_the_place(text, day, opens):
    hours = LocalHours(text, place=Place(51.5, -0.05, "Europe/London"))

    found = open_spans(hours, day, day).starts[0]

    wanted = datetime.combine(found.date(), time.fromisoformat(opens))
    assert abs((found - wanted).total_seconds()) <= 180


def test_span_until_sunset_that_would_begin_after_it_is_none():
    evenings = LocalHours("Mo-Su 18:00-sunset", place=Place(51.5, -0.05, "Europe/London"))

    assert open_spans(evenings, date(2027, 1, 4), date(2027, 1, 8)).starts == ()
