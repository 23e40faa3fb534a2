"""Headings that nobody could foresee: what is in the cells tells what the column is, and it is said to be taken so."""

from __future__ import annotations

from datetime import date

from tests.wardpanels.tidying.sheets import book_of, doubts, rows, taken_from
from wardpanels.tidying.taking import KnownBefore

KNOWN = KnownBefore({"Abbey": "E01", "Bow": "E02", "Weavers": "E03"}, year=2027)
HALLS = [
    ["Where", "Spans", "P/code", "Max", "Doors unlocked"],
    ["Priory", "Abbey / Bow", "E1 1AA", 40, "Mon-Sun 9am-10pm"],
    ["Bells", "Weevers", "E1 1AB", 60, "Mon-Fri 9am-9pm"],
    ["Crypt", "Bow ward", "E1 1AD", 60, "ring first"],
]


def test_columns_of_wards_and_hours_are_known_by_their_cells():
    taken = taken_from(book_of({"Venues": HALLS}), KNOWN)

    assert rows(taken, "venues", "name", "ward_codes", "opening_hours") == [
        ("Priory", "E01|E02", "Mo-Su 09:00-22:00"), ("Bells", "E03", "Mo-Fr 09:00-21:00"),
        ("Crypt", "E02", 'unknown "ring first"'),
    ]  # fmt: skip  # rows
    assert (doubts(taken)["Venues!B1"], doubts(taken)["Venues!E1"]) == ("likely", "likely")


def test_a_column_that_mostly_says_something_else_is_not_taken():
    remarks = [["Abbey has its own key"], ["Bow"], ["ring first"], ["no heating"]]
    sheet = [["Where", "Ward", "Max", "Notices"], *[[f"Hall {n}", "Bow", 40, *note] for n, note in enumerate(remarks)]]

    taken = taken_from(book_of({"Venues": sheet}), KNOWN)

    assert taken.unneeded == {"Venues": ("Notices",)}


def test_of_two_columns_that_may_be_meant_none_is_taken_and_the_rows_are_asked_about():
    sheet = [["Where", "Spans", "Once", "Max"], ["Priory", "Abbey", "Bow", 40], ["Bells", "Bow", "Abbey", 60]]

    taken = taken_from(book_of({"Venues": sheet}), KNOWN)

    assert rows(taken, "venues", "name") == []
    assert {name: sure for name, sure in doubts(taken).items() if name[-2] == "A"} == {
        "Venues!A2": "not read", "Venues!A3": "not read",
    }  # fmt: skip  # both


def test_more_days_beside_a_first_day_are_not_taken_for_the_last():
    leave = [
        ["Who", "From", "Booked"],
        ["Jo Smith", date(2027, 7, 1), date(2027, 8, 1)],
        ["Al Jones", "2/7/27", "3/8/27"],
    ]
    team = [
        ["Name", "Rank", "Ward", "Shift"],
        ["Jo Smith", "DWO", "Abbey", "2-10pm"],
        ["Al Jones", "PS", "Bow", "2-10"],
    ]

    taken = taken_from(book_of({"Team": team, "Leave": leave}), KNOWN)

    assert rows(taken, "absences", "first_day", "last_day") == [
        ("2027-07-01", "2027-07-01"), ("2027-07-02", "2027-07-02"),
    ]  # fmt: skip  # rows


def test_dates_under_a_heading_that_may_mean_a_usual_evening_make_it_a_list_of_meetings():
    meetings = [
        ["Panel", "When", "Start", "Heads"],
        ["Abbey", "3/2/26", "7pm", 12],
        ["Bow", date(2026, 5, 4), "7pm", 9],
    ]

    taken = taken_from(book_of({"Turnout": meetings}), KNOWN)

    assert rows(taken, "attendance", "ward_code", "held_on") == [("E01", "2026-02-03"), ("E02", "2026-05-04")]
    assert rows(taken, "wards", "ward_code") == []


def test_shortened_headings_are_written_out_and_their_words_stand_in_any_order():
    halls = [["Hall", "Ward", "Max", "Hrs open", "WC (acc)"], ["Priory", "Abbey", 40, "Mon-Sun 9am-10pm", "Y"]]

    taken = taken_from(book_of({"Halls": halls}), KNOWN)

    assert rows(taken, "venues", "opening_hours", "accessible_toilet") == [("Mo-Su 09:00-22:00", "yes")]


def test_name_beside_a_code_is_the_wards_and_an_area_is_not():
    sheet = [["ward_code", "name", "set_evening", "land_area_km2"], ["E01", "Abbey", "Tue 19:00", 1.21]]

    taken = taken_from(book_of({"wards": sheet}), KNOWN)

    assert rows(taken, "wards", "name", "ward_code") == [("Abbey", "E01")]
    assert doubts(taken) == {}
