"""Two tables beside each other: each has the wards of its own column, or is asked about."""

from __future__ import annotations

import pytest

from tests.wardpanels.tidying.sheets import book_of, rows, taken_from
from wardpanels.tidying.taking import KnownBefore

WARDS = {"Abbey": "E01", "Bow": "E02", "Cann": "E03", "Dell": "E04"}
VISITS = [
    ["Ward", "Date", "Time", "Residents"],
    ["Abbey", "4/3/2026", "7pm", 12], ["Bow", "5/3/2026", "7pm", 22], ["Cann", "6/3/2026", "7pm", 5],
]  # fmt: skip  # a table
TEAM = [
    ["Name", "Rank", "Wards", "Shift"],
    ["Ann", "PS", "Bow", "Mon-Fri 2pm-10pm"], ["Bob", "DWO", "Cann", "Mon-Fri 2pm-10pm"],
    ["Cy", "PCSO", "Dell", "Mon-Fri 2pm-10pm"],
]  # fmt: skip  # a table
GAP = {
    "no gap": [[], [], [], []],
    "an empty column": [[None]] * 4,
    "a remark in the gap": [[None], [None], [None], ["see minutes"]],
    "a remark beside each row": [[None], ["late"], ["late"], ["see minutes"]],
    "two columns with a remark": [[None, None], [None, "x"], ["y", None], [None, None]],
}
EITHER = "two columns name wards and nothing tells which is of what: give each table a sheet of its own"


def beside(*parts):
    """A sheet with some tables from left to right."""
    return book_of({"Sheet1": [[cell for part in line for cell in part] for line in zip(*parts, strict=True)]})


def columns(table, *order: int):
    return [[line[at] for at in order] for line in table]


def read(book):
    taken = taken_from(book, KnownBefore(WARDS, year=2026))
    return taken, rows(taken, "attendance", "ward_code", "residents"), rows(taken, "officers", "name", "ward_codes")


ATTENDED = [("E01", "12"), ("E02", "22"), ("E03", "5")]
SERVING = [("Ann", "E02"), ("Bob", "E03"), ("Cy", "E04")]


@pytest.mark.parametrize("gap", GAP.values(), ids=GAP)
@pytest.mark.parametrize("is_turned", [False, True])
def test_each_of_two_tables_has_the_wards_of_its_own_side(gap, is_turned):
    parts = (TEAM, gap, VISITS) if is_turned else (VISITS, gap, TEAM)

    _, attended, serving = read(beside(*parts))

    assert (attended, serving) == (ATTENDED, SERVING)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (1, 2, 3, 0), (1, 0, 2, 3)])
@pytest.mark.parametrize("others", [(0, 1, 2, 3), (2, 0, 1, 3), (0, 1, 3, 2)])
def test_where_the_wards_stand_in_a_table_does_not_matter(order, others):
    _, attended, serving = read(beside(columns(VISITS, *order), columns(TEAM, *others)))

    assert (attended, serving) == (ATTENDED, SERVING)


def test_tables_that_are_mixed_so_that_nothing_tells_are_left_out_and_said():
    mixed = beside(columns(VISITS, 0, 1), columns(TEAM, 0, 1), columns(VISITS, 2, 3), columns(TEAM, 2, 3))

    taken, attended, serving = read(mixed)

    assert (attended, serving) == ([], [])
    assert [(each.row, each.why) for each in taken.left_out] == [(row, EITHER) for row in (2, 3, 4)]


def test_both_columns_of_wards_before_both_tables_are_left_out_and_said():
    mixed = beside(columns(VISITS, 0), columns(TEAM, 2), columns(VISITS, 1, 2, 3), columns(TEAM, 0, 1, 3))

    taken, attended, serving = read(mixed)

    assert (attended, serving) == ([], [])
    assert {each.why for each in taken.left_out} == {EITHER}


def test_two_tables_of_one_kind_with_a_remark_between_them_are_both_read():
    later = [VISITS[0], ["Dell", "4/6/2026", "7pm", 7], ["Bow", "5/6/2026", "7pm", 8], ["Cann", "6/6/2026", "7pm", 9]]

    _, attended, _ = read(beside(VISITS, GAP["a remark in the gap"], later))

    assert attended == [*ATTENDED, ("E04", "7"), ("E02", "8"), ("E03", "9")]


def test_one_table_with_a_column_that_has_no_heading_stays_one():
    _, attended, _ = read(beside(columns(VISITS, 0, 1), GAP["a remark beside each row"], columns(VISITS, 2, 3)))

    assert attended == ATTENDED


def test_wards_that_two_tables_share_are_those_of_both():
    halls = [
        ["Hall", "Holds", "Post code", "Hours"], ["Hut", 60, "E1 1AA", "Mon-Sun 9am-10pm"],
        ["Inn", 50, "E1 1AB", "Mon-Sun 9am-10pm"], ["Kiosk", 40, "E1 1AC", "Mon-Sun 9am-10pm"],
    ]  # fmt: skip  # a table
    nights = [["Ward", "Usual night"], ["Abbey", "Tue 7pm"], ["Bow", "Wed 7pm"], ["Cann", "Thu 7pm"]]

    taken, _, _ = read(beside(nights, halls))

    assert rows(taken, "venues", "name", "ward_codes") == [("Hut", "E01"), ("Inn", "E02"), ("Kiosk", "E03")]
    assert rows(taken, "wards", "name", "set_evening") == [
        ("Abbey", "Tue 19:00"), ("Bow", "Wed 19:00"), ("Cann", "Thu 19:00"),
    ]  # fmt: skip  # rows
