"""Halls are looked at: the form, the workbook, and how what was seen becomes facts of the hall."""

from __future__ import annotations

import csv
import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.publishers import paper
from tests.wardpanels.tidying.sheets import book_of, save
from wardpanels.terminal.cli import run

SHIPPED = Path(__file__).parents[3] / "data"
LIBRARY, HUB = "Bethnal Green Library", "Tramshed Community Hub"
HALLS = Path("data/venues.csv")
SEEN = {"Checked by (role)": "PCSO", "Date of visit": date(2026, 11, 3)}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """The shipped borough in a folder of its own, without its homes, on 22 November 2026."""
    monkeypatch.chdir(tmp_path)
    for name in ("WARDPANELS_DB", "WARDPANELS_DATA", "WARDPANELS_YEAR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795338000")
    shutil.copytree(SHIPPED, "data", ignore=shutil.ignore_patterns("postcodes.csv"))
    return tmp_path


def workbook(**answers: dict[str, object]) -> str:
    """The workbook of two halls, filled in by hall id and heading."""
    assert run(["hall-check", "V001", "V002", "--to", "checks.xlsx"]) == 0
    book = openpyxl.load_workbook("checks.xlsx")
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[3]}
    rows = {cell.value: cell.row for cell in sheet["A"]}
    for hall, said in answers.items():
        for head, value in said.items():
            sheet.cell(rows[hall], columns[head]).value = value
    book.save("checks.xlsx")
    return "checks.xlsx"


def read(*more: str) -> int:
    return run(["hall-check", "--read", "checks.xlsx", *more])


def halls() -> list[dict[str, str]]:
    with HALLS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def hall(name: str) -> dict[str, str]:
    return next(row for row in halls() if row["name"] == name)


def test_form_has_a_page_for_each_hall_with_what_the_file_says_and_what_to_look_for(capsys):
    assert run(["hall-check", "--ward", "bethnal-green-east"]) == 0

    form = Path("hall-check.pdf").read_bytes()
    said = paper.text(form)
    assert paper.pages(form) == 7
    assert paper.letters_off_the_page(form) == []
    assert f"{LIBRARY} Cambridge Heath Road, E2 0HL Hall id: V001" in said
    assert "Step-free way in no not checked yet" in said
    assert "Accessible toilet yes sourced (council hubs advertised accessible toilets)" in said
    assert "Hearing loop works Ask somebody to switch it on. yes no not tried" in said
    assert "Who looked, by role and not by name: sergeant DWO PCSO caretaker resident rep" in said
    assert "hall-check.pdf is for 7 halls. Staff only: not for the public." in capsys.readouterr().out


def test_form_says_what_was_checked_and_when():
    workbook(V001={"Step-free way in": "yes", **SEEN})
    assert read() == 0

    assert run(["hall-check", "V001", "--to", "one.pdf"]) == 0

    assert "Step-free way in yes checked (PCSO) on 2026-11-03" in paper.text(Path("one.pdf").read_bytes())


def test_long_names_stay_on_the_page():
    text = HALLS.read_text(encoding="utf-8").replace(LIBRARY, f"{LIBRARY} {'x' * 400}")
    HALLS.write_text(text, encoding="utf-8")

    assert run(["hall-check", "V001", "--to", "one.pdf"]) == 0

    form = Path("one.pdf").read_bytes()
    assert (paper.pages(form), paper.letters_off_the_page(form)) == (1, [])


def test_workbook_has_a_row_for_each_hall_and_offers_what_may_be_chosen():
    workbook()

    sheet = openpyxl.load_workbook("checks.xlsx").active
    assert [(row[0].value, row[1].value) for row in sheet.iter_rows(4)] == [("V001", LIBRARY), ("V002", HUB)]
    offered = {each.formula1 for each in sheet.data_validations.dataValidation}
    assert offered == {'"yes,no"', '"yes,no,not tried"', '"sergeant,DWO,PCSO,caretaker,resident rep"'}


def test_what_was_seen_becomes_facts_with_role_and_day(capsys):
    workbook(
        V001={
            "Entrance": "Side door, ring the bell",
            "Step-free way in": "Yes",
            "Steps on the easiest way in": 0,
            "Hearing loop there": "yes",
            "Hearing loop works": "no",
            "Nearest stop or station": "Bethnal Green, Central line",
            "Lit stop close by": "yes",
            "Step-free way from the stop": "no",
            "Seats counted": 33,
            **SEEN,
        },
        V002={"Accessible toilet": "no", "Checked by (role)": "resident rep", "Date of visit": "Tues 10th Nov 2026"},
    )

    assert read() == 0

    row = hall(LIBRARY)
    facts = ["entrance", "step_free", "hearing_loop", "transport", "near_transport", "stop_step_free", "capacity"]
    assert [row[fact] for fact in facts] == [
        "Side door, ring the bell", "yes", "no", "Bethnal Green, Central line", "yes", "no", "33",
    ]  # fmt: skip  # values
    assert {row[f"{fact}_basis"] for fact in facts} == {"checked (PCSO)"}
    assert {row[f"{fact}_checked_on"] for fact in facts} == {"2026-11-03"}
    assert (row["accessible_toilet"], row["accessible_toilet_checked_on"]) == ("unknown", "")
    hub = hall(HUB)
    assert (hub["accessible_toilet"], hub["accessible_toilet_basis"]) == ("no", "checked (resident rep)")
    assert hub["accessible_toilet_checked_on"] == "2026-11-10"
    assert "venues.csv: 8 facts changed." in capsys.readouterr().out
    assert run(["check"]) == 0


def test_all_else_in_the_file_stays_as_it_is():
    before = halls()
    workbook(V002={"Step-free way in": "no", **SEEN})

    assert read() == 0

    after = halls()
    new = {"step_free": "no", "step_free_basis": "checked (PCSO)", "step_free_checked_on": "2026-11-03"}
    assert after == [
        {**row, "step_free_checked_on": ""} | (new if row["venue_id"] == "V002" else {}) for row in before
    ]  # fmt: skip  # one row


def test_second_reading_changes_nothing_and_says_so(capsys):
    workbook(V001={"Step-free way in": "yes", **SEEN})
    assert read() == 0
    before = HALLS.read_bytes()
    capsys.readouterr()

    assert read() == 0

    assert HALLS.read_bytes() == before
    assert capsys.readouterr().out == "Nothing changes: venues.csv says all of it already.\n"


def test_dry_run_shows_what_would_change_and_writes_nothing(capsys):
    workbook(V001={"Step-free way in": "yes", **SEEN})
    before = HALLS.read_bytes()
    capsys.readouterr()

    assert read("--dry-run") == 0

    told = capsys.readouterr().out.splitlines()
    assert told[2].split() == [
        "2", "Bethnal", "Green", "Library", "step_free", "no", "yes", "checked", "(PCSO)", "on", "2026-11-03",
    ]  # fmt: skip  # words
    assert told[3] == "venues.csv: 1 fact would change."
    assert HALLS.read_bytes() == before


def test_older_visit_gives_way_to_a_newer_check(capsys):
    workbook(V001={"Step-free way in": "yes", **SEEN})
    assert read() == 0
    workbook(
        V001={
            "Step-free way in": "no",
            "Accessible toilet": "yes",
            "Checked by (role)": "DWO",
            "Date of visit": "2/11/2026",
        }
    )
    capsys.readouterr()

    assert read() == 0

    row = hall(LIBRARY)
    assert (row["step_free"], row["step_free_basis"]) == ("yes", "checked (PCSO)")
    assert (row["accessible_toilet"], row["accessible_toilet_basis"]) == ("yes", "checked (DWO)")
    assert (
        f"{LIBRARY}: step_free stays 'yes', as it was checked on 3 November 2026, after this visit (which said 'no')."
        in capsys.readouterr().err
    )


def test_empty_answers_change_nothing(capsys):
    workbook(V001={"Step-free way in": "?", **SEEN}, V002=SEEN)
    before = HALLS.read_bytes()

    assert read() == 0

    assert HALLS.read_bytes() == before


def test_loop_that_nobody_tried_stays_as_it_was_and_hours_are_for_people(capsys):
    workbook(V001={"Hearing loop there": "yes", "Hearing loop works": "not tried", "Opening hours seen": "9-5", **SEEN})
    before = HALLS.read_bytes()

    assert read() == 0

    assert HALLS.read_bytes() == before
    assert capsys.readouterr().err.splitlines()[-2:] == [
        f"{LIBRARY}: there is a hearing loop, but nobody tried it. What the file says of it stays.",
        f"{LIBRARY}: the hours on the door are '9-5'. Where the file says otherwise, change opening_hours there.",
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"Step-free way in": "ramp round the back"},
         "Step-free way in: found 'ramp round the back', wanted yes or no, or nothing where nobody looked"),
        ({"Step-free way in": "yes", "Steps on the easiest way in": 2},
         "Step-free way in: found 'yes' with '2' steps, wanted no, or 0 under Steps on the easiest way in"),
        ({"Step-free way in": "no", "Steps on the easiest way in": 0},
         "Step-free way in: found 'no' with '0' steps, wanted yes, or more than 0 under Steps on the easiest way in"),
        ({"Steps on the easiest way in": 3},
         "Step-free way in: found an empty cell, wanted yes or no, as Steps on the easiest way in says 3"),
        ({"Hearing loop there": "no", "Hearing loop works": "yes"},
         "Hearing loop there: found 'no', wanted yes, or nothing under Hearing loop works"),
        ({"Hearing loop there": "yes"}, "Hearing loop works: found an empty cell, wanted yes, no or not tried"),
        ({"Seats counted": "about 40"},
         "Seats counted: found 'about 40', wanted a whole number, or nothing where nobody counted"),
        ({"Seats counted": 40.5},
         "Seats counted: found '40.5', wanted a whole number, or nothing where nobody counted"),
        ({"Seats counted": "=20+20"}, "Seats counted: found 'a formula without a value', "
         "wanted the value itself, or a file that a spreadsheet program has saved"),
        ({"Seats counted": 40, "Checked by (role)": "PC Ann Smith"}, "Checked by (role): found 'PC Ann Smith', "
         "wanted who looked, by role and never by name: sergeant, DWO, PCSO, caretaker or resident rep"),
        ({"Seats counted": 40, "Checked by (role)": None}, "Checked by (role): found an empty cell, "
         "wanted who looked, by role and never by name: sergeant, DWO, PCSO, caretaker or resident rep"),
        ({"Seats counted": 40, "Date of visit": "3/11"}, "Date of visit: found '3/11', "
         "wanted the day of the visit, such as 22/11/2026: from 1 January 2000 to today"),
        ({"Seats counted": 40, "Date of visit": datetime(2026, 11, 23)}, "Date of visit: found '23/11/2026', "  # noqa: DTZ001  # as openpyxl has it
         "wanted the day of the visit, such as 22/11/2026: from 1 January 2000 to today"),
        ({"Seats counted": 40, "Date of visit": date(1999, 12, 31)}, "Date of visit: found '31/12/1999', "
         "wanted the day of the visit, such as 22/11/2026: from 1 January 2000 to today"),
        ({"Seats counted": 40, "Hall id": "V999"}, "Hall id: found 'V999', "
         "wanted the id of a hall of the borough, as this workbook was made with"),
        ({"Seats counted": 40, "Hall": HUB}, f"Hall: found '{HUB}', "
         f"wanted '{LIBRARY}', which has this id: were the rows sorted without all their columns?"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)  # fmt: skip  # a table
def test_cell_that_is_not_plain_is_refused_with_its_place(said, told, capsys):
    workbook(V001={**SEEN, **said})
    before = HALLS.read_bytes()

    assert read() == 2

    assert f"- checks.xlsx (Hall checks) line 4, {told}\n" in capsys.readouterr().err
    assert HALLS.read_bytes() == before


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_written(capsys):
    workbook(
        V001={"Step-free way in": "maybe", "Seats counted": "lots", **SEEN},
        V002={"Step-free way in": "yes", "Date of visit": "tomorrow", "Checked by (role)": "PCSO"},
    )
    before = HALLS.read_bytes()

    assert read() == 2

    told = capsys.readouterr().err
    assert "3 problems in the data:" in told
    assert HALLS.read_bytes() == before


def test_hall_on_two_rows_is_refused(capsys):
    workbook(V001={"Seats counted": 30, **SEEN}, V002={"Hall id": "V001", "Hall": LIBRARY, "Seats counted": 31, **SEEN})

    assert read() == 2

    assert "line 5, Hall id: found 'V001' again, wanted it once (row 4 has it)" in capsys.readouterr().err


def test_columns_may_be_moved_and_left_out():
    heads = ["Date of visit", "Hall", "Seats counted", "Checked by (role)", "Hall id", "Notes of ours"]
    save(
        book_of({"March": [["What we saw"], heads, ["3/11/2026", LIBRARY, 33, "pcso", "V001", "nice"]]}),
        Path("checks.xlsx"),
    )

    assert read() == 0

    assert (hall(LIBRARY)["capacity"], hall(LIBRARY)["capacity_basis"]) == ("33", "checked (PCSO)")


def test_another_workbook_is_refused(capsys):
    save(book_of({"Halls": [["Hall", "Ward"], ["Abbey", "Bow"]]}), Path("checks.xlsx"))

    assert read() == 2

    assert "checks.xlsx: found no sheet of visits, wanted a row of headings with Hall id" in capsys.readouterr().err


def test_halls_in_a_workbook_are_told_cell_by_cell_and_not_written(capsys):
    rows = halls()
    save(book_of({"venues": [list(rows[0]), *(list(row.values()) for row in rows)]}), Path("data/borough.xlsx"))
    HALLS.unlink()
    workbook(V002={"Step-free way in": "no", **SEEN})
    before = Path("data/borough.xlsx").read_bytes()
    capsys.readouterr()

    assert read() == 0

    told = capsys.readouterr().out
    assert "  3   Tramshed Community Hub   step_free   yes   no   checked (PCSO) on 2026-11-03" in told
    assert "Nothing was written: the halls stand in borough.xlsx (venues), and a workbook is changed by hand." in told
    assert Path("data/borough.xlsx").read_bytes() == before


def test_day_of_an_earlier_check_that_does_not_read_is_told(capsys):
    workbook(V001={"Step-free way in": "yes", **SEEN})
    assert read() == 0
    HALLS.write_text(HALLS.read_text(encoding="utf-8").replace("2026-11-03", "last week"), encoding="utf-8")

    assert read() == 2

    told = capsys.readouterr().err
    assert "venues.csv line 2, step_free_checked_on: found 'last week', wanted a day such as 2027-06-30" in told


def test_halls_that_only_stand_in_are_left_out(capsys):
    HALLS.write_text(
        HALLS.read_text(encoding="utf-8").replace(",unknown,,sourced,library", ",unknown,,assumed,library"),
        encoding="utf-8",
    )

    assert run(["hall-check", "V001", "V002"]) == 0

    told = capsys.readouterr().out
    assert "hall-check.pdf is for 1 hall." in told
    assert f"Left out: 1 hall that only stands in: {LIBRARY}." in told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["Tramshed Hub"], "hall: found 'Tramshed Hub', wanted a known hall: did you mean Tramshed Community Hub?"),
        (["--to", "form.docx"], "wanted a name that ends in .pdf or .xlsx"),
        (["V001", "--read", "checks.xlsx"], "leave HALL and --ward out"),
        (["--dry-run"], "--dry-run goes with --read."),
        (["--read", "nowhere.xlsx"], "nowhere.xlsx: found no such file"),
    ],
)
def test_what_cannot_be_meant_is_refused(typed, told, capsys):
    assert run(["hall-check", *typed]) == 2

    assert told in capsys.readouterr().err
