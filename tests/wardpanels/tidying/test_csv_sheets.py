"""CSV files as programs write them: quotation marks that do not close, signs that nobody sees, and their letters."""

from __future__ import annotations

import pytest

from scheduler.errors import UnusableData
from wardpanels.tidying.grid import csv_grid

HEAD = "Ward,Date,Notes\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + 'Abbey,4/3/2026,"left open\nBow,5/3/2026,\nAbbey,6/3/2026,\n', 2),
        (HEAD + 'Abbey,4/3/2026,"two\nlines"\nBow,5/3/2026,"left open', 4),
        (HEAD + 'Abbey,4/3/2026,"Big" Hall\n', 2),
        ('sep=;\nWard;Date\nAbbey;4/3/2026\nBow;"5/3/2026\n', 4),
        (HEAD.replace("\n", "\r\n") + 'Abbey,4/3/2026,\r\nBow,"5/3/2026,\r\n', 3),
    ],
)
def test_quotation_mark_that_does_not_close_is_refused_with_its_line(text, line):
    with pytest.raises(UnusableData) as refused:
        csv_grid("visits", text.encode())

    problem = refused.value.problems[0]
    assert (problem.file, problem.line) == ("visits", line)
    assert problem.found == 'a " that does not open or close a whole cell'


def test_cells_in_quotation_marks_are_read_whole():
    text = HEAD + 'Abbey,4/3/2026,"said ""no"", twice\nand again"\nBow,5/3/2026,5" pipe\n'

    grid = csv_grid("visits", text.encode())

    assert grid.row(2)[3] == 'said "no", twice\nand again'
    assert grid.row(3)[3] == '5" pipe'


def test_line_that_names_the_separator_is_no_row():
    grid = csv_grid("visits", b"sep=;\r\nWard;Date\r\nAbbey;4/3/2026\r\n")

    assert grid.lines == {2: {1: "Ward", 2: "Date"}, 3: {1: "Abbey", 2: "4/3/2026"}}


def test_a_cell_longer_than_any_is_refused():
    with pytest.raises(UnusableData, match="a cell without an end"):
        csv_grid("visits", (HEAD + "x" * 200_000).encode())
