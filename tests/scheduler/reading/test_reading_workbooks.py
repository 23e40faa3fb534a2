"""Workbooks: the same borough as from CSV, wherever the sheets are, and what is told when they clash."""

import csv
import re
import subprocess
import sys
import zipfile
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


def with_parts(path, change):
    """Write a workbook anew, with each part as `change` makes it of the name and the bytes."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def in_sheet(old, new):
    return lambda name, xml: xml.replace(old, new, 1) if name.startswith("xl/worksheets/") else xml


def test_formula_without_its_result_is_told_with_its_cell_in_a_column_that_may_be_left_out_too(folder, complaints):
    workbook_instead(folder, ["venues"], "rota.xlsx")
    book = openpyxl.load_workbook(folder / "rota.xlsx")
    book[" Venues"]["K2"] = '="2027-06-01/2027-06-30"'
    book.save(folder / "rota.xlsx")

    assert complaints() == [
        "rota.xlsx (venues) line 2, closed: found a formula without its result in K2, "
        "wanted its result: open the workbook in a spreadsheet program and save it, or type the value"
    ]


def test_formula_in_a_column_that_nobody_asked_for_is_nothing_to_complain_of(folder):
    before = read_borough(folder)
    workbook_instead(folder, ["board"], "rota.xlsx")
    book = openpyxl.load_workbook(folder / "rota.xlsx")
    book[" Board"]["C1"], book[" Board"]["C2"] = "notes", "=A2+1"

    book.save(folder / "rota.xlsx")

    assert read_borough(folder) == before


def test_formula_with_its_result_reads_as_the_result(folder):
    before = read_borough(folder)
    workbook_instead(folder, ["officers"], "rota.xlsx")

    with_parts(
        folder / "rota.xlsx",
        lambda name, xml: re.sub(
            rb'(<c r="A2" t=)"inlineStr"><is><t>PS-1</t></is>', rb'\1"str"><f>"PS-1"</f><v>PS-1</v>', xml
        ),
    )

    assert read_borough(folder) == before


def test_error_as_a_result_is_told_with_its_cell(folder, complaints):
    workbook_instead(folder, ["absences"], "rota.xlsx")

    with_parts(
        folder / "rota.xlsx",
        lambda name, xml: re.sub(rb'(<c r="D2" t=)"inlineStr"><is><t>leave</t></is>', rb'\1"e"><v>#REF!</v>', xml),
    )

    assert complaints() == [
        "rota.xlsx (absences) line 2, reason: found the error #REF! in D2, wanted a value, or nothing"
    ]


def test_workbook_with_other_sheets_is_told_once_and_not_that_each_file_is_missing(folder, complaints):
    book = openpyxl.Workbook()
    book.active.title = "Halls"
    book.create_sheet("SNT contacts")
    book.save(folder / "Hackney.xlsx")
    for name in ("wards", "venues", "officers"):
        (folder / f"{name}.csv").unlink()

    assert complaints() == [
        "Hackney.xlsx: found other sheets ('halls, snt contacts'), wanted sheets named wards, venues, officers; "
        "or let it be read as people keep it: wardpanels tidy"
    ]


ENDLESS = {
    "a million empty rows": (b'<row r="9" s="1"/>' * 1_000_000, "at most 150,000 cells in all workbooks"),
    "a million empty cells": (b"<row>" + b"<c/>" * 1_000_000 + b"</row>", "at most 150,000 cells in all workbooks"),
    "a row at the end of the sheet": (
        b'<row r="1048576"><c r="A1048576"><v>3</v></c></row>',
        "found a row, wanted at most 60,000 rows",
    ),
    "a gigabyte of nothing, zipped": (b" " * 50_000_000, "at most 48 MiB in all workbooks when they are unzipped"),
    "formulas": (b"<row>" + b"<c><f>A1</f></c>" * 20_001 + b"</row>", "at most 20,000 formulas in all workbooks"),
}


@pytest.mark.parametrize(("piece", "told"), ENDLESS.values(), ids=ENDLESS)
def test_workbook_that_would_be_read_for_minutes_is_refused_with_its_bound(folder, complaints, piece, told):
    workbook_instead(folder, ["board"], "rota.xlsx")

    with_parts(folder / "rota.xlsx", in_sheet(b"</sheetData>", piece + b"</sheetData>"))

    (complaint,) = complaints()
    assert complaint.startswith("rota.xlsx")
    assert told in complaint


@pytest.mark.parametrize("encode", [lambda xml: b"<!DOCTYPE x>" + xml, lambda xml: xml.decode().encode("utf-16")])
def test_xml_that_no_spreadsheet_writes_is_refused_unread(folder, complaints, encode):
    workbook_instead(folder, ["board"], "rota.xlsx")

    with_parts(folder / "rota.xlsx", lambda name, xml: encode(xml) if name == "xl/workbook.xml" else xml)

    assert complaints() == [
        "rota.xlsx: found the part xl/workbook.xml as no spreadsheet writes it, wanted an .xlsx workbook"
    ]


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
