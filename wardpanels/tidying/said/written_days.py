"""Dates as people write them, the day before the month: `3/11/26`, `Tues 3rd Nov`, `w/c 19 July`, `Easter hols`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from dateutil import parser

from scheduler.facts import DaySpan, SchoolPeriod
from wardpanels.tidying.said.day_names import DAY, NAMES, WORDS
from wardpanels.tidying.understood import CellValue, Sure, Surroundings, Understood, cannot, plain

FIRST_YEAR, LAST_YEAR = 2000, 2099
EXCEL_DAYS = range(36526, 73051)
"""Serial numbers of 2000 to 2099, counted from 30 December 1899. Source: ECMA-376 part 1, 18.17.4.1"""
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]00:00(?::00)?)?")
SPAN = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
NUMBERS = re.compile(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4}|\d{2})")
SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})")
"""The only way in which anybody writes the month first: 5.6.26 and 5-6-26 begin with the day."""
NUMBERS_WITHOUT_YEAR = re.compile(r"(\d{1,2}) ?[/.] ?(\d{1,2})")
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
NAMED = re.compile(
    rf"(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]*({MONTH})[ ,.'-]*(\d{{4}}|\d{{2}})?"
    rf"|({MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?(?:[ ,]+(\d{{4}}|\d{{2}}))?"
)
WHOLE_MONTH = re.compile(
    r"(?:(?:all|(?:the )?whole)(?: of)? )?(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?:[ ,.-]*(\d{4})|[ ,.-]*'(\d{2}))?"
)
"""Two figures after a month are its day, unless an apostrophe stands before them."""
CLOCK = r"(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)? ?[ap]\.?m\b\.?|(?:[01]?\d|2[0-4]):[0-5]\d(?::\d\d)?"
TIME_BESIDE = re.compile(rf"(?:^|[ ,@]+)(?:at )?({CLOCK})$|[ ,@]*\b([ap]\.?m\b\.?)$|(?<=\d)([ap]m)$")
"""A time after a day, which is no part of it: the figures before `pm` are an hour only where they stand alone."""
WEEK = re.compile(r"(?:w/?c|week (?:commencing|beginning|of)|wk/?c)[ :.]*")
TO = re.compile(r"\s*(?:\bto\b|\buntil\b|\btill?\b|-{1,2}|\bthru\b|\bthrough\b)\s*")
LISTED = re.compile(r"\s*(?:[;|&]|,(?!\s*\d{4}\b(?![-/.]))|\band\b)\s*")
"""What stands between days; a comma before a year is the year's."""
HOLIDAYS = {"easter": ("spring", "summer"), "christmas": ("autumn", "spring"), "xmas": ("autumn", "spring"),
            "summer": ("summer", "autumn")}  # fmt: skip  # a table
"""Between which terms a school holiday lies."""
HALF_TERMS = {"feb": "spring", "spring": "spring", "may": "summer", "whit": "summer", "summer": "summer",
              "june": "summer",
              "oct": "autumn", "autumn": "autumn", "nov": "autumn"}  # fmt: skip  # a table
HOW = "Write a date such as 3/11/2026."


def written_day(value: CellValue, known: Surroundings) -> Understood:
    """Read one day."""
    told = _days(value, known)
    first, _, last = told.value.partition("/")
    return (
        cannot("This is more than one day.", HOW)
        if last and first != last
        else Understood(first, told.sure, told.why, told.ask)
    )


def written_span(value: CellValue, known: Surroundings) -> Understood:
    """Read one day or several, as `first/last` of the contract; a single day stands alone."""
    told = _days(value, known)
    beside = time_beside(plain(value)) if told.value and isinstance(value, str) else ""
    return told.less(Sure.LIKELY, f"The whole day is taken, though '{beside}' stands beside it.") if beside else told


def listed_spans(text: str, known: Surroundings) -> list[tuple[str, Understood]]:
    """Read the days of a list such as `3 & 4 June 2027, Aug 2027`, each beside its words.

    Edges: one that leaves out its month or its year has that of the next; nothing of what cannot be read is left out
    """
    found: list[tuple[str, Understood]] = []
    following = ""
    for part in reversed([each for each in LISTED.split(text) if each]):
        told = written_span(_as_next(part, following), known)
        following = told.value.partition("/")[0]
        found.insert(0, (part, told))
    return found


def _as_next(part: str, following: str) -> str:
    """A day or a month with what it leaves out as it is in the day that follows."""
    day = date.fromisoformat(following) if following else None
    if day and re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", part):
        return f"{re.sub('[a-z]', '', part)} {day:%b %Y}"
    return _with_year(part, day.year) if day else part


def time_beside(text: str) -> str:
    """The time that stands after a day in a plain text, such as `7pm` or `am`.

    Edges: "" where there is none; midnight is none: a program that exports a day may put it there
    """
    found = TIME_BESIDE.search(text)
    beside = next(filter(None, found.groups())) if found else ""
    is_half = re.fullmatch(r"[ap]\.?m\.?", beside)
    return "" if re.fullmatch(r"00?:00(?::00)?", beside) else beside.replace(".", "") if is_half else beside


def _days(value: CellValue, known: Surroundings) -> Understood:
    if isinstance(value, datetime):
        return _within(value.date())
    if isinstance(value, date):
        return _within(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _serial(value)
    return _in_text(plain(value), known)


def _in_text(text: str, known: Surroundings) -> Understood:
    if found := SPAN.fullmatch(text):
        first, last = _one(found[1], known), _one(found[2], known)
        return Understood(f"{first.value}/{last.value}") if first.value and last.value else first
    if re.fullmatch(r"\d{5}(?:\.0)?", text):
        return _serial(float(text))
    if week := WEEK.match(text):
        return _week(_one(text[week.end() :], known))
    if re.search(r"\bhol|half[ -]?term|\bbreak\b", text) and not re.search(r"\d{1,2}[/.]\d", text):
        return _school(text, known)
    if month := WHOLE_MONTH.fullmatch(text):
        return _whole_month(month, known)
    alone = _one(text, known)
    return alone if alone.value else _from_to(text, known) or alone


def _from_to(text: str, known: Surroundings) -> Understood | None:
    for joint in TO.finditer(text):
        before, after = text[: joint.start()], text[joint.end() :]
        last = _day_or_month(after, known)
        if not last.value:
            continue
        year = date.fromisoformat(last.value.partition("/")[0]).year
        first = _day_or_month(_with_year(before, year), replace(known, year=year))
        if not first.value and re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", before.strip()) and "/" not in last.value:
            month = date.fromisoformat(last.value)
            first = _one(f"{re.sub('[a-z]', '', before)}/{month.month}/{month.year}", known)
        if first.value and first.value <= last.value and ("/" in first.value) is ("/" in last.value):
            why = " ".join(dict.fromkeys(each.why for each in (first, last) if each.why and "year" not in each.why))
            span = f"{first.value.partition('/')[0]}/{last.value.rpartition('/')[2]}"
            return Understood(span, max(last.sure, Sure.CERTAIN if not why else first.sure), why)
    return None


def _day_or_month(text: str, known: Surroundings) -> Understood:
    month = WHOLE_MONTH.fullmatch(text.strip())
    return _whole_month(month, known) if month else _one(text, known)


def _with_year(text: str, year: int) -> str:
    """A month with the year that is written after the month to which it goes on."""
    month = WHOLE_MONTH.fullmatch(text.strip())
    return f"{month[0]} {year}" if month and not (month[2] or month[3]) else text


def _whole_month(found: re.Match[str], known: Surroundings) -> Understood:
    """A month without a day, from its first day to its last."""
    written = found[2] or found[3]
    first = _in_words(f"1 {found[1][:3]}", written, known)
    if not first.value:
        return first
    day = date.fromisoformat(first.value)
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    told = Understood(f"{day}/{last}", first.sure, first.why, first.ask)
    return told.less(Sure.LIKELY, f"The whole of {day:%B %Y} is taken.")


def _week(monday: Understood) -> Understood:
    if not monday.value:
        return monday
    first = date.fromisoformat(monday.value)
    return Understood(f"{first}/{first + timedelta(days=6)}", monday.sure, monday.why, monday.ask)


def _serial(number: float) -> Understood:
    if not EXCEL_DAYS.start <= number < EXCEL_DAYS.stop:
        return cannot("This is a number, not a day.", HOW)
    day = date(1899, 12, 30) + timedelta(days=int(number))
    return Understood(str(day), Sure.LIKELY, f"This is a spreadsheet's number for {_spoken(day)}.")


def _within(day: date) -> Understood:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return Understood(str(day))
    return cannot("This year cannot be meant.", HOW)


def _one(text: str, known: Surroundings) -> Understood:
    """One day in words or figures; a weekday beside it must agree."""
    named = [
        WORDS[found[1]] for found in DAY.finditer(text) if found.start() == 0 or not text[found.start() - 1].isalnum()
    ]
    bare = re.sub(r"^[\s,]+|[\s,]+$", "", DAY.sub(" ", text, count=1) if named else text)
    bare = TIME_BESIDE.sub("", bare)
    told = _figures(bare, known)
    if told.value and named and date.fromisoformat(told.value).weekday() != named[0]:
        day = date.fromisoformat(told.value)
        return told.less(Sure.GUESSED, f"{_spoken(day)} is a {NAMES[day.weekday()]}, not a {NAMES[named[0]]}.", HOW)
    return told


def _figures(text: str, known: Surroundings) -> Understood:
    if found := ISO.fullmatch(text):
        return _made(int(found[3]), int(found[2]), int(found[1]))
    if found := NUMBERS.fullmatch(text):
        return _in_figures(
            int(found[1]), int(found[2]), _whole_year(found[3]), known if "/" in text else Surroundings()
        )
    if found := NAMED.fullmatch(text):
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        return _in_words(f"{day} {month[:3]}", year, known)
    if known.year and (found := NUMBERS_WITHOUT_YEAR.fullmatch(text)):
        told = _in_figures(int(found[1]), int(found[2]), known.year, known)
        return told.less(Sure.GUESSED, f"The year is not said: {known.year} is taken.", HOW) if told.value else told
    return cannot("This is not a day that could be read.", HOW)


def _in_words(day_and_month: str, year: str | None, known: Surroundings) -> Understood:
    whole = _whole_year(year) if year else known.year
    if whole is None:
        return cannot("The year is not said.", HOW)
    try:
        day = parser.parse(f"{day_and_month} {whole}", dayfirst=True).date()
    except (parser.ParserError, OverflowError):
        return cannot("The calendar has no such day.", HOW)
    told = _within(day)
    return told if year else told.less(Sure.GUESSED, f"The year is not said: {whole} is taken.", HOW)


def is_month_first(values: Iterable[CellValue]) -> bool:
    """Whether days in figures have the month first: some of them read only so, and more of them than only otherwise."""
    pairs = [(int(found[1]), int(found[2])) for value in values if (found := SLASHES.fullmatch(plain(value)))]
    return sum(second > 12 for _, second in pairs) > sum(first > 12 for first, _ in pairs)


def _in_figures(day: int, month: int, year: int, known: Surroundings) -> Understood:
    """A day in figures, the day first, but in a column with the month first; elsewhere, the month first is a guess."""
    if known.month_first and day <= 12:
        told = _made(month, day, year)
        return told.less(Sure.LIKELY, f"In this column the month is first: {_spoken_of(told)} is taken.")
    if month > 12 >= day:
        told = _made(month, day, year)
        return told.less(Sure.GUESSED, "The month seems to stand before the day.", HOW) if told.value else told
    return _made(day, month, year)


def _spoken_of(told: Understood) -> str:
    return _spoken(date.fromisoformat(told.value)) if told.value else "no day"


def _made(day: int, month: int, year: int) -> Understood:
    try:
        return _within(date(year, month, day))
    except ValueError:
        return cannot("The calendar has no such day.", HOW)


def _whole_year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def _school(text: str, known: Surroundings) -> Understood:
    """A school holiday by the borough's own terms, in the year of the plan or the one that is written."""
    written = re.search(r"\b(20\d\d)\b", text)
    year = int(written[1]) if written else known.year
    days = (
        _half_term(text, known.school, year)
        if re.search(r"half[ -]?term", text)
        else _between(text, known.school, year)
    )
    if days is None:
        why = (
            "The school terms do not say when this is."
            if known.school
            else "There is no school_terms.csv to say when this is."
        )
        return cannot(why, "Write the first day and the last.")
    return Understood(
        f"{days.first}/{days.last}",
        Sure.LIKELY,
        f"By school_terms.csv this is {_spoken(days.first)} to {_spoken(days.last)}.",
    )


def _half_term(text: str, school: Sequence[SchoolPeriod], year: int | None) -> DaySpan | None:
    term = next((term for word, term in HALF_TERMS.items() if word in text), "")
    found = [each.days for each in school if not each.is_term and term and term in each.name.casefold()]
    return next((days for days in found if days.first.year == year), None)


def _between(text: str, school: Sequence[SchoolPeriod], year: int | None) -> DaySpan | None:
    """The days between two terms, those of the year in which they begin."""
    terms = sorted((each for each in school if each.is_term), key=lambda each: each.days.first)
    before, after = next((terms for word, terms in HOLIDAYS.items() if word in text), ("", ""))
    for one, next_one in pairwise(terms):
        first, last = one.days.last + timedelta(days=1), next_one.days.first - timedelta(days=1)
        if before and before in one.name.casefold() and after in next_one.name.casefold() and first.year == year:
            return DaySpan(first, last)
    return None


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
