"""Sheets of leave: who is away, from when to when."""

from __future__ import annotations

import re
from datetime import date, timedelta

from wardpanels.tidying.said.given_names import officer
from wardpanels.tidying.said.plain_words import words
from wardpanels.tidying.said.written_days import HOW, written_span
from wardpanels.tidying.sheet_kind import Assembled, Cells, Heading, KindOfSheet, amended, called, value
from wardpanels.tidying.understood import CellValue, Sure, Surroundings, Understood

BACK = re.compile(r"\b(?:back|returns?|returning)\b")


def last_day(value: CellValue, known: Surroundings) -> Understood:
    """Read the last day away: the day before, where the heading says when somebody is back."""
    told = written_span(value, known)
    if not told.value or not BACK.search(known.heading):
        return told
    day = date.fromisoformat(told.value.partition("/")[0]) - timedelta(days=1)
    why = f"Back on the day after: {day.day} {day:%B %Y} is taken as the last day away."
    return Understood(str(day), told.sure, told.why, told.ask).less(Sure.LIKELY, why)


def _assemble(cells: Cells, known: Surroundings) -> Assembled:
    if not value(cells, "officer_id"):
        return Assembled(None, "no officer is named", cells)
    first, _, until = value(cells, "first_day").partition("/")
    if not first:
        return Assembled(None, "no first day is known", cells)
    last = value(cells, "last_day").rpartition("/")[2] or until or first
    if "last_day" not in cells and not until:
        alone = cells["first_day"].told.less(Sure.LIKELY, "No column says until when: one day is taken.")
        cells = amended(cells, "first_day", alone)
    if last < first:
        told = cells["last_day"].told.less(Sure.CANNOT, "This is before the first day.", HOW)
        return Assembled(None, "it ends before it begins", amended(cells, "last_day", told))
    row = {
        "officer_id": value(cells, "officer_id"),
        "first_day": first,
        "last_day": last,
        "reason": value(cells, "reason"),
    }
    if not until and not value(cells, "last_day") and cells.get("last_day"):
        told = cells["last_day"].told.less(Sure.LIKELY, "No last day is given: one day is taken.")
        return Assembled(row, "", amended(cells, "last_day", told))
    return Assembled(row, "", cells)


KIND = KindOfSheet(
    "absences",
    ("leave", "absences", "absence", "annual leave", "a l", "holidays", "abstractions", "away"),
    (
        Heading("officer_id", called("who, name, officer, officer id, officer name, staff, person"), officer),
        Heading(
            "first_day",
            called(
                "from, first day, first day off, start, start date, leave from, off from, dates, date, when, "
                "date from, first, away from, starts, day"
            ),
            written_span,
        ),
        Heading(
            "last_day",
            called(
                "to, until, last day, end, end date, leave to, till, date to, last, away until, ends, last day off, "
                "back, back at work, back on, back on duty, returns, return, return date, returns on, back in"
            ),
            last_day,
        ),
        Heading("reason", called("why, reason, type, leave type, notes, comments, what"), words),
    ),
    known_by=(("officer_id",), ("first_day",), ("last_day",)),
    known_by_title=(("officer_id",), ("first_day",)),
    key="officer_id",
    assemble=_assemble,
)
