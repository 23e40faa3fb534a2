"""Reads PDFs back as a reader, a scanner and a screen reader do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pypdf
import pypdfium2
import pypdfium2.raw
import zxingcpp

from publishers.printed.sheet import Sheet, print_sheet
from publishers.printed.typst_press import Press


@cache
def press() -> Press:
    """One press for all tests of one process."""
    return Press()


def pdf(sheet: Sheet) -> bytes:
    """A sheet, printed."""
    return print_sheet(sheet, press())


PRINTED: dict[str, bytes] = {}
"""What was printed already, by the digests of the sheets."""


def printed_once(sheet: Sheet) -> bytes:
    """The same for tests that read one sheet after another."""
    if sheet.digest not in PRINTED:
        PRINTED[sheet.digest] = pdf(sheet)
    return PRINTED[sheet.digest]


def text(content: bytes) -> str:
    """Everything on all pages, with single spaces."""
    with pypdfium2.PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def pages(content: bytes) -> int:
    """How many pages there are."""
    with pypdfium2.PdfDocument(content) as document:
        return len(document)


def scanned(content: bytes) -> list[str]:
    """What a phone reads from the pages as they are drawn, at 150 dots an inch."""
    with pypdfium2.PdfDocument(content) as document:
        drawn = [page.render(scale=150 / 72).to_numpy() for page in document]
    return [code.text for image in drawn for code in zxingcpp.read_barcodes(image)]


def letters_off_the_page(content: bytes) -> list[str]:
    """Every letter that is not wholly on its page."""
    off = []
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            width, height = page.get_size()
            words = page.get_textpage()
            for place in range(words.count_chars()):
                left, bottom, right, top = words.get_charbox(place)
                if left < 0 or bottom < 0 or right > width or top > height:
                    off.append(words.get_text_range(place, 1))
    return off


OFFICE_PRINTER = 6
"""Units: millimetres at each edge that an office printer may leave white: 4 to 6 by their makers' pages."""


def white_edge(content: bytes) -> float:
    """How much of every page's edge stays white, whatever is drawn there, in millimetres."""
    with pypdfium2.PdfDocument(content) as document:
        return min(map(_white_edge, document))


DOTS = 2
"""Dots a point, to find an edge."""


def _white_edge(page: pypdfium2.PdfPage) -> float:
    red, green, blue = np.moveaxis(page.render(scale=DOTS).to_numpy() < 250, 2, 0)
    drawn = red | green | blue  # five times as quick as the least of the three
    height, width = drawn.shape
    down, across = (drawn.any(axis=axis).nonzero()[0] for axis in (1, 0))
    white = min(across[0], width - 1 - across[-1], down[0], height - 1 - down[-1])
    return float(white) / DOTS / 72 * 25.4


def arrows(content: bytes) -> list[tuple[int, ...]]:
    """Where the dark of each page lies in the part that an arrow fills: a count for each of its rows and columns."""
    with pypdfium2.PdfDocument(content) as document:
        drawn = [page.render(scale=0.5).to_numpy().min(axis=2) < 60 for page in document]
    parts = [page[70:200, 15:135] for page in drawn]
    return [(*map(int, part.sum(axis=0)), *map(int, part.sum(axis=1))) for part in parts]


def spoken_marks(content: bytes) -> set[str]:
    """Every mark that a reader copies or hears: what the letters stand for, and what is told in place of some."""
    found = set()
    for page in reader(content).pages:
        for told in TOLD_INSTEAD.findall(page.get_contents().get_data()):
            found.update(bytes.fromhex(told.decode()).decode("utf-16"))
        for font in page["/Resources"].get("/Font", {}).values():
            table = font["/ToUnicode"].get_data().decode()
            found.update(*(bytes.fromhex(letters).decode("utf-16-be") for letters in STANDS_FOR.findall(table)))
    return found


TOLD_INSTEAD = re.compile(rb"/ActualText\s*<([0-9A-Fa-f]+)>")
STANDS_FOR = re.compile(r"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>")


def space_on_the_right(content: bytes) -> float:
    """How far the letter that is farthest to the right is from the edge, on any page, in points."""
    with pypdfium2.PdfDocument(content) as document:
        return min(page.get_width() - _farthest(page.get_textpage()) for page in document)


def _farthest(words: pypdfium2.PdfTextPage) -> float:
    letters = (place for place in range(words.count_chars()) if words.get_text_range(place, 1).strip())
    return max((float(words.get_charbox(place)[2]) for place in letters), default=0.0)


def sizes(content: bytes) -> set[float]:
    """The sizes of all letters, in points."""
    found = set()
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            words = page.get_textpage()
            letters = (place for place in range(words.count_chars()) if words.get_text_range(place, 1).strip())
            found |= {pypdfium2.raw.FPDFText_GetFontSize(words.raw, place) for place in letters}
    return found


def places_of(content: bytes, wanted: str) -> list[float]:
    """Where the letters of a word stand across the first page, in the order they are read."""
    with pypdfium2.PdfDocument(content) as document:
        words = document[0].get_textpage()
        start, count = words.search(wanted).get_next()
        return [words.get_charbox(place)[0] for place in range(start, start + count)]


def picture(content: bytes) -> bytes:
    """The first page as it looks."""
    with pypdfium2.PdfDocument(content) as document:
        return document[0].render(scale=1).to_numpy().tobytes()


def reader(content: bytes) -> pypdf.PdfReader:
    """The PDF as a tree of objects."""
    return pypdf.PdfReader(BytesIO(content))


def fonts(content: bytes) -> dict[str, bool]:
    """Every font by name, and whether its file is inside the PDF."""
    found = {}
    for page in reader(content).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for part in font.get_object().get("/DescendantFonts", [font]):
                described = part.get_object()["/FontDescriptor"]
                found[str(part.get_object()["/BaseFont"])] = any(
                    key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")
                )
    return found


def tags(content: bytes) -> Iterator[Any]:
    """Every element of the tree that a screen reader walks, in its order."""
    yield from _below(reader(content).trailer["/Root"]["/StructTreeRoot"])


def _below(element: Any) -> Iterator[Any]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        known = kid.get_object()
        if isinstance(known, dict) and "/S" in known:
            yield known
            yield from _below(known)
