"""Sheets of past meetings: how many residents came to which ward's, when."""

from __future__ import annotations

from datetime import date

from scheduler.policy import Session
from wardpanels.tidying.kinds.ward_sheets import WARD_WORDS
from wardpanels.tidying.said.clock_words import NOON
from wardpanels.tidying.said.day_names import NAMES
from wardpanels.tidying.said.given_names import one_ward
from wardpanels.tidying.said.head_counts import residents
from wardpanels.tidying.said.usual_evenings import start_of
from wardpanels.tidying.said.written_days import time_beside, written_day
from wardpanels.tidying.sheet_kind import Assembled, Cells, Heading, KindOfSheet, amended, called, value
from wardpanels.tidying.understood import CellValue, Sure, Surroundings, Understood, cannot, plain, text_of

EVENING_FROM = 17 * 60 + 30
"""Minutes after midnight: a meeting that starts from here on is an evening's."""
IN_WORDS = {"evening": Session.EVENING, "eve": Session.EVENING, "weekday_daytime": Session.WEEKDAY_DAYTIME,
            "weekday daytime": Session.WEEKDAY_DAYTIME, "weekend_daytime": Session.WEEKEND_DAYTIME,
            "weekend daytime": Session.WEEKEND_DAYTIME, "weekend": Session.WEEKEND_DAYTIME}  # fmt: skip  # a table
DAYTIME = frozenset({"day", "daytime", "morning", "afternoon", "am", "lunchtime"})
HOW = "Write when it started, such as 7pm."


def when(value: CellValue, known: Surroundings) -> Understood:
    """Check that a cell says when a meeting began; with its date it becomes a session."""
    text = plain(value)
    clock, _ = start_of(value)
    if text in IN_WORDS or text in DAYTIME or clock:
        return Understood(text_of(value))
    return cannot("No time could be read from this.", HOW)


def session_of(day: date, written: str) -> Understood:
    """The session of a meeting. Edges: a weekday in words that is not the date's makes the session a guess"""
    if plain(written) in IN_WORDS:
        return Understood(IN_WORDS[plain(written)].value)
    clock, days = start_of(written)
    is_weekend = day.weekday() >= 5
    if plain(written) in DAYTIME:
        minutes = NOON
    elif clock is None:
        told = Understood((Session.WEEKEND_DAYTIME if is_weekend else Session.EVENING).value)
        return told.less(Sure.GUESSED, f"When it started is not known: {told.value.replace('_', ' ')} is taken.", HOW)
    else:
        minutes = next((each for each in clock.may_be if 9 * 60 <= each <= 22 * 60), clock.may_be[-1])
    is_evening = minutes >= EVENING_FROM
    daytime = Session.WEEKEND_DAYTIME if is_weekend else Session.WEEKDAY_DAYTIME
    told = Understood((Session.EVENING if is_evening else daytime).value)
    if clock and not clock.is_plain and sum(9 * 60 <= each <= 22 * 60 for each in clock.may_be) > 1:
        told = told.less(Sure.GUESSED, "It is not said whether this is in the morning or the evening.", HOW)
    if days and day.weekday() not in days:
        said = " or ".join(NAMES[each] for each in sorted(days))
        is_on = f"{day.day} {day:%B %Y} is a {NAMES[day.weekday()]}"
        return told.less(Sure.GUESSED, f"{is_on}, not a {said}: the date is taken.", "Put the date or the day right.")
    if is_evening and is_weekend:
        told = told.less(Sure.LIKELY, f"This was an evening at a weekend ({NAMES[day.weekday()]}).")
    return told


def _assemble(cells: Cells, known: Surroundings) -> Assembled:
    if not value(cells, "ward_code"):
        return Assembled(None, "no ward is named", cells)
    if not value(cells, "residents"):
        return Assembled(None, "no number of residents counts", cells)
    if not value(cells, "held_on"):
        return Assembled(None, "no day is known", cells)
    day = date.fromisoformat(value(cells, "held_on"))
    if known.today and day > known.today:
        told = cells["held_on"].told.less(
            Sure.CANNOT, "This day is still to come: nobody has been counted.", "Put the date right."
        )
        return Assembled(None, "its day is still to come", amended(cells, "held_on", told))
    told = session_of(day, _when_written(cells))
    row = {name: value(cells, name) for name in ("ward_code", "held_on", "residents")}
    if "session" not in cells:
        day_read = cells["held_on"].told
        return Assembled(
            {**row, "session": told.value}, "", amended(cells, "held_on", day_read.less(told.sure, told.why))
        )
    return Assembled({**row, "session": told.value}, "", amended(cells, "session", told))


def _when_written(cells: Cells) -> str:
    """When a meeting began, as its own cell says, else the cell of its day."""
    if value(cells, "session"):
        return cells["session"].text
    return time_beside(plain(cells["held_on"].text))


def _day_above(heading: CellValue) -> str:
    return "" if isinstance(heading, int | float) else written_day(heading, Surroundings()).value


KIND = KindOfSheet(
    "attendance",
    ("attendance", "numbers", "attending", "turnout", "past meetings", "attendances", "figures"),
    (
        Heading("ward_code", called("ward code") + WARD_WORDS, one_ward),
        Heading(
            "held_on",
            called("date, meeting date, held on, held, date of meeting, when, date held, day, meeting"),
            written_day,
        ),
        Heading("session", called("time, start, session, start time, starts, time of meeting, time started"), when),
        Heading(
            "residents",
            called(
                "residents, no there, no of residents, number, attendance, attended, no attending, nos, "
                "number attending, headcount, head count, how many, how many came, turnout, public, "
                "attendees, number of residents, came, no, total, residents attending, number there, count, "
                "members of public, no present, present, heads, "
                "how many there, people, people there, count of residents"
            ),
            residents,
            reads_nothing=True,
        ),
    ),
    known_by=(("held_on",), ("residents",)),
    key="ward_code",
    assemble=_assemble,
    ward="ward_code",
    fills_down=True,
    melts="held_on",
    melts_into="residents",
    melted=_day_above,
)
