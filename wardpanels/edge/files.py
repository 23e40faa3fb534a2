"""The published site: the folder's files, with what a host has to say beside them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from werkzeug.http import http_date, parse_etags

from publishers.hosting import ASKED_ANEW, headers_for
from wardpanels.edge.compressing import is_worth_it, packed, takes_gzip
from wardpanels.edge.reply import ONLY_READ, READING, EdgeReply

MEDIA_TYPES = {
    "": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""Media types by ending, where `publishers.hosting` says none: our own table, for a machine's own registry differs."""

INDEX, NOT_FOUND = "index.html", "404.html"
MOST_HELD = 64 * 2**20
LONGEST_HELD = 2**20
LONGEST_PATH = 1_000
"""Units: bytes of all the files that are kept in memory, and of one of them. A longer one is read as it is taken.
Characters of a path: a longer one is none of ours."""

Identity = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file as it was read. Edges: `small` is the answer to whoever takes gzip, None where that is no gain"""

    place: Path
    identity: Identity
    tag: str
    modified: str
    plain: EdgeReply
    small: EdgeReply | None


class SiteFiles:
    """Answers by the files under one folder: no listings, nothing hidden, nothing outside it.

    Edges: a file is looked at for each request, because publishing puts another folder in its place, and read where it
           is another than before; it is told by its time and size, so that whoever has it is told no more
           (RFC 9110 13.1.2)
    """

    def __init__(self, folder: Path, most_held: int = MOST_HELD) -> None:
        self._folder, self._most_held = folder, most_held
        self._sheets: dict[str, _Sheet] = {}
        self._held = 0

    def reply(self, method: str, path: str, headers: Mapping[str, str]) -> EdgeReply:
        """The answer to a request for a path."""
        if method not in READING:
            return ONLY_READ
        path = path.lstrip("/")
        if "//" in path or len(path) > LONGEST_PATH:  # or anybody could have one file kept under any number of names
            return self._missing(headers)
        sheet = self._sheet(path)
        if sheet is None and path and not path.endswith("/") and self._is_folder(path):
            return EdgeReply(HTTPStatus.MOVED_PERMANENTLY, [("Location", f"/{quote(path)}/"), ("Content-Length", "0")])
        if sheet is None:
            return self._missing(headers)
        return _told(sheet, headers, HTTPStatus.OK)

    def _missing(self, headers: Mapping[str, str]) -> EdgeReply:
        sheet = self._sheet(NOT_FOUND)
        return _told(sheet, headers, HTTPStatus.NOT_FOUND) if sheet else EdgeReply(404, [("Content-Length", "0")])

    def _sheet(self, path: str) -> _Sheet | None:
        """The file of a path; None where there is none, or another site is put in its place just now.

        Edges: whatever links lead to it by now, one that is as it was read is the file that was let out then
        """
        try:
            known = self._sheets.get(path)
            if known is not None and _identity(known.place.stat()) == known.identity:
                return known
            name = path if path and not path.endswith("/") else f"{path}{INDEX}"
            file = self._inside(name)
            if file is None or not file.is_file():
                return None
            return self._keep(path, _read(file, name, self._folder / name))
        except OSError:
            return None

    def _keep(self, path: str, sheet: _Sheet) -> _Sheet:
        size = len(sheet.plain.body) + (len(sheet.small.body) if sheet.small else 0)
        if self._held + size > self._most_held:
            self._sheets, self._held = {}, 0
        self._held += size
        self._sheets[path] = sheet
        return sheet

    def _inside(self, path: str) -> Path | None:
        """The file or folder of a path, links followed, if it lies in the folder and no part of it is hidden."""
        if any(part.startswith(".") or "\\" in part or "\0" in part for part in path.split("/")):
            return None
        root = self._folder.resolve()
        found = (root / path).resolve()
        return found if found.is_relative_to(root) else None

    def _is_folder(self, path: str) -> bool:
        try:
            found = self._inside(path)
            return found is not None and found.is_dir()
        except OSError:
            return False


def _identity(known: os.stat_result) -> Identity:
    return known.st_dev, known.st_ino, known.st_mtime_ns, known.st_size


def _read(file: Path, name: str, place: Path) -> _Sheet:
    known = file.stat()
    is_long = known.st_size > LONGEST_HELD
    content = b"" if is_long else file.read_bytes()
    tag = f"{known.st_mtime_ns:x}-{known.st_size:x}"  # a weak one: it is the same file, compressed or not
    told = {"Content-Type": _media_type(file), "Cache-Control": ASKED_ANEW, **headers_for(name)}
    told |= {"ETag": f'W/"{tag}"', "Last-Modified": http_date(known.st_mtime)}
    small = None
    if is_worth_it(told["Content-Type"], len(content)):
        told["Vary"] = "Accept-Encoding"
        body = packed(content)
        small = EdgeReply(200, [*told.items(), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))], body)
    length = known.st_size if is_long else len(content)
    plain = EdgeReply(200, [*told.items(), ("Content-Length", str(length))], content, str(file) if is_long else "")
    return _Sheet(place, _identity(known), tag, told["Last-Modified"], plain, small)


def _has_it(sheet: _Sheet, headers: Mapping[str, str]) -> bool:
    """Whether who asks has the file already. Edges: the tag decides where both are sent. Source: RFC 9110 13.1"""
    if tags := headers.get("if-none-match"):
        return parse_etags(tags).contains_weak(sheet.tag)
    return headers.get("if-modified-since") == sheet.modified


def _media_type(file: Path) -> str:
    return MEDIA_TYPES.get(file.suffix) or MEDIA_TYPES[""]


def _told(sheet: _Sheet, headers: Mapping[str, str], status: HTTPStatus) -> EdgeReply:
    if status is not HTTPStatus.OK:
        return replace(sheet.plain, status=status)
    if _has_it(sheet, headers):
        return EdgeReply(HTTPStatus.NOT_MODIFIED, [each for each in sheet.plain.headers if each[0] != "Content-Length"])
    if sheet.small is not None and takes_gzip(headers.get("accept-encoding") or ""):
        return sheet.small
    return sheet.plain
