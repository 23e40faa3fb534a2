"""The internal schedule: names in place of codes, and no cell that acts."""

from __future__ import annotations

import csv
import io
from datetime import time

import openpyxl
import pytest

from tests.scheduler.examples import a_borough, a_library, a_plan, a_venue
from wardpanels.facts.schedule import HEADS, schedule, to_csv, to_xlsx

HOSTILE = '=HYPERLINK("https://evil.example","click")'


def the_rows():
    return schedule(a_borough(), a_plan())


def test_row_names_people_and_places():
    first = the_rows()[0]

    officers = {officer.officer_id: officer.name for officer in a_borough().officers}
    assert (first.ward, first.date.isoformat(), first.weekday, first.starts, first.ends) == (
        a_borough().wards[0].name,
        "2027-03-25",
        "Thursday",
        time(19, 0),
        time(20, 30),
    )
    assert (first.sergeant, first.ward_officers, first.inspector) == (officers["sgt-1"], officers["dwo-1"], "")


def test_name_that_the_data_no_longer_holds_shows_as_its_code():
    rows = schedule(a_borough(officers=(), venues=()), a_plan())

    assert (rows[0].sergeant, rows[0].hall) == ("sgt-1", "bow-centre")


def test_csv_is_read_back_as_written():
    content = to_csv(the_rows())

    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert tuple(lines[0]) == HEADS
    assert [line[:5] for line in lines[1:]] == [
        [row.meeting, row.ward, row.date.isoformat(), row.weekday, f"{row.starts:%H:%M}"] for row in the_rows()
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t=", "\u200e="])
def test_text_that_could_act_as_a_formula_gets_an_apostrophe(start):
    borough = a_borough(venues=(a_venue(name=f"{start}1+1"), a_library()))

    (_, first, *_) = csv.reader(io.StringIO(to_csv(schedule(borough, a_plan())).decode("utf-8-sig")))

    assert first[HEADS.index("Hall")].startswith("'")


def test_xlsx_has_real_dates_and_no_formula():
    borough = a_borough(venues=(a_venue(name=HOSTILE), a_library(name="Bell\x07 House 🎪")))

    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(schedule(borough, a_plan()))))["Schedule"]

    kinds = {cell.data_type for line in sheet.iter_rows() for cell in line}
    assert (sheet["C2"].is_date, sheet["C2"].value.isoformat()) == (True, "2027-03-25T00:00:00")
    assert sheet["E2"].value == time(19, 0)
    assert (sheet["H2"].value, sheet["H2"].data_type) == (f"'{HOSTILE}", "s")
    assert sheet["H3"].value == "Bell House 🎪"
    assert "f" not in kinds
    assert (sheet.freeze_panes, sheet.max_row) == ("A2", 4)
