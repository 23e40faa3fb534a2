"""Days and times in text as people in Britain write them. Knows nothing of meetings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from publishers.wording import MONTHS, WEEKDAYS

MONTH = "|".join(f"{name}|{name[:3]}|{name[:4]}" for name in MONTHS)
WEEKDAY = "|".join(f"{name}|{name[:3]}|{name[:4]}" for name in WEEKDAYS)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?:,?\s+(?P<year>\d{4})\b)?"
FORMS = tuple(
    re.compile(rf"(?:\b(?P<weekday>{WEEKDAY})[a-z]*\.?,?\s+(?:the\s+)?)?{form}", re.IGNORECASE)
    for form in (
        rf"\b{DAY}\s+(?:of\s+)?(?P<month>{MONTH})\b\.?{YEAR}",
        rf"\b(?P<month>{MONTH})\b\.?\s+{DAY}\b{YEAR}",
        r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d{2})\b",
        r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b",
    )
)
CLOCK = r"(?P<{0}h>\d{{1,2}})(?:[:.](?P<{0}m>\d{{2}}))?\s*(?P<{0}half>[ap]\.?m\b\.?)?"
TIMES = re.compile(
    rf"\b(?:(?P<word>midday|noon)\b|{CLOCK.format('a')}(?:\s*(?:-|–|—|to|until|till)\s*{CLOCK.format('b')})?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day in a text, and where in it."""

    day: date
    start: int
    end: int


def days_in(text: str, years: Sequence[int]) -> tuple[FoundDate, ...]:
    """Every day in a text, in its order; a day without a year is taken in each of `years` that its weekday allows.

    Edges: 03/04 is the third of April; what is no day, such as 31 June, is passed over, and so is a day whose weekday
           is another one
    """
    found = {one for form in FORMS for match in form.finditer(text) for one in _days(match, years)}
    return tuple(sorted(found, key=lambda one: (one.start, one.day)))


def start_in(text: str) -> time | None:
    """The first time of day in a text: when a meeting starts.

    Edges: a number alone is no time; in "7 to 8.30pm" and "11-12.30pm" the start takes its half of the day from the end
    """
    return next((at for match in TIMES.finditer(text) if (at := _start(match))), None)


def _days(match: re.Match[str], years: Sequence[int]) -> Iterator[FoundDate]:
    told = match.groupdict()
    month = told["month"]
    number = int(month) if month.isdigit() else [name[:3] for name in MONTHS].index(month[:3].title()) + 1
    for year in [_year(told["year"])] if told["year"] else years:
        try:
            day = date(year, number, int(told["day"]))
        except ValueError:
            continue
        weekday = told["weekday"]
        if weekday is None or WEEKDAYS[day.weekday()][:3] == weekday[:3].title():
            yield FoundDate(day, match.start(), match.end())


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _start(match: re.Match[str]) -> time | None:
    told = match.groupdict()
    if told["word"]:
        return time(12)
    if told["ahalf"] or told["am"]:
        start = _clock(told["ah"], told["am"], told["ahalf"])
        if told["ahalf"] or not told["bhalf"] or not start:
            return start
    elif not told["bhalf"]:
        return None
    end = _clock(told["bh"], told["bm"], told["bhalf"])
    tries = (_clock(told["ah"], told["am"], half) for half in ("pm", "am"))
    return next((start for start in tries if start and end and start < end), None)


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    try:
        return time(hours, int(minute or 0))
    except ValueError:
        return None
