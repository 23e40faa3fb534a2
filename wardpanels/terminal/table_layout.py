"""Tables as wide as the terminal: text folds or goes below its row, and what is copied or compared stays whole.

rich's own tables shrink every column alike and break ids in the middle: here rich only measures and folds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

GAPS = (3, 2, 1)
"""Columns between columns, the first that fits."""
INDENT = 2
MOST_LINES = 2
"""A sentence that needs more lines beside its row is easier to read below it."""
NAME_WIDTH = 28
"""A text this short is a name, and is not folded."""
GLUE = "\ue000"
"""Stands for a space that must not break: of private use, so no text of ours or of the data has it."""
DATE = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]* \d{1,2} [A-Z][a-z]{2,8}(?: \d{4})?(?: \d\d:\d\d)?")


@dataclass(frozen=True, slots=True, eq=False)
class ShownColumn:
    """One column: its head and cells. `is_figures`: aligned right, and never folded."""

    head: str
    cells: tuple[str, ...]
    is_figures: bool

    @property
    def widest(self) -> int:
        """The width at which nothing folds."""
        return max(map(cell_len, (self.head, *self.cells)))

    @property
    def is_whole(self) -> bool:
        """Whether it holds nothing but figures, ids, dates and single words. Edges: an address is long, as a text is"""
        return self.is_figures or not any(" " in cell or "://" in cell for cell in self.cells)

    @property
    def least(self) -> int:
        """The width below which an id, a date or a word would break, or a sentence would take too many lines."""
        if not self.is_whole and self.widest <= NAME_WIDTH:
            return self.widest
        longest = max(cell_len(word) for text in (self.head, *self.cells) for word in text.split(" "))
        return min(self.widest, longest if self.is_whole else max(longest, -(-self.widest // MOST_LINES)))


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns stand side by side, how far apart, and which are told below each row."""

    beside: tuple[ShownColumn, ...]
    below: tuple[ShownColumn, ...]
    gap: int

    def fits(self, width: int) -> bool:
        """Whether nothing that must stay whole would break."""
        return sum(column.least for column in self.beside) + self.gap * (len(self.beside) - 1) <= width

    def widths(self, width: int) -> list[int]:
        """How wide each column is: as wide as it likes, but for the widest, which give way first."""
        found, least = [column.widest for column in self.beside], [column.least for column in self.beside]
        over = sum(found) + self.gap * (len(found) - 1) - width
        for _ in range(over):
            spare = [at for at in range(len(found)) if found[at] > least[at]]
            if not spare:
                break
            found[max(spare, key=found.__getitem__)] -= 1
        return found


def drawn(
    heads: Sequence[str], rows: Sequence[Sequence[str]], width: int, figures: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """The lines of the heads and the lines below them. `figures` names the columns of numbers."""
    columns = [
        ShownColumn(head, tuple(DATE.sub(_glued, row[at]) for row in rows), head in figures)
        for at, head in enumerate(heads)
    ]
    layout = laid_out(columns, width)
    widths = layout.widths(width)
    head = _row(layout, widths, [column.head for column in layout.beside])
    head += _below(" · ".join(column.head for column in layout.below), width)
    body = ["─" * (sum(widths) + layout.gap * (len(widths) - 1))]
    for at in range(len(rows)):
        body += _row(layout, widths, [column.cells[at] for column in layout.beside])
        told = ((f"{one.head}: " if one.is_figures else "", one.cells[at]) for one in layout.below)
        body += _below(" · ".join(f"{label}{cell}" for label, cell in told if cell), width)
    return [_finished(line) for line in head], [_finished(line) for line in body]


def laid_out(columns: Sequence[ShownColumn], width: int) -> Layout:
    """The first layout that fits: narrower gaps, then the widest texts below, then ids and figures from the right.

    Edges: the first column stays; where nothing fits, what is too wide is folded after all
    """
    texts = sorted((one for one in columns[1:] if not one.is_whole), key=lambda one: -one.widest)
    movable = (*texts, *(one for one in reversed(columns[1:]) if one.is_whole))
    for count in range(len(movable) + 1):
        below = tuple(one for one in columns if one in movable[:count])
        beside = tuple(one for one in columns if one not in below)
        for gap in GAPS if count >= len(texts) else GAPS[:-1]:
            layout = Layout(beside, below, gap)
            if layout.fits(width):
                return layout
    return layout


def _row(layout: Layout, widths: Sequence[int], cells: Sequence[str]) -> list[str]:
    folded = [_folded(cell, width) for cell, width in zip(cells, widths, strict=True)]
    return [
        (" " * layout.gap).join(
            _padded(part, width, is_right=column.is_figures)
            for part, width, column in zip(parts, widths, layout.beside, strict=True)
        )
        for parts in zip_longest(*folded, fillvalue="")
    ]


def _below(text: str, width: int) -> list[str]:
    return [" " * INDENT + line for line in _folded(text, width - INDENT)] if text else []


def _folded(text: str, width: int) -> list[str]:
    if cell_len(text) <= width:
        return [text]
    lines = Text(text).wrap(Console(width=max(width, 1)), max(width, 1), overflow="fold")
    return [line.plain.rstrip() for line in lines] or [""]


def _padded(text: str, width: int, *, is_right: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if is_right else text + space


def _glued(date: re.Match[str]) -> str:
    return date[0].replace(" ", GLUE)


def _finished(line: str) -> str:
    return line.replace(GLUE, " ").rstrip()
