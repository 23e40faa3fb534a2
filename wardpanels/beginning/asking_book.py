"""The workbook that asks only what people know, with examples and drop-downs; `wardpanels tidy` reads it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.reading.bounds import MOST_IN_A_CELL

WORKBOOK = "borough.xlsx"
"""What people fill in."""
WARDS = "wards"
"""In place of a list: the names of the borough's wards."""
ASKED_ROWS = 300
GREY = "8A8A8A"
LISTS = "Lists"
AS_TEXT = "@"
"""A spreadsheet keeps the 0 that a phone number begins with."""
FIRST_LINE = 3
INTRO = (
    "Fill in what you know, in your own words. Leave the rest empty: what nobody says stays assumed.",
    "Grey lines that begin with 'Example' are not read. Write below them, or over them.",
    "Cells with an arrow offer a list. You may also write something else, such as two wards: Abbey, Bow.",
    "Save this file, then type: wardpanels tidy {file} --in {folder}",
    "It names officers: keep it inside the police and the council.",
)


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """One column: its head, an example, and what to offer, which is `WARDS`, or words to choose from."""

    head: str
    example: str
    offers: str | tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedSheet:
    """One sheet. Edges: with `lists_wards` each ward has its line, with `lines` these; then there is no example"""

    name: str
    says: str
    columns: tuple[AskedColumn, ...]
    lists_wards: bool = False
    lines: tuple[tuple[str, ...], ...] = ()


YES_NO = ("yes", "no", "unknown")
ROLES = ("sergeant", "DWO", "PCSO", "caretaker", "resident rep")
"""Who may look at a hall: a role, never a name."""
SHEETS: tuple[AskedSheet, ...] = (
    AskedSheet(
        "Halls",
        "Places where panels can meet.",
        (
            AskedColumn("Hall", "Example: Priory Hall"),
            AskedColumn("Wards", "Abbey, Bow", WARDS),
            AskedColumn("Address", "12 Priory Road"),
            AskedColumn("Postcode", "E1 1AA"),
            AskedColumn("Holds", "60"),
            AskedColumn("Cost per hour", "£12.50"),
            AskedColumn("Opening hours", "Mon-Thurs 9am to 9pm, Sat 10-4, not bank hols"),
            AskedColumn("Closed", "2-13 August 2027"),
            AskedColumn("Step-free", "yes", YES_NO),
            AskedColumn("Hearing loop", "unknown", YES_NO),
            AskedColumn("Accessible toilet", "no", YES_NO),
            AskedColumn("Access checked on", "3 March 2026"),
            AskedColumn("Checked by (role)", "PCSO", ROLES),
        ),
    ),
    AskedSheet(
        "People",
        "Who comes to panels: sergeants, ward officers, inspectors, and the council's Public Realm officers.",
        (
            AskedColumn("Rank", "Example: PS", ("PS", "DWO", "PCSO", "Insp", "Public Realm")),
            AskedColumn("Name", "Jo Example"),
            AskedColumn("Wards", "Abbey, Bow", WARDS),
            AskedColumn("Stands in for", "Weavers", WARDS),
            AskedColumn("Shifts", "Mon-Fri 2pm-10pm"),
            AskedColumn("Email", "jo@example.org"),
        ),
    ),
    AskedSheet(
        "Usual evenings",
        "When each ward's panel usually meets, and when its chair can come.",
        (
            AskedColumn("Ward", ""),
            AskedColumn("Usual evening", ""),
            AskedColumn("Chair free", "", ("any", "evening", "weekend")),
        ),
        lists_wards=True,
    ),
    AskedSheet(
        "Past numbers",
        "How many residents came to each meeting of last year.",
        (
            AskedColumn("Ward", "Example: Abbey", WARDS),
            AskedColumn("Date", "3 February 2026"),
            AskedColumn("Time", "7pm"),
            AskedColumn("Residents", "18"),
        ),
    ),
    AskedSheet(
        "Time off",
        "Leave and training of the people on the sheet People.",
        (
            AskedColumn("Name", "Example: Jo Example"),
            AskedColumn("From", "2 August 2027"),
            AskedColumn("To", "13 August 2027"),
            AskedColumn("Why", "leave"),
        ),
    ),
    AskedSheet(
        "Settings",
        "How residents ask for an interpreter or other help: not everybody has email.",
        (AskedColumn("Setting", ""), AskedColumn("Value", ""), AskedColumn("What it means", "")),
        lines=(
            ("borough.contact_phone", "", "a number to call, as people dial it"),
            ("borough.contact_text", "", "a number that takes texts"),
            ("borough.contact_post", "", "an address for letters, on one line"),
        ),
    ),
)
"""What is asked, in heads that `wardpanels tidy` knows. No sheet has the name of a table of the folder: it is none."""


def asking_book(wards: Sequence[str], folder: str, file: str) -> bytes:
    """The workbook for a borough with these wards, to be read into a folder from a file."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    first.title = "Start here"
    first.column_dimensions["A"].width = 110
    for line, sentence in enumerate(INTRO, start=1):
        _text(first.cell(line, 1), sentence.format(file=file, folder=folder))
    for asked in SHEETS:
        _sheet(book.create_sheet(asked.name), asked, wards)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for line, ward in enumerate(wards, start=1):
        _text(lists.cell(line, 1), ward)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Any, asked: AskedSheet, wards: Sequence[str]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    _text(sheet.cell(1, 1), asked.says)
    for column, each in enumerate(asked.columns, start=1):
        letter = get_column_letter(column)
        _text(sheet.cell(FIRST_LINE - 1, column), each.head)
        sheet.cell(FIRST_LINE - 1, column).font = Font(bold=True)
        sheet.column_dimensions[letter].width = max(
            [16, len(each.example) + 4, *(len(cells[column - 1]) for cells in asked.lines)]
        )
        if each.example:
            _text(sheet.cell(FIRST_LINE, column), each.example)
            sheet.cell(FIRST_LINE, column).font = Font(italic=True, color=GREY)
        if each.offers:
            _offer(sheet, f"{letter}{FIRST_LINE}:{letter}{FIRST_LINE + ASKED_ROWS}", each.offers, len(wards))
    lines = tuple((ward,) for ward in wards) if asked.lists_wards else asked.lines
    for line, cells in enumerate(lines, start=FIRST_LINE):
        for column, words in enumerate(cells, start=1):
            sheet.cell(line, column).number_format = AS_TEXT
            _text(sheet.cell(line, column), words)
    sheet.freeze_panes = f"A{FIRST_LINE}"


def _offer(sheet: Any, cells: str, offers: str | tuple[str, ...], wards: int) -> None:
    """A drop-down that also takes other words: a cell may name two wards."""
    from openpyxl.worksheet.datavalidation import DataValidation

    formula = f"={LISTS}!$A$1:$A${wards}" if offers == WARDS else f'"{",".join(offers)}"'
    offered = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(offered)
    offered.add(cells)


def _text(cell: Any, text: str) -> None:
    """Text as text, never as a formula."""
    cell.value = text[:MOST_IN_A_CELL]
    cell.data_type = "s"
