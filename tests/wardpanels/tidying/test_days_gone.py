"""Days of the folder that a sheet of days does not have: they go where it is allowed, and are named."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.wardpanels.tidying.sheets import book_of, save
from wardpanels.faults import CannotUse
from wardpanels.tidying.tidying import tidy

TODAY = date(2026, 11, 29)
DAYS = """first_day,last_day,kind,label,session,source,basis
2027-03-28,2027-03-28,avoid,Easter Sunday,any,dateutil,calculated
2027-04-14,2027-04-14,avoid,Vaisakhi,any,Nanakshahi calendar,calculated
2027-04-14,2027-04-14,avoid,Pohela Boishakh,any,holidays,calculated
"""
CLOSED = ["28/12/2027", "31/12/2027", "Christmas closure", "closed"]


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "borough"
    folder.mkdir()
    (folder / "days.csv").write_text(DAYS, encoding="utf-8")
    return folder


def tidied(path: Path, folder: Path, **settings: bool):
    return tidy(path, folder, 2027, TODAY, **settings)


def kept_rows(folder: Path, name: str) -> list[dict[str, str]]:
    """A table of the folder row by row."""
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_list_of_closures_does_not_wipe_the_days_of_the_folder(tmp_path, folder):
    path = save(book_of({"Closed days": [["From", "To", "Why", "Closed or avoid"], CLOSED]}), tmp_path / "days.xlsx")

    with pytest.raises(
        CannotUse, match=r"sheets without 3 of the rows of days\.csv, such as .*Easter Sunday \(2027-03-28"
    ):
        tidied(path, folder)

    assert (folder / "days.csv").read_text(encoding="utf-8") == DAYS
    done = tidied(path, folder, allow_gone=True)
    assert [row["label"] for row in kept_rows(folder, "days")] == ["Christmas closure"]
    assert sorted((each.what, each.name) for each in done.tables.changes if each.table == "days") == [
        ("gone", "Easter Sunday (2027-03-28)"),
        ("gone", "Pohela Boishakh (2027-04-14)"),
        ("gone", "Vaisakhi (2027-04-14)"),
        ("new", "Christmas closure (2027-12-28)"),
    ]


def test_days_that_are_added_and_put_right_are_named_and_go_through(tmp_path, folder):
    told = [line.split(",")[:5] for line in DAYS.splitlines()[:3]]
    told[1][2] = "closed"
    path = save(book_of({"Days": [*told, ["2027-12-28", "2027-12-31", "closed", "Christmas closure", "any"]]}),
                tmp_path / "days.xlsx")  # fmt: skip  # one call

    done = tidied(path, folder)

    found = {(each.what, each.name) for each in done.tables.changes if each.table == "days"}
    assert {("new", "Christmas closure (2027-12-28)"), ("gone", "Pohela Boishakh (2027-04-14)"),
            ("changed", "Easter Sunday (2027-03-28)")} <= found  # fmt: skip  # one set
