"""What a column holds by the cells in it, whatever stands above them: wards, hours, ranks, days, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wardpanels.tidying.grid import Grid
from wardpanels.tidying.said.given_names import one_ward, wards, wards_or_everywhere
from wardpanels.tidying.said.hall_hours import hall_hours
from wardpanels.tidying.said.plain_words import email, postcode
from wardpanels.tidying.said.ranks import rank
from wardpanels.tidying.said.shifts import shifts
from wardpanels.tidying.said.usual_evenings import usual_evening
from wardpanels.tidying.said.written_days import written_day, written_span
from wardpanels.tidying.sheet_kind import Heading, KindOfSheet
from wardpanels.tidying.understood import NOT_KNOWN, NOTHING, CellValue, Reader, Sure, Surroundings, plain

WARD_READERS = (wards, one_ward, wards_or_everywhere)
"""What reads wards, and reads nothing while none is known."""
LEAST_SURE: Mapping[Reader, Sure] = {
    **dict.fromkeys(WARD_READERS, Sure.LIKELY),
    **dict.fromkeys((hall_hours, shifts), Sure.GUESSED),
    **dict.fromkeys((email, postcode), Sure.CERTAIN),
    **dict.fromkeys((rank, usual_evening, written_day, written_span), Sure.LIKELY),
}
"""Readers that take no other text, and how sure they must be of what is theirs. Others, such as of names, take any."""
MOST, FEWEST = 0.6, 2
"""Of a column's cells that say something; and the cells."""
SAMPLE = 12


def fitting(kind: KindOfSheet, grid: Grid, rows: Iterable[int], columns: Iterable[int], known: Surroundings,
            missing: Iterable[str]) -> dict[str, int]:  # fmt: skip  # one line
    """Return the column that holds each missing thing.

    Edges: none where two might, where most cells say otherwise, or where a heading tells of another of the same sort:
           beside a first day, more days may be anything
    """
    missing, rows = tuple(missing), tuple(rows)
    cells = {column: _said(grid, rows, column) for column in columns}
    told = {each.read for each in kind.headings if each.name not in missing}
    found: dict[str, int] = {}
    for heading in kind.headings:
        if heading.read in LEAST_SURE and heading.read not in told:
            fits = [column for column, said in cells.items() if _holds(heading, said, known)]
            told.add(heading.read)
            if len(fits) == 1 and fits[0] not in found.values():
                found[heading.name] = fits[0]
    return found


def is_foreign(heading: Heading, grid: Grid, rows: Iterable[int], column: int, known: Surroundings) -> bool:
    """Whether none of a column's first cells reads as what its heading names: it names something else here."""
    if heading.read not in LEAST_SURE or (heading.read in WARD_READERS and not known.wards):
        return False
    said = _said(grid, rows, column)[:SAMPLE]
    return len(said) >= FEWEST and not any(heading.reader()(value, known).value for value in said)


def _said(grid: Grid, rows: Iterable[int], column: int) -> list[CellValue]:
    values = [grid.cells.get((row, column)) for row in rows]
    return [value for value in values if plain(value).strip(" .") not in NOTHING | NOT_KNOWN]


def _is_told(value: str) -> bool:
    """Whether nothing of it is hours that may or may not be."""
    return "unknown" not in value


def _holds(heading: Heading, said: list[CellValue], known: Surroundings) -> bool:
    read = wards if heading.read in WARD_READERS else heading.read  # which writes "all" out
    told = [read(value, known) for value in said]
    fit = sum(bool(each.value) and each.sure <= LEAST_SURE[heading.read] and _is_told(each.value) for each in told)
    return fit >= max(FEWEST, MOST * len(said))
