"""A paper as a Word file: the same paper, the same bytes. Knows nothing of meetings."""

from __future__ import annotations

import unicodedata
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from publishers.papers.paper import LaidOut, PaperTable

if TYPE_CHECKING:
    from docx.document import Document as WordFile

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGE = "en-GB"
NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can say: python-docx would write when the file was made."""


def docx_of(paper: LaidOut) -> bytes:
    """The paper with real headings, lists and tables, whose first row is repeated and marked as heads."""
    from docx import Document  # lxml and a template of Word's: a fifth of a second, and seldom needed

    file = Document()
    _describe(file, paper)
    if paper.note:
        file.add_paragraph(_clean(paper.note)).runs[0].bold = True
    file.add_heading(_clean(paper.title), 1)
    for line in paper.lead:
        file.add_paragraph(_clean(line))
    for part in paper.parts:
        file.add_heading(_clean(part.heading), 2)
        for line in part.paragraphs:
            file.add_paragraph(_clean(line))
        for point in part.points:
            file.add_paragraph(_clean(point), style="List Bullet")
        if part.grid:
            _add(file, part.grid)
    file.add_paragraph(_clean(paper.address))
    written = BytesIO()
    file.save(written)
    return _timeless(written.getvalue())


def _describe(file: WordFile, paper: LaidOut) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    said, made_at = file.core_properties, paper.made_at.astimezone(UTC).replace(tzinfo=None)
    said.title, said.author, said.last_modified_by = _clean(paper.title), _clean(paper.author), _clean(paper.author)
    said.created = said.modified = made_at
    said.language, said.comments = LANGUAGE, ""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    file.styles["Normal"].element.get_or_add_rPr().append(language)


def _add(file: WordFile, grid: PaperTable) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = file.add_table(rows=0, cols=len(grid.heads), style="Table Grid")
    for row in (grid.heads, *grid.rows):
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=True):
            cell.text = _clean(words)
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    heads = OxmlElement("w:tblHeader")
    heads.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(heads)


def _clean(text: str) -> str:
    """Text that XML can hold. Edges: a mark that it cannot becomes a square"""
    return "".join("\N{WHITE SQUARE}" if unicodedata.category(mark) in ("Cc", "Cs", "Cn") else mark for mark in text)


def _timeless(zipped: bytes) -> bytes:
    """The same zip with one time for every file in it."""
    written = BytesIO()
    with ZipFile(BytesIO(zipped)) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, NO_TIME)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            target.writestr(entry, source.read(name))
    return written.getvalue()
