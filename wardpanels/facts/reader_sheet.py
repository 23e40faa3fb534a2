"""The workbook on which a reader checks the words of a language."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from publishers.languages import Language
from wardpanels.facts.schedule import NOT_IN_XML
from wardpanels.year.reader_sheets import HEADS, SheetRow

WIDTHS = (26, 30, 60, 60, 9, 60, 24)
HOW = (
    "Read each row: the English, and the draft beside it. A computer made the draft.",
    "If the draft is right, write yes under Right?",
    "If it is not, leave Right? empty and write better words under Better words.",
    "Rows that you leave empty stay as they are. You can send the sheet back half done: what matters most is first.",
    "Keep what stands in %(…)s or {…} as it is, and NUMBER, MILES and POSTCODE: something is put in there later.",
    "Keep numbers as they are: 999 and 101 are what people dial.",
    "Do not change the last column: it finds the row again.",
)


def sheet_of(lang: Language, rows: Iterable[SheetRow]) -> bytes:
    """One sheet of phrases, named as the language is tagged, and one that says how to fill it in. Cells are text."""
    from openpyxl import Workbook  # 0.2 s to import: only this function pays it
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet: Any = book.active
    sheet.title = lang.tag
    lines = [HEADS, *((row.group, row.place, row.english, row.draft, "", "", row.key) for row in rows)]
    for line, texts in enumerate(lines, start=1):
        for column, text in enumerate(texts, start=1):
            _put(sheet.cell(line, column), text)
            is_theirs = lang.direction == "rtl" and line > 1 and HEADS[column - 1] in ("Draft", "Better words")
            sheet.cell(line, column).alignment = Alignment(
                wrap_text=True, vertical="top", readingOrder=2 if is_theirs else 0
            )
    for column, width in enumerate(WIDTHS, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    choice = DataValidation(type="list", formula1='"yes"', allow_blank=True, showErrorMessage=False)
    choice.add(f"E2:E{len(lines)}")
    sheet.add_data_validation(choice)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    how: Any = book.create_sheet("How to fill this in")
    how.column_dimensions["A"].width = 110
    for line, said in enumerate(HOW, start=1):
        _put(how.cell(line, 1), said)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, text: str) -> None:
    """Write text as text: a spreadsheet would take what begins with = for a formula."""
    cell.value = NOT_IN_XML.sub("", text) or None
    cell.data_type = "s" if cell.value else "n"
