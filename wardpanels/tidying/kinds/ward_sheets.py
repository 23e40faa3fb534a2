"""Sheets of wards: their usual evening, who is next door, when the chair is free."""

from __future__ import annotations

from wardpanels.tidying.said.given_names import wards
from wardpanels.tidying.said.head_counts import people
from wardpanels.tidying.said.plain_words import chair_free, words
from wardpanels.tidying.said.usual_evenings import HOW, usual_evening
from wardpanels.tidying.sheet_kind import Assembled, Cells, Heading, KindOfSheet, amended, called, value
from wardpanels.tidying.understood import Sure, Surroundings, Understood, cannot

WARD_WORDS = (
    "ward",
    "wards",
    "ward name",
    "name of ward",
    "ward panel",
    "panel",
    "ward snt",
    "snt",
    "neighbourhood",
    "area",
)


STARTS = "evening_starts"
"""The time of a usual evening, where it has a column of its own; no column of the contract."""
HOW_TIME = "Write a time, such as 7pm."
FEW = 2
"""Cells: a name, and the code that goes with it."""


def _with_start(cells: Cells, known: Surroundings) -> Cells:
    """The cells, with a day and a time of columns of their own as one usual evening.

    Edges: where the day alone could be read, the time is what is asked about
    """
    if STARTS not in cells or not cells[STARTS].text or not value(cells, STARTS):
        return cells
    if "set_evening" not in cells:
        lost = cannot("No column says on which day.", HOW)
        return amended(cells, STARTS, lost)
    if value(cells, "set_evening") or not cells["set_evening"].text:
        return cells
    day = cells["set_evening"].text
    told = usual_evening(f"{day} {value(cells, STARTS)}", known)
    if not told.value and usual_evening(f"{day} 7pm", known).value:
        no_time = cannot("This does not name one time, so no usual evening is known.", HOW_TIME)
        return amended(amended(cells, STARTS, no_time), "set_evening", Understood(""))
    return amended(cells, "set_evening", told)


def _assemble(cells: Cells, known: Surroundings) -> Assembled:
    cells = _with_start(cells, known)
    row = {name: cell.told.value for name, cell in cells.items() if name != STARTS}
    row["neighbours"] = "|".join(code for code in row.get("neighbours", "").split("|") if code != row["ward_code"])
    if not row["ward_code"]:
        return Assembled(None, "it names no ward", cells)
    is_known = row["ward_code"] in known.wards.values()
    if not is_known and len(cells) > FEW and sum(bool(cell.text) for cell in cells.values()) <= FEW:
        told = cells["name"].told.less(Sure.LIKELY, "Nothing else stands on this line: it is taken for a ward.")
        cells = amended(cells, "name", told)
    return Assembled(row, "", cells)


KIND = KindOfSheet(
    "wards",
    ("ward", "wards", "panels", "ward panels"),
    (
        Heading("name", (*WARD_WORDS, "name"), words),
        Heading("ward_code", called("ward code, code, gss code, ons code, gss, wd code"), words),
        Heading(
            "set_evening",
            called(
                "usual evening, usual night, usual day, usual day and time, usual slot, usual time, regular "
                "night, regular slot, normal night, meeting night, meeting day, panel night, meets, set "
                "evening, meeting evening, evening, when, day and time, day time, night, preferred evening, "
                "slot, day, days"
            ),
            usual_evening,
        ),
        Heading(STARTS, called("time, start, start time, starts, at"), words),
        Heading(
            "neighbours",
            called(
                "next door to, neighbours, neighbouring wards, adjoining, adjoining wards, adjacent, borders, "
                "adjacent wards, bordering wards, next to, neighbor wards"
            ),
            wards,
        ),
        Heading(
            "chair_free",
            called("chair free, chair availability, chair available, notes, comments, remarks, chair notes"),
            chair_free,
        ),
        Heading("population", called("population, pop, people living there, inhabitants"), people),
    ),
    known_by=(("name",), ("set_evening", "neighbours", "population")),
    known_by_title=(("name",),),
    key="name",
    assemble=_assemble,
    ward="name",
)
