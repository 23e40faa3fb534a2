"""A workbook as a borough keeps it: each of its cells, with what it means written down here by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from wardpanels.tidying.grid import place, workbook_grids
from wardpanels.tidying.taking import KnownBefore, take
from wardpanels.tidying.understood import Sure

FILE = Path(__file__).with_name("untidy-1.xlsx")
WARDS = ["brownswood", "clissold", "dalston", "de-beauvoir", "hackney-wick", "homerton", "hoxton-west", "kings-park"]
BROWNSWOOD, CLISSOLD, DALSTON, DE_BEAUVOIR, WICK, HOMERTON, HOXTON, KINGS_PARK = WARDS
YES, NO, UNKNOWN = "yes", "no", "unknown"


def column(letter: str, first: int, *values: str) -> dict[str, str]:
    """What the cells of a column mean, from a row down."""
    return {f"{letter}{row}": value for row, value in enumerate(values, start=first)}


def lists(*wards: str) -> str:
    return "|".join(sorted(wards))


WARD_CELLS = {
    **column("A", 5, "Brownswood", "Clissold", "Dalston", "De Beauvoir"),
    **column("A", 10, "Hackney Wick", "Homerton", "Hoxton West", "King’s Park"),
    **column("D", 5, "Tue 19:00", "Wed 19:30", "Thu 19:00", "Mon 18:30"),
    **column("D", 10, "Tue 19:00", "", "Thu 19:00", ""),
    **column("E", 5, CLISSOLD, "", DE_BEAUVOIR, lists(DALSTON, HOXTON)),
    **column("E", 10, lists(KINGS_PARK, HOMERTON), WICK, "", ""),
    "F8": "weekend",
}
HALL_CELLS = {
    **column(
        "A", 2, "Brownswood Community Library", "Redmond Centre", "St Example Church Hall", "Clissold House",
        "Dalston CLR James Library", "Dalston Hall 2", "De Beauvoir Hall", "Hoxton Hall room",
        "Hoxton Community Garden room", "Hub67", "Wick Gallery", "Kingsmead Hall", "Gascoyne Community Hall",
        "Homerton Library",
    ),
    **column(
        "B", 2, "Lordship Park", "Kayani Ave", "Green Lanes", "Stoke Newington Church St", "Dalston Sq", "Ridley Rd",
        "Downham Rd", "Hoxton St", "Hoxton St", "Hepscott Rd", "Felstead St", "Kingsmead Way", "Gascoyne Rd",
        "Homerton High St",
    ),
    **column(
        "C", 2, "N16 5PX", "N4 2HF", "N16 9ND", "N16 9HJ", "E8 3BQ", "E8 2NP", "N1 5AA", "N1 6SH", "N1 6QR", "E9 5HB",
        "E9 5LG", "E9 5QG", "E9 7HH", "E9 6AS",
    ),
    **column(
        "D", 2, lists(BROWNSWOOD, CLISSOLD), BROWNSWOOD, lists(BROWNSWOOD, CLISSOLD), CLISSOLD, DALSTON,
        lists(DALSTON, DE_BEAUVOIR), DE_BEAUVOIR, lists(HOXTON, DE_BEAUVOIR), HOXTON, WICK,
        lists(WICK, KINGS_PARK, HOMERTON), KINGS_PARK, HOMERTON, HOMERTON,
    ),
    **column("E", 2, "40", "60", "80", "50", "70", "45", "35", "90", "30", "60", "50", "65", "55", "50"),
    **column("F", 2, "0", "25", "18.5", "30", "0", "12", "12", "40", "10", "15", "10", "14", "14", "0"),
    **column(
        "G", 2, "Mo-Th 09:00-20:00; Sa 10:00-16:00", "Mo-Su 09:00-22:00", "Mo-Su 09:00-22:00",
        'Mo-Fr 09:00-17:00, Mo-Fr 17:00-22:00 unknown "evenings by arrangement"', "Mo-Fr 09:00-20:00; Sa 09:00-17:00",
        "Mo-Su 08:00-22:00", "Mo-Fr 10:00-21:30", "Mo-Sa 10:00-22:00",
        'Mo-Su 20:00-21:00, Mo-Su 08:00-20:00 unknown "am or pm?"', "Mo-Sa 09:00-21:30", "Mo-Fr 09:00-21:00",
        "Mo-Su 09:00-22:00", "Mo-Su 09:00-22:00", "Mo-Tu,Th 09:00-20:00",
    ),
    **column("H", 2, *[YES] * 14),
    **column("I", 2, UNKNOWN, YES, UNKNOWN, YES, YES, NO, NO, YES, UNKNOWN, NO, NO, NO, YES, YES),
    **column("J", 2, YES, YES, YES, YES, YES, YES, NO, YES, UNKNOWN, YES, YES, YES, YES, YES),
}  # fmt: skip  # columns
OFFICER_CELLS = {
    **column("A", 2, *["sergeant"] * 4, *["dwo", "pcso"] * 8, "inspector", "public_realm"),
    **column("B", 2, "Sgt 1", "Sgt 2", "Sgt 3", "Sgt 4", *(f"{('DWO', 'PCSO')[n % 2]} {n + 5}" for n in range(16)),
             "Insp A", "Public Realm B"),
    **column(
        "D", 2, lists(BROWNSWOOD, CLISSOLD), lists(DALSTON, DE_BEAUVOIR), lists(WICK, HOMERTON),
        lists(HOXTON, KINGS_PARK), *(ward for ward in WARDS for _ in range(2)), "", "",
    ),
    **column("E", 2, *["Mo-Fr 14:00-22:00"] * 4, *["Mo-Fr 14:00-22:00", "Tu-Sa 12:00-22:00"] * 8,
             "Mo-Fr 09:00-22:00", "Mo-Fr 09:00-20:00"),
    **column("F", 2, *(f"sgt{n}@example.org" for n in range(1, 5)), *(f"o{n}@example.org" for n in range(5, 21)),
             "a@example.org", "b@example.org"),
}  # fmt: skip  # columns
DAY, EVENING, WEEKEND = "weekday_daytime", "evening", "weekend_daytime"
COUNTS = ("12", "15", "25", "", "", "7", "31", "9")
"""The sheet's own round of numbers, cancelled and N/A among them: neither counts."""


def attendance_cells() -> dict[str, str]:
    """Four meetings a ward, on one day of February, May, August and November, and then a line with their average."""
    starts = (0, 1, 2, 3, 4, 5, 6, 7)
    cells = {}
    for ward, code in enumerate(WARDS):
        for meeting, month in enumerate((2, 5, 8, 11)):
            row = 3 + ward * 5 + meeting
            count = COUNTS[(starts[ward] + meeting) % len(COUNTS)]
            daytime = WEEKEND if ward in (4, 5) else DAY
            cells |= {f"A{row}": code, f"B{row}": f"2026-{month:02}-{3 + ward:02}", f"D{row}": count}
            if count:
                cells[f"C{row}"] = EVENING if meeting else daytime
    return cells


MEANT = {
    "Wards 26-27": WARD_CELLS,
    "Halls": HALL_CELLS,
    "SNT contacts": OFFICER_CELLS,
    "Attendance": attendance_cells(),
    "Leave": {"A2": "Sgt 1", "B2": "2027-07-19", "C2": "2027-08-06", "D2": "A/L", "A3": "DWO 5", "D3": "A/L"},
}
MUST_BE_SHOWN = {
    "Wards 26-27": ("D8", "F8", "D13"),
    "Halls": ("I2", "G5", "G7", "G10", "G13"),
    "SNT contacts": ("E2", "E3", "E4", "E5", "E22", "A23"),
    "Attendance": ("C4", "D4", "D5", "D8", "D11"),
    "Leave": ("B3",),
}


@pytest.fixture(scope="module")
def taken():
    grids = workbook_grids(FILE.name, FILE.read_bytes())
    return take(grids, KnownBefore({}, year=2027))


@pytest.fixture(scope="module")
def read(taken):
    """How each cell was read, by sheet and place."""
    return {
        (cell.sheet, place(cell.spot)): cell
        for cell in taken.cells
        if cell.column != "ward_code" or cell.table != "wards"
    }


def test_every_cell_of_the_untidy_workbook_is_read_as_it_was_meant(read):
    meant = {(sheet, spot): value for sheet, cells in MEANT.items() for spot, value in cells.items()}

    wrong = {
        where: (read[where].text, read[where].told.value, value)
        for where, value in meant.items()
        if read[where].told.value != value
    }

    assert len(meant) > 400
    assert wrong == {}


def test_what_was_not_plain_is_shown_beside_its_cell(read):
    silent = [
        (sheet, spot) for sheet, spots in MUST_BE_SHOWN.items() for spot in spots if not read[sheet, spot].told.why
    ]

    assert silent == []


def test_what_is_not_read_is_asked(read):
    asked = {where for where, cell in read.items() if cell.told.sure is Sure.CANNOT}

    assert asked == {("Leave", "B3")}
    assert read["Leave", "B3"].told.ask == "Write the first day and the last."


def test_titles_totals_and_private_columns_are_left_out(taken):
    rows = {(each.sheet, each.row) for each in taken.left_out if "average" in each.why}

    assert rows == {("Wards 26-27", 14), *(("Attendance", row) for row in range(7, 43, 5))}
    assert taken.unneeded == {
        "Wards 26-27": ("Panel chair", "Chair tel."),
        "Halls": ("Contact",),
        "SNT contacts": ("Shoulder no", "Mobile"),
    }
    assert not any("07700" in value or "CE" in value for row in taken.rows for value in row.row.values())
