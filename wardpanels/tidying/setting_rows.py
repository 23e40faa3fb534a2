"""The settings of borough.toml as rows of a sheet, and what a person changed there put back, every other line kept."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.errors import Problem, UnusableData
from scheduler.reading.csv_rows import Table
from scheduler.reading.keys import lines_of_keys
from scheduler.reading.settings import SETTINGS_FILE, keys_of, settings_from
from wardpanels.faults import CannotUse
from wardpanels.tidying.grid import NO_VALUE, Grid
from wardpanels.tidying.sheet_kind import CellRead
from wardpanels.tidying.understood import Sure, Understood, cannot, plain, text_of

SHEET = "Settings"
HEADS = ("Setting", "Value", "What it means")
WRITTEN = re.compile(
    r"""(?P<key>\s*[\w."-]+\s*=\s*)(?P<value>(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^#"'])*?)(?P<rest>\s*(?:\#(?P<told>.*))?)"""
)
"""A setting on a line of its own: its key, its value, and what stands behind that."""
WHOLE = re.compile(r"-?\d{1,9}")
DECIMAL = re.compile(r"-?\d{1,9}\.\d{1,9}")
YES_NO = {"yes": True, "true": True, "no": False, "false": False}
BY_HAND = f"Write it in {SETTINGS_FILE} by hand."

Value = str | int | float | bool | list[str] | list[int]


@dataclass(frozen=True, slots=True)
class _Setting:
    """One setting. Edges: `line` counts from 1"""

    path: str
    line: int
    value: Value
    told: str


@dataclass(frozen=True, slots=True)
class SettingsBack:
    """The file's text with what was changed, the changed settings by their paths, and the cells to look at."""

    text: str
    changed: tuple[str, ...] = ()
    cells: tuple[CellRead, ...] = ()


def settings_table(text: str) -> Table:
    """Each setting with its value and what it means. Edges: one whose value takes several lines is left out."""
    rows = ((each.line, [each.path, as_shown(each.value), each.told]) for each in _settings(text))
    return Table(SETTINGS_FILE, 1, HEADS, tuple(rows))


def settings_back(text: str, sheet: Grid) -> SettingsBack:
    """Put the values of a sheet that differ into the text of the file, as long as it reads with them.

    Edges: comments, order and every other line stay; an empty cell changes nothing, and neither does a row that is gone
    """
    known = {each.path: each for each in _settings(text)}
    wanted: dict[str, Value] = {}
    cells: dict[str, CellRead] = {}
    for row in sheet.rows():
        path, value = text_of(sheet.cells.get((row, 1))), sheet.cells.get((row, 2))
        if not path or plain(path) == plain(HEADS[0]):
            continue
        told = Understood("")
        if path not in known and value in (None, NO_VALUE, ""):
            continue  # a line of words beside the table
        if path not in known:
            told = cannot(f"{SETTINGS_FILE} has no such setting on a line of its own.", BY_HAND)
        elif plain(text_of(value)) == plain(as_shown(known[path].value)):
            continue
        elif value is None or value == NO_VALUE:
            told = cannot("It was emptied, and an empty cell changes nothing.", "Write a value.")
        else:
            wanted[path] = as_meant(text_of(value), known[path].value)
        cells[path] = CellRead(SHEET, (row, 2), SHEET.casefold(), "value", path, text_of(value), told)
    refused = dict(_refused(text, known, wanted))
    kept = {path: value for path, value in wanted.items() if path not in refused}
    asked = (_asked(cell, refused.get(path)) for path, cell in cells.items() if path not in kept)
    return SettingsBack(_with(text, known, kept), tuple(kept), tuple(asked))


def with_setting(text: str, path: str, value: Value) -> str:
    """The text of the file with one setting in its own line. Every other line stays.

    Edges:  one that is not there yet comes first in its table, and a table that is not there comes last
    Errors: CannotUse where it is there, but not on a line of its own
    """
    known, lines = {each.path: each for each in _settings(text)}, lines_of_keys(text)
    if path in known:
        return _with(text, known, {path: value})
    section, _, name = path.rpartition(".")
    written = text.splitlines(keepends=True)
    at = lines.get(section)
    if path in lines or (at is not None and not written[at - 1].lstrip().startswith("[")):
        raise CannotUse(SETTINGS_FILE, f"{path} in a table of one line or on several", "it on a line of its own")
    end = "\r\n" if "\r\n" in text else "\n"
    new = f"{name} = {_toml(value)}{end}"
    if at is not None:
        return "".join((*written[:at], new, *written[at:]))
    return f"{text}{'' if text.endswith(end) else end}{end}[{section}]{end}{new}"


def _asked(cell: CellRead, problem: Problem | None) -> CellRead:
    if problem is None:
        return cell
    told = Understood("", Sure.CANNOT, f"Found {problem.found}, wanted {problem.wanted}.", "Write another value.")
    return CellRead(cell.sheet, cell.spot, cell.table, cell.column, cell.row_name, cell.text, told)


def _refused(text: str, known: Mapping[str, _Setting], wanted: Mapping[str, Value]) -> Iterator[tuple[str, Problem]]:
    """The values with which the file would not read, with what is wrong; all, where none of them alone is to blame."""
    left = dict(wanted)
    while left and (problems := _problems(_with(text, known, left))):
        blamed = {each.column: each for each in problems if each.column in left} or dict.fromkeys(left, problems[0])
        yield from blamed.items()
        left = {path: value for path, value in left.items() if path not in blamed}


def _problems(text: str) -> Sequence[Problem]:
    try:
        settings_from(keys_of(text))
    except UnusableData as fault:
        return fault.problems
    return ()


def _settings(text: str) -> Iterator[_Setting]:
    lines = text.split("\n")
    for path, line in lines_of_keys(text).items():
        found = WRITTEN.fullmatch(lines[line - 1].rstrip("\r"))
        try:
            value = tomllib.loads(f"value = {found['value']}")["value"] if found else None
        except tomllib.TOMLDecodeError:
            continue  # it goes on below
        if found and isinstance(value, str | int | float | list):
            yield _Setting(path, line, value, (found["told"] or "").strip())


def _with(text: str, known: Mapping[str, _Setting], values: Mapping[str, Value]) -> str:
    lines = text.split("\n")
    for path, value in values.items():
        place = known[path].line - 1
        if found := WRITTEN.fullmatch(lines[place].rstrip("\r")):
            end = "\r" if lines[place].endswith("\r") else ""
            lines[place] = f"{found['key']}{_toml(value)}{found['rest']}{end}"
    return "\n".join(lines)


def as_shown(value: Value) -> str:
    """A value as people write it: yes and no, and a list with commas between."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and value and all(_is_plain(each) for each in value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else _toml(value)


def _is_plain(each: object) -> bool:
    if isinstance(each, str):
        return bool(each) and each == each.strip() and not re.search(r"[,\[]", each) and not WHOLE.fullmatch(each)
    return isinstance(each, int) and not isinstance(each, bool)


def as_meant(text: str, was: Value) -> Value:
    """What a person means by a text where there was another value; of its kind, if it can be."""
    if isinstance(was, bool):
        return YES_NO.get(text.casefold(), text)
    if isinstance(was, list):
        return _list(text)
    if isinstance(was, str) and WHOLE.fullmatch(was):
        return text
    parts = _list(text)
    if isinstance(parts, list) and len(parts) > 1 and all(isinstance(each, int) for each in parts):
        return parts
    return float(text) if DECIMAL.fullmatch(text) else int(text) if WHOLE.fullmatch(text) else text


def _list(text: str) -> Value:
    try:
        found = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        found = None
    if isinstance(found, list):
        return found
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return [int(part) for part in parts] if all(map(WHOLE.fullmatch, parts)) else parts


def _toml(value: object) -> str:
    """A value as TOML writes it. A string of JSON is one of TOML, but for DEL. Source: toml.io, v1.0.0, strings"""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
