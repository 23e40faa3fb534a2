"""The tables of a folder that people keep themselves, as they stand, for a workbook that `tidy` reads back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scheduler.errors import UnusableData
from scheduler.reading.bounds import MOST_SETTINGS_BYTES
from scheduler.reading.contract import ABSENCES, ATTENDANCE, BOARD, DAYS, OFFICERS, VENUES, WARDS
from scheduler.reading.csv_rows import Table
from scheduler.reading.door import file_bytes, text_of
from scheduler.reading.finding import find_tables
from scheduler.reading.settings import SETTINGS_FILE, WANTED
from wardpanels.tidying import setting_rows

KEPT = (WARDS, VENUES, OFFICERS, ATTENDANCE, ABSENCES, BOARD, DAYS)


def kept_tables(folder: Path) -> Mapping[str, Table]:
    """Return each of these tables that the folder has, and its settings as one more. Errors: UnusableData."""
    tables, problems = find_tables(folder, KEPT)
    if problems:
        raise UnusableData(problems)
    text = text_of(SETTINGS_FILE, file_bytes(folder, SETTINGS_FILE, MOST_SETTINGS_BYTES), WANTED)
    return {**tables, setting_rows.SHEET: setting_rows.settings_table(text)}
