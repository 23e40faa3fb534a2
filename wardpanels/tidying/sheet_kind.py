"""What a sheet can hold: its columns by the words that people use for them, and how its rows become the contract's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from wardpanels.tidying.grid import Spot, place
from wardpanels.tidying.understood import CellValue, Reader, Sure, Surroundings, Understood, nothing_or, plain


@dataclass(frozen=True, slots=True)
class Heading:
    """One column that a kind of sheet may have.

    Edges: `words` are what people call it, in small letters without signs; the first is how we call it;
           a cell that says that there is nothing goes to `read` too where it `reads_nothing`
    """

    name: str
    words: tuple[str, ...]
    read: Reader
    reads_nothing: bool = False

    def reader(self) -> Reader:
        """How a cell of it is read that is not empty."""
        return self.read if self.reads_nothing else nothing_or(self.read)


@dataclass(frozen=True, slots=True)
class CellRead:
    """One cell with how it was read. `row_name` says what its row is about: a ward, a hall, an officer."""

    sheet: str
    spot: Spot
    table: str
    column: str
    row_name: str
    text: str
    told: Understood

    @property
    def where(self) -> str:
        """The cell as a person finds it."""
        return f"{self.sheet}!{place(self.spot)}"

    @property
    def key(self) -> str:
        """What an answer to it is remembered by: not the place, which changes when somebody sorts the sheet."""
        return "|".join((self.table, self.column, plain(self.row_name), plain(self.text)))


Cells = Mapping[str, CellRead]
"""A row's cells by column, empty ones too where the column is there."""
Row = dict[str, str]
"""A row of the contract, in text."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """What became of one row.

    Edges: no `row` where it is left out, and `why` says so in a sentence; `cells` replace those as first read
    """

    row: Row | None
    why: str = ""
    cells: Mapping[str, CellRead] = field(default_factory=dict)


Assemble = Callable[[Cells, Surroundings], Assembled]


@dataclass(frozen=True, slots=True)
class KindOfSheet:
    """One kind of sheet.

    Edges: `known_by` are groups of columns, of each of which one must be there; with one of the `titles` in the sheet's
           name those of `known_by_title` do; `key` names a row; `private` are columns that are left out as nobody's
           business here; `melts` is the column into which headings go that say what the cells below them are about,
           as `melted` reads them, and `melts_into` the column into which those cells go; `weekly` is a column of
           hours that may be spread over seven, one a day of the week; where it `fills_down`, people name the ward on
           the first of its lines only
    """

    table: str
    titles: tuple[str, ...]
    headings: tuple[Heading, ...]
    known_by: tuple[tuple[str, ...], ...]
    key: str
    assemble: Assemble
    known_by_title: tuple[tuple[str, ...], ...] = ()
    ward: str = ""
    melts: str = ""
    melts_into: str = ""
    weekly: str = ""
    fills_down: bool = False
    melted: Callable[[CellValue], str] = lambda heading: ""

    def heading(self, name: str) -> Heading:
        """The column of this name."""
        return next(each for each in self.headings if each.name == name)

    def is_met_by(self, columns: Iterable[str], title: str) -> bool:
        """Whether these columns, under this title of a sheet, make one of the kind."""
        there = set(columns)
        ways = [self.known_by, *([self.known_by_title] if self.known_by_title and self.is_titled(title) else [])]
        return any(all(there & set(group) for group in groups) for groups in ways)

    def is_titled(self, title: str) -> bool:
        """Whether a sheet's name says that it is of the kind."""
        said = head_words(title)
        return any(re.search(rf"\b{re.escape(each)}\b", said) for each in self.titles)


@lru_cache(maxsize=20_000)
def head_words(text: CellValue) -> str:
    """A heading in small letters, without signs, what is shortened written out."""
    said = re.sub(r"\(s\)", "s", plain(text).replace("'", "")).translate(SIGNS).split()
    return " ".join(SHORT.get(word, word) for word in said)


def called(words: str) -> tuple[str, ...]:
    """Names with commas between them."""
    return tuple(word.strip() for word in words.split(","))


SHORT = {
    "acc": "accessible",
    "mtg": "meeting",
    "mtgs": "meetings",
    "hrs": "hours",
    "pw": "per week",
    "yr": "year",
    "avail": "available",
}
SIGNS = str.maketrans(dict.fromkeys('?:*.,()[]/_-!#"', " "))


def amended(cells: Cells, column: str, told: Understood) -> Mapping[str, CellRead]:
    """The row's cells with another reading of one, where that column is there."""
    return {**cells, column: replace(cells[column], told=told)} if column in cells else cells


def value(cells: Cells, column: str) -> str:
    """A cell's value, "" where the column is not there."""
    return cells[column].told.value if column in cells else ""


def with_assumed(
    cells: Cells, key: str, assumed: Sequence[tuple[str, Understood]]
) -> tuple[Row, Mapping[str, CellRead]]:
    """The row's values, each missing one as it is assumed; its own cell shows that, or the row's name where none is."""
    row = {name: cell.told.value for name, cell in cells.items()}
    shown = dict(cells)
    for column, told in assumed:
        if row.get(column):
            continue
        row[column] = told.value
        if column not in cells:
            shown = dict(amended(shown, key, shown[key].told.less(told.sure, told.why, told.ask)))
        else:
            said = cells[column].told
            shown = dict(
                amended(
                    shown,
                    column,
                    Understood(
                        told.value, max(said.sure, told.sure), f"{said.why} {told.why}".strip(), told.ask or said.ask
                    ),
                )
            )
    return row, shown


def guessed(value: str, why: str, ask: str) -> Understood:
    """What is taken where nothing is written."""
    return Understood(value, Sure.GUESSED, why, ask)
