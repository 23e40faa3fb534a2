"""What is written untidily out of tidy tables is read back the same, and no sheet at all ends in a traceback."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date, time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.errors import UnusableData
from tests.wardpanels.tidying.sheets import book_of, rows, taken_from
from wardpanels.tidying import mending
from wardpanels.tidying.grid import MOST_ROWS, csv_grid, workbook_grids
from wardpanels.tidying.taking import KnownBefore, take

WARDS = {"Abbey": "E01", "Bow & Bromley": "E02", "St Mary’s": "E03", "Upper Clapton": "E04"}
ROLES = {
    "sergeant": ("PS", "Sgt", "Sergeant"),
    "dwo": ("DWO", "dwo"),
    "pcso": ("PCSO",),
    "inspector": ("Insp", "Inspector"),
}
CLOCKS = st.integers(8, 11), st.integers(1, 10)
HEADS = {
    "name": ("Hall", "Venue", "Where", "Name of hall", "VENUE NAME:"),
    "ward_codes": ("Ward(s)", "Which wards", "Wards served"),
    "postcode": ("Post code", "Postcode", "POST CODE"),
    "capacity": ("Holds", "Max.", "Capacity", "How many?"),
    "hire_gbp_per_hour": ("Cost per hour", "£/hr", "Hourly rate"),
    "opening_hours": ("Opening hours", "When open", "Times"),
    "step_free": ("Step free?", "Wheelchair access", "Step-free"),
}
SAID = {"yes": ("Y", "yes", "TRUE", "✓", True, " Yes "), "no": ("N", "no", False, "✗"), "unknown": ("?", "", "tbc")}


def untidy_wards(codes: list[str], sign: str) -> str:
    names = {code: name for name, code in WARDS.items()}
    return sign.join(names[code] for code in codes).replace("’", "'")


@st.composite
def halls(draw):
    """Tidy rows of halls, and an untidy sheet that says the same."""
    columns = draw(st.permutations(list(HEADS)))
    title = draw(st.sampled_from([[], [["OUR HALLS 2027"], []], [["OFFICIAL"], ["last updated 3/2/26"], []]]))
    meant, untidy = [], []
    for number in range(draw(st.integers(1, 5))):
        codes = draw(st.lists(st.sampled_from(sorted(WARDS.values())), min_size=1, max_size=3, unique=True))
        opens, closes = draw(CLOCKS[0]), draw(CLOCKS[1])
        known = draw(st.sampled_from(sorted(SAID)))
        price, holds = draw(st.integers(0, 90)), draw(st.integers(10, 300))
        meant.append(
            {
                "name": f"Hall {number}", "ward_codes": "|".join(sorted(codes)), "postcode": f"E{number + 1} 1AA",
                "capacity": str(holds), "hire_gbp_per_hour": str(price), "step_free": known,
                "opening_hours": f"Mo-Fr {opens:02}:00-{closes + 12}:00",
            }
        )  # fmt: skip  # a row
        hours = draw(
            st.sampled_from(["Mon-Fri {0}am-{1}pm", "weekdays {0}am to {1}pm", "Mon – Fri {0}.00am – {1}.00pm"])
        )
        untidy.append(
            {
                "name": draw(st.sampled_from([f"Hall {number}", f" Hall {number} "])),
                "ward_codes": untidy_wards(codes, draw(st.sampled_from([", ", " / ", " + ", "; ", "/"]))),
                "postcode": draw(st.sampled_from([f"E{number + 1} 1AA", f"e{number + 1}1aa", f"E{number + 1} 1AA "])),
                "capacity": draw(st.sampled_from([holds, str(holds)])),
                "hire_gbp_per_hour": draw(st.sampled_from([price, f"£{price}", f"£{price} ph", f"{price}.00"])),
                "opening_hours": hours.format(opens, closes), "step_free": draw(st.sampled_from(SAID[known])),
            }
        )  # fmt: skip  # a row
    heads = [draw(st.sampled_from(HEADS[column])) for column in columns]
    return meant, [*title, heads, *([row[column] for column in columns] for row in untidy)]


@settings(deadline=None)
@given(halls())
def test_halls_written_untidily_are_read_back(told):
    meant, sheet = told

    taken = taken_from(book_of({"Sheet1": sheet}), KnownBefore(WARDS))

    assert rows(taken, "venues", *HEADS) == [tuple(row[column] for column in HEADS) for row in meant]


MEETINGS = st.lists(
    st.tuples(st.sampled_from(sorted(WARDS)), st.dates(date(2024, 1, 1), date(2026, 10, 31)), st.integers(0, 90)),
    min_size=1, max_size=8, unique_by=lambda meeting: meeting[:2],
)  # fmt: skip  # one thing a line


@settings(deadline=None)
@given(
    MEETINGS,
    st.sampled_from(["{0:%d/%m/%Y}", "{0.day}/{0.month}/{0:%y}", "{0.day} {0:%B} {0.year}", None]),
    st.booleans(),
)
def test_past_meetings_written_untidily_are_read_back(meetings, form, with_totals):
    lines = [[ward, form.format(day) if form else day, time(19), number] for ward, day, number in meetings]
    totals = [["TOTAL", None, None, sum(number for *_, number in meetings)]] if with_totals else []

    taken = taken_from(book_of({"Sheet1": [["Ward", "Date", "Time", "Number"], *lines, *totals]}), KnownBefore(WARDS))

    meant = [(WARDS[ward], str(day), "evening", str(number)) for ward, day, number in meetings]
    assert rows(taken, "attendance", "ward_code", "held_on", "session", "residents") == meant


CELL = (
    st.none() | st.integers(-5, 10**6) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()
    | st.dates(date(1990, 1, 1), date(2100, 1, 1)) | st.sampled_from(
        ["Ward", "Hall", "Date", "Number", "Rank", "Name", "Shift", "From", "To", "Who", "Holds", "Total", "=1+1",
         "Abbey",
         "c. 15", "Mon-Fri 9-5", "3/2/26", "?", "DWO", "PS", "To mend", "St Mary's / Bow", "\x0b", "🙂", "Usual night"])
    | st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)
)  # fmt: skip  # kinds of cells


@given(st.lists(st.lists(CELL, max_size=6), max_size=8), st.sampled_from(["Sheet1", "Halls", "Wards", "Leave", "SNB"]))
def test_no_sheet_ends_in_a_traceback(lines, title):
    clean = [[None if cell == "\x0b" else cell for cell in line] for line in lines]
    book = book_of({title: clean})

    taken = taken_from(book, KnownBefore(WARDS, year=2027, today=date(2026, 11, 29)))
    data = io.BytesIO()
    book.save(data)
    copy = mending.annotated(data.getvalue(), taken.cells)

    assert openpyxl.load_workbook(io.BytesIO(copy)).sheetnames[0] == mending.SHEET


@given(st.binary(max_size=300))
def test_no_bytes_end_in_a_traceback(data):
    with suppress(UnusableData):  # a quotation mark that does not close
        take([csv_grid("bytes", data)], KnownBefore(WARDS))


def test_sheets_beyond_all_measure_are_refused():
    book = book_of({"Halls": [["Hall", "Ward", "Holds", "Post code"]]})
    book["Halls"].cell(MOST_ROWS + 1, 1, "far")
    data = io.BytesIO()
    book.save(data)

    with pytest.raises(UnusableData, match="something in A5001"):
        workbook_grids("far.xlsx", data.getvalue())
