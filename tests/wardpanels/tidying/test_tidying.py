"""From a workbook to a folder, again after mending, and back: what stays, what is said, what is refused."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from benchmarks.boroughs import tiny_borough, write_folder
from scheduler.errors import UnusableData
from scheduler.reading.borough import read_borough
from tests.wardpanels.tidying.sheets import book_of, save
from wardpanels.facts.schedule import to_xlsx
from wardpanels.faults import CannotUse
from wardpanels.terminal.cli import run
from wardpanels.tidying.kept import kept_tables
from wardpanels.tidying.tidying import tidy

TODAY = date(2026, 11, 29)
SHIPPED = Path(__file__).parents[3] / "data"
UNTIDY = Path(__file__).with_name("untidy-1.xlsx")
HALLS = [
    ["Hall", "Ward", "Address", "Post code", "Holds", "Cost ph", "Hours"],
    ["Abbey Hall", "Abbey", "1 Abbey Rd", "E1 1AA", 60, 10, "Mon-Sun 9am-10pm"],
    ["Priory", "Abbey", "2 Abbey Rd", "E1 1AB", 40, 10, "7 days 8-10"],
    ["Bow Bells", "Bow", "3 Bow Rd", "E1 1AC", 50, 10, "Mon-Sun 9am-10pm"],
]
PEOPLE = [
    ["Rank", "Name", "Ward", "Shift", "Email", "Shoulder no"],
    ["PS", "Ann", "Abbey, Bow", "Mon-Sun 10am-10pm", "ann@example.org", "11CE"],
    ["DWO", "Bob", "Abbey", "Mon-Sun 10am-10pm", "bob@example.org", "12CE"],
    ["PCSO", "Cat", "Bow", "Mon-Sun 10am-10pm", "cat@example.org", "13CE"],
]


def workbook(path: Path, halls=HALLS, people=PEOPLE) -> Path:
    return save(book_of({"Halls": halls, "Team": people}), path)


def tidied(path: Path, folder: Path, **settings: bool):
    return tidy(path, folder, 2027, TODAY, **settings)


def table(folder: Path, name: str) -> dict[str, dict[str, str]]:
    """A table of the folder by its rows' names."""
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def test_tidy_folder_has_the_codes_places_and_ids_of_the_contract(tmp_path, folder):
    (folder / "postcodes.csv").write_text("postcode,lat,lon,ward_code\nE1 1AA,51.51,-0.11,E01\n", encoding="utf-8")

    tidied(workbook(tmp_path / "halls.xlsx"), folder)

    halls = table(folder, "venues")
    assert [(name, row["venue_id"], row["ward_codes"]) for name, row in halls.items()] == [
        ("Abbey Hall", "H01", "E01"), ("Priory", "H02", "E01"), ("Bow Bells", "H03", "E02"),
    ]  # fmt: skip  # rows
    places = [(row["lat"], row["lon"], row["coord_basis"]) for row in halls.values()]
    assert places == [
        ("51.51", "-0.11", "postcode centroid"),
        ("51.50000", "-0.10000", "ward centroid"),
        ("51.60000", "-0.20000", "ward centroid"),
    ]
    assert {row["officer_id"] for row in table(folder, "officers").values()} == {"S01", "D01", "P01"}


def test_private_columns_that_nobody_needs_go_nowhere(tmp_path, folder):
    tidied(workbook(tmp_path / "halls.xlsx"), folder)

    assert not any(b"11CE" in file.read_bytes() for file in folder.iterdir())


def test_original_stays_as_it_is_and_the_copy_has_comments_and_a_first_sheet(tmp_path, folder):
    path = workbook(tmp_path / "halls.xlsx")
    before = path.read_bytes()

    done = tidied(path, folder)

    assert path.read_bytes() == before
    copy = openpyxl.load_workbook(done.copy)
    assert copy.sheetnames == ["To mend", "Halls", "Team"]
    assert "8am to 10pm" in copy["Halls"]["G3"].comment.text
    assert [copy["To mend"].cell(4, column).value for column in (1, 2, 4)] == ["Halls!G3", "7 days 8-10", "guessed"]


def test_copy_is_never_written_over_whatever_somebody_mended(tmp_path, folder):
    path = workbook(tmp_path / "halls.xlsx")

    first, second = tidied(path, folder).copy, tidied(path, folder).copy
    third = tidied(second, folder).copy

    assert [each.name for each in (first, second, third)] == [
        "halls.to-mend.xlsx", "halls.to-mend-2.xlsx", "halls.to-mend-3.xlsx",
    ]  # fmt: skip  # names


def test_answers_on_the_first_sheet_count_and_are_not_asked_again(tmp_path, folder):
    path = workbook(tmp_path / "halls.xlsx")
    copy = tidied(path, folder).copy
    book = openpyxl.load_workbook(copy)
    book["To mend"].cell(4, 7, "Mon-Fri 8am-10am")
    book.save(copy)

    tidied(copy, folder)
    by_answer = table(folder, "venues")["Priory"]["opening_hours"]
    again = tidied(path, folder)

    assert by_answer == "Mo-Fr 08:00-10:00"
    assert table(folder, "venues")["Priory"]["opening_hours"] == "Mo-Fr 08:00-10:00"
    assert [cell.where for cell in again.taken.cells if cell.told.ask] == []


def test_ok_beside_a_reading_settles_it(tmp_path, folder):
    copy = tidied(workbook(tmp_path / "halls.xlsx"), folder).copy
    book = openpyxl.load_workbook(copy)
    book["To mend"].cell(4, 7, "OK")
    book.save(copy)

    done = tidied(copy, folder)

    assert table(folder, "venues")["Priory"]["opening_hours"] == "Mo-Su 08:00-22:00"
    assert [cell.where for cell in done.taken.cells if cell.told.sure] == []
    assert openpyxl.load_workbook(done.copy)["Halls"]["G3"].comment is None


def test_ids_stay_when_rows_are_moved_added_renamed_and_taken_away(tmp_path, folder):
    tidied(workbook(tmp_path / "halls.xlsx"), folder)
    new = ["St Clement", "Bow", "9 Bow Rd", "E1 1AZ", 30, 5, "Mon-Sun 9am-10pm"]
    renamed = ["Abbey Great Hall", *HALLS[1][1:]]

    done = tidied(workbook(tmp_path / "later.xlsx", [HALLS[0], HALLS[3], new, renamed]), folder)

    ids = {name: row["venue_id"] for name, row in table(folder, "venues").items()}
    assert ids == {"Bow Bells": "H03", "St Clement": "H04", "Abbey Great Hall": "H01"}
    halls = {(each.what, each.name) for each in done.tables.changes if each.table == "venues"}
    assert halls == {("new", "St Clement"), ("changed", "Abbey Great Hall"), ("gone", "Priory")}


def test_an_id_is_never_given_twice(tmp_path, folder):
    tidied(workbook(tmp_path / "halls.xlsx"), folder)
    tidied(workbook(tmp_path / "fewer.xlsx", HALLS[:3]), folder)
    new = ["St Clement", "Bow", "9 Bow Rd", "E1 1AZ", 30, 5, "Mon-Sun 9am-10pm"]

    tidied(workbook(tmp_path / "more.xlsx", [*HALLS[:3], new]), folder)

    assert table(folder, "venues")["St Clement"]["venue_id"] == "H04"


def test_what_others_wrote_in_the_folder_stays(tmp_path, folder):
    tidied(workbook(tmp_path / "halls.xlsx"), folder)
    halls = folder / "venues.csv"
    text = halls.read_text(encoding="utf-8").splitlines()
    rows = [f"{text[0]},entrance_basis", *(f"{row},checked" for row in text[1:])]
    halls.write_text("\n".join(rows), encoding="utf-8")

    tidied(tmp_path / "halls.xlsx", folder)

    assert {row["entrance_basis"] for row in table(folder, "venues").values()} == {"checked"}
    assert table(folder, "wards")["Abbey"]["population"] == "100"


def test_sheets_of_another_borough_do_not_empty_the_folder(tmp_path, folder):
    tidied(workbook(tmp_path / "halls.xlsx"), folder)
    others = [HALLS[0], ["Town Hall", "Bow", "1 High St", "E9 9ZZ", 60, 10, "Mon-Sun 9am-10pm"]]
    before = {file.name: file.read_bytes() for file in folder.iterdir()}

    with pytest.raises(CannotUse, match="sheets without 3 of the rows of venues"):
        tidied(workbook(tmp_path / "other.xlsx", others), folder)

    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    tidied(tmp_path / "other.xlsx", folder, allow_gone=True)
    assert list(table(folder, "venues")) == ["Town Hall"]


def test_a_folder_of_csv_files_in_any_dress_is_read_like_a_workbook(tmp_path, folder):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "halls.csv").write_bytes(
        "sep=;\r\nHall;Ward;Address;Post code;Holds;Cost;Hours\r\n"
        "Caf\u00e9 Abbey;Abbey;1 Abbey Rd;E1 1AA;60;\u00a310 ph;9am\u20139pm daily\r\n".encode("cp1252")
    )
    (kept / "team.csv").write_text(
        "\ufeffName\tRank\tWard\tShift\nAnn\tPS\tAll\tMon-Sun 10am-10pm\n", encoding="utf-16"
    )
    (kept / "numbers.csv").write_text(
        "Ward,Date,Time,Residents\nAbbey,3/2/26,7pm,12\nBow,5/12/27,7pm,9\n", encoding="utf-8"
    )

    done = tidied(kept, folder)

    assert table(folder, "venues")["Café Abbey"]["opening_hours"] == "Mo-Su 09:00-21:00"
    assert table(folder, "officers")["Ann"]["ward_codes"] == ""
    assert (folder / "attendance.csv").read_text(encoding="utf-8").splitlines()[1:] == ["E01,2026-02-03,evening,12"]
    assert done.copy == tmp_path / "kept.to-mend.xlsx"
    assert "still to come" in openpyxl.load_workbook(done.copy)["numbers"]["B3"].comment.text


def test_postcode_at_the_end_of_an_address_is_the_halls_postcode(tmp_path, folder):
    hall = ["Priory", "Abbey", "2 Abbey Rd, Bow, e11ab.", 40, "Mon-Sun 9am-10pm"]
    halls = [["Hall", "Ward", "Address", "Holds", "Hours"], hall]

    tidied(workbook(tmp_path / "book.xlsx", halls), folder)

    (found,) = table(folder, "venues").values()
    assert (found["address"], found["postcode"]) == ("2 Abbey Rd, Bow", "E1 1AB")


def test_without_codes_the_wards_keep_their_names_alone(tmp_path):
    tidied(workbook(tmp_path / "halls.xlsx"), tmp_path / "new")

    assert [(row["ward_code"], row["lat"]) for row in table(tmp_path / "new", "wards").values()] == [
        ("abbey", ""),
        ("bow", ""),
    ]


def test_sheets_with_nothing_of_use_are_refused_and_nothing_is_written(tmp_path):
    path = save(book_of({"Lunch": [["Who", "Sandwich"], ["Ann", "cheese"]]}), tmp_path / "lunch.xlsx")

    with pytest.raises(UnusableData, match="Lunch: no row reads as headings"):
        tidied(path, tmp_path / "new")

    assert sorted(each.name for each in tmp_path.iterdir()) == ["lunch.xlsx"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("none.xlsx", None, "no such file"),
        ("halls.ods", b"PK", "save it as one of these first"),
        ("halls.xlsx", b"not a workbook", "wanted an .xlsx workbook"),
        ("empty.csv", b"", "wanted at least one sheet"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path, capsys, name, content, told):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    assert run(("tidy", str(path), "--in", str(tmp_path / "new"))) == 2

    said = capsys.readouterr()
    assert told in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "new").exists()


def test_command_shows_what_was_found_and_asks(tmp_path, folder, capsys):
    path = workbook(tmp_path / "halls.xlsx")

    assert run(("tidy", str(path), "--in", str(folder), "--year", "2027")) == 0

    said = capsys.readouterr().out
    assert "Halls   halls" in said
    assert "Left out of Team, as no plan needs it: Shoulder no." in said
    assert "Halls!G3: '7 days 8-10' is read as Mo-Su 08:00-22:00." in said
    assert f"1 cell has a comment in {tmp_path / 'halls.to-mend.xlsx'}." in said


def test_untidy_workbook_and_the_wards_make_a_borough_that_reads(tmp_path):
    folder = tmp_path / "hackney"
    shutil.copytree(UNTIDY.parent / "hackney", folder)

    tidied(shutil.copy(UNTIDY, tmp_path / "untidy.xlsx"), folder)

    borough = read_borough(folder)
    assert (len(borough.wards), len(borough.venues), len(borough.officers)) == (8, 14, 22)
    assert [absence.reason for absence in borough.absences] == ["A/L", "A/L"]


def test_what_only_stood_in_goes_for_what_people_say(tmp_path, folder):
    head = "venue_id,name,address,postcode,lat,lon,ward_codes,capacity,hire_gbp_per_hour,opening_hours,basis"
    stand_ins = [f"H0{n},A hall in ward {n},x,,51,0,E01,30,0,24/7,assumed" for n in range(1, 5)]
    same = "H05,Priory,x,,51,0,E01,30,0,24/7,assumed"
    (folder / "venues.csv").write_text("\n".join((head, *stand_ins, same)), encoding="utf-8")

    tidied(
        workbook(tmp_path / "halls.xlsx", [*HALLS, ["Example: Town Hall", "Bow", "1 High St", "E1 1AD", 60]]), folder
    )

    halls = {name: (row["venue_id"], row.get("basis", "")) for name, row in table(folder, "venues").items()}
    assert halls == {"Abbey Hall": ("H06", ""), "Priory": ("H05", ""), "Bow Bells": ("H07", "")}


def test_ids_of_the_sheets_own_are_kept_and_never_given_to_another(tmp_path, folder):
    halls = [["ID", *HALLS[0]], ["H02", *HALLS[1]], ["", *HALLS[2]], ["not an id", *HALLS[3]]]

    tidied(workbook(tmp_path / "halls.xlsx", halls), folder)

    ids = {name: row["venue_id"] for name, row in table(folder, "venues").items()}
    assert ids == {"Abbey Hall": "H02", "Priory": "H03", "Bow Bells": "H04"}


def test_a_workbook_that_others_would_read_as_tables_is_not_kept_in_the_folder(tmp_path, folder):
    path = save(book_of({"Attendance": [["Ward", "Date", "Number"], ["Bow", "3/2/26", 9]]}), folder / "numbers.xlsx")

    with pytest.raises(CannotUse, match="the sheet Attendance inside the borough's own folder"):
        tidied(path, folder)


@pytest.mark.thorough
def test_tables_that_are_tidy_already_are_read_without_loss_or_doubt(tmp_path):
    kept, folder = tmp_path / "kept", tmp_path / "borough"
    shutil.copytree(SHIPPED, folder)
    kept.mkdir()
    for name in ("venues", "officers", "attendance", "absences", "board", "days"):
        shutil.move(folder / f"{name}.csv", kept)

    done = tidied(kept, folder)

    assert read_borough(folder) == read_borough(SHIPPED)
    assert [cell for cell in done.taken.cells if cell.told.ask] == []


def test_what_export_writes_is_read_back_without_loss_by_tidy_and_by_check(tmp_path):
    book, folder, with_sheets = tmp_path / "year.xlsx", tmp_path / "borough", tmp_path / "with-sheets"
    book.write_bytes(to_xlsx((), kept_tables(SHIPPED)))
    for each in (folder, with_sheets):
        shutil.copytree(SHIPPED, each)
        for name in ("venues", "officers", "attendance", "absences", "board", "days"):
            (each / f"{name}.csv").unlink()
    (with_sheets / "wards.csv").unlink()
    shutil.copy(book, with_sheets)

    tidied(book, folder)

    assert read_borough(folder) == read_borough(SHIPPED)
    assert read_borough(with_sheets) == read_borough(SHIPPED)


def test_export_adds_the_tables_where_it_is_asked_to(tmp_path, capsys):
    write_folder(tiny_borough(1), tmp_path / "data")
    settings = ("--data", str(tmp_path / "data"), "--db", f"sqlite:///{tmp_path / 'x.db'}", "--year", "2027")
    assert run(("plan", *settings)) == 0

    assert run(("export", "--to", str(tmp_path / "year.xlsx"), "--with-tables", *settings)) == 0
    assert run(("export", "--to", str(tmp_path / "year.csv"), "--with-tables", *settings)) == 2

    names = openpyxl.load_workbook(tmp_path / "year.xlsx").sheetnames
    tables = ["wards", "venues", "officers", "attendance", "absences", "board", "days", "Settings"]
    assert names == ["Schedule", *tables, "As exported"]
    assert "wanted one that ends in .xlsx" in capsys.readouterr().err
