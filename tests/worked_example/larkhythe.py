"""Larkhythe, a borough that is made up: boundaries and postcodes as open files have them, and an untidy workbook.

Nothing of it is real. It lies in the sea, its codes end in 98 and 99, its postcodes begin with ZX, its people have
the names of birds. The workbook has the habits of many: titles, a logo, merged cells, "Tues 7pm", "Y", near misses.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.drawing.image import Image
from PIL import Image as Picture

BOUNDARIES, POSTCODES, WORKBOOK = "wards.geojson", "postcodes.csv", "panels.xlsx"
EAST, NORTH, SIDE = 2.2, 52.0, 0.01
"""The lower left corner, in the North Sea, and the side of a square of a ward. Units: degrees."""
LARKHYTHE = ("E09000099", "Larkhythe")
PLACES = {
    LARKHYTHE: (
        ("Abbot's Staithe", "Candlewick Row", "Drayman's Field", "Eel Market"),
        ("Fuller's Green", "Lantern Hill", "Old Ropery", "St Quill's"),
    ),
    ("E09000098", "Overmere"): (("Millrace", "Priory Park"),),
}
"""Each borough's wards as they lie, row by row; Overmere lies north of Larkhythe."""
MADE_UP = "MADE UP, for the worked example"

PANELS = (
    ("Panel", "Chair", "Usual night", "Chair's remarks"),
    ("Abbots Staithe", "Mrs Wren", "Tues 7pm", None),
    ("Candlewick Row", "Mr Linnet", "Weds 7.30pm", None),
    ("Draymans Field", "Ms Dunnock", "Thu 7pm", "works days"),
    ("Eel Market", "Mr Siskin", "tbc", None),
    ("Fullers Green", "Ms Pipit", "Tues 18:30", None),
    ("Lantern Hil", "Mrs Serin", "Mon 7", None),
    ("Old Ropery", "vacant", "N/A", None),
    ("St. Quills", "Mr Bunting", "1st Thursday, 7pm", None),
)
VENUES = (
    ("Where", "For which panels", "Street", "P/code", "Max", "£ per hr", "When open", "Ramp / level?",
     "Loop?", "Acc. WC"),
    ("Staithe Boathouse", "Abbots Staithe", "1 Quay St", "zx1 1aa", 60, "£12", "Mon-Sun 9am-10pm", "Y", "Y", "Y"),
    ("Candle Works", "Abbots Staithe / Candlewick Row", "2 Wick St", "ZX11AB", "c. 60", "free",
     "Mon-Thurs 9am to 10pm, Sat 10-4, not bank hols", "Y", "N/A", "Y"),
    ("Row Library", "Candlewick Row", "9 Wick St", "ZX1 1AC", 45, "0", "Mon-Fri 9am-9pm; Sat 9-5", "yes", "yes", "yes"),
    ("Drayman's Hall", "Draymans Field + Eel Market", "4 Dray Ln", "ZX1 1AD", "80 seated", "£15/hr",
     "9am-10pm every day", "Y", "?", "N"),
    ("Field Pavilion", "Draymans Field", "Playing field", "ZX1 1AE", 40, 8, "ring Mrs Finch", "TRUE", None, "TRUE"),
    ("Brewery Tap Rm", "Draymans Field", "6 Dray Ln", "ZX1 1AF", 50, "£10", "daily 10am-10pm", "Y", "N", "Y"),
    ("Market Hall", "Eel Market", "Market Sq", "ZX1 1AG", 120, "£40", "Mon-Sat 8am-10.30pm", "Y", "Y", "Y"),
    ("Fullers Rest", "Fullers Green, Lantern Hil", "3 Green Rd", "ZX2 1AA", "30ish", "£9.50", "weekdays 10am-10pm",
     "Y", "N", "Y"),
    ("Green Scout Hut", "Fullers Green", "8 Green Rd", "ZX2 1AB", 35, "no charge", "Mon - Sun 0900-2200",
     "Y", "N", "N"),
    ("Lamp House", "Lantern Hill", "1 Lamp Hill", "ZX2 1AC", 55, "£14", "Mon–Sat 09:00–22:00", "Y", "Y", "Y"),
    ("Rope Walk Ctr", "Old Ropery & St Quills", "Rope Walk", "ZX2 1AD", 70, "£18", "7 days 9am-10pm", "Y", "Y", "Y"),
    ("Old Ropery Chapel", "Old Ropery", "Chapel Yd", "ZX2 1AE", 60, "free", "Mon-Fri 10am-9.30pm", "Y", "Y", "N"),
    ("St Quill's Church Hall", "Dockside", "Quill St", "ZX2 1AF", "big", "£11", "Mon-Sun 9am-10pm", "Y", "Y", "Y"),
    ("13 halls", None, None, None, None, None, None, None, None, None),
)  # fmt: skip  # a sheet
TEAM = (
    ("Grade", "Last name", "First name", "Patch", "Turns", "E-mail"),
    ("PS", "Heron", "Ada", "Abbots Staithe, Candlewick Row, Draymans Field", "Mon-Fri 2pm-10pm", "a.heron@example.org"),
    (
        "A/PS",
        "Egret",
        "Ben",
        "Eel Market + Fullers Green + Lantern Hill",
        "Lates 1400-2200 / earlies alternate",
        "b.egret@example.org",
    ),
    ("PS", "Bittern", "Cy", "Old Ropery / St Quills", "Tues-Sat 1pm-10pm", "c.bittern@example.org"),
    ("DWO", "Crake", "Di", "Abbots Staithe", "2pm-10pm Mon-Fri", "d.crake@example.org"),
    ("PC (DWO)", "Rail", "Ed", "Candlewick Row", "2pm-10pm Mon-Fri", "e.rail@example.org"),
    ("DWO", "Coot", "Fay", "Draymans Field", "Mon-Fri 1400-2200", "f.coot@example.org"),
    ("DWO", "Grebe", "Gus", "Eel Market", "2pm to 10pm weekdays", "g.grebe@example.org"),
    ("DWO", "Smew", "Hal", "Fullers Green", "2pm-10pm Mon-Fri", "h.smew@example.org"),
    ("DWO", "Teal", "Ivy", "Lantern Hill", "2pm-10pm Mon-Fri", "i.teal@example.org"),
    ("PCSO", "Scaup", "Jo", "Old Ropery", "12-10 Tues-Sat", "j.scaup@example.org"),
    ("PCSO", "Gadwall", "Kit", "St Quills", "12-10 Tues-Sat", "k.gadwall@example.org"),
    ("Insp", "Kite", "Lou", "All", "Mon-Fri 12-10pm", "l.kite@example.org"),
    ("Council", "Shrike", "Mo", "borough wide", "Mon-Fri 9am-9pm", "m.shrike@example.org"),
)
LEAVE = (
    ("Who", "From", "To", "What for"),
    ("PS Heron", date(2027, 7, 19), date(2027, 8, 6), "A/L"),
    ("Crake", "14/6/27", "18/6/27", "course"),
    ("Ivy Teal", "Easter hols", None, "A/L"),
)
TURNOUTS = (
    ("12", "c. 15", "cancelled", 14), (23, 31, 22, "27 (incl cllrs)"), (6, "N/A", 9, 4), (11, 13, 10, 16),
    (8, 7, "CANX", 5), (18, 12, 15, 11), (21, 25, 20, 24), (3, 9, 6, 8),
)  # fmt: skip  # a row a ward: February, May, September, November


def put_files(folder: Path) -> None:
    """Write the three files into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / BOUNDARIES).write_text(json.dumps(_boundaries()), encoding="utf-8")
    (folder / POSTCODES).write_text(_postcodes(), encoding="utf-8")
    _workbook().save(folder / WORKBOOK)


def _wards() -> Iterator[tuple[tuple[str, str], str, str, float, float]]:
    """Each ward: its borough, its code and name, and its lower left corner."""
    above = 0
    for number, (borough, rows) in enumerate(PLACES.items()):
        names = [(name, east, above + row) for row, line in enumerate(rows) for east, name in enumerate(line)]
        above += len(rows)
        for place, (name, east, north) in enumerate(names, start=1):
            yield borough, f"E0599{9 - number}{place:03}", name, EAST + east * SIDE, NORTH + north * SIDE


def _boundaries() -> dict[str, Any]:
    """Boundaries as the ONS portal gives them, of more than one borough."""
    return {"type": "FeatureCollection", "name": f"Wards ({MADE_UP})", "features": list(_features())}


def _features() -> Iterator[dict[str, Any]]:
    for number, (borough, code, name, east, north) in enumerate(_wards(), start=1):
        far, high = round(east + SIDE, 5), round(north + SIDE, 5)
        ring = [[east, north], [far, north], [far, high], [east, high], [east, north]]
        said = {
            "FID": number,
            "WD24CD": code,
            "WD24NM": name,
            "WD24NMW": " ",
            "LAD24CD": borough[0],
            "LAD24NM": borough[1],
        }
        yield {"type": "Feature", "properties": said, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def _postcodes() -> str:
    """Six postcodes a ward in the columns of the ONS Postcode Directory that are read, one of which has ended."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(("pcds", "dointr", "doterm", "oslaua", "osward", "lat", "long"))
    for number, (borough, code, _, east, north) in enumerate(_wards()):
        for home in range(6):
            place = (f"{north + 0.002 + home * 0.001:.6f}", f"{east + 0.003 + home * 0.001:.6f}")
            home_code = f"ZX{1 + number // 4} {1 + number % 4}A{'ABDEFG'[home]}"
            table.writerow((home_code, "202001", "202306" if home == 5 else "", borough[0], code, *place))
    return out.getvalue()


def _workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "READ ME"
    for line in (f"Larkhythe ward panels, {MADE_UP}", "Ask PS Heron before you change anything!", "Last saved 3/11/26"):
        cover.append([line])
    cover.add_image(Image(_logo()), "D1")
    _sheet(book, "Panels", PANELS, f"LARKHYTHE WARD PANELS ({MADE_UP})")
    _sheet(book, "Venues", VENUES)
    _sheet(book, "Who's who", TEAM, "SNT and council, OFFICIAL")
    _sheet(book, "Turnout", list(_turnout()), "How many came in 2026 (residents only)")
    _sheet(book, "A-L", LEAVE)
    return book


def _sheet(book: openpyxl.Workbook, name: str, rows: Any, title: str = "") -> None:
    """A sheet; with a title its first row is merged, and the second is empty."""
    sheet = book.create_sheet(name)
    if title:
        sheet.append([title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
        sheet.append([])
    for row in rows:
        sheet.append(list(row))


def _turnout() -> Iterator[tuple[object, ...]]:
    """A row a meeting, and a total below them that no program has worked out."""
    yield "Panel", "When", "Start", "Heads", "Notes"
    for place, counts in enumerate(TURNOUTS):
        for month, count in zip((2, 5, 9, 11), counts, strict=True):
            day = date(2026, month, 3 + place)
            day += timedelta(days=2 * (day.weekday() > 4))  # none at a weekend
            written = day if place % 2 else f"{day.day}/{month}/26"
            yield PANELS[place + 1][0], written, "7pm", count, None
    yield "TOTAL", None, None, "=SUM(D4:D35)", None


def _logo() -> io.BytesIO:
    out = io.BytesIO()
    Picture.new("RGB", (60, 24), "#1d70b8").save(out, "PNG")
    out.seek(0)
    return out
