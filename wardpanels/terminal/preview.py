"""Shows a published folder at a local address. For looking, not for the public: any web server can carry the folder."""

from __future__ import annotations

import re
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

MEDIA_TYPES = {
    "": "application/octet-stream",
    ".atom": "application/atom+xml",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""Media types by ending: our own table, for what a machine's own registry says differs."""


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves files under one folder: no listings, nothing hidden, nothing outside it."""

    extensions_map: ClassVar[dict[str, str]] = MEDIA_TYPES  # type: ignore[misc]  # typeshed has it as an instance's
    server_version = "wardpanels"
    sys_version = ""

    def send_head(self) -> Any:
        """Answer with a file inside the folder, or with the site's own "not found" page."""
        if not self._is_inside():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        """A folder without an index page is not shown."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's 404 page for what is not there."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", MEDIA_TYPES[".html"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def end_headers(self) -> None:
        """Let browsers trust our media types, and ask again each time: this is for looking at changes."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # the parent's name for it
        """Say nothing: the terminal is for the address."""

    def _is_inside(self) -> bool:
        """Whether the path, links followed, lies in the folder and has no hidden part.

        Edges: a NUL byte is no path at all
        """
        if "\0" in self.translate_path(self.path) or re.search(r"/\.", self.path.partition("?")[0]):
            return False
        root = Path(self.directory).resolve()
        return Path(self.translate_path(self.path)).resolve().is_relative_to(root)


def site_server(folder: Path, host: str, port: int) -> ThreadingHTTPServer:
    """A server of `folder`, listening but not yet answering. Port 0 takes any free one."""
    server = ThreadingHTTPServer((host, port), partial(SiteHandler, directory=str(folder)))
    server.daemon_threads = True
    return server
