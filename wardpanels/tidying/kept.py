"""The tables of a folder that people keep themselves, as they stand, for a workbook that `tidy` reads back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scheduler.errors import UnusableData
from scheduler.reading.contract import ABSENCES, ATTENDANCE, BOARD, DAYS, OFFICERS, VENUES, WARDS
from scheduler.reading.csv_rows import Table
from scheduler.reading.finding import find_tables

KEPT = (WARDS, VENUES, OFFICERS, ATTENDANCE, ABSENCES, BOARD, DAYS)


def kept_tables(folder: Path) -> Mapping[str, Table]:
    """Return each of these tables that the folder has. Errors: UnusableData."""
    tables, problems = find_tables(folder, KEPT)
    if problems:
        raise UnusableData(problems)
    return tables
