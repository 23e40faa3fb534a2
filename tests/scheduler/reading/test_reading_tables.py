"""The shape of a file: encodings, separators, line ends, quotation marks, headers, and how lines are counted."""

import pytest

from scheduler.reading import read_borough


def rewrite(folder, name, change):
    path = folder / name
    path.write_bytes(change(path.read_bytes()))


CHANGES = {
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "semicolons": lambda data: data.replace(b",", b";"),
    "Windows line ends": lambda data: data.replace(b"\n", b"\r\n"),
    "old Mac line ends": lambda data: data.replace(b"\n", b"\r"),
    "no last line end": bytes.rstrip,
    "empty rows after the end": lambda data: data + b",,,\n\n , \n",
    "header in capitals with spaces": lambda data: b"\n".join(
        [data.partition(b"\n")[0].upper().replace(b",", b" , "), data.partition(b"\n")[2]]
    ),
    "a column nobody asked for": lambda data: data.replace(b"\n", b",<script>,\n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("name", ["wards.csv", "attendance.csv", "board.csv"])
def test_file_reads_the_same_whatever_program_saved_it(folder, name, change):
    before = read_borough(folder)

    rewrite(folder, name, change)

    assert read_borough(folder) == before


def test_line_is_that_of_the_file_even_after_line_breaks_in_a_cell(spoil, complaints):
    spoil("wards.csv", old="Abbey,abbey", new='"Abbey\nor\r\nnot",abbey')
    spoil("wards.csv", old="12000", new="many")

    assert complaints() == [
        "wards.csv line 5, population: found 'many', wanted people in digits, 0 to 100000000, such as 15300"
    ]


def test_text_that_is_not_utf8_is_told_with_its_line(folder, complaints):
    rewrite(folder, "wards.csv", lambda data: data.replace(b"Bridge", b"Br\xfcdge"))

    assert complaints() == [
        "wards.csv line 3: found the byte 0xfc, wanted UTF-8 text (in a spreadsheet: Save as, then CSV UTF-8)"
    ]


def test_missing_columns_are_told_on_the_header_line(spoil, complaints):
    spoil("board.csv", old="held_on,starts", new="held_on,time")

    assert complaints() == [
        "board.csv line 1, starts: found no such column, wanted a header row with held_on, starts",
    ]


def test_column_named_twice_is_told(spoil, complaints):
    spoil("board.csv", old="held_on,starts", new="held_on,starts,Starts")

    assert complaints() == ["board.csv line 1, starts: found 2 columns of this name, wanted one"]


def test_empty_file_is_told(folder, complaints):
    (folder / "board.csv").write_bytes(b"\n\n")

    assert complaints() == ["board.csv: found an empty table, wanted a header row with held_on, starts"]


def test_borough_without_wards_is_told(folder, complaints):
    rewrite(folder, "wards.csv", lambda data: data.partition(b"\n")[0])

    assert "wards.csv: found no rows, wanted at least one row below the header" in complaints()


def test_cell_beyond_the_last_column_is_told(spoil, complaints):
    spoil("acronyms.csv", old="Your local", new="Yours, and local")

    assert complaints() == [
        "acronyms.csv line 2: found 'and local police team.' beyond the last column, "
        'wanted no more than 3 cells, as in the header; put text with a comma in it between " marks'
    ]


def test_missing_cells_at_the_end_of_a_row_are_empty(folder, spoil):
    before = read_borough(folder)

    spoil("action_plan.csv", old="computed,\n", new="computed\n")

    assert read_borough(folder) == before


def test_quotation_mark_that_never_closes_is_told_where_it_opens(spoil, complaints):
    spoil("wards.csv", old="Bridge,bridge", new='"Bridge,bridge')

    assert complaints() == [
        'wards.csv line 3: found a " that does not open or close a whole cell, wanted text with a comma, '
        'a line break or a " in it between two " marks, and each " inside it doubled'
    ]
