"""The one door for files: what may be opened, how much of it, and what any failure behind it is called."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TypeVar

from scheduler.errors import Problem, UnusableData
from scheduler.reading.bounds import MOST_BYTES, MOST_FILES, amount
from scheduler.reading.found import utf8_text

Read = TypeVar("Read")

OLE, ZIP = "an old workbook (.xls), or one with a password", "a workbook or another zipped file"
STARTS = {
    b"PK\x03\x04": ZIP,
    b"\xd0\xcf\x11\xe0": OLE,
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}
"""How files begin that somebody gave the name of another kind."""


def files_in(folder: Path) -> Mapping[str, str]:
    """The names in a folder, by their small letters: some programs write `Wards.CSV`.

    Edges:  none where there is no such folder; links, folders and pipes are among them
    Errors: UnusableData where there are more than anybody can mean, or two names differ by capitals alone
    """
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in islice(entries, MOST_FILES + 1))
    if len(names) > MOST_FILES:
        wanted = f"at most {MOST_FILES:,}: a folder for the borough alone"
        raise UnusableData((Problem(folder.name, 0, "", f"more than {MOST_FILES:,} files", wanted),))
    found: dict[str, str] = {}
    for name in names:
        first = found.setdefault(name.casefold(), name)
        if first != name:
            raise UnusableData((Problem(name, 0, "", "the same name with other capitals", f"it once ({first})"),))
    return found


def file_bytes(folder: Path, name: str, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file in a folder, or in a folder of it.

    Errors: UnusableData where it is missing, does not open, is no file, lies elsewhere or holds more than `most`
    """
    try:
        path = (folder / name).resolve(strict=True)
        if not path.is_relative_to(folder.resolve()):
            raise _unusable(name, "a link to a place outside the folder", "the file itself, in the folder")
        return _bytes(name, path, most)
    except FileNotFoundError as fault:
        if (folder / name).is_symlink():
            raise _unusable(name, "a link that leads nowhere", "the file itself, in the folder") from fault
        raise _unusable(name, "no such file", "this file in the folder") from fault
    except (OSError, RuntimeError) as fault:  # a link to itself is a RuntimeError in Python 3.11
        reason = fault.strerror if isinstance(fault, OSError) else "a link to itself"
        raise _unusable(name, f"something that does not open ({reason})", "a file that may be read") from fault


def _bytes(name: str, path: Path, most: int) -> bytes:
    mode = path.stat().st_mode
    if not S_ISREG(mode):
        found = "a folder" if S_ISDIR(mode) else "a pipe, a socket or a device"
        raise _unusable(name, found, "a file")
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise _unusable(name, f"more than {amount(most)}", f"at most {amount(most)}")
    return data


def text_of(file: str, data: bytes, wanted: str) -> str:
    """Return the text of a file that is to hold text.

    Errors: UnusableData, naming what the file is if it is of another kind, or else its first byte that is not UTF-8
    """
    found = kind_of(data)
    if found:
        raise _unusable(file, found, wanted)
    return utf8_text(file, data)


def kind_of(data: bytes) -> str:
    """What kind of file this is, where it begins like one that holds no text in UTF-8; or nothing."""
    return next((kind for start, kind in STARTS.items() if data.startswith(start)), "")


def through(file: str, wanted: str, read: Callable[[], Read]) -> Read:
    """Return what a reader makes of a file, whatever others' parsers do with it.

    Errors: UnusableData, and nothing else
    """
    try:
        return read()
    except UnusableData:
        raise
    except Exception as fault:  # parsers of others raise what they like
        reason = "".join(filter(str.isprintable, str(fault).partition("\n")[0]))[:80] or type(fault).__name__
        raise _unusable(file, f"something that does not read ({reason})", wanted) from fault


def _unusable(file: str, found: str, wanted: str) -> UnusableData:
    return UnusableData((Problem(file, 0, "", found, wanted),))
