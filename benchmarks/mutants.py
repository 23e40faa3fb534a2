"""A borough's folder as people, programs and attackers spoil it: one seed, one spoilt folder. Reads nothing back."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder

Change = Callable[[Random, bytes], bytes]

MOST_CHANGES = 3
WORDS = (
    *("", " ", "0", "-1", "1e999", "9" * 40, "nan", "=1+1", "#REF!", "N/A", "Y", "✓", "TRUE", "£25 ph", "c. 15", "?"),
    *("2027-02-30", "0001-01-01", "9999-12-31", "2027-03-04 00:00:00", "3/4/27", "44621", "2027–06–01", "24:00"),
    *("7pm", "Tues 7pm", "19:00:00", "Mo-Fr 09:00-21:00; SH off", "24/7", "Mo–Fr 9am to 9pm", "|", "||", "E1|E1", ";"),
    *(
        "x" * 6_000,
        "x" * 140_000,
        "a,b",
        'say "no"',
        '"',
        "\n",
        "\r\n",
        "\t",
        "\x00",
        "\x1b[2J",
        "\ufeff",
        "\u202e",
        "💥",
    ),
    *("../../etc/passwd", "<script>", "' or 1=1", "%s%n", "{0}", "E05099001", "\u202f19:00", "http://[", "a@b@c"),
)
ODD_BYTES = (
    b"\x00",
    b"\xff",
    b"\xfe\xff",
    b"\x80",
    b'"',
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"|",
    b"<",
    b"[",
    b"{",
    b"=",
)
VALUES = (
    None,
    True,
    [],
    {},
    "",
    "x" * 500,
    0,
    -1,
    10**400,
    1e308,
    [[]],
    [None],
    {"type": "Point"},
    530000,
    "E05099001",
)
TOML_LINES = (
    *("a = 1", "[borough]", "[[policy.tiers]]", "[policy]", "name = 3", "name = ''", "timezone = 'Mars'", "x.y.z = {}"),
    *(
        "timezone = '../..'",
        "languages = 3",
        "evening = 99999999999999999999",
        "from_residents = inf",
        "a = [[[[[[",
        "==",
    ),
    *(
        "hire_cost = -1",
        "site_url = 'http://['",
        "[policies.'x[9]']",
        "[policies.x]",
        "[channels.'a b']",
        "poster = 1e9",
    ),
    *("evening = ['25:00']", "d = 0000-00-00", "t = 2027-01-01T99:00:00", "[starts]", '"""', "allow = [1]", "x = nan"),
)
ICS_LINES = (
    *("BEGIN:VEVENT", "END:VEVENT", "DTSTART:99999999T000000", "DTSTART:00010101T000000", "DTEND:20200101T000000Z"),
    *("RRULE:FREQ=SECONDLY", "RRULE:FREQ=DAILY", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "RRULE:FREQ=X;COUNT=a"),
    *(
        "RRULE:FREQ=HOURLY;INTERVAL=0",
        "RRULE:FREQ=WEEKLY;BYDAY=XX",
        "EXDATE:x",
        "RDATE:20270101/P9999D",
        "DURATION:-P1D",
    ),
    *("DTSTART;TZID=Mars/Base:20270101T100000", "SUMMARY:" + "x" * 9_000, "TRANSP:TRANSPARENT", "no line", " folded"),
    *(
        "RECURRENCE-ID:20270101T100000",
        "STATUS:CANCELLED",
        "FREEBUSY:1/2",
        "BEGIN:VTIMEZONE",
        "DTSTART;VALUE=DATE:2027",
    ),
)
XML_PIECES = (
    *(
        b"<row/>",
        b"<c/>",
        b'<c t="e"><v>#N/A</v></c>',
        b"<c><f>A1</f></c>",
        b'<c t="s"><v>99999</v></c>',
        b"<v>1e999</v>",
    ),
    *(
        b'<row r="1048576"/>',
        b'<c r="XFD1"/>',
        b'<c r="0"/>',
        b'<c t="d"><v>x</v></c>',
        b"&bomb;",
        b"<!DOCTYPE x>",
        b"<",
    ),
    *(
        b'<row r="-1"/>',
        b'<c s="999"/>',
        b'<c t="n"><v>x</v></c>',
        b'<mergeCell ref="A1:XFD1048576"/>',
        b"</sheetData>",
    ),
)
EXTRA = {
    "wards.geojson": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"gss_code": f"E0509900{number}"},
                    "geometry": {"type": "Polygon", "coordinates": [[[0, 51], [0.1, 51], [0.1, 51.1], [0, 51]]]},
                }
                for number in (1, 2, 3)
            ],
        }
    ),
    "other_meetings.ics": "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTART:20270317T190000\n"
    "DTEND:20270317T213000\nRRULE:FREQ=MONTHLY;COUNT=3\nSUMMARY:Full council\nEND:VEVENT\nEND:VCALENDAR\n",
    "elections.csv": "polling_date,election,latest_pre_election_start\n2027-05-06,Council,2027-03-22\n",
    "signposts.csv": "name,what_for,contact\nPolice,In an emergency,tel:999\n",
    "stations.csv": "name,lat,lon,credit\nBow,51.0500,0.0500,Somebody\n",
    "school_terms.csv": "period,start,end\nautumn term,2027-09-01,2027-12-17\n",
    "acronyms.csv": "acronym,expansion,plain_english\nSNT,Safer Neighbourhood Team,Your local police team.\n",
    "priorities.csv": "ward_code,agreed_on,priority,done\nE05099001,2026-03-02,Burglary,\n",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A spoilt folder: what was done to it, its files, and what stands where a file should be, such as a pipe."""

    changes: tuple[str, ...]
    files: Mapping[str, bytes]
    strange: Mapping[str, str]

    def write(self, folder: Path) -> None:
        """Write it into an empty folder."""
        for name, data in self.files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
        for name, kind in self.strange.items():
            (folder / name).unlink(missing_ok=True)
            STRANGE[kind](folder / name)


STRANGE: Mapping[str, Callable[[Path], object]] = {
    "a pipe": lambda path: os.mkfifo(path),
    "a folder": lambda path: path.mkdir(exist_ok=True),
    "a link out": lambda path: path.symlink_to("/etc/hostname"),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
}


@cache
def sound_folders() -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """The same small borough twice: as CSV files, and as a workbook."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        write_folder(borough(3, 3), folder)
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    files["postcodes.csv"] = b"".join(files["postcodes.csv"].splitlines(keepends=True)[:30])
    files |= {name: text.encode() for name, text in EXTRA.items()}
    officer = files["officers.csv"].splitlines()[1].partition(b",")[0].decode()
    files[f"busy/{officer}.ics"] = files["other_meetings.ics"]
    tables = [name for name in files if name.endswith(".csv")]
    others = {name: data for name, data in files.items() if name not in tables}
    return files, {**others, "borough.xlsx": _workbook({name[:-4]: files[name] for name in tables})}


def _workbook(tables: Mapping[str, bytes]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, data in tables.items():
        sheet = book.create_sheet(name)
        for row in csv.reader(io.StringIO(data.decode())):
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def mutant(seed: int) -> Mutant:
    """Return the folder of one seed, always the same."""
    random = Random(seed)
    files = dict(random.choice(sound_folders()))
    changes, strange = [], dict[str, str]()
    for _ in range(random.randint(1, MOST_CHANGES)):
        name = random.choice(sorted(files))
        if random.random() < 0.12:
            changes.append(_replaced(random, files, strange, name))
        else:
            change = random.choice((*BY_KIND[name.rpartition(".")[2]], *ANY_BYTES))
            files[name] = change(random, files[name])
            changes.append(f"{name}: {change.__name__}")
    return Mutant(tuple(changes), files, strange)


def _replaced(random: Random, files: dict[str, bytes], strange: dict[str, str], name: str) -> str:
    """Do something to a file as a whole, and say what."""
    what = random.choice(("gone", "swapped", "renamed", "strange"))
    if what == "gone":
        files[name] = b""
    elif what == "swapped":
        other = random.choice(sorted(files))
        files[name], files[other] = files[other], files[name]
    elif what == "renamed":
        new = random.choice(("Wards.CSV", "wards.xlsx", "days.csv", "wards.ods", "busy/x.ics", "~$x.xlsx", "board.csv"))
        files[new] = files[name]
    else:
        strange[name] = what = random.choice(sorted(STRANGE))
    return f"{name}: {what}"


def odd_bytes(random: Random, data: bytes) -> bytes:
    place = random.randint(0, len(data))
    return data[:place] + random.choice(ODD_BYTES) * random.choice((1, 2, 50)) + data[place:]


def lost_bytes(random: Random, data: bytes) -> bytes:
    place = random.randint(0, len(data))
    return data[:place] + data[place + random.choice((1, 2, 20, 10**6)) :]


def flipped_bytes(random: Random, data: bytes) -> bytes:
    spoilt = bytearray(data)
    for _ in range(random.choice((1, 3, 30)) if data else 0):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    return bytes(spoilt)


def other_encoding(random: Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace") + random.choice(("", "é", "“"))
    return text.encode(random.choice(("utf-16", "utf-16-le", "utf-8-sig", "cp1252", "utf-7", "cp037")), "replace")


def twice(random: Random, data: bytes) -> bytes:
    return data * random.choice((2, 2, 2, 2, 300))


ANY_BYTES: tuple[Change, ...] = (odd_bytes, lost_bytes, flipped_bytes, other_encoding, twice)


def _grid(data: bytes) -> list[list[str]]:
    """Its rows, none of them empty; lines as they stand where it is spoilt beyond that."""
    text = data.decode("utf-8", "replace").replace("\x00", "")
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        rows = [[line] for line in text.splitlines()]
    return [row or [""] for row in rows] or [[""]]


def _csv(rows: list[list[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def changed_cell(random: Random, data: bytes) -> bytes:
    rows = _grid(data)
    row = random.choice(rows)
    row[random.randrange(len(row))] = random.choice(WORDS)
    return _csv(rows)


def changed_column(random: Random, data: bytes) -> bytes:
    rows, word = _grid(data), random.choice(WORDS[:50])
    place = random.randrange(len(rows[0]))
    for row in rows[1:]:
        row[min(place, len(row) - 1)] = word
    return _csv(rows)


def moved_columns(random: Random, data: bytes) -> bytes:
    rows = _grid(data)
    places = list(range(len(rows[0])))
    {0: random.shuffle, 1: lambda p: p.pop(), 2: lambda p: p.append(0)}[random.randrange(3)](places)
    return _csv([[row[place] for place in places if place < len(row)] for row in rows])


def moved_rows(random: Random, data: bytes) -> bytes:
    rows = _grid(data)
    what = random.randrange(4)
    if what == 0:
        random.shuffle(rows)
    elif what == 1:
        del rows[random.randrange(len(rows))]
    else:
        rows += [random.choice(rows)] * (1 if what == 2 else 30_000)
    return _csv(rows)


def titled(random: Random, data: bytes) -> bytes:
    return random.choice((b"Panels, 2027\n\n", b"sep=;\n", b"\n\n\n", b"HACKNEY\n", b",,,,\n")) + data


def other_delimiter(random: Random, data: bytes) -> bytes:
    return _csv(_grid(data), random.choice(";\t|: "))


def changed_json(random: Random, data: bytes) -> bytes:
    try:
        read: Any = json.loads(data)
    except (ValueError, RecursionError):
        return data
    place: Any = read
    while isinstance(place, dict | list) and place:
        key = random.choice(sorted(place) if isinstance(place, dict) else range(len(place)))
        if random.random() < 0.3 or not isinstance(place[key], dict | list):
            place[key] = random.choice(VALUES)
            break
        place = place[key]
    return json.dumps(read).encode()


def nested(random: Random, data: bytes) -> bytes:
    deep = random.choice((10, 900, 100_000))
    return data.replace(b"[", b"[" * deep, random.choice((1, 3)))


def _changed_lines(pieces: tuple[str, ...]) -> Change:
    def changed_lines(random: Random, data: bytes) -> bytes:
        lines = data.split(b"\n")
        place = random.randrange(len(lines))
        piece = random.choice(pieces).encode()
        what = random.randrange(4)
        if what == 0:
            del lines[place]
        elif what == 1:
            lines.insert(place, piece)
        elif what == 2:
            lines[place] = piece
        else:
            lines.insert(place, random.choice(lines))
        return b"\n".join(lines)

    return changed_lines


def changed_value(random: Random, data: bytes) -> bytes:
    values = list(re.finditer(rb"(?m)= *(.+)$", data))
    if not values:
        return data
    value = random.choice(values)
    new = random.choice((b"1", b"-1", b"'x'", b"[]", b"{}", b"true", b"1e400", b"2027-01-01", b"''", b"9" * 1_000))
    return data[: value.start(1)] + new + data[value.end(1) :]


def changed_part(random: Random, data: bytes) -> bytes:
    """A workbook with one of its parts spoilt, gone, or in the place of another."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, ValueError, RuntimeError, OSError):
        return data
    if not parts:
        return data
    name = random.choice(sorted(parts))
    other = random.choice(sorted(parts))
    what = random.randrange(10)
    if what == 0:
        del parts[name]
    elif what == 1:
        parts[name] = parts[other]
    elif what == 2:
        parts[name] = random.choice(ANY_BYTES)(random, parts[name])
    else:
        parts[name] = _changed_xml(random, parts[name])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return file.getvalue()


def _changed_xml(random: Random, xml: bytes) -> bytes:
    tags = list(re.finditer(rb"<[^>]*>", xml))
    if not tags:
        return xml
    tag = random.choice(tags)
    what = random.randrange(4)
    if what == 0:
        return xml[: tag.start()] + xml[tag.end() :]
    if what == 1:
        return xml[: tag.end()] + random.choice(XML_PIECES) * random.choice((1, 1, 9_000)) + xml[tag.end() :]
    if what == 2:
        word = random.choice((b"0", b"-1", b"x", b"99999999999", b"", b"e", b"d", b"inlineStr", b"XFD1048576"))
        return xml[: tag.start()] + re.sub(rb'"[^"]*"', b'"' + word + b'"', tag[0], count=1) + xml[tag.end() :]
    return xml[: tag.end()] + random.choice(WORDS).encode("utf-8", "replace") + xml[tag.end() :]


BY_KIND: Mapping[str, tuple[Change, ...]] = {
    "csv": (
        changed_cell,
        changed_cell,
        changed_cell,
        changed_column,
        moved_columns,
        moved_rows,
        titled,
        other_delimiter,
    ),
    "CSV": (changed_cell, moved_rows),
    "geojson": (changed_json, changed_json, changed_json, changed_json, nested),
    "toml": (_changed_lines(TOML_LINES), changed_value, changed_value, _changed_lines(TOML_LINES)),
    "ics": (_changed_lines(ICS_LINES),) * 4,
    "xlsx": (changed_part,) * 16,
    "ods": (odd_bytes,),
}
