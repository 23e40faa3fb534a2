"""The workbook that asks what people know: read back by `tidy`, as it is given and as it is filled in."""

from __future__ import annotations

import csv
import shlex
import tomllib
from pathlib import Path

import openpyxl
import pytest

from scheduler.reading.contract import SCHEMAS
from tests.wardpanels.beginning.boundary_files import grid, saved
from wardpanels.beginning.asking_book import SHEETS
from wardpanels.terminal.cli import run

BOOK = Path("marsh/borough.xlsx")


@pytest.fixture(autouse=True)
def begun(tmp_path, monkeypatch, capsys) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("WARDPANELS_DB", "WARDPANELS_DATA", "WARDPANELS_YEAR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795338000")
    boundaries = saved(Path("wards.geojson"), grid(2, 1))
    assert run(["begin", "Marshside", "--in", "marsh", "--boundaries", str(boundaries)]) == 0
    capsys.readouterr()
    return tmp_path


def filled(**lines: list[list[str]]) -> None:
    """Write lines below the examples of sheets."""
    book = openpyxl.load_workbook(BOOK)
    for name, rows in lines.items():
        sheet = book[name.replace("_", " ")]
        for row in rows:
            sheet.append(row)
    book.save(BOOK)


def rows(table: str) -> list[dict[str, str]]:
    with Path("marsh", f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def tidy() -> int:
    return run(["tidy", str(BOOK), "--in", "marsh"])


def test_empty_workbook_changes_nothing_and_its_examples_are_not_read(capsys):
    before = [rows(table) for table in ("wards", "venues", "officers", "attendance")]

    assert tidy() == 0

    assert [rows(table) for table in ("wards", "venues", "officers", "attendance")] == before
    assert "Left out of Halls: row 3, an example." in capsys.readouterr().out


def test_what_people_say_takes_the_place_of_what_stood_in_and_the_rest_stands_in_still(capsys):
    filled(
        Halls=[["Priory", "Ward 1-1", "1 High St", "E1 1AA", 40, 10, "Mon-Sun 9am-10pm", "", "yes"]],
        People=[
            ["PS", "Ann", "Ward 1-1, Ward 2-1", "", "Mon-Sun 10am-10pm", "ann@example.org"],
            ["PCSO", "Bob", "Ward 2-1", "", "Mon-Sun 10am-10pm", ""],
        ],
    )

    assert tidy() == 0

    assert [row["name"] for row in rows("venues")] == ["Priory", "A hall in Ward 2-1"]
    assert [row["name"] for row in rows("officers")] == [
        "Ann", "Bob", "Ward officer for Ward 1-1", "Inspector", "Public Realm officer",
    ]  # fmt: skip  # names
    assert run(["plan", "--data", "marsh", "--year", "2027"]) == 0
    capsys.readouterr()
    assert run(["release", "--data", "marsh", "--year", "2027"]) == 2
    assert "1 hall that only stands in: H02 (A hall in Ward 2-1)" in capsys.readouterr().err


def test_numbers_to_call_and_to_text_are_asked_for_and_put_in_the_settings(capsys):
    book = openpyxl.load_workbook(BOOK)
    asked = [cell.value for cell in book["Settings"]["A"][2:]]
    book["Settings"]["B3"], book["Settings"]["B4"] = "020 7946 0000", "nobody"
    book.save(BOOK)

    assert tidy() == 0

    told = capsys.readouterr().out
    settings = tomllib.loads(Path("marsh/borough.toml").read_text(encoding="utf-8"))["borough"]
    assert asked == ["borough.contact_phone", "borough.contact_text", "borough.contact_post"]
    assert [settings[name.removeprefix("borough.")] for name in asked] == ["020 7946 0000", "", ""]
    assert "Found 'nobody', wanted a UK number that takes texts, such as 07700 900000 or 60006." in told


def test_once_people_have_said_how_all_of_it_is_the_year_is_released():
    filled(
        Halls=[["Priory", "Ward 1-1, Ward 2-1", "1 High St", "E1 1AA", 40, 10, "Mon-Sun 9am-10pm", "", "yes"]],
        People=[
            ["PS", "Ann", "Ward 1-1, Ward 2-1", "", "Mon-Sun 10am-10pm", "ann@example.org"],
            ["DWO", "Bob", "Ward 1-1, Ward 2-1", "", "Mon-Sun 10am-10pm", ""],
            ["Insp", "Cat", "", "", "Mon-Sun 10am-10pm", ""],
            ["Public Realm", "Dan", "", "", "Mon-Sun 10am-10pm", ""],
        ],
    )

    assert tidy() == 0
    assert run(["plan", "--data", "marsh", "--year", "2027"]) == 0
    assert run(["release", "--data", "marsh", "--year", "2027"]) == 0


def test_what_was_looked_at_counts_as_checked():
    filled(
        Halls=[["Priory", "Ward 1-1", "1 High St", "E1 1AA", 40, 10, "Mon-Sun 9am-10pm", "", "yes", "", "",
                "3 March 2026", "caretaker"]]
    )  # fmt: skip  # a row

    assert tidy() == 0

    priory = rows("venues")[0]
    assert (priory["step_free_basis"], priory["step_free_checked_on"]) == ("checked (caretaker)", "2026-03-03")


def assumed() -> dict[str, str]:
    """What the page in the folder says is taken, by file."""
    lines = Path("marsh/ASSUMPTIONS.md").read_text(encoding="utf-8").splitlines()
    parts = [line.split(" | ") for line in lines if line.startswith("| `")]
    return {file.strip("| `"): taken for file, taken, _ in reversed(parts)}


def test_page_of_what_is_assumed_says_what_still_is(capsys):
    filled(
        Halls=[["Priory", "Ward 1-1", "1 High St", "E1 1AA", 40, 10, "Mon-Sun 9am-10pm", "", "yes"]],
        People=[
            ["PS", "Ann", "Ward 1-1, Ward 2-1", "", "Mon-Sun 10am-10pm", "ann@example.org"],
            ["DWO", "Bob", "Ward 1-1", "", "Mon-Sun 10am-10pm", ""],
            ["Insp", "Cat", "", "", "Mon-Sun 10am-10pm", ""],
            ["Public Realm", "Dan", "", "", "Mon-Sun 10am-10pm", ""],
        ],
        Past_numbers=[["Ward 1-1", "3 Feb 2026", "7pm", 12]],
    )
    assert list(assumed()) == ["borough.toml", "absences.csv", "wards.csv", "attendance.csv", "officers.csv",
                               "venues.csv"]  # fmt: skip  # files

    assert tidy() == 0

    told = assumed()
    assert list(told) == ["borough.toml", "absences.csv", "wards.csv", "officers.csv", "venues.csv"]
    assert told["venues.csv"].startswith("Each of these wards (Ward 2-1) has one hall.")
    assert told["officers.csv"] == (
        "Each of these wards (Ward 2-1) has one Dedicated Ward Officer of its own. "
        "All of these are on duty every day from 10am to 10pm."
    )
    capsys.readouterr()
    assert run(["begin", "Marshside", "--in", "marsh", "--boundaries", "wards.geojson"]) == 0
    assert "- venues.csv: Each of these wards (Ward 2-1) has one hall." in capsys.readouterr().out


def test_page_that_somebody_wrote_over_stays_theirs():
    Path("marsh/ASSUMPTIONS.md").write_text("# Ours\n", encoding="utf-8")

    assert tidy() == 0

    assert Path("marsh/ASSUMPTIONS.md").read_text(encoding="utf-8") == "# Ours\n"


def test_after_a_problem_tidy_is_advised_again(capsys):
    Path("my halls.csv").write_text("just words\n", encoding="utf-8")

    assert run(["tidy", "my halls.csv", "--in", "marsh", "--year=2027"]) == 2

    last = capsys.readouterr().err.splitlines()[-1]
    assert last == "Correct the files, then type: wardpanels tidy 'my halls.csv' --in marsh --year=2027"


def test_workbook_offers_what_may_be_written():
    book = openpyxl.load_workbook(BOOK)

    offered = {
        name: [each.formula1 for each in book[name].data_validations.dataValidation] for name in ("Halls", "People")
    }
    assert offered["Halls"][0] == "=Lists!$A$1:$A$2"
    assert offered["People"][0] == '"PS,DWO,PCSO,Insp,Public Realm"'
    assert [cell.value for cell in book["Usual evenings"]["A"]][2:] == ["Ward 1-1", "Ward 2-1"]


def test_no_sheet_is_taken_for_a_table_of_the_folder():
    assert not {each.name.casefold() for each in SHEETS} & {schema.table for schema in SCHEMAS}


def test_workbook_that_is_there_stays_as_people_left_it():
    filled(Halls=[["Priory", "Ward 1-1"]])
    before = BOOK.read_bytes()

    assert run(["begin", "Marshside", "--in", "marsh", "--boundaries", "wards.geojson"]) == 0

    assert BOOK.read_bytes() == before


def test_what_people_said_is_no_difference_when_begin_is_typed_again(capsys):
    book = openpyxl.load_workbook(BOOK)
    book["Usual evenings"]["B3"] = "Tues 7pm"
    book.save(BOOK)
    filled(Halls=[["Priory", "Ward 1-1", "1 High St", "E1 1AA", 40, 10, "Mon-Sun 9am-10pm", "", "yes"]])
    assert tidy() == 0
    assert rows("wards")[0]["set_evening"] == "Tue 19:00"
    capsys.readouterr()

    assert run(["begin", "Marshside", "--in", "marsh", "--boundaries", "wards.geojson"]) == 0

    told = capsys.readouterr().out
    assert "Nothing new in marsh." in told
    assert "stays as it is" not in told


def test_commands_that_a_new_borough_is_told_can_be_typed_where_its_folder_has_a_blank(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["begin", "Marshside", "--code", "E09000099", "--in", "our borough"]) == 0

    told = [line.partition("wardpanels ")[2] for line in capsys.readouterr().out.splitlines() if " --data " in line]

    assert [shlex.split(line)[-2:] for line in told] == [["--data", "our borough"]] * 2
