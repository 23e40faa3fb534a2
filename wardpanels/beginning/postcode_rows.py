"""A borough's postcodes out of an open file of all of them: ONSPD, NSPL or Code-Point Open. Read a row at a time."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scheduler.errors import Problem, UnusableData
from scheduler.reading.found import shown
from wardpanels.beginning.national_grid import degrees_of, is_on_grid
from wardpanels.beginning.shapes import PLACES, Point, contains
from wardpanels.beginning.ward_features import BegunWard

WANTED = (
    "a file of postcodes: ONSPD or NSPL as CSV (such as pcds, osward or wd24cd, lat, long), or Code-Point Open as CSV, "
    "by itself, in a zip or in a folder"
)
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?) ?([0-9][A-Z]{2})")
CODE_POINT = ("postcode", "quality", "eastings", "northings", "cy", "rh", "lh", "cc", "dc", "ward")
"""The columns of a Code-Point Open file without heads."""
NAMES: Mapping[str, str] = {
    "postcode": r"pcds|pcd_?8|pcd2|pcd_?7|pcd|pc|postcode",
    "ward": r"osward|wd\d\dcd|ward|admin_ward_code|wc|wa|ward_code",
    "lat": r"lat|latitude",
    "lon": r"long|lon|lng|longitude",
    "ended": r"doterm|date_of_termination",
    "eastings": r"oseast1m|east1m|eastings?|ea|x",
    "northings": r"osnrth1m|north1m|northings?|no|y",
}
NOWHERE = 99.0
"""Degrees north where the file has no place, as it says itself."""
MOST_FILE_BYTES = 4 * 2**30
MOST_IN_A_LINE = 20_000


@dataclass(frozen=True, slots=True)
class _Heads:
    """Where in a row each thing stands. Edges: what a file does not have is not in it"""

    at: Mapping[str, int]
    is_first_row: bool

    def value(self, row: Sequence[str], name: str) -> str:
        """A cell, or nothing where the row is too short or the file has no such column."""
        place = self.at.get(name)
        return row[place].strip() if place is not None and place < len(row) else ""


def homes_in(path: Path, wards: Sequence[BegunWard]) -> tuple[Mapping[str, str], ...]:
    """The live postcodes of some wards, in order.

    Edges:  one that has ended, or has no place, is left out; of a ward whose code the file does not know, those that
            lie inside its borders are taken: codes change with the years
    Errors: UnusableData, naming the file, what was found and what was wanted
    """
    codes = {ward.code for ward in wards}
    found: dict[str, Mapping[str, str]] = {}
    unplaced: list[tuple[str, Point]] = []
    box = _box(wards)
    for file, lines in _tables(path):
        for home, ward, place in _homes(file, lines):
            if ward in codes:
                found[home] = _row(home, place, ward)
            elif box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]:
                unplaced.append((home, place))
    served = {row["ward_code"] for row in found.values()}
    others = [ward for ward in wards if ward.code not in served]
    found |= {home: _row(home, place, ward) for home, place in unplaced if (ward := _ward_at(place, others))}
    if not found:
        wanted = f"postcodes of these wards, such as {wards[0].code} ({wards[0].name})"
        raise UnusableData((Problem(path.name, 0, "", "no postcode of any of the borough's wards", wanted),))
    return tuple(found[home] for home in sorted(found))


def _row(home: str, place: Point, ward: str) -> Mapping[str, str]:
    return {
        "postcode": home, "lat": f"{place[1]:.{PLACES}f}", "lon": f"{place[0]:.{PLACES}f}", "ward_code": ward,
    }  # fmt: skip  # one row


def _box(wards: Sequence[BegunWard]) -> tuple[float, float, float, float]:
    points = [point for ward in wards for polygon in ward.outline for point in polygon[0]]
    east, north = [point[0] for point in points], [point[1] for point in points]
    return min(east), min(north), max(east), max(north)


def _ward_at(place: Point, wards: Sequence[BegunWard]) -> str:
    return next((ward.code for ward in wards if contains(ward.outline, place)), "")


def _homes(file: str, lines: Iterable[str]) -> Iterator[tuple[str, str, Point]]:
    """Each live postcode with its ward's code and its place."""
    reader = csv.reader(lines)
    heads: _Heads | None = None
    try:
        for row in reader:
            if heads is None:
                heads = _heads(file, row)
                if not heads.is_first_row:
                    continue
            home = POSTCODE.fullmatch(" ".join(heads.value(row, "postcode").upper().split()))
            if home is None or heads.value(row, "ended"):
                continue
            place = _place(heads, row)
            if place is not None:
                yield f"{home[1]} {home[2]}", heads.value(row, "ward"), place
    except (csv.Error, UnicodeDecodeError, zipfile.BadZipFile, EOFError, OSError) as fault:
        found = f"something that cannot be read ({str(fault)[:80]})"
        raise UnusableData((Problem(file, reader.line_num + 1, "", found, WANTED),)) from fault
    if heads is None:
        raise UnusableData((Problem(file, 0, "", "an empty file", WANTED),))


def _heads(file: str, row: Sequence[str]) -> _Heads:
    if len(row) == len(CODE_POINT) and POSTCODE.fullmatch(" ".join(row[0].upper().split())):
        return _Heads({name: n for n, name in enumerate(CODE_POINT)}, is_first_row=True)
    names = [re.sub(r"[^a-z0-9]+", "_", head.strip("\ufeff \t").casefold()) for head in row]
    at: dict[str, int] = {}
    for wanted, pattern in NAMES.items():
        fitting = [(each, n) for each in pattern.split("|") for n, name in enumerate(names) if re.fullmatch(each, name)]
        if fitting:
            at[wanted] = max(fitting, key=lambda found: names[found[1]])[1] if wanted == "ward" else fitting[0][1]
    has_place = {"lat", "lon"} <= at.keys() or {"eastings", "northings"} <= at.keys()
    if "postcode" not in at or not has_place:
        found = "the columns " + ", ".join(shown(head) for head in row[:10])
        raise UnusableData((Problem(file, 1, "", found, WANTED),))
    return _Heads(at, is_first_row=False)


def _place(heads: _Heads, row: Sequence[str]) -> Point | None:
    try:
        if "lat" in heads.at and "lon" in heads.at:
            north, east = float(heads.value(row, "lat")), float(heads.value(row, "lon"))
            return (east, north) if abs(north) < NOWHERE and abs(north) <= 90 and abs(east) <= 180 else None
        east, north = float(heads.value(row, "eastings")), float(heads.value(row, "northings"))
        return degrees_of(east, north) if is_on_grid(east, north) else None
    except ValueError:
        return None


def _tables(path: Path) -> Iterator[tuple[str, Iterable[str]]]:
    """Each CSV file of a file, a folder or a zip, as its name and its lines."""
    if path.is_dir():
        files = sorted(each for each in path.rglob("*.csv") if each.is_file() and not _is_about(each.name))
        if not files:
            raise UnusableData((Problem(str(path), 0, "", "a folder without CSV files", WANTED),))
        for each in files:
            with each.open("rb") as file, _lines(file) as lines:
                yield each.name, lines
    elif not path.is_file():
        found = "something that is no file" if path.exists() else "no such file"
        raise UnusableData((Problem(str(path), 0, "", found, WANTED),))
    elif path.suffix.casefold() == ".zip":
        yield from _zipped(path)
    else:
        with path.open("rb") as file, _lines(file) as lines:
            yield path.name, lines


def _zipped(path: Path) -> Iterator[tuple[str, Iterable[str]]]:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = [part for part in packed.infolist() if part.filename.casefold().endswith(".csv")]
            parts = _of_all_of_it([part for part in parts if not _is_about(part.filename)])
            if not parts or sum(part.file_size for part in parts) > MOST_FILE_BYTES:
                found = "more than 4 GiB of CSV files" if parts else "no CSV file in it"
                raise UnusableData((Problem(path.name, 0, "", found, WANTED),))
            for part in parts:
                with packed.open(part) as file, _lines(file) as lines:
                    yield f"{path.name}/{part.filename}", lines
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as fault:
        raise UnusableData((Problem(path.name, 0, "", "a zip that cannot be opened", WANTED),)) from fault


def _of_all_of_it(parts: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The one file of the whole country where there is one: the same rows stand beside it in a file for each area."""
    whole = [part for part in parts if re.search(r"(onspd|nspl)[^/]*_uk\.csv$", part.filename, re.IGNORECASE)]
    return whole or parts


def _is_about(name: str) -> bool:
    """Whether a file lists codes or columns instead of postcodes."""
    return (
        re.search(r"names? and codes|lookup|header|(^|/)(doc|documents?)/|user guide", name, re.IGNORECASE) is not None
    )


@contextmanager
def _lines(file: IO[bytes]) -> Iterator[Iterable[str]]:
    with ExitStack() as held:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        held.callback(text.detach)
        yield _bounded(text)


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MOST_IN_A_LINE):
        yield line
