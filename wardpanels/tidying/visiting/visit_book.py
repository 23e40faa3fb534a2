"""The workbook to type visits into: one row a hall, with drop-downs and what the file says now."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from scheduler.reading.bounds import MOST_IN_A_CELL
from wardpanels.beginning.asking_book import ROLES
from wardpanels.tidying.visiting.checked_facts import HallRow
from wardpanels.tidying.visiting.visit_questions import DAY, HALL, HALL_ID, QUESTIONS, ROLE
from wardpanels.tidying.visiting.what_stands import what_stands

SHEET = "Hall checks"
FIRST_LINE = 4
INTRO = (
    "Write down what you saw yourself, and leave the rest empty: an empty cell changes nothing. "
    "Say who looked by role, never by name. Grey columns say what stands there now and are not read."
)
NEXT = "Save this file, then type: wardpanels hall-check --read {file} --data {folder}"
GREY = "8A8A8A"
NOW = "Says now"
WIDTHS = {HALL_ID: 10, HALL: 30, "Address": 30, NOW: 46, "Entrance": 34, "Nearest stop or station": 28}


def visit_book(halls: Sequence[HallRow], file: str, folder: str, step: str = NEXT) -> bytes:
    """The workbook for these halls, to be read back from a file into a folder; `step` says how."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _text(sheet.cell(1, 1), INTRO)
    _text(sheet.cell(2, 1), step.format(file=file, folder=folder))
    heads = (HALL_ID, HALL, "Address", NOW, *(question.head for question in QUESTIONS), ROLE, DAY)
    for column, head in enumerate(heads, start=1):
        cell = sheet.cell(FIRST_LINE - 1, column)
        _text(cell, head)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(head, 15)
    for line, hall in enumerate(halls, start=FIRST_LINE):
        told = (hall["venue_id"], hall["name"], f"{hall['address']}, {hall['postcode']}".strip(", "), _now(hall))
        for column, text in enumerate(told, start=1):
            cell = sheet.cell(line, column)
            _text(cell, text)
            cell.font = Font(color=GREY) if column > 2 else Font()
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    offers = {question.head: question.takes.choices for question in QUESTIONS} | {ROLE: ROLES}
    for column, head in enumerate(heads, start=1):
        if offers.get(head):
            letter = get_column_letter(column)
            _offer(sheet, f"{letter}{FIRST_LINE}:{letter}{FIRST_LINE + len(halls) - 1}", offers[head])
    for line in range(FIRST_LINE, FIRST_LINE + len(halls)):
        sheet.cell(line, len(heads)).number_format = "dd/mm/yyyy"
    sheet.freeze_panes = f"C{FIRST_LINE}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _now(hall: HallRow) -> str:
    return "\n".join(f"{label}: {value}, {basis}" for label, value, basis in what_stands(hall))


def _offer(sheet: Any, cells: str, words: Sequence[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    offered = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)
    offered.error = f"Choose one of: {', '.join(words)}. Or leave it empty."
    sheet.add_data_validation(offered)
    offered.add(cells)


def _text(cell: Any, text: str) -> None:
    """Text as text, never as a formula."""
    cell.value = text[:MOST_IN_A_CELL]
    cell.data_type = "s"
