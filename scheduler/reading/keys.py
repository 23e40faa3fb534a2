"""Keys of a TOML file by their path, with the line each stands on. Says nothing about what a key means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scheduler.errors import Problem
from scheduler.reading.found import CellError, shown

Reader = Callable[[object], Any]

HEADING = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
KEY = re.compile(r"\s*\"?([\w.-]+)\"?\s*=")


class Keys:
    """A parsed TOML file and what has been found wrong in it so far.

    Edges: tables of a list are counted from 1, as in `policy.tiers[1]`
    """

    def __init__(self, file: str, text: str, parsed: Mapping[str, Any]) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._parsed = parsed
        self._lines = lines_of_keys(text)

    @property
    def parsed(self) -> Mapping[str, Any]:
        """Everything that the file says."""
        return self._parsed

    def problem(self, path: str, found: str, wanted: str) -> Problem:
        """Return a problem at a key, on the nearest line that the text has for it."""
        section = path.rpartition(".")[0]
        return Problem(self._file, self._lines.get(path, self._lines.get(section, 0)), path, found, wanted)

    def add(self, path: str, found: str, wanted: str) -> None:
        """Note one problem."""
        self.problems.append(self.problem(path, found, wanted))

    def section(self, path: str, readers: Mapping[str, Reader], *, is_needed: bool = True) -> dict[str, Any]:
        """Return the values of a table that can be used, and note the others, and what a needed table lacks."""
        table = self._at(path)
        if not isinstance(table, dict):
            if is_needed or table is not None:
                self.add(path, "nothing" if table is None else shown(table), f"a table [{path}]")
            return {}
        usable = {}
        for name, read in readers.items():
            if name not in table and not is_needed:
                continue
            try:
                usable[name] = read(table.get(name))
            except CellError as fault:
                self.add(f"{path}.{name}", shown(table[name]) if name in table else "nothing", fault.wanted)
        return usable

    def names(self, path: str) -> tuple[str, ...]:
        """Return the names of a table's keys."""
        table = self._at(path)
        return tuple(table) if isinstance(table, dict) else ()

    def is_table(self, path: str) -> bool:
        """Whether a table stands there."""
        return isinstance(self._at(path), dict)

    def numbered(self, path: str) -> tuple[str, ...]:
        """Return the path of each table of a list, which must not be empty."""
        tables = self._at(path)
        if not isinstance(tables, list) or not tables:
            self.add(path, "nothing" if tables is None else shown(tables), f"at least one table [[{path}]]")
            return ()
        return tuple(f"{path}[{number}]" for number in range(1, len(tables) + 1))

    def _at(self, path: str) -> Any:
        place: Any = self._parsed
        for name, number in re.findall(r"([\w-]+)(?:\[(\d+)\])?", path):
            place = place.get(name) if isinstance(place, dict) else None
            place = place[int(number) - 1] if number else place
        return place


def lines_of_keys(text: str) -> dict[str, int]:
    """Return the line of each key and heading written in the usual way; a key in an inline table has none."""
    lines: dict[str, int] = {}
    for line, path in _keys(text):
        lines.setdefault(path, line)
    return lines


def _keys(text: str) -> Iterator[tuple[int, str]]:
    counts: Counter[str] = Counter()
    section = ""
    for line, content in enumerate(text.split("\n"), start=1):
        if heading := HEADING.match(content):
            section = heading[2]
            if heading[1] == "[[":
                counts[section] += 1
                section = f"{section}[{counts[section]}]"
            yield line, section
        elif key := KEY.match(content):
            yield line, f"{section}.{key[1]}" if section else key[1]
