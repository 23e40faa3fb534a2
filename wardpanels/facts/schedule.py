"""The schedule as CSV and XLSX, with who is to be there. Internal: it names officers, and is never published."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, time

from publishers.open_data import safe_cell
from scheduler.facts import Borough
from scheduler.plan import Plan, PlannedMeeting
from scheduler.reading.csv_rows import Table
from scheduler.store import Draft
from wardpanels.tidying.as_exported import SHEET, AsExported, as_exported, lines_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook. Source: iana.org, media types"""

NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that XML 1.0 cannot hold, and XLSX is XML (section 2.2)."""
WIDTHS = (22, 28, 12, 11, 9, 9, 18, 34, 44, 11, 26, 34, 26, 26)


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One meeting with names in place of codes; the field names are the column heads."""

    meeting: str
    ward: str
    date: date
    weekday: str
    starts: time
    ends: time
    session: str
    hall: str
    address: str
    state: str
    sergeant: str
    ward_officers: str
    inspector: str
    public_realm: str


HEADS = tuple(field.name.replace("_", " ").capitalize() for field in fields(ScheduleRow))


def schedule(borough: Borough, plan: Plan) -> tuple[ScheduleRow, ...]:
    """The plan's meetings by start, cancelled ones included. A name that the data no longer holds shows as its code."""
    names = {officer.officer_id: officer.name for officer in borough.officers}
    wards = borough.ward_names
    halls = {venue.venue_id: (venue.name, f"{venue.address} {venue.postcode}".strip()) for venue in borough.venues}
    return tuple(_row(meeting, wards, halls, names) for meeting in plan.meetings)


def to_csv(rows: Iterable[ScheduleRow]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel misreads names. No cell can act as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADS)
    writer.writerows([_as_text(value) for value in astuple(row)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def remembered(draft: Draft, rows: Iterable[ScheduleRow]) -> AsExported:
    """What a workbook of a draft's rows remembers of them, so that `wardpanels take` knows which cells were changed."""
    return as_exported(draft, HEADS, {row.meeting: [_shown(value) for value in astuple(row)] for row in rows})


def to_xlsx(
    rows: Iterable[ScheduleRow], tables: Mapping[str, Table] | None = None, exported: AsExported | None = None
) -> bytes:
    """One sheet, real dates and times, the heads kept in view. Text is stored as text, never as a formula.

    Edges: `tables` of the folder follow, a sheet each, as they stand there: `wardpanels tidy` reads them back; what
           was `exported` is last, on a hidden sheet: `wardpanels take` reads back what was changed
    """
    from openpyxl import Workbook  # 0.2 s to import: only this function pays it
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "Schedule"
    for column, head in enumerate(HEADS, start=1):
        sheet.cell(1, column, head).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[column - 1]
    for line, row in enumerate(rows, start=2):
        _fill(sheet, line, row)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for name, table in (tables or {}).items():
        _as_it_stands(book.create_sheet(name), table)
    if exported:
        _hidden(book.create_sheet(SHEET), exported)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(
    meeting: PlannedMeeting, wards: Mapping[str, str], halls: dict[str, tuple[str, str]], names: dict[str, str]
) -> ScheduleRow:
    hall, address = halls.get(meeting.venue_id, (meeting.venue_id, ""))
    return ScheduleRow(
        meeting=meeting.meeting_id,
        ward=wards.get(meeting.ward_code, meeting.ward_code),
        date=meeting.held_on,
        weekday=f"{meeting.held_on:%A}",
        starts=meeting.starts_at.time(),
        ends=meeting.ends_at.time(),
        session=meeting.session.value.replace("_", " "),
        hall=hall,
        address=address,
        state=meeting.state.value,
        sergeant=names.get(meeting.sergeant, meeting.sergeant),
        ward_officers=", ".join(names.get(officer, officer) for officer in meeting.ward_officers),
        inspector=_name_or_blank(meeting.inspector, names),
        public_realm=_name_or_blank(meeting.public_realm, names),
    )


def _name_or_blank(officer: str | None, names: dict[str, str]) -> str:
    return "" if officer is None else names.get(officer, officer)


def _as_text(value: date | time | str) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return safe_cell(value) if isinstance(value, str) else value.isoformat()


def _shown(value: date | time | str) -> date | time | str:
    """What a cell of the workbook holds."""
    return NOT_IN_XML.sub("", safe_cell(value)) if isinstance(value, str) else value


def _hidden(sheet: object, exported: AsExported) -> None:
    _as_text_cells(sheet, lines_of(exported))
    sheet.sheet_state = "hidden"  # type: ignore[attr-defined]  # openpyxl is not typed


def _as_it_stands(sheet: object, table: Table) -> None:
    _as_text_cells(sheet, (table.header, *(cells for _, cells in table.rows)))
    sheet.freeze_panes = "A2"  # type: ignore[attr-defined]  # openpyxl is not typed


def _as_text_cells(sheet: object, lines: Iterable[Sequence[str]]) -> None:
    for line, texts in enumerate(lines, start=1):
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(line, column)  # type: ignore[attr-defined]  # openpyxl is not typed
            cell.value = NOT_IN_XML.sub("", text) or None
            cell.data_type = "s" if cell.value else "n"


def _fill(sheet: object, line: int, row: ScheduleRow) -> None:
    """Write one row; openpyxl would take text that starts with = for a formula, so its type is set after its value."""
    for column, value in enumerate(astuple(row), start=1):
        cell = sheet.cell(line, column)  # type: ignore[attr-defined]  # openpyxl is not typed
        cell.value = _shown(value)
        if isinstance(value, str):
            cell.data_type = "s"
        else:
            cell.number_format = "hh:mm" if isinstance(value, time) else "dd/mm/yyyy"
