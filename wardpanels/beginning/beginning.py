"""Makes a borough's folder out of open files, so that its year can be planned at once. Overwrites nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.errors import some_of
from scheduler.reading.contract import SCHEMAS
from scheduler.reading.settings import SETTINGS_FILE
from wardpanels.beginning import assumptions
from wardpanels.beginning.asking_book import WORKBOOK, asking_book
from wardpanels.beginning.known_for_all import SHARED, shared_rows
from wardpanels.beginning.own_settings import own_settings
from wardpanels.beginning.postcode_rows import homes_in
from wardpanels.beginning.rows_as_they_stand import rows_of
from wardpanels.beginning.shapes import PLACES
from wardpanels.beginning.ward_features import BegunBorough, BegunWard, borough_in
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.faults import CannotUse

Row = Mapping[str, str]
MIB = 2**20
ONS_CODE = re.compile(r"[A-Z][0-9]{8}")
MOST_BOUNDARY_BYTES = 160 * MIB
"""The whole country, generalised to 20 metres, is 60 MiB or less; in full it is half a gigabyte."""
THEIRS = frozenset({WORKBOOK, "venues.csv", "officers.csv", "attendance.csv", assumptions.ASSUMPTIONS_FILE})
"""What is people's own once it is there: how it began says nothing about it any more."""
MOST_DIFFERENCES = 5


@dataclass(frozen=True, slots=True)
class BegunFile:
    """One file of the folder. `would` says what it would now be made with otherwise; "" where it is new or the same."""

    name: str
    is_new: bool
    would: str = ""


@dataclass(frozen=True, slots=True)
class BegunFolder:
    """The folder that was made, or completed, and of what."""

    folder: Path
    borough: BegunBorough
    postcodes: int
    files: tuple[BegunFile, ...]
    assumed: tuple[assumptions.Assumption, ...]


def begin_settings(name: str, code: str, folder: Path, example: Path) -> Path:
    """Make a borough's settings alone, so that somebody can sign in and send the rest, and return their file.

    Errors: CannotUse where there are some already, or `code` is none of the ONS
    """
    file = folder / SETTINGS_FILE
    if not ONS_CODE.fullmatch(code):
        raise CannotUse("--code", repr(code), "the borough's ONS code, such as E09000030")
    if file.exists() or not name.strip():
        found, wanted = ("settings already", "a folder without any") if file.exists() else ("no name", "one")
        raise CannotUse(str(file) if file.exists() else "the borough", found, wanted)
    text = own_settings((example / SETTINGS_FILE).read_text(encoding="utf-8"), name.strip(), code)
    _made(folder)
    write_file(file, text.encode(), outputs.BOROUGH_FILES)
    return file


def begin(
    asked: str, folder: Path, boundaries: Path, postcodes: Path | None, example: Path, called: Path | None = None
) -> BegunFolder:
    """Make a borough's folder, or add to it what it does not have.

    `asked` is the borough's name or code; without `postcodes` there are none; `example` is the folder whose settings
    and shared tables are taken; `called` is what its workbook calls the folder, where that is another for now.

    Edges:  a file that is there stays as it is, and it is told how it would be made now
    Errors: UnusableData, CannotUse, before anything is written
    """
    if folder.exists() and not folder.is_dir():
        raise CannotUse(str(folder), "a file", "a folder, or a name for a new one")
    borough = borough_in(boundaries.name, _text_of(boundaries), asked)
    homes = homes_in(postcodes, borough.wards) if postcodes else ()
    made = _tables(borough, homes, example)
    settings = own_settings((example / SETTINGS_FILE).read_text(encoding="utf-8"), borough.name, borough.code)
    assumed = tuple(_assumed(made, settings, folder))
    files = _files(borough, made, settings, called or folder)
    files[assumptions.ASSUMPTIONS_FILE] = assumptions.assumptions_page(borough.name, WORKBOOK, assumed).encode()
    _made(folder)
    put = tuple(_put(folder / name, content) for name, content in files.items())
    return BegunFolder(folder, borough, len(homes), put, assumed)


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotUse(str(folder), (error.strerror or str(error)).lower(), "a folder that can be made") from error


def _text_of(path: Path) -> str:
    wanted = "a boundary file: GeoJSON of wards"
    if not path.is_file():
        raise CannotUse(str(path), "something that is no file" if path.exists() else "no such file", wanted)
    if path.stat().st_size > MOST_BOUNDARY_BYTES:
        found = f"{path.stat().st_size / MIB:,.0f} MiB"
        raise CannotUse(str(path), found, f"at most {MOST_BOUNDARY_BYTES // MIB} MiB: take generalised boundaries")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotUse(str(path), "something that is not UTF-8 text", wanted) from error
    except OSError as error:
        raise CannotUse(str(path), (error.strerror or str(error)).lower(), wanted) from error


def _tables(borough: BegunBorough, homes: Sequence[Row], example: Path) -> dict[str, Sequence[Row]]:
    """Every table of the folder, as it would be made."""
    tables: dict[str, Sequence[Row]] = {
        "wards": [_ward(ward) for ward in borough.wards],
        "venues": list(assumptions.halls(borough.wards)),
        "officers": list(assumptions.officers(borough.wards)),
        "attendance": (),
        "postcodes": homes,
    }
    shared = {table: shared_rows(table, _rows(example / f"{table}.csv"), borough.code) for table in SHARED}
    return tables | shared


def _assumed(made: Mapping[str, Sequence[Row]], settings: str, folder: Path) -> Iterable[assumptions.Assumption]:
    """What only stands in, by what is in the folder already and by what is made. Errors: UnusableData."""
    held = {table: rows for table in (*made, "absences") if (rows := rows_of(folder, table)) is not None}
    own = folder / SETTINGS_FILE
    text = own.read_text(encoding="utf-8", errors="replace") if own.is_file() else settings
    return assumptions.still_assumed({**made, **held}, text)


def _files(borough: BegunBorough, tables: Mapping[str, Sequence[Row]], settings: str, folder: Path) -> dict[str, bytes]:
    """Every file of the folder by its name, but for the page of what is assumed."""
    files = {SETTINGS_FILE: settings.encode()}
    files |= {f"{table}.csv": _csv(table, rows) for table, rows in tables.items() if rows or table == "attendance"}
    files["wards.geojson"] = _outlines(borough.wards)
    names = [ward.name for ward in borough.wards]
    files[WORKBOOK] = asking_book(names, str(folder), str(folder / WORKBOOK))
    return files


def _ward(ward: BegunWard) -> Row:
    return {
        "ward_code": ward.code,
        "name": ward.name,
        "slug": ward.slug,
        "lat": f"{ward.place[1]:.{PLACES}f}",
        "lon": f"{ward.place[0]:.{PLACES}f}",
        "population": "" if ward.population is None else str(ward.population),
        "neighbours": "|".join(sorted(ward.neighbours)),
    }


def _outlines(wards: Iterable[BegunWard]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"ward_code": ward.code, "name": ward.name},
            "geometry": {"type": "MultiPolygon", "coordinates": ward.outline},
        }
        for ward in wards
    ]
    return (json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n").encode()


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _csv(table: str, rows: Sequence[Row]) -> bytes:
    """A table with the columns that it must have, and those beside them that its rows tell of."""
    needed = [column.name for schema in SCHEMAS if schema.table == table for column in schema.columns if column.needed]
    names = dict.fromkeys((*needed, *(name for row in rows for name in row)))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(names), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _put(path: Path, content: bytes) -> BegunFile:
    if not path.exists():
        write_file(path, content, outputs.BOROUGH_FILES)
        return BegunFile(path.name, is_new=True)
    try:
        now = path.read_bytes()
    except OSError as error:
        raise CannotUse(str(path), (error.strerror or str(error)).lower(), "a file that can be read") from error
    return BegunFile(path.name, is_new=False, would=_would(path.name, now, content))


def _would(name: str, now: bytes, made: bytes) -> str:
    """How a file that is there differs from what would be made: the rows by their first cell, or that it does.

    Edges: what people wrote in columns of their own is no difference
    """
    if now == made or name in THEIRS:
        return ""
    if not name.endswith(".csv"):
        return "differ"
    held, new = (dict(_by_first(each)) for each in (now, made))
    parts = [
        _part("add", sorted(new.keys() - held.keys())),
        _part("take out", sorted(held.keys() - new.keys())),
        _part("change", sorted(key for key in new.keys() & held.keys() if not new[key].items() <= held[key].items())),
    ]
    return "; ".join(filter(None, parts))


def _by_first(content: bytes) -> Iterable[tuple[str, Row]]:
    text = content.decode("utf-8-sig", errors="replace")
    for row in csv.DictReader(io.StringIO(text, newline="")):
        yield str(next(iter(row.values()), "")), {str(name): str(value) for name, value in row.items() if value}


def _part(what: str, keys: Sequence[str]) -> str:
    return f"{what} {some_of(keys, MOST_DIFFERENCES)}" if keys else ""
