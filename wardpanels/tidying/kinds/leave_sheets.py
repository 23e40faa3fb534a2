"""Sheets of leave: who is away, from when to when."""

from __future__ import annotations

from wardpanels.tidying.said.given_names import officer
from wardpanels.tidying.said.plain_words import words
from wardpanels.tidying.said.written_days import HOW, written_span
from wardpanels.tidying.sheet_kind import Assembled, Cells, Heading, KindOfSheet, amended, called, value
from wardpanels.tidying.understood import Sure, Surroundings


def _assemble(cells: Cells, known: Surroundings) -> Assembled:
    if not value(cells, "officer_id"):
        return Assembled(None, "no officer is named", cells)
    first, _, until = value(cells, "first_day").partition("/")
    if not first:
        return Assembled(None, "no first day is known", cells)
    last = value(cells, "last_day").rpartition("/")[2] or until or first
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
                "from, first day, start, start date, leave from, off from, dates, date, when, date from, "
                "first, away from, starts, day"
            ),
            written_span,
        ),
        Heading(
            "last_day",
            called("to, until, last day, end, end date, leave to, till, date to, last, away until, ends"),
            written_span,
        ),
        Heading("reason", called("why, reason, type, leave type, notes, comments, what"), words),
    ),
    known_by=(("officer_id",), ("first_day",), ("last_day",)),
    known_by_title=(("officer_id",), ("first_day",)),
    key="officer_id",
    assemble=_assemble,
)
