"""The same workbook with a comment on each cell to mend, and a sheet first that lists them and takes the answers."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

from wardpanels.tidying.grid import Grid, place, printable
from wardpanels.tidying.sheet_kind import CellRead
from wardpanels.tidying.understood import Sure, plain, text_of

SHEET = "To mend"
HEADS = ("Where", "What it says", "How it was read", "How sure", "Why", "What to do", "Your answer", "About")
WIDTHS = (24, 34, 34, 10, 60, 50, 30, 24)
ANSWER, MARK = 7, 9
"""The columns of the answer, and of what it is remembered by, which is hidden."""
COLOURS = {Sure.LIKELY: "FFF9D6", Sure.GUESSED: "FFE0A3", Sure.CANNOT: "FFC2BD", Sure.REFUSED: "FFC2BC"}
AUTHOR = "Ward Panels"
INTRO = (
    "Each line is a cell that was not plain. Mend the cell itself, or write what it should say under 'Your answer'. "
    "Write ok where it was read rightly. Save, and give this workbook to `{command}` again."
)
TIDY, TAKE = "wardpanels tidy", "wardpanels take"
FIRST_LINE = 4


def to_mend(cells: Iterable[CellRead]) -> list[CellRead]:
    """The cells that were read with less than certainty, what was not read first."""
    return sorted((cell for cell in cells if cell.told.sure), key=lambda cell: -cell.told.sure)


def annotated(data: bytes, cells: Sequence[CellRead], command: str = TIDY) -> bytes:
    """The workbook with comments; earlier ones of ours go. It is for `command` to read again."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not keep, such as charts: the original has them still
        book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=False)
    return _written(book, cells, command)


def annotated_grids(grids: Sequence[Grid], cells: Sequence[CellRead]) -> bytes:
    """CSV files as one workbook, a sheet for each, with the same comments."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for grid in grids:
        sheet = book.create_sheet(_title(grid.name))
        for (row, column), value in grid.cells.items():
            _put(sheet.cell(row, column), value)
    return _written(book, cells)


def answers_in(grids: Iterable[Grid]) -> dict[str, str]:
    """What people wrote under "Your answer", by what each answer is remembered by."""
    found = {}
    for grid in grids:
        if plain(grid.name) == plain(SHEET):
            for row in grid.rows():
                answer, mark = grid.cells.get((row, ANSWER)), grid.cells.get((row, MARK))
                if row > FIRST_LINE - 1 and answer is not None and mark is not None:
                    found[str(mark)] = text_of(answer)
    return found


def _written(book: Any, cells: Sequence[CellRead], command: str = TIDY) -> bytes:
    if SHEET in book.sheetnames:
        book.remove(book[SHEET])
    for sheet in book.worksheets:
        _cleaned(sheet)
    asked = to_mend(cells)
    for cell in asked:
        _comment(book, cell)
    _list(book.create_sheet(SHEET, 0), asked, command)
    book.active = 0
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == SHEET
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cleaned(sheet: Any) -> None:
    """Take our earlier comments and colours away."""
    from openpyxl.styles import PatternFill

    for cell in list(sheet._cells.values()):
        if getattr(cell, "comment", None) is not None and cell.comment.author == AUTHOR:
            cell.comment = None
        if cell.has_style and cell.fill.fill_type == "solid" and str(cell.fill.start_color.rgb)[2:] in COLOURS.values():
            cell.fill = PatternFill()


def _title(name: str) -> str:
    """What a workbook lets a sheet be called that was a file: `halls[1]` is one that was fetched twice."""
    return re.sub(r"[\[\]*?/\\:]", " ", printable(name)).strip(" '")[:31] or "Sheet"


def _comment(book: Any, cell: CellRead) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    name = cell.sheet if cell.sheet in book.sheetnames else _title(cell.sheet)
    target = book[name].cell(*cell.spot)
    if isinstance(target, MergedCell):
        return
    told = cell.told
    lines = [f"Read as: {told.value or 'nothing'} ({told.sure.word}).", told.why, told.ask]
    if target.comment is not None:
        lines.insert(0, target.comment.text)
    comment = Comment(printable("\n".join(line for line in lines if line)), AUTHOR)
    comment.width, comment.height = 320, 140
    target.comment = comment
    target.fill = PatternFill("solid", start_color=COLOURS[told.sure])


def _list(sheet: Any, asked: Sequence[CellRead], command: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.cell(1, 1, INTRO.format(command=command)).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADS))
    sheet.row_dimensions[1].height = 34
    for column, head in enumerate(HEADS, start=1):
        sheet.cell(FIRST_LINE - 1, column, head).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[column - 1]
    sheet.column_dimensions[get_column_letter(MARK)].hidden = True
    for line, cell in enumerate(asked, start=FIRST_LINE):
        told = cell.told
        texts = (cell.where, cell.text, told.value, told.sure.word, told.why, told.ask, "", cell.row_name, cell.key)
        for column, text in enumerate(texts, start=1):
            target = sheet.cell(line, column)
            _put(target, text or None)
            target.alignment = Alignment(wrap_text=column != MARK, vertical="top")
        sheet.cell(line, 4).fill = PatternFill("solid", start_color=COLOURS[told.sure])
        sheet.cell(line, 1).hyperlink = f"#'{cell.sheet}'!{place(cell.spot)}"
    sheet.freeze_panes = f"A{FIRST_LINE}"


def _put(target: Any, value: Any) -> None:
    """Write a value; text that starts with = stays text, without what no workbook holds."""
    target.value = printable(value) if isinstance(value, str) else value
    if isinstance(value, str):
        target.data_type = "s"
