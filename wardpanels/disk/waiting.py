"""Files that somebody sent and has not decided on yet: in a private place, one upload a session, gone after an hour."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from wardpanels.disk.outputs import UPLOADS
from wardpanels.disk.swap import delete
from wardpanels.faults import CannotUse

WAITS = timedelta(hours=1)
MOST_FILES = 40
LONGEST_NAME = 80
ABOUT, SENT = "about.json", "sent"
STRANGE = re.compile(r"[^\w .()&,'+-]+")

Sent = Sequence[tuple[str, bytes]]
"""Files by the names that they were sent under."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An upload that waits. `folder` holds the files under their `names`; `answers` are what was said to its questions.

    Edges: `allow_gone` is whether most of the halls, officers or days may go
    """

    folder: Path
    names: tuple[str, ...]
    at: datetime
    answers: Mapping[str, str]
    allow_gone: bool = False


def waiting_room(data: Path) -> Path:
    """Where what is sent waits: beside a borough's folder, for no web server serves that."""
    data = data.resolve()
    return data.with_name(f".{data.name}.waiting")


def keep_waiting(room: Path, session: str, sent: Sent, at: datetime, kind: str = "") -> Waiting:
    """Keep what was sent in a session until it is taken, in the place of what it sent before; old uploads go.

    Edges:  a name loses its folders and strange signs; `kind` keeps uploads for different pages apart
    Errors: CannotUse where nothing was sent, too much, two files of a name, or the place cannot be written
    """
    files = [(plain_name(name), content) for name, content in sent]
    if not files or len(files) > MOST_FILES:
        raise CannotUse("the upload", f"{len(files)} files", f"1 to {MOST_FILES} files")
    if len({name.casefold() for name, _ in files}) < len(files):
        raise CannotUse("the upload", "two files of one name", "each file once")
    clear_old(room, at)
    place = _place(room, session, kind)
    delete(place)
    try:
        for folder in (room, place, place / SENT):
            folder.mkdir(mode=0o700, exist_ok=True)
        for name, content in files:
            _write(place / SENT / name, content)
        return _told(place, Waiting(place / SENT, tuple(name for name, _ in files), at, {}))
    except OSError as error:
        raise CannotUse(str(room), (error.strerror or str(error)).lower(), "a folder that can be written") from error


def still_waiting(room: Path, session: str, at: datetime, kind: str = "") -> Waiting | None:
    """What a session sent within the hour. Edges: None where that is nothing"""
    place = _place(room, session, kind)
    found = _read(place)
    return found if found and at - found.at <= WAITS else None


def answered(waiting: Waiting, answers: Mapping[str, str], *, allow_gone: bool) -> Waiting:
    """Keep what somebody said to the questions of what waits."""
    return _told(waiting.folder.parent, Waiting(waiting.folder, waiting.names, waiting.at, answers, allow_gone))


def forget(waiting: Waiting) -> None:
    """Delete what waited."""
    delete(waiting.folder.parent)


def clear_old(room: Path, at: datetime) -> None:
    """Delete what has waited too long."""
    for place in room.iterdir() if room.is_dir() else ():
        found = _read(place)
        if found is None or at - found.at > WAITS:
            delete(place)


def _place(room: Path, session: str, kind: str) -> Path:
    return room / hashlib.sha256(f"{session} {kind}".encode()).hexdigest()


def plain_name(name: str) -> str:
    """The name of a file that was sent, without folders and strange signs. Edges: one that has no more is a `file`"""
    bare = STRANGE.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, kind = bare.rpartition(".")
    return f"{stem[: LONGEST_NAME - 10]}{dot}{kind[:9]}" if dot else bare[:LONGEST_NAME] or "file"


def _told(place: Path, waiting: Waiting) -> Waiting:
    told = {
        "at": waiting.at.isoformat(),
        "names": waiting.names,
        "answers": dict(waiting.answers),
        "allow_gone": waiting.allow_gone,
    }
    half = place / f"{ABOUT}.half"
    half.unlink(missing_ok=True)
    _write(half, json.dumps(told).encode())
    half.replace(place / ABOUT)
    return waiting


def _read(place: Path) -> Waiting | None:
    try:
        told = json.loads((place / ABOUT).read_bytes())
        at = datetime.fromisoformat(told["at"])
        return Waiting(place / SENT, tuple(told["names"]), at, told["answers"], told["allow_gone"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, UPLOADS.kind.mode), "wb") as file:
        file.write(content)
