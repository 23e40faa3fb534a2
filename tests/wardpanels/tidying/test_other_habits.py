"""Workbooks of other boroughs with other habits: other words and orders, a sheet a ward, merged cells, dates above."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from scheduler.reading import cells
from tests.wardpanels.tidying.sheets import book_of, doubts, rows, taken_from
from wardpanels.facts.schedule import HEADS
from wardpanels.tidying.taking import KnownBefore
from wardpanels.tidying.understood import Sure

EVENING, WEEKEND = "evening", "weekend_daytime"


def a_sheet_a_ward():
    meetings = [
        ["Meeting", "Residents there", "Start"], [date(2026, 1, 13), 14, "7.00"],
        ["14th April 2026", "approx 20", "7pm"],
        ["14/7/26", "CANX", "7pm"], ["Sat 10 Oct 2026", 9, "11am"], ["Total", 43, None],
    ]  # fmt: skip  # a sheet
    wards = ("Camden Town", "Primrose Hill", "Regent's Park")
    return book_of(
        {
            "Summary": [
                ["Camden panels"], [], ["Ward", "When do they meet", "Neighbours"],
                ["Camden Town", "first Tues of month 7pm", "Primrose Hill; Regent's Park"],
                ["Primrose Hill", "Wed, 7:30", "Camden Town"], ["Regents Park", "Thursday 7 o'clock", "Camden Town"],
            ],
            **{ward: [[f"{ward} ward panel"], ["Chair: A Person"], [], *meetings] for ward in wards},
            "Team": [
                ["Ward", "Sgt", "DWO 1", "DWO 2", "PCSO"],
                ["Camden Town", "PS Jane Doe", "PC Bee", "PC Dee", "PCSO Eff"],
                ["Primrose Hill", "PS Jane Doe", "PC Aitch", None, "PCSO Jay"], ["Regent's Park", "PS Ell", "PC Enn"],
            ],
            "Where we meet": [
                ["Room", "Ward", "No of people", "Wheelchair?", "Post Code", "Street", "Rate (£/hr)", "Open from/to"],
                ["Town Hall", "All", "120", "yes - ramp", "nw18nh", "Judd St", "22", "8am-10pm Mon to Fri"],
                ["Library", "camden twn", "40 seated, 60 standing", "No lift", "NW1 7XX", "High St", "no charge",
                 "M-F 10-7, Sat 10-5"],
                ["St Marks", "Primrose Hill & Regents Park", "50ish", "partial", "NW1 7TN", "St Marks Sq",
                 "£45 per session", "Tues & Thurs evenings"],
            ],
        }
    )  # fmt: skip  # sheets


def test_a_sheet_for_each_ward_is_read_as_that_wards():
    taken = taken_from(a_sheet_a_ward())

    assert rows(taken, "attendance", "ward_code", "held_on", "session", "residents") == [
        (ward, *meeting)
        for ward in ("camden-town", "primrose-hill", "regents-park")
        for meeting in (
            ("2026-01-13", EVENING, "14"), ("2026-04-14", EVENING, "20"), ("2026-10-10", WEEKEND, "9"),
        )
    ]  # fmt: skip  # rows


def test_a_team_with_a_column_for_each_rank_is_read_officer_by_officer():
    taken = taken_from(a_sheet_a_ward())

    found = rows(taken, "officers", "name", "role", "ward_codes")

    assert ("PC Dee", "dwo", "camden-town") in found
    assert ("PS Jane Doe", "sergeant", "primrose-hill") in found
    assert len(found) == 9
    assert {place for place in doubts(taken) if place.startswith("Team!")} == {
        f"Team!{column}{row}" for column, row in ("B2", "C2", "D2", "E2", "B3", "C3", "E3", "B4", "C4")
    }, "nobody has said when they work"


def test_halls_in_other_words_and_another_order_are_read():
    taken = taken_from(a_sheet_a_ward())

    columns = ("name", "ward_codes", "capacity", "postcode", "hire_gbp_per_hour", "step_free", "opening_hours")
    assert rows(taken, "venues", *columns) == [
        ("Town Hall", "camden-town|primrose-hill|regents-park", "120", "NW1 8NH", "22", "yes", "Mo-Fr 08:00-22:00"),
        ("Library", "camden-town", "40", "NW1 7XX", "0", "no", "Mo-Fr 10:00-19:00; Sa 10:00-17:00"),
        ("St Marks", "primrose-hill|regents-park", "50", "NW1 7TN", "45", "unknown", "Tu,Th 18:00-22:00"),
    ]
    unsure = {place: sure for place, sure in doubts(taken).items() if place.startswith("Where we meet!")}
    assert unsure["Where we meet!G4"] == unsure["Where we meet!H4"] == unsure["Where we meet!D4"] == "guessed"
    assert unsure["Where we meet!B3"] == "likely"


def test_halls_and_wards_on_one_sheet_under_two_heading_lines_and_merged_cells_are_told_apart():
    book = book_of(
        {
            "Panels": [
                ["Ward", None, "Hall", None, None, None, None],
                ["Name", "Night", "Name", "Address", "Max", "Hours", "Step free"],
                ["Abbey", "Tue 7", "Abbey Hall", "1 Abbey Rd", "60", "9-9", "Y"],
                [None, None, "Priory", "2 Abbey Rd", "30", "Mon-Fri 9-5", "N"],
                ["Bow", "Wed 7.30", "Bow Bells", "3 Bow Rd", "45", "10am to 10pm daily", "Y"],
                [None, None, "Bow Church", "4 Bow Rd", 80, "Sun 2-6", "?"], ["Note: keys from Sgt"],
            ]
        }
    )  # fmt: skip  # a sheet
    sheet = book["Panels"]
    for area in ("A1:B1", "C1:G1", "A3:A4", "B3:B4", "A5:A6", "B5:B6"):
        sheet.merge_cells(area)
    sheet.column_dimensions["E"].hidden = True

    taken = taken_from(book)

    assert rows(taken, "wards", "name", "set_evening") == [("Abbey", "Tue 19:00"), ("Bow", "Wed 19:30")]
    assert rows(taken, "venues", "name", "ward_codes", "capacity", "opening_hours") == [
        ("Abbey Hall", "abbey", "60", "Mo-Su 09:00-21:00"),
        ("Priory", "abbey", "30", "Mo-Fr 09:00-17:00"),
        ("Bow Bells", "bow", "45", "Mo-Su 10:00-22:00"),
        ("Bow Church", "bow", "80", "Su 14:00-18:00"),
    ]
    assert doubts(taken)["Panels!F3"] == "guessed", "no days are named"
    assert doubts(taken)["Panels!C4"] == "guessed", "no column says what a hall costs"


def test_dates_above_the_numbers_are_read_meeting_by_meeting():
    book = book_of(
        {
            "Turnout 2026": [
                ["Residents at panels"], ["Ward", date(2026, 2, 3), date(2026, 5, 12), "8/9/26", "Avg"],
                ["Abbey", 12, "c15", "cancelled", 13], ["Bow", 7, None, 31, 19], ["Average", 9.5, 15, 31, 16],
            ]
        }
    )  # fmt: skip  # a sheet

    taken = taken_from(book)

    assert rows(taken, "attendance", "ward_code", "held_on", "residents") == [
        ("abbey", "2026-02-03", "12"), ("abbey", "2026-05-12", "15"),
        ("bow", "2026-02-03", "7"), ("bow", "2026-09-08", "31"),
    ]  # fmt: skip  # rows
    assert doubts(taken)["Turnout 2026!B2"] == "guessed", "nobody says at what time of day"


def test_officers_by_surname_and_leave_in_one_cell_are_read():
    book = book_of(
        {
            "Leave": [["Officer", "Dates", "Type"], ["PS Smith", "19/7/27 - 6/8/27", "AL"],
                      ["Smyth", "w/c 5 July 2027"]],
            "Staff list": [
                ["Name", "Grade", "Area", "Works", "E-mail"],
                ["Smith, Jo", "A/PS", "Abbey; Bow", "Late turn Mon-Thu", "jo.smith@example.org"],
                ["B. Smyth", "PC", "Abbey", "0700-1500 weekdays", "b@example.org"],
                ["C Jones", "PCSO", "Bow ward", "10-6 Tues-Sat", "not given"],
                ["D Day", "Insp.", "Borough", "days"],
            ],
            "SNB dates": [["Date", "Time", "Venue"], ["22/3/27", "7pm", "Town Hall"], ["Mon 21 June 2027", "18:30"]],
            "Dates to avoid": [["What", "From", "To"], ["Carnival", date(2027, 8, 29), date(2027, 8, 30)]],
        }
    )  # fmt: skip  # sheets

    taken = taken_from(book)

    assert rows(taken, "officers", "name", "role", "ward_codes", "working_hours") == [
        ("Smith, Jo", "sergeant", "abbey|bow", "Mo-Th 14:00-22:00"),
        ("B. Smyth", "dwo", "abbey", "Mo-Fr 07:00-15:00"),
        ("C Jones", "pcso", "bow", "Tu-Sa 10:00-18:00"),
        ("D Day", "inspector", "", "Mo-Fr 09:00-17:00"),
    ]
    assert rows(taken, "absences", "officer_id", "first_day", "last_day") == [
        ("Smith, Jo", "2027-07-19", "2027-08-06"), ("B. Smyth", "2027-07-05", "2027-07-11"),
    ]  # fmt: skip  # rows
    assert rows(taken, "board", "held_on", "starts") == [("2027-03-22", "19:00"), ("2027-06-21", "18:30")]
    assert rows(taken, "days", "label", "first_day", "last_day") == [("Carnival", "2027-08-29", "2027-08-30")]
    assert doubts(taken)["Staff list!E4"] == "not read"


def test_two_tables_on_one_sheet_are_both_read():
    below = book_of(
        {"All": [["Ward", "Usual night"], ["Abbey", "Tue 7pm"], ["Bow", "Wed 7pm"], [], ["HALLS"],
                 ["Hall", "Ward", "Post code", "Holds"], ["Priory", "Abbey", "E1 1AA", 40]]}
    )  # fmt: skip  # a sheet
    beside = book_of(
        {"All": [["Ward", "Usual night", None, "Hall", "For wards", "Post code", "Holds"],
                 ["Abbey", "Tue 7pm", None, "Priory", "Abbey", "E1 1AA", 40], ["Bow", "Wed 7pm"]]}
    )  # fmt: skip  # a sheet

    for book in (below, beside):
        taken = taken_from(book)
        assert rows(taken, "wards", "name", "set_evening") == [("Abbey", "Tue 19:00"), ("Bow", "Wed 19:00")]
        assert rows(taken, "venues", "name", "ward_codes", "capacity") == [("Priory", "abbey", "40")]


def test_a_title_over_two_tables_side_by_side_does_not_join_them():
    book = book_of(
        {"All": [["STOKEHAM, all we know"],
                 ["Ward", "Usual night", None, "Hall", "For wards", "Post code", "Holds"],
                 ["Abbey", "Tue 7pm", None, "Bells", "Bow", "E1 1AA", 40],
                 ["Bow", "Wed 7pm", None, "Priory", "Abbey", "E1 1AB", 50]]}
    )  # fmt: skip  # a sheet
    book["All"].merge_cells("A1:G1")

    taken = taken_from(book)

    assert rows(taken, "venues", "name", "ward_codes") == [("Bells", "bow"), ("Priory", "abbey")]


def test_halls_beside_wards_have_the_wards_of_their_own_column():
    sheet = [["Ward", "Usual night", "Hall", "For wards", "Post code", "Holds"],
             ["Abbey", "Tue 7pm", "Bells", "Bow", "E1 1AA", 40],
             ["Bow", "Wed 7pm", "Priory", "Abbey", "E1 1AB", 50]]  # fmt: skip  # a sheet

    taken = taken_from(book_of({"All": sheet}))

    assert rows(taken, "venues", "name", "ward_codes") == [("Bells", "bow"), ("Priory", "abbey")]
    assert rows(taken, "wards", "name", "set_evening") == [("Abbey", "Tue 19:00"), ("Bow", "Wed 19:00")]


def test_ward_named_on_the_first_of_its_meetings_only_is_that_of_those_below():
    meetings = [["Ward", "Date", "Time", "Residents"], ["Abbey", "3/2/26", "7pm", 12], [None, "5/5/26", "7pm", 9],
                ["Bow", "4/2/26", "7pm", 7], [None, "6/5/26", "7pm", 8]]  # fmt: skip  # a sheet

    taken = taken_from(book_of({"Attendance": meetings}))

    assert rows(taken, "attendance", "ward_code", "residents") == [
        ("abbey", "12"), ("abbey", "9"), ("bow", "7"), ("bow", "8"),
    ]  # fmt: skip  # rows
    assert doubts(taken) == {"Attendance!A3": "likely", "Attendance!A5": "likely"}


def test_leave_until_somebody_is_back_ends_the_day_before():
    team = [["Name", "Rank", "Ward", "Shift"], ["A. Jones", "DWO", "Abbey", "Mon-Fri 2-10pm"],
            ["C. Jones", "PCSO", "Bow", "Mon-Fri 2-10pm"]]  # fmt: skip  # a sheet
    leave = [["Officer", "First day off", "Back at work"], ["Jones (A)", date(2027, 6, 1), date(2027, 6, 15)]]
    alone = [["Officer", "Leave from"], ["C Jones", date(2027, 7, 1)]]

    taken = taken_from(book_of({"Team": team, "Leave": leave, "Holidays": alone}))

    assert rows(taken, "absences", "officer_id", "first_day", "last_day") == [
        ("A. Jones", "2027-06-01", "2027-06-14"), ("C. Jones", "2027-07-01", "2027-07-01"),
    ]  # fmt: skip  # rows
    assert doubts(taken)["Leave!C2"] == doubts(taken)["Holidays!B2"] == "likely"


def test_rank_that_stands_in_the_name_is_read_and_one_that_does_not_is_asked_for():
    team = [["who", "Wards covered", "shift pattern"], ["Public Realm - Dana", "all", "Mon-Fri 9am-9pm"],
            ["PS Khan", "Abbey", "Mon-Fri 2-10pm"], ["Sam Doe", "Abbey", "Mon-Fri 2-10pm"]]  # fmt: skip  # a sheet

    taken = taken_from(book_of({"Team": team}), KnownBefore({"Abbey": "E01"}))

    assert rows(taken, "officers", "name", "role") == [
        ("Public Realm - Dana", "public_realm"), ("PS Khan", "sergeant"),
    ]  # fmt: skip  # rows
    assert doubts(taken)["Team!A4"] == "not read"


def test_heading_that_names_two_things_is_that_which_our_list_has_first():
    halls = [["Hall", "Ward", "Holds", "Step-free entrance?"], ["Priory", "Abbey", 40, "ramp"]]

    assert rows(taken_from(book_of({"Halls": halls})), "venues", "step_free", "entrance") == [("yes", "")]


def test_days_with_the_month_first_are_read_so_throughout_their_column():
    head = ["Ward", "Date", "Time", "Residents"]
    american, british = (
        taken_from(book_of({"Attendance": [head, *(["Abbey", day, "7pm", 12] for day in days)]}))
        for days in (("10/13/2025", "4/9/2025", "3.2.2025"), ("13/10/2025", "4/9/2025", "3.2.2025"))
    )

    assert rows(american, "attendance", "held_on") == [("2025-10-13",), ("2025-04-09",), ("2025-02-03",)]
    assert doubts(american) == {"Attendance!B2": "likely", "Attendance!B3": "likely"}
    assert rows(british, "attendance", "held_on") == [("2025-10-13",), ("2025-09-04",), ("2025-02-03",)]


def test_day_and_time_of_a_usual_evening_may_have_a_column_each():
    wards = [
        ["Neighbourhood", "Time", "Night"],
        ["Abbey", "7-8.30", "Tues"],
        ["Bow", "19:00", "Weds"],
        ["Cox", "", "Fri"],
    ]

    taken = taken_from(book_of({"Panel evenings": wards}))

    assert rows(taken, "wards", "name", "set_evening") == [("Abbey", "Tue 19:00"), ("Bow", "Wed 19:00"), ("Cox", "")]
    assert doubts(taken) == {"Panel evenings!C2": "likely", "Panel evenings!C4": "not read"}


def test_rank_and_name_in_one_column_are_read_as_both():
    team = [["Collar", "Rank & name", "Beat(s)", "Shift"], [11, "PS Khan", "Abbey", "2pm-10pm Mon-Fri"]]

    taken = taken_from(book_of({"Officers": team}), KnownBefore({"Abbey": "E01"}))

    assert rows(taken, "officers", "name", "role", "ward_codes") == [("PS Khan", "sergeant", "E01")]


def test_price_under_a_heading_of_another_unit_is_asked_about():
    halls = [["Hall", "Ward", "Holds", "Cost/session"], ["Priory", "Abbey", 40, 15], ["Bells", "Abbey", 40, 0]]

    taken = taken_from(book_of({"Halls": halls}))

    assert (doubts(taken)["Halls!D2"], doubts(taken).get("Halls!D3")) == ("guessed", None)


def test_formulas_that_no_program_has_worked_out_are_asked_about():
    book = book_of({"Halls": [["Hall", "Ward", "Post code", "Holds"], ["Priory", "Abbey", "E1 1AA", "=20+20"]]})

    taken = taken_from(book)

    assert doubts(taken)["Halls!D2"] == "not read"


def test_hidden_sheets_are_left_out_and_named():
    book = book_of({"Wards": [["Ward", "Usual night"], ["Abbey", "Tue 7pm"]], "Old": [["Ward", "Usual night"]]})
    book["Old"].sheet_state = "hidden"

    assert taken_from(book).unknown_sheets == {"Old": "it is hidden"}


def test_planned_dates_are_taken_for_neither_halls_nor_attendance():
    dates = [["Date", "Ward", "Venue", "Post code", "Time"], ["3/2/27", "Abbey", "Priory", "E1 1AA", "7pm"]]
    halls = [["Hall", "Ward", "Post code", "Holds", "Hours"], ["Priory", "Abbey", "E1 1AA", 40, "Mon-Sun 9am-9pm"]]

    taken = taken_from(book_of({"Panels 2027": dates, "Halls": halls}))

    assert rows(taken, "venues", "name", "capacity") == [("Priory", "40")]
    assert rows(taken, "attendance", "ward_code") == []
    assert [(each.sheet, each.row) for each in taken.left_out] == [("Panels 2027", 2)]


def test_our_own_schedule_is_known_as_one():
    schedule = book_of({"Schedule": [list(HEADS), ["2027-E01-1", "Abbey", date(2027, 2, 3), "Wednesday"]]})

    assert {table.kind.table for table in taken_from(schedule).tables} == {"schedule"}


def test_what_the_fullest_sheet_says_of_a_hall_is_taken_first():
    short = [["Hall", "Ward", "Post code"], ["Priory", "Abbey", "E1 1AA"]]
    full = [["Hall", "Ward", "Post code", "Holds", "Hours"], ["Priory", "Abbey", "E1 1AA", 40, "Mon-Sun 9am-9pm"]]

    taken = taken_from(book_of({"Keys": short, "Halls": full}))

    assert rows(taken, "venues", "capacity")[0] == ("40",)


def test_hours_in_a_column_for_each_day_of_the_week_are_one_halls_week():
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    head = ["Name of venue", "Ward", "Address", "Postcode", "Max cap", *days]
    hall = ["Priory", "Abbey\nBow", "2 Abbey Rd", "E1 1AA", "c60", "9-9", "9-9", "9-5", "9-9", "9-5", "closed", "N/A"]
    other = ["Bells", "Abbey (main), Bow (cover)", "3 Abbey Rd", "E1 1AB", "60/80", *["9am-10pm"] * 5]
    wards = [["Ward", "Night"], ["Abbey", "Tue 7pm"], ["2. Bow", "Wed 7pm"]]

    taken = taken_from(book_of({"Hall list": [head, hall, other], "Panels": wards}))

    assert rows(taken, "venues", "name", "ward_codes", "opening_hours") == [
        ("Priory", "abbey|bow",
         "Mo 09:00-21:00; Tu 09:00-21:00; We 09:00-17:00; Th 09:00-21:00; Fr 09:00-17:00"),
        ("Bells", "abbey|bow",
         "Mo 09:00-22:00; Tu 09:00-22:00; We 09:00-22:00; Th 09:00-22:00; Fr 09:00-22:00"),
    ]  # fmt: skip  # rows
    assert doubts(taken)["Hall list!F3"] == "likely", "a day left empty is taken as closed"


def test_names_in_two_columns_and_shifts_by_weekdays_and_weekends_are_read():
    head = ["First name", "Surname", "Rank", "Ward", "Weekdays", "Weekends"]
    team = [head, ["Jo", "Smith", "PS", "All", "2-10pm"], ["Al", "Jones", "DWO", "1. Abbey", "10am-6pm", "12-6"]]

    taken = taken_from(book_of({"Team": team}), KnownBefore({"Abbey": "E01", "Bow": "E02"}))

    assert rows(taken, "officers", "name", "ward_codes", "working_hours") == [
        ("Jo Smith", "", "Mo-Fr 14:00-22:00"),
        ("Al Jones", "E01", "Mo-Fr 10:00-18:00; Sa-Su 12:00-18:00"),
    ]


def test_days_without_a_year_are_of_the_year_in_the_sheets_name():
    meetings = [["Ward", "Date", "Start", "Total"], ["Abbey", "Tues 3rd Feb", "7pm", 12], ["Abbey", "5 May", "7.30", 8]]

    taken = taken_from(book_of({"Attendance 2026": meetings}))

    assert rows(taken, "attendance", "held_on", "session") == [("2026-02-03", EVENING), ("2026-05-05", EVENING)]
    assert doubts(taken)["Attendance 2026!B2"] == "guessed"


def test_officers_without_a_column_of_wards_are_asked_about():
    team = [["Name", "Rank", "Shift"], ["Jo Smith", "DWO", "Mon-Fri 2pm-10pm"]]

    assert doubts(taken_from(book_of({"Team": team}))) == {"Team!A2": "guessed"}


def a_hall_closed(*written):
    halls = [["Hall", "Ward", "Max", "Opening hours", "Closed"]]
    halls += [[f"Hall {number}", "Abbey", 40, "Mon-Fri 9am-9pm", text] for number, text in enumerate(written)]
    return book_of({"Wards": [["Ward", "Usual evening"], ["Abbey", "Tue 7pm"]], "Halls": halls})


@pytest.mark.parametrize(
    "written", ["permanently", "until 1/9/2027", "Easter", "24/12/2027 and later", "July and sundry"]
)
def test_hall_whose_closed_days_cannot_be_read_is_not_booked(written):
    taken = taken_from(a_hall_closed(written))

    assert rows(taken, "venues", "opening_hours") == [(f'unknown "closed: {written}"',)]
    (cell,) = (each for each in taken.cells if each.column == "closed")
    assert cell.told.sure is Sure.CANNOT
    assert cell.told.why.endswith("No meeting is planned here until the days are known.")


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("July & Aug 2027", "2027-07-01/2027-07-31|2027-08-01/2027-08-31"),
        ("1/6/27 to 30/6/27 & 24/12/27", "2027-06-01/2027-06-30|2027-12-24"),
        ("24/12/27 and 27 Dec 2027; 1/1/28", "2027-12-24|2027-12-27|2028-01-01"),
        ("24/12/27\n1/1/28", "2027-12-24|2028-01-01"),
        ("3rd, 4 & 5 June 2027", "2027-06-03|2027-06-04|2027-06-05"),
        ("Jul 20, 2027", "2027-07-20"),
        ("Closed on 24/12/27", "2027-12-24"),
        ("N/A", ""),
        ("never", ""),
    ],
)
def test_days_on_which_a_hall_is_closed_are_read_however_they_are_joined(written, days):
    taken = taken_from(a_hall_closed(written))

    assert rows(taken, "venues", "closed", "opening_hours") == [(days, "Mo-Fr 09:00-21:00")]


@pytest.mark.parametrize(
    ("written", "held_on", "session", "sure"),
    [
        ("04/03/2026 14:00", "2026-03-04", "weekday_daytime", None),
        (datetime.combine(date(2026, 3, 4), time(14)), "2026-03-04", "weekday_daytime", None),
        ("Wed 4 March 2026, 7pm", "2026-03-04", "evening", None),
        ("Sat 6/6/2026 7pm", "2026-06-06", "evening", "likely"),
        ("4/3/2026 a.m.", "2026-03-04", "weekday_daytime", None),
        ("4/3/2026 pm", "2026-03-04", "evening", "guessed"),
        ("2026-03-04 00:00:00", "2026-03-04", "evening", "guessed"),
        (date(2026, 3, 4), "2026-03-04", "evening", "guessed"),
    ],
)
@pytest.mark.parametrize(("heads", "place"), [(("Start",), "D2"), ((), "B2")])
def test_time_beside_a_day_says_when_a_meeting_began(written, held_on, session, sure, heads, place):
    taken = taken_from(book_of({"Attendance": [["Ward", "Date", "Residents", *heads], ["Abbey", written, 12]]}))

    assert rows(taken, "attendance", "held_on", "session") == [(held_on, session)]
    assert doubts(taken).get(f"Attendance!{place}") == sure


def test_column_of_its_own_says_when_a_meeting_began_before_the_days_does():
    sheet = [["Ward", "Date", "Residents", "Start"], ["Abbey", "4/3/2026 14:00", 12, "7pm"]]

    taken = taken_from(book_of({"Attendance": sheet}))

    assert rows(taken, "attendance", "held_on", "session") == [("2026-03-04", "evening")]


@pytest.mark.parametrize("start", ["half past seven", "evening", "7pm or 8pm", "later"])
def test_start_that_is_not_read_is_asked_about_where_it_stands(start):
    taken = taken_from(book_of({"Wards": [["Ward", "Usual day", "Start"], ["Abbey", "Thu", start]]}))

    assert rows(taken, "wards", "name", "set_evening") == [("Abbey", "")]
    assert doubts(taken) == {"Wards!C2": "not read"}


def test_answer_about_a_start_makes_the_usual_evening():
    book = book_of({"Wards": [["Ward", "Usual day", "Start"], ["Abbey", "Thu", "half past seven"]]})
    (asked,) = (cell for cell in taken_from(book).cells if cell.told.sure)

    taken = taken_from(book, KnownBefore({}, year=2027, answers={asked.key: "7.30pm"}))

    assert rows(taken, "wards", "set_evening") == [("Thu 19:30",)]


def test_day_that_is_not_read_is_asked_about_where_it_stands():
    taken = taken_from(book_of({"Wards": [["Ward", "Usual day", "Start"], ["Abbey", "Thrudsay", "7pm"]]}))

    assert doubts(taken) == {"Wards!B2": "not read"}


@pytest.mark.parametrize(
    ("written", "days", "hours"),
    [
        ("Bank hols", "", "Mo-Fr 09:00-21:00; PH off"),
        ("Fridays", "", "Mo-Fr 09:00-21:00; Fr off"),
        ("Thurs & Fri, 24/12/27", "2027-12-24", "Mo-Fr 09:00-21:00; Th off; Fr off"),
        ("Mon-Wed and bank holidays", "", "Mo-Fr 09:00-21:00; Mo-We off; PH off"),
        ("school holidays", "", "Mo-Fr 09:00-21:00; SH off"),
        ("some Fridays", "", 'unknown "closed: some Fridays"'),
    ],
)
def test_hall_that_is_closed_every_week_or_on_holidays_is_not_open_then(written, days, hours):
    taken = taken_from(a_hall_closed(written))

    assert rows(taken, "venues", "closed", "opening_hours") == [(days, hours)]
    assert cells.hours(hours) == hours
    assert doubts(taken)["Halls!E2"] in ("likely", "not read")
