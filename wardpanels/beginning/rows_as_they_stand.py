"""A table of a borough's folder as text, whatever is in its cells."""

from __future__ import annotations

from pathlib import Path

from scheduler.reading.csv_rows import csv_rows, table_of
from scheduler.reading.door import file_bytes


def rows_of(folder: Path, table: str) -> list[dict[str, str]] | None:
    """The rows of a CSV file by their columns; None where there is no such file. Errors: UnusableData."""
    file = f"{table}.csv"
    if not (folder / file).exists():
        return None
    found = table_of(file, csv_rows(file, file_bytes(folder, file)))
    return [dict(zip(found.header, map(str.strip, cells), strict=False)) for _, cells in found.rows]
