"""What no single cell can show: keys used twice, names that lead nowhere, spans that end before they begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from scheduler.basis import ACCESS, CHECKED, is_checked
from scheduler.errors import Problem
from scheduler.reading.found import shown
from scheduler.reading.old_codes import OLD_CODES, old_code_problems
from scheduler.reading.schema import Column, Reading

SPANS = (("first_day", "last_day"), ("start", "end"), ("latest_pre_election_start", "polling_date"))
"""Columns of days of which the second is never before the first."""


UNREAD = object()
"""In the place of a cell that could not be read."""

OVER = (("attendance", "held_on"), *(("venues", f"{fact}_checked_on") for fact in ACCESS))
"""Tables and their columns of days that are over: nobody can have counted who came to a meeting still to be held."""


def cross_problems(
    readings: Mapping[str, Reading], tiers: tuple[str, ...], today: date | None = None
) -> Iterator[Problem]:
    """Return what is wrong between rows, between tables, and by the clock.

    Edges: a table that could not be read at all is not held against those that point to it; no tiers, no check of them;
           no day, no check of what lies in the future
    """
    known = {"tiers": frozenset(tiers)} if tiers else {}
    known |= {name: _keys(readings[name]) for name in ("wards", "officers") if _is_whole(readings.get(name))}
    wanted = {"tiers": "a tier of borough.toml: " + ", ".join(tiers)}
    wanted |= {
        name: f"{readings[name].schema.order[0]} of a row in {readings[name].file}"
        for name in known
        if name in readings
    }
    wanted |= {name: f"{wanted[name]}, or one of its {OLD_CODES}" for name in ("wards",) if name in wanted}
    for reading in readings.values():
        yield from _repeats(reading)
        yield from _backward_spans(reading)
        for column in reading.schema.columns:
            if column.refers in known:
                yield from _strangers(reading, column, known[column.refers], wanted[column.refers])
    for table, day in OVER:
        if today and table in readings:
            yield from _in_future(readings[table], day, today)
    if "venues" in readings:
        yield from _unfounded_days(readings["venues"])
    if "wards" in readings:
        yield from _own_neighbours(readings["wards"])
        yield from old_code_problems(readings["wards"])


def _is_whole(reading: Reading | None) -> bool:
    """Whether each row of the table has its key, so that a name missing from it is truly missing."""
    if reading is None:
        return False
    key = reading.schema.order[0]
    return bool(reading.entries or not reading.problems) and all(key in entry.values for entry in reading.entries)


def _keys(reading: Reading) -> frozenset[str]:
    return frozenset(entry.values[reading.schema.order[0]] for entry in reading.entries)


def _repeats(reading: Reading) -> Iterator[Problem]:
    for group in reading.schema.unique:
        first_line: dict[tuple[Any, ...], int] = {}
        name = " and ".join(group)
        for entry in reading.entries:
            key = tuple([entry.values.get(column, UNREAD) for column in group])
            if UNREAD in key:
                continue
            first = first_line.setdefault(key, entry.line)
            if first != entry.line:
                found = " and ".join(shown(str(value)) for value in key) + " again"
                yield Problem(reading.file, entry.line, group[0], found, f"each {name} once (line {first} has it)")


def _backward_spans(reading: Reading) -> Iterator[Problem]:
    names = {column.name for column in reading.schema.columns}
    for begins, ends in (span for span in SPANS if names.issuperset(span)):
        for entry in reading.entries:
            first, last = entry.values.get(begins), entry.values.get(ends)
            if first and last and last < first:
                yield Problem(reading.file, entry.line, ends, shown(str(last)), f"{first}, its {begins}, or later")


def _in_future(reading: Reading, column: str, today: date) -> Iterator[Problem]:
    wanted = f"a day that is over, {today} at the latest"
    for entry in reading.entries:
        day = entry.values.get(column)
        if day and day > today:
            yield Problem(reading.file, entry.line, column, shown(str(day)), wanted)


def _unfounded_days(venues: Reading) -> Iterator[Problem]:
    """Days on which something was checked that is not said to be."""
    for entry in venues.entries:
        for fact in ACCESS:
            day, name = entry.values.get(f"{fact}_checked_on"), f"{fact}_basis"
            basis = entry.values.get(name, "")
            if day and not is_checked(basis):
                wanted = f"{' or '.join(CHECKED)} as its first word, or no day in {fact}_checked_on"
                yield Problem(venues.file, entry.line, name, shown(basis), wanted)


def _strangers(reading: Reading, column: Column, known: frozenset[str], wanted: str) -> Iterator[Problem]:
    for entry in reading.entries:
        value = entry.values.get(column.name, "")
        names = frozenset({value} if value else ()) if isinstance(value, str) else value
        if not names <= known:
            for name in sorted(names - known):
                yield Problem(reading.file, entry.line, column.name, shown(name), wanted)


def _own_neighbours(wards: Reading) -> Iterator[Problem]:
    for entry in wards.entries:
        code = entry.values.get("ward_code", "")
        if code in entry.values.get("neighbours", ()):
            yield Problem(wards.file, entry.line, "neighbours", f"{shown(code)}, the ward itself", "other wards only")
