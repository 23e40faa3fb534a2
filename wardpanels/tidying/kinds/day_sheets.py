"""Sheets of days on which no panel should meet, and of the board's own meetings."""

from __future__ import annotations

from datetime import time

from wardpanels.tidying.said.clock_words import shown
from wardpanels.tidying.said.plain_words import words
from wardpanels.tidying.said.usual_evenings import start_of
from wardpanels.tidying.said.written_days import written_day, written_span
from wardpanels.tidying.sheet_kind import Assembled, Cells, Heading, KindOfSheet, called, guessed, value, with_assumed
from wardpanels.tidying.understood import CellValue, Sure, Surroundings, Understood, cannot, plain

FIRST = ("from", "first day", "date", "start", "when", "day", "dates", "start date", "starts")
LAST = ("to", "until", "last day", "end", "end date", "till", "ends")
USUAL_START = time(19)
"""When a board meets where nobody says."""


def kind_of_day(value: CellValue, known: Surroundings) -> Understood:
    """Whether a day is closed out or better avoided."""
    said = plain(value)
    if said in ("closed", "avoid"):
        return Understood(said)
    is_closed = any(word in said for word in ("clos", "no meeting", "never", "must not", "shut"))
    return Understood(
        "closed" if is_closed else "avoid",
        Sure.LIKELY,
        f"This is taken as {'closed' if is_closed else 'better avoided'}.",
    )


def board_start(value: CellValue, known: Surroundings) -> Understood:
    """When a board's meeting starts; one that leaves am and pm out starts in the second half of the day."""
    clock, _ = start_of(value)
    if clock is None:
        return cannot("No time could be read from this.", "Write a time, such as 7pm.")
    told = Understood(shown(min(clock.may_be[-1], 23 * 60 + 59)))
    return told if clock.is_plain else told.less(Sure.LIKELY, f"This is taken as {told.value}.")


def _day(cells: Cells, known: Surroundings) -> Assembled:
    first, _, until = value(cells, "first_day").partition("/")
    if not first:
        return Assembled(None, "no day is known", cells)
    last = value(cells, "last_day").rpartition("/")[2] or until or first
    row, shown_cells = with_assumed(
        cells,
        "first_day",
        (
            ("kind", Understood("avoid", Sure.LIKELY, "These days are taken as better avoided, not as closed.")),
            ("label", Understood("A day to avoid")),
            ("session", Understood("any")),
        ),
    )
    return Assembled({**row, "first_day": first, "last_day": max(first, last)}, "", shown_cells)


def _board(cells: Cells, known: Surroundings) -> Assembled:
    if not value(cells, "held_on"):
        return Assembled(None, "no day is known", cells)
    row, shown_cells = with_assumed(
        cells,
        "held_on",
        (("starts", guessed(f"{USUAL_START:%H:%M}", "When it starts is not known: 7pm is taken.", "Write a time.")),),
    )
    return Assembled({name: row.get(name, "") for name in ("held_on", "starts", "basis")}, "", shown_cells)


DAYS = KindOfSheet(
    "days",
    ("days", "dates to avoid", "avoid", "closed days", "no meetings", "blocked", "blackout", "blocked dates"),
    (
        Heading("first_day", FIRST, written_span),
        Heading("last_day", LAST, written_span),
        Heading("kind", called("kind, closed or avoid, closed avoid, type, how"), kind_of_day),
        Heading("label", called("label, what, event, reason, why, occasion, name, notes, description"), words),
        Heading("session", called("session, part of day"), words),
        Heading("source", called("source"), words),
    ),
    known_by=(("first_day",), ("kind",), ("label",)),
    known_by_title=(("first_day",), ("label",)),
    key="label",
    assemble=_day,
)
BOARD = KindOfSheet(
    "board",
    ("board", "snb", "safer neighbourhood board", "board meetings"),
    (
        Heading("held_on", called("date, held on, when, day, meeting date, board date, board meeting"), written_day),
        Heading("starts", called("time, starts, start, start time"), board_start),
        Heading("basis", called("basis"), words),
    ),
    known_by=(("held_on",), ("board",)),
    known_by_title=(("held_on",),),
    key="held_on",
    assemble=_board,
)
