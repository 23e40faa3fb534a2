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
    "tabs": lambda data: data.replace(b",", b"\t"),
    "a line that says sep=,": lambda data: b"sep=,\r\n" + data,
    "a line that says sep=; under a byte order mark": lambda data: b"\xef\xbb\xbfsep=;\n" + data.replace(b",", b";"),
    "header with words for people": lambda data: b"\n".join(
        [data.partition(b"\n")[0].title().replace(b"_", b" "), data.partition(b"\n")[2]]
    ),
    "header with dashes": lambda data: b"\n".join(
        [data.partition(b"\n")[0].replace(b"_", b"-"), data.partition(b"\n")[2]]
    ),
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


def test_cells_beyond_the_last_column_are_told_once_however_many_rows_have_them(folder, complaints):
    rewrite(folder, "wards.csv", lambda data: data.replace(b"\nE0", b"\n,,,,E0"))

    assert [line for line in complaints() if "beyond" in line] == [
        "wards.csv line 2: found 'E05000002' beyond the last column, and 1 more, "
        'wanted no more than 10 cells, as in the header; put text with a comma in it between " marks'
    ]


@pytest.mark.parametrize("title", ["Panels 2027 (OFFICIAL)", "Panels, 2027,,,,,,,,,\n\nlast updated: 12/11/26"])
def test_title_above_the_header_is_told_and_nothing_that_follows_from_it(folder, complaints, title):
    rewrite(folder, "wards.csv", lambda data: title.encode() + b"\n" + data)

    line = title.count("\n") + 2
    first = title.partition(",")[0].partition("\n")[0]
    assert complaints() == [
        f"wards.csv line 1: found a title, '{first}', above the header in line {line}, "
        "wanted the header first: take away what stands above it; or let it be read as people keep it: wardpanels tidy"
    ]


def test_missing_header_is_told_and_nothing_that_follows_from_it(folder, complaints):
    rewrite(folder, "officers.csv", lambda data: data.partition(b"\n")[2])

    assert complaints() == [
        "officers.csv line 1: found no header: the first row begins with 'PS-1', wanted a header row with officer_id, "
        "role, name, email, ward_codes, working_hours; or let it be read as people keep it: wardpanels tidy"
    ]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"PK\x03\x04", "a workbook or another zipped file"),
        (b"\xd0\xcf\x11\xe0", "an old workbook (.xls), or one with a password"),
        (b"\xff\xfew\x00", "UTF-16 text"),
    ],
)
def test_file_of_another_kind_is_called_what_it_is(folder, complaints, data, found):
    (folder / "board.csv").write_bytes(data)

    assert complaints() == [
        f"board.csv: found {found}, "
        "wanted text with commas between the cells (in a spreadsheet: Save as, then CSV UTF-8)"
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"held_on,starts\n" + b"2027-03-23,18:30\n" * 5001, "line 5002: found a row more, wanted at most 5,000 rows"),
        (b"\n" * 60001, "line 60001: found a row, wanted at most 60,000 rows, empty ones too"),
        (b"held_on,starts" + b",x" * 99, "line 1: found 101 cells in a row, wanted at most 100"),
        (
            b"held_on,starts\n" + b"x" * 200_000,
            "line 2: found a cell without an end, wanted at most 131,072 characters",
        ),
        (b"x" * (9 << 20), ": found more than 8 MiB, wanted at most 8 MiB"),
    ],
    ids=["rows", "empty rows", "columns", "a cell", "bytes"],
)
def test_file_larger_than_any_borough_has_is_refused_with_its_bound(folder, complaints, data, problem):
    (folder / "board.csv").write_bytes(data)

    assert any(line.startswith(f"board.csv{'' if problem[0] == ':' else ' '}{problem}") for line in complaints())


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
