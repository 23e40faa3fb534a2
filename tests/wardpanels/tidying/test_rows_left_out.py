"""Totals below a table are left out and quoted; what is only called so is taken."""

from __future__ import annotations

import pytest

from tests.wardpanels.tidying.sheets import book_of, rows, taken_from
from wardpanels.tidying.taking import KnownBefore

BEFORE = KnownBefore({"Abbey": "E01", "Bow": "E02"}, year=2027)
HALLS = ["Hall", "Ward", "Address", "Post code", "Holds", "Cost ph", "Hours"]
VISITS = ["Ward", "Date", "Time", "Residents"]


@pytest.mark.parametrize(
    "name",
    ["Total Fitness Hall", "Count Basie Hall", "Sum Yung Centre", "Mean Street Rooms", "Overall Park", "Average Joe's"],
)
def test_hall_whose_name_begins_like_a_total_is_a_hall(name):
    told = [name, "Bow", "1 High St", "E1 1AA", 60, 10, "Mon-Sun 9am-10pm"]

    taken = taken_from(book_of({"Halls": [HALLS, told]}), BEFORE)

    assert rows(taken, "venues", "name") == [(name,)]
    assert not taken.left_out


@pytest.mark.parametrize(
    ("first", "others"),
    [
        ("Total", [None, None, 34]),
        ("Totals:", [None, None, "34 residents"]),
        ("Grand total", [None, "all days", 34]),
        ("Average attendance", [None, None, 17.5]),
        ("Total residents 2027", [None, None, "34"]),
        ("Overall", ["4/3/2027 - 5/3/2027", None, 34]),
        ("Sub-total", [None, None, 34]),
    ],
)
def test_total_is_left_out_and_its_first_cell_is_quoted(first, others):
    told = [["Abbey", "4/3/2027", "7pm", 12], ["Bow", "5/3/2027", "7pm", 22], [first, *others]]

    taken = taken_from(book_of({"Attendance": [VISITS, *told]}), BEFORE)

    assert [(each.row, each.why) for each in taken.left_out] == [(4, f"a total or an average: '{first}'")]
    assert len(rows(taken, "attendance", "ward_code")) == 2
