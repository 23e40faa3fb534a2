"""CSV files as programs write them: quotation marks that do not close, signs that nobody sees, and their letters."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import UnusableData
from wardpanels.tidying.grid import csv_grid
from wardpanels.tidying.mending import annotated_grids, to_mend
from wardpanels.tidying.taking import KnownBefore, take

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


@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"], exclude_characters='"'), max_size=20))
def test_copy_can_be_written_and_opened_whatever_a_cell_holds(text):
    grid = csv_grid("visits", f"Ward,Date,Residents,Notes\nAbbey {text},4/3/2026{text},12 {text},{text}\n".encode())
    answers = {f"attendance|residents|abbey 4/3/2026|12 {text}": text}

    taken = take([grid], KnownBefore({"Abbey": "E01"}, year=2027, answers=answers))

    assert openpyxl.load_workbook(io.BytesIO(annotated_grids([grid], taken.cells))).sheetnames == ["To mend", "visits"]


def test_sign_that_prints_nothing_goes_and_one_that_breaks_a_line_is_a_space():
    grid = csv_grid("visits", (HEAD + "Ab\x01bey,4/3/2026,\ufeffEel\x0bMarket\x0cHall\x7f\n").encode())

    assert grid.row(2) == {1: "Abbey", 2: "4/3/2026", 3: "Eel Market Hall"}


def test_answer_with_signs_that_print_nothing_is_written_without_them():
    grid = csv_grid("visits", b"Ward,Date,Residents\nAbbey,4/3/2026,many\n")
    key = to_mend(take([grid], KnownBefore({"Abbey": "E01"}, year=2027)).cells)[0].key

    taken = take([grid], KnownBefore({"Abbey": "E01"}, year=2027, answers={key: "lots\x0b and lots"}))

    assert openpyxl.load_workbook(io.BytesIO(annotated_grids([grid], taken.cells)))


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_letters_are_read_in_what_a_program_wrote_them_in(letters):
    text = "Ward,Date,Notes\nSt Anne\u2019s,4/3/2026,7\u20139pm caf\u00e9\n"

    assert csv_grid("visits", text.encode(letters)).row(2) == {
        1: "St Anne\u2019s",
        2: "4/3/2026",
        3: "7\u20139pm caf\u00e9",
    }


def test_stray_nuls_are_dropped_and_make_no_utf16_of_a_file():
    assert csv_grid("visits", b"Ward,Da\x00te\nAbbey,4/3\x00/2026\n").row(2) == {1: "Abbey", 2: "4/3/2026"}


@pytest.mark.parametrize("name", ["halls[1]", "what? when*", "a:b\\c", "'quoted'", "[]", "x" * 40])
def test_copy_is_written_whatever_the_file_is_called(name):
    grid = csv_grid(name, b"Ward,Date,Residents\nAbbey,4/3/2026,many\n")
    taken = take([grid], KnownBefore({"Abbey": "E01"}, year=2027))

    book = openpyxl.load_workbook(io.BytesIO(annotated_grids([grid], taken.cells)))

    assert book.worksheets[1]["C2"].comment is not None
