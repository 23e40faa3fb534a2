"""Sheets of planned meetings. They are known so that they are taken for nothing else; `wardpanels take` reads them."""

from __future__ import annotations

from wardpanels.tidying.kinds.ward_sheets import WARD_WORDS
from wardpanels.tidying.said.plain_words import words
from wardpanels.tidying.sheet_kind import Assembled, Cells, Heading, KindOfSheet, called
from wardpanels.tidying.understood import Surroundings


def _assemble(cells: Cells, known: Surroundings) -> Assembled:
    return Assembled(None, "a planned meeting: `wardpanels take` reads what was changed in an exported schedule", cells)


KIND = KindOfSheet(
    "schedule",
    ("schedule", "programme", "planned", "calendar", "meetings", "panel dates"),
    (
        Heading("ward_code", called("ward") + WARD_WORDS, words),
        Heading("meeting", called("meeting, meeting id, id, ref"), words),
        Heading("held_on", called("date, meeting date, planned date, when, day"), words),
        Heading("starts", called("starts, time, start, start time"), words),
        Heading("hall", called("hall, venue, where, location, place"), words),
        Heading("session", called("session, ends, end, weekday"), words),
        Heading("officers", called("sergeant, ward officers, officers, officer, chair"), words),
    ),
    known_by=(("held_on",), ("hall",), ("ward_code", "meeting")),
    key="held_on",
    assemble=_assemble,
)
