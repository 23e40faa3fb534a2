"""The published site as a web application: the folder's files, with what a host has to say beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from werkzeug.http import http_date
from werkzeug.wrappers import Request as Asked

from publishers.hosting import ASKED_ANEW, headers_for

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
StartResponse = Callable[..., Any]


class SiteFiles:
    """Serves files under one folder: no listings, nothing hidden, nothing outside it.

    Edges: the folder is looked up at each request, because publishing puts another in its place; a file is told by its
           time and size, so that whoever has it already is told no more (RFC 9110 13.1.2)
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        asked = Asked(environ, populate_request=False)
        if asked.method not in ("GET", "HEAD"):
            return _say(start, HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD", "Content-Length": "0"})
        path = asked.path.lstrip("/")
        file = self._inside(path)
        if file is not None and file.is_dir():
            if path and not path.endswith("/"):
                on = f"{quote(asked.root_path)}/{quote(path)}/"
                return _say(start, HTTPStatus.MOVED_PERMANENTLY, {"Location": on, "Content-Length": "0"})
            path, file = f"{path}{INDEX}", file / INDEX
        if file is None or not file.is_file():
            return self._missing(asked, start)
        return _send(asked, start, path, file, HTTPStatus.OK)

    def _inside(self, path: str) -> Path | None:
        """The file or folder of a path, links followed, if it lies in the folder and no part of it is hidden."""
        if any(part.startswith(".") or "\\" in part or "\0" in part for part in path.split("/")):
            return None
        root = self._folder.resolve()
        found = (root / path).resolve()
        return found if found.is_relative_to(root) else None

    def _missing(self, asked: Asked, start: StartResponse) -> Iterable[bytes]:
        page = self._folder / NOT_FOUND
        if page.is_file():
            return _send(asked, start, NOT_FOUND, page, HTTPStatus.NOT_FOUND)
        return _say(start, HTTPStatus.NOT_FOUND, {"Content-Length": "0"})


def _send(asked: Asked, start: StartResponse, path: str, file: Path, status: HTTPStatus) -> Iterable[bytes]:
    try:
        known = file.stat()
        content = file.read_bytes() if asked.method == "GET" else b""
    except OSError:  # another site was put in its place just now
        return _say(start, HTTPStatus.NOT_FOUND, {"Content-Length": "0"})
    tag = f"{known.st_mtime_ns:x}-{known.st_size:x}"  # a weak one: it is the same file, compressed or not
    told = {"Content-Type": _media_type(file), "Cache-Control": ASKED_ANEW, **headers_for(path)}
    told |= {"ETag": f'W/"{tag}"', "Last-Modified": http_date(known.st_mtime)}
    if status is HTTPStatus.OK and asked.if_none_match.contains_weak(tag):
        return _say(start, HTTPStatus.NOT_MODIFIED, told)
    return _say(start, status, told | {"Content-Length": str(len(content) or known.st_size)}, content)


def _media_type(file: Path) -> str:
    return MEDIA_TYPES.get(file.suffix) or MEDIA_TYPES[""]


def _say(start: StartResponse, status: HTTPStatus, headers: dict[str, str], body: bytes = b"") -> Iterable[bytes]:
    start(f"{status.value} {status.phrase}", list(headers.items()))
    return [body]
