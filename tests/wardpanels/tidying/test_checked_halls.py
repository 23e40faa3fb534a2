"""What somebody looked at stays checked: in the sheets that people keep, and against what they say later."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.wardpanels.tidying.sheets import book_of, doubts, rows, save, taken_from
from wardpanels.terminal.words.tidying import kept
from wardpanels.tidying.taking import KnownBefore
from wardpanels.tidying.tidying import tidy

TODAY = date(2026, 11, 29)
HEADS = ["Hall", "Ward", "Postcode", "Step-free", "Hearing loop", "Access checked on", "Checked by (role)"]
FACTS = ("step_free", "step_free_basis", "step_free_checked_on", "hearing_loop", "hearing_loop_basis")


def tidied(folder: Path, *halls: list[object], heads: list[str] = HEADS):
    return tidy(save(book_of({"Halls": [heads, *halls]}), folder.parent / "halls.xlsx"), folder, 2027, TODAY)


def abbey(folder: Path, *columns: str) -> tuple[str, ...]:
    with (folder / "venues.csv").open(encoding="utf-8") as file:
        row = next(csv.DictReader(file))
    return tuple(row.get(column, "") for column in columns)


def test_check_in_a_row_is_of_the_access_facts_that_the_row_says(folder):
    tidied(folder, ["Abbey Hall", "Abbey", "E1 1AA", "yes", "", date(2026, 3, 3), "pcso"])

    assert abbey(folder, *FACTS) == ("yes", "checked (PCSO)", "2026-03-03", "unknown", "")


def test_without_a_check_nothing_counts_as_checked(folder):
    tidied(folder, ["Abbey Hall", "Abbey", "E1 1AA", "yes", "no", "", ""])

    assert abbey(folder, *FACTS) == ("yes", "", "", "no", "")


@pytest.mark.parametrize(
    ("day", "role", "doubt"),
    [
        ("3 March 2026", "", {"Halls!F2": "guessed"}),
        ("", "PCSO", {"Halls!G2": "guessed"}),
        ("3 March 2026", "PC Ann Smith", {"Halls!F2": "guessed", "Halls!G2": "not read"}),
        ("1 December 2026", "PCSO", {"Halls!F2": "not read", "Halls!G2": "guessed"}),
    ],
)
def test_check_that_is_not_whole_is_asked_about_and_does_not_count(day, role, doubt):
    hall = ["Abbey Hall", "Abbey", "E1 1AA", "yes", "no", day, role]

    taken = taken_from(book_of({"Halls": [HEADS, hall]}), KnownBefore({"Abbey": "E01"}, year=2027, today=TODAY))

    assert rows(taken, "venues", *FACTS) == [("yes", "", "", "no", "")]
    assert {place: sure for place, sure in doubts(taken).items() if place[6] in "FG"} == doubt


def test_checked_fact_stays_when_the_sheets_say_nothing_of_it(folder):
    tidied(folder, ["Abbey Hall", "Abbey", "E1 1AA", "yes", "no", "3/3/2026", "PCSO"])

    tidied(folder, ["Abbey Hall", "Abbey", "E1 1AA", "", "?", "", ""])

    assert abbey(folder, *FACTS) == ("yes", "checked (PCSO)", "2026-03-03", "no", "checked (PCSO)")
    tidied(folder, ["Abbey Hall", "Abbey", "E1 1AA"], heads=HEADS[:3])
    assert abbey(folder, *FACTS) == ("yes", "checked (PCSO)", "2026-03-03", "no", "checked (PCSO)")


def test_checked_fact_stays_against_what_nobody_checked_and_that_is_said(folder):
    tidied(folder, ["Abbey Hall", "Abbey", "E1 1AA", "no", "no", "3/3/2026", "PCSO"])

    done = tidied(folder, ["Abbey Hall", "Abbey", "E1 1AA", "yes", "no", "", ""])

    assert abbey(folder, *FACTS) == ("no", "checked (PCSO)", "2026-03-03", "no", "checked (PCSO)")
    assert list(kept(done)) == [
        "Abbey Hall: step_free stays 'no', as it was checked on 3 March 2026; the sheet was read as 'yes'. "
        "If the sheet is right, fill in 'Access checked on' and 'Checked by (role)' beside it."
    ]


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        ("2/3/2026", ("no", "checked (PCSO)", "2026-03-03")),
        ("3/3/2026", ("yes", "checked (caretaker)", "2026-03-03")),
        ("4/3/2026", ("yes", "checked (caretaker)", "2026-03-04")),
    ],
    ids=["older", "same day", "newer"],
)
def test_newer_check_takes_the_place_of_the_older(folder, day, stands):
    tidied(folder, ["Abbey Hall", "Abbey", "E1 1AA", "no", "", "3/3/2026", "PCSO"])

    tidied(folder, ["Abbey Hall", "Abbey", "E1 1AA", "yes", "", day, "caretaker"])

    assert abbey(folder, *FACTS[:3]) == stands


def test_what_is_said_otherwise_than_before_rests_on_nothing(folder):
    tidied(folder, ["Abbey Hall", "Abbey", "E1 1AA", "yes", "no", "", ""])
    text = (folder / "venues.csv").read_text(encoding="utf-8").splitlines()
    marked = [f"{text[0]},step_free_basis,hearing_loop_basis", f"{text[1]},illustrative,illustrative"]
    (folder / "venues.csv").write_text("\n".join(marked), encoding="utf-8")

    tidied(folder, ["Abbey Hall", "Abbey", "E1 1AA", "no", "no", "", ""])

    assert abbey(folder, *FACTS) == ("no", "", "", "no", "illustrative")


def test_of_two_lines_about_a_hall_the_checked_one_counts(folder):
    tidied(
        folder,
        ["Abbey Hall", "Abbey", "E1 1AA", "yes", "", "", ""],
        ["Abbey Hall", "Bow", "E1 1AA", "no", "", "3/3/2026", "DWO"],
    )

    assert abbey(folder, *FACTS[:3]) == ("no", "checked (DWO)", "2026-03-03")


def test_value_that_is_changed_in_an_exported_sheet_does_not_borrow_the_check_beside_it(folder):
    tidied(folder, ["Abbey Hall", "Abbey", "E1 1AA", "yes", "", "3/3/2026", "PCSO"])
    heads = ["name", "ward_codes", "postcode", "step_free", "step_free_basis", "step_free_checked_on"]

    done = tidied(folder, ["Abbey Hall", "E01", "E1 1AA", "no", "checked (PCSO)", "2026-03-03"], heads=heads)

    assert abbey(folder, *FACTS[:3]) == ("yes", "checked (PCSO)", "2026-03-03")
    assert len(list(kept(done))) == 1


def test_checks_of_an_exported_sheet_come_into_a_new_folder(folder):
    heads = ["name", "ward_codes", "postcode", "step_free", "step_free_basis", "step_free_checked_on"]

    tidied(folder, ["Abbey Hall", "E01", "E1 1AA", "no", "checked (PCSO)", "2026-03-03"], heads=heads)

    assert abbey(folder, *FACTS[:3]) == ("no", "checked (PCSO)", "2026-03-03")
