"""A ward's old codes: a table that still has one of them means the ward as it is coded today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from scheduler.errors import Problem
from scheduler.reading.found import shown
from scheduler.reading.schema import Reading, TableRow

OLD_CODES = "old_codes"


def codes_of_today(wards: Reading) -> Mapping[str, str]:
    """Each old code's code of today. Edges: `old_code_problems` says what is wrong where two wards have one."""
    return {
        old: entry.values["ward_code"]
        for entry in wards.entries
        if "ward_code" in entry.values
        for old in sorted(entry.values.get(OLD_CODES, ()))
    }


def old_code_problems(wards: Reading) -> Iterator[Problem]:
    """Old codes that mean more than one ward, or that are a ward's code of today."""
    today = {entry.values.get("ward_code") for entry in wards.entries}
    listed = Counter(old for entry in wards.entries for old in entry.values.get(OLD_CODES, ()))
    for entry in wards.entries:
        for old in sorted(entry.values.get(OLD_CODES, ())):
            if old in today:
                wanted = "codes that no ward has today"
                yield Problem(wards.file, entry.line, OLD_CODES, f"{shown(old)}, a ward_code of this table", wanted)
            elif listed[old] > 1:
                yield Problem(wards.file, entry.line, OLD_CODES, f"{shown(old)} of two wards", "each old code once")


def with_codes_of_today(readings: Mapping[str, Reading]) -> Mapping[str, Reading]:
    """The same tables with each old code of a ward as its code of today."""
    today = codes_of_today(readings["wards"]) if "wards" in readings else {}
    if not today:
        return readings
    return {name: replace(each, entries=tuple(_rows(each, today))) for name, each in readings.items()}


def _rows(reading: Reading, today: Mapping[str, str]) -> Iterator[TableRow]:
    columns = {column.name for column in reading.schema.columns if column.refers == "wards"}
    for entry in reading.entries:
        changed = {name: _recoded(entry.values[name], today) for name in columns & entry.values.keys()}
        yield replace(entry, values=entry.values | changed)


def _recoded(value: Any, today: Mapping[str, str]) -> Any:
    """A cell's one code, or its set of codes."""
    if isinstance(value, str):
        return today.get(value, value)
    return frozenset(today.get(code, code) for code in value)
