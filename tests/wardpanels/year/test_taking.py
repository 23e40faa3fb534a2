"""`wardpanels take`, typed: what it prints, how it leaves, and what the draft is afterwards."""

from __future__ import annotations

import json
from datetime import date

import openpyxl
import pytest

from tests.wardpanels.year.lived import NOVEMBER, Lived

NOW, LATER = NOVEMBER, "2027-06-01 10:00"


@pytest.fixture(scope="module")
def planned(hackney_released, tmp_path_factory) -> Lived:
    """Hackney with next year planned, released and exported."""
    hackney = hackney_released.copied(tmp_path_factory.mktemp("planned"))
    hackney.done(NOW, "export", "--year", "2027", "--to", "schedule.xlsx")
    return hackney


@pytest.fixture
def hackney(planned, tmp_path) -> Lived:
    """The same, for one story."""
    return planned.copied(tmp_path)


def write(hackney, cells):
    """Put values in cells of the schedule."""
    path = hackney.folder / "schedule.xlsx"
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book["Schedule"][cell] = value
    book.save(path)
    return [row[0].value for row in book["Schedule"].iter_rows()]


def test_what_can_be_is_taken_and_told_and_what_cannot_leaves_with_2(hackney):
    ids = write(hackney, {"J2": "cancelled: weather", "C3": "Tues 9th"})

    told = hackney.at(NOW, "take", "schedule.xlsx", "--by", "PS Ann")

    assert told.returncode == 2
    lines = told.stdout.splitlines()
    assert lines[2].split()[0] == ids[1]
    assert lines[3:5] == [
        "Not taken:",
        "- Schedule!C3: 'Tues 9th'. This is not a day that could be read. Write a date such as 3/11/2026.",
    ]
    assert lines[-3:] == [
        "1 meeting is changed.",
        "Each cell that was not taken has a comment in schedule.to-mend.xlsx. Mend that copy, then take it.",
        "To tell the public, type: wardpanels release --year 2027",
    ]
    assert hackney.meetings(NOW)[ids[1]]["because"] == "weather"
    assert "It was made by PS Ann, schedule.xlsx, row 2." in hackney.done(NOW, "undo", "--year", "2027")


def test_trial_says_what_would_be_and_changes_nothing(hackney):
    before = hackney.meetings(NOW)
    write(hackney, {"J2": "cancelled"})

    told = hackney.done(NOW, "take", "schedule.xlsx", "--by", "PS Ann", "--dry-run")

    assert told.splitlines()[-1] == "1 meeting would be changed."
    assert hackney.meetings(NOW) == before


def test_nothing_changed_is_said_and_a_script_gets_the_same(hackney):
    told = hackney.done(NOW, "take", "schedule.xlsx", "--by", "PS Ann")
    facts = json.loads(hackney.done(NOW, "take", "schedule.xlsx", "--by", "PS Ann", "--json"))

    assert told == "Nothing was changed in the schedule that the draft does not have.\n"
    assert (facts["taken"], facts["not_taken"], facts["gone"], facts["copy"]) == ([], [], [], None)


def test_what_is_past_stays_and_the_next_release_tells_the_rest(hackney):
    ids = write(hackney, {"C2": date(2027, 9, 1), "J39": "cancelled"})

    told = hackney.at(LATER, "take", "schedule.xlsx", "--by", "PS Ann")

    assert "Not taken:\n- Schedule!C2: '01/09/2027'. It began on" in told.stdout
    released = hackney.done(LATER, "release", "--year", "2027")
    assert (ids[38] in released, ids[1] in released, "1 cancelled" in released) == (True, False, True)


def test_other_period_that_is_typed_is_refused(hackney):
    hackney.done(NOW, "plan", "--year", "2028")

    refused = hackney.at(NOW, "take", "schedule.xlsx", "--by", "PS Ann", "--year", "2028")

    assert refused.returncode == 2
    assert "schedule.xlsx: found a schedule from 2027-01-01, wanted one from 2028-01-01" in refused.stderr


def test_tidy_knows_an_exported_schedule_and_says_what_to_type(hackney):
    told = hackney.done(NOW, "tidy", "schedule.xlsx", "--in", "other", "--year", "2027")

    assert (
        "It holds an exported schedule. To take what was changed in it, type: wardpanels take schedule.xlsx --year 2027"
        in told.splitlines()
    )
