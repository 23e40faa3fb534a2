"""The evening that a ward's members know, such as `Tues 7pm`, `Weds 7.30pm`, `Mon 6.30`."""

from __future__ import annotations

import re
from datetime import time

from wardpanels.tidying.said.clock_words import NOON, ClockWords, clock_at, in_figures, shown, spans_meant, spoken
from wardpanels.tidying.said.day_names import NAMES, days_at
from wardpanels.tidying.understood import CellValue, Sure, Surroundings, Understood, cannot, plain

HOW = "Write a day and a time, such as Tue 7pm, or N/A where there is no usual evening."
UNTIL = re.compile(r"\s*(?:-|to\b|until\b|till?\b)\s*")
SAID_ANYWAY = re.compile(
    r"[\W_]+(?!\d)|(?<!\d)[\W_]+"
    r"|\b(?:at|on|from|starts?|starting|pm|am|p m|a m|o clock|oclock|hrs?|every|each|evenings?|eves?|nights?|usually)\b"
)
"""Words that say no more than a day and a time do."""


def usual_evening(value: CellValue, known: Surroundings) -> Understood:
    """Read a weekday and a start. Edges: a time without am or pm is in the evening, and said to be taken so."""
    text = plain(value)
    days, times, rest = _found(text)
    if len(days) != 1 or any(len(each) != 1 for each in days):
        return cannot("This does not name one day of the week.", HOW)
    if len(times) != 1:
        return cannot("This does not name one time.", HOW)
    (day,) = days[0]
    minutes = max(each for each in times[0].may_be if each < 24 * 60)
    told = Understood(f"{NAMES[day][:3]} {shown(minutes)}")
    if not times[0].is_plain:
        told = told.less(Sure.LIKELY, f"This is taken as {spoken(minutes)}.")
    if minutes < NOON:
        told = told.less(Sure.GUESSED, "This is in the morning.", HOW)
    passed_over = SAID_ANYWAY.sub(" ", rest).split()
    return told.less(Sure.LIKELY, f"'{' '.join(passed_over)}' was passed over.") if passed_over else told


def start_of(value: CellValue) -> tuple[ClockWords | None, frozenset[int]]:
    """The time in a cell that says when something began, and the weekdays that it names."""
    if isinstance(value, time):
        return ClockWords((value.hour * 60 + value.minute,)), frozenset()
    days, times, _ = _found(plain(value))
    return (times[0] if times else None), frozenset(day for each in days for day in each)


def _start(text: str, first: tuple[ClockWords, int]) -> tuple[ClockWords, int, str]:
    """The start of a span such as `7-9pm`, where the span ends, and the words of its end; else the time alone."""
    clock, place = first
    joint = UNTIL.match(text, place)
    last = clock_at(text, joint.end()) if joint else None
    starts = tuple(sorted({start for start, _ in spans_meant(clock, last[0])})) if last else ()
    return (ClockWords(starts), last[1], text[place : last[1]]) if last and starts else (clock, place, "")


def _found(text: str) -> tuple[list[frozenset[int]], list[ClockWords], str]:
    """The days and times in a text, and what is left of it."""
    text = in_figures(text)
    days, times, place, rest = [], [], 0, ""
    while place < len(text):
        is_start = place == 0 or not text[place - 1].isalnum()
        if is_start and (day := days_at(text, place)):
            days.append(day[0])
            place = day[1]
        elif (
            is_start
            and (clock := clock_at(text, place))
            and text[clock[1] : clock[1] + 2] not in ("st", "nd", "rd", "th")
        ):
            start, place, end = _start(text, clock)
            times.append(start)
            rest += end
        else:
            rest += text[place]
            place += 1
            continue
        rest += " "
    return days, times, rest
