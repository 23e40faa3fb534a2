"""Fetches large open files to the disk, a part at a time, and again only where they have changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import requests

from wardpanels.disk import outputs
from wardpanels.disk.file import write_file, written_whole
from wardpanels.sources.web import Asker, CannotAsk, cannot_ask, check_address

MOST_BYTES = 2 * 2**30
PART = 2**20
TIMEOUT = (5.0, 60.0)
"""Units: seconds to connect, and seconds between two parts."""


def fetched(asker: Asker, address: str, kept: Path) -> Path:
    """Return the file of an address in the folder `kept`, fetched anew only where its server says that it has changed.

    Errors: CannotAsk, with the file of before as it was; CannotUse where the folder cannot be written
    """
    check_address(address)
    kept.mkdir(parents=True, exist_ok=True)
    file = kept / _name(address)
    marks = file.with_name(f"{file.name}.json")
    asker.bucket.take()
    try:
        with asker.session.get(address, headers=_asked(file, marks), timeout=TIMEOUT, stream=True) as answer:
            if answer.status_code == 304 and file.exists():
                return file
            if answer.status_code != 200:
                raise CannotAsk(address, f"status {answer.status_code}", "the file")
            marks.unlink(missing_ok=True)
            _save(address, answer, file)
            told = {name: answer.headers[name] for name in ("ETag", "Last-Modified") if name in answer.headers}
    except (requests.RequestException, ValueError) as error:
        raise cannot_ask(address, error, "the file") from error
    write_file(marks, json.dumps(told).encode(), outputs.SHELF)
    return file


def _name(address: str) -> str:
    """A name of its own for each address, which ends as the address does: what a file is shows in its ending."""
    last = PurePosixPath(unquote(urlsplit(address).path)).name
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", last).strip(".-")[-60:] or "file"
    return f"{hashlib.sha256(address.encode()).hexdigest()[:12]}-{plain}"


def _asked(file: Path, marks: Path) -> Mapping[str, str]:
    try:
        told = json.loads(marks.read_bytes()) if file.exists() else {}
        asked = {"If-None-Match": told.get("ETag"), "If-Modified-Since": told.get("Last-Modified")}
    except (OSError, ValueError, AttributeError):
        return {}
    return {name: str(value) for name, value in asked.items() if value}


def _save(address: str, answer: requests.Response, file: Path) -> None:
    size = 0
    with written_whole(file, 0o600) as half:
        for part in answer.iter_content(PART):
            size += len(part)
            if size > MOST_BYTES:
                raise CannotAsk(address, "more than 2 GiB", "a file of less")
            half.write(part)
