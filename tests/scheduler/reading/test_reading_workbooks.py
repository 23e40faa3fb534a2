"""Workbooks: the same borough as from CSV, wherever the sheets are, and what is told when they clash."""

import csv
import subprocess
import sys
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from scheduler.reading import read_borough
from scheduler.reading.workbooks import cell_text

TABLES = ("wards", "venues", "officers", "attendance", "absences", "days", "board", "postcodes", "acronyms")


def as_typed(text):
    """What a spreadsheet makes of text that somebody types into a cell."""
    for read in (int, float, date.fromisoformat, time.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return text or None


def rows_of(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [[as_typed(cell) for cell in row] for row in csv.reader(file)]


def fill(sheet, rows):
    for row in rows:
        sheet.append(row)


def workbook_instead(folder, names, file):
    """Put the tables into one workbook, a sheet each, and take their CSV files away."""
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    for name in names:
        fill(book.create_sheet(f" {name.capitalize()}"), rows_of(folder, name))
        (folder / f"{name}.csv").unlink()
    book.save(folder / file)


def test_one_workbook_with_a_sheet_a_table_reads_as_the_csv_files_do(folder):
    before = read_borough(folder)

    workbook_instead(folder, TABLES, "borough.xlsx")

    assert read_borough(folder) == before


@pytest.mark.parametrize("title", ["wards", "Sheet1"])
def test_workbook_named_like_a_table_reads_whatever_its_sheet_is_called(folder, title):
    before = read_borough(folder)
    book = openpyxl.Workbook()
    book.active.title = title
    fill(book.active, rows_of(folder, "wards"))
    (folder / "wards.csv").unlink()

    book.save(folder / "wards.xlsx")

    assert read_borough(folder) == before


def test_line_of_a_bad_cell_is_its_row_in_the_sheet_even_after_empty_rows(folder, complaints):
    rows = rows_of(folder, "board")
    book = openpyxl.Workbook()
    fill(book.active, [rows[0], [], [], ["soon", time(18, 30)]])
    book.save(folder / "board.xlsx")
    (folder / "board.csv").unlink()

    assert complaints() == ["board.xlsx line 4, held_on: found 'soon', wanted a day such as 2027-06-30"]


def test_bad_cell_of_a_shared_workbook_names_the_sheet(folder, spoil, complaints):
    spoil("board.csv", old="18:30", new="noon")

    workbook_instead(folder, ["board"], "rota.xlsx")

    assert complaints() == ["rota.xlsx (board) line 2, starts: found 'noon', wanted a time such as 19:00"]


def test_table_found_twice_is_told(folder, complaints):
    kept = (folder / "board.csv").read_bytes()
    workbook_instead(folder, ["board"], "rota.xlsx")
    (folder / "board.csv").write_bytes(kept)

    assert complaints() == ["rota.xlsx (board): found the table board again, wanted it once (board.csv has it)"]


def damaged(folder, change):
    """The bytes of a workbook after something happened to them."""
    openpyxl.Workbook().save(folder / "rota.xlsx")
    data = bytearray((folder / "rota.xlsx").read_bytes())
    change(data)
    return bytes(data)


def halve(data):
    del data[len(data) // 2 :]


def come_from_the_future(data):
    data[data.index(b"PK\x01\x02") + 6] = 250


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (bytearray.clear, "File is not a zip file"),
        (halve, "File is not a zip file"),
        (come_from_the_future, "zip file version 25.0"),
    ],
)
def test_workbook_that_does_not_open_is_told(folder, complaints, change, reason):
    (folder / "rota.xlsx").write_bytes(damaged(folder, change))

    assert complaints() == [f"rota.xlsx: found something that does not read ({reason}), wanted an .xlsx workbook"]


def test_lock_file_of_an_open_workbook_is_passed_over(folder):
    before = read_borough(folder)

    (folder / "~$borough.xlsx").write_bytes(b"somebody")

    assert read_borough(folder) == before


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("=cmd()", "=cmd()"),
        ("one_x000D_\ntwo", "one\r\ntwo"),
        (True, "yes"),
        (False, "no"),
        (12, "12"),
        (12.0, "12"),
        (12.5, "12.5"),
        (date(2027, 6, 1), "2027-06-01"),
        (datetime(2027, 6, 1), "2027-06-01"),  # noqa: DTZ001 - a workbook's days have no zone
        (datetime(2027, 6, 1, 19, 30), "2027-06-01 19:30:00"),  # noqa: DTZ001 - nor have its times
        (time(9, 5), "09:05"),
        (time(9, 5, 7), "09:05:07"),
        (timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_cell_of_a_workbook_reads_as_its_csv_text_would(value, text):
    assert cell_text(value) == text


def test_folder_without_workbooks_never_loads_the_workbook_library(folder):
    script = "import sys; from pathlib import Path; from scheduler.reading import read_borough; "
    script += "read_borough(Path(sys.argv[1])); print('openpyxl' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
