"""Typst as one function: a template and its facts in, a finished PDF out. Knows nothing of meetings.

Every PDF is PDF/UA-1: tagged, with its language and title, so that a screen reader can read it out. Fonts come
from `publishers.fonts` and from Typst itself, so that every machine makes the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from publishers.fonts import font_folder
from publishers.templating import template_folder

FIRST_FAMILIES = ("Noto Sans", "Noto Sans Bengali", "Noto Sans Arabic")
LAST_FAMILIES = ("Noto Emoji", "Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern Math")
"""Asked last, for what no text face has: emoji, Hebrew with marks, arrows, mathematics."""

STAND_IN = "\N{WHITE SQUARE}"
"""What is printed for a mark that none of the fonts has: PDF/UA forbids a hole."""

PRINTED_WITH = ("typst", "zxing-cpp")
"""The packages whose next version may print the same sheet otherwise."""

NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
"""For what is never kept."""


@cache
def made_with() -> str:
    """What every PDF depends on beside its facts: this code, the templates, the fonts and the packages."""
    read = hashlib.sha256(" ".join(map(version, PRINTED_WITH)).encode())
    code, templates, fonts = Path(__file__).parent, template_folder() / "print", font_folder()
    sources = (*code.glob("*.py"), *templates.glob("*.typ"), *fonts.glob("*.ttf"))
    for source in sorted(sources, key=lambda path: path.name):
        read.update(source.name.encode() + b"\0" + source.read_bytes())
    return read.hexdigest()


class Press:
    """A Typst compiler with its fonts loaded. Making one takes about 20 ms, a page 2 to 10 ms.

    Edges: for one thread at a time; a release is printed with one press
    """

    def __init__(self) -> None:
        import typst  # starts threads that no fork survives: see `wardpanels.disk.rendering`

        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder())])
        self._families = _in_order(set(fonts.families()))
        self._folder = template_folder() / "print"
        self._compiler = typst.Compiler(root=str(self._folder), font_paths=fonts, ignore_system_fonts=True)
        self._printable: dict[str, bool] = {}
        self._cannot = typst.TypstError

    def pdf(self, template: str, facts: Mapping[str, object], made_at: datetime) -> bytes:
        """Return the PDF of a template of templates/print.

        Units:  `made_at` is what the PDF says of itself; same facts and same `made_at`, same bytes
        Edges:  facts go in as data, so no mark in them is ever Typst's; marks that no font has become a square
        Errors: typst.TypstError where the template is wrong (our bug)
        """
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
        try:
            return self._compiled(template, text, made_at)
        except self._cannot:
            shown = "".join(mark if self._can_print(mark) else STAND_IN for mark in text)
        try:
            return self._compiled(template, shown, made_at)
        except self._cannot:
            # Letters and marks that can be printed alone, but not on top of each other by any one font.
            bare = "".join(mark for mark in shown if not unicodedata.category(mark).startswith("M"))
            return self._compiled(template, bare, made_at)

    def _compiled(self, template: str, facts: str, made_at: datetime) -> bytes:
        made = self._compiler.compile(
            input=str(self._folder / template),
            format="pdf",
            sys_inputs={"facts": facts, "families": json.dumps(self._families)},
            pdf_standards=["ua-1"],
            timestamp=int(made_at.timestamp()),
        )
        if not isinstance(made, bytes):
            raise TypeError(f"typst: found {type(made).__name__}, wanted one PDF")
        return made

    def _can_print(self, mark: str) -> bool:
        if mark.isascii():
            return True
        if mark not in self._printable:
            try:
                self._compiled("mark.typ", json.dumps({"mark": mark}), NO_DATE)
            except self._cannot:
                self._printable[mark] = False
            else:
                self._printable[mark] = True
        return self._printable[mark]


def _in_order(families: set[str]) -> list[str]:
    named = {*FIRST_FAMILIES, *LAST_FAMILIES}
    others = sorted(family for family in families - named if family.startswith("Noto Sans"))
    return [*FIRST_FAMILIES, *others, *LAST_FAMILIES]
