"""Takes each request whole and within bounds, then lets the site or a page answer it.

granian gives a body no time to arrive (its issue 728), and a page that reads one that never ends would hold its thread
for ever. So a body is read here, where waiting costs no thread, and a page is asked once it is there.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import traceback
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol
from urllib.parse import urlsplit, urlunsplit

from wardpanels.edge.allowances import Bounds
from wardpanels.edge.compressing import compressed
from wardpanels.edge.deaf_readers import end_deaf_readers
from wardpanels.edge.known_hosts import host_in
from wardpanels.edge.reply import ONLY_READ, READING, EdgeReply, refusal
from wardpanels.people.tokens import network_of

THREADS = 8
"""How many pages are made at once. More only wait for each other: the interpreter runs one at a time."""

IN_MEMORY = 65_536
"""Units: bytes of a body. What is longer waits on the disk."""

LISTENS_WITHIN = 0.2
"""Units: seconds that granian takes at most from its last word to us until it listens."""

DEFAULT_PORT = re.compile(r":(80|443)$")

log = logging.getLogger("wardpanels.edge")

Application = Callable[..., Iterable[bytes]]


class Files(Protocol):
    """Whatever answers by files alone, at once."""

    def reply(self, method: str, path: str, headers: Mapping[str, str]) -> EdgeReply:
        """The answer to a request without a body."""


@dataclass(frozen=True, slots=True)
class Mount:
    """An application, and how much it takes. Units: bytes of a body; one that takes nothing is only read"""

    app: Application
    most: int


class Turns:
    """Whose pages are made: so many at once, and so many more wait for their turn."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._turn, self._places = asyncio.Semaphore(at_once), waiting

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Wait for a turn, and have it. Errors: _Refused, where too many wait"""
        if self._places <= 0:
            raise _Refused(HTTPStatus.SERVICE_UNAVAILABLE, "Many pages are asked for just now. Try again in a minute.")
        self._places -= 1
        try:
            async with self._turn:
                yield
        finally:
            self._places += 1


@dataclass(frozen=True, slots=True)
class Tenant:
    """What answers under one name or several: a path goes to the mount it begins with, whole, and else to the files."""

    files: Files
    mounts: Mapping[str, Mount]
    turns: Turns

    def mount_of(self, path: str) -> Mount | None:
        """The mount that a path begins with; None where a file answers. Edges: one that is only read is one page"""
        for prefix, mount in self.mounts.items():
            if path == prefix or (mount.most and path.startswith(f"{prefix}/")):
                return mount
        return None


class _Refused(Exception):
    """A request is refused before a page sees it."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        self.status, self.sentence = status, sentence
        super().__init__(sentence)


class Receiver:
    """The server as granian calls it (RSGI). `tenants` are what answers, by the names asked for; `proxies` is how
    many web servers in front say who asked; `close` ends what goes on beside the pages.

    Edges: a foreign name is refused; fields of a header with a `_` are left out, for they could pass for others
    """

    def __init__(self, tenants: Mapping[str, Tenant], bounds: Bounds, proxies: int, close: Callable[[], None]) -> None:
        self._tenants, self._bounds, self._proxies, self._close = tenants, bounds, proxies, close
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="page")
        self._sending: Counter[str] = Counter()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look after connections. granian calls it just before it listens."""
        loop.call_later(LISTENS_WITHIN, end_deaf_readers, self._bounds.deaf_seconds)

    def __rsgi_del__(self, _: object) -> None:
        """End what goes on beside the pages. granian calls it once all that was asked is answered."""
        self._pool.shutdown()
        self._close()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answer one request."""
        try:
            tenant = self._asked_by(scope.headers.get_all("host"))
            mount = tenant.mount_of(scope.path)
            if mount is None:
                reply = tenant.files.reply(scope.method, scope.path, scope.headers)
            elif not mount.most and scope.method not in READING:
                reply = ONLY_READ
            else:
                reply = await self._page(tenant.turns, mount, scope, proto)
        except _Refused as refused:
            reply = refusal(refused.status, refused.sentence)
        except Exception as error:  # noqa: BLE001  # whatever it is, whoever asked gets an answer
            log.error("%s", "".join(traceback.format_exception(error)))
            reply = refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here. It is written in the log.")
        if reply.file and scope.method != "HEAD":
            proto.response_file(reply.status, reply.headers, reply.file)
        else:
            proto.response_bytes(reply.status, reply.headers, b"" if scope.method == "HEAD" else reply.body)

    def _asked_by(self, named: Sequence[str]) -> Tenant:
        tenant = self._tenants.get(host_in(named[0])) if len(named) == 1 else None
        if tenant is None:
            raise _Refused(HTTPStatus.BAD_REQUEST, "This server is not known by the name that it was asked by.")
        return tenant

    async def _page(self, turns: Turns, mount: Mount, scope: Any, proto: Any) -> EdgeReply:
        who = self._who(scope)
        with SpooledTemporaryFile(IN_MEMORY) as body:
            length = await self._received(scope, proto, mount.most, network_of(who[0]), body)
            environ = _environ(scope, who, length, body)
            async with turns.one():
                return await asyncio.get_running_loop().run_in_executor(self._pool, _drawn, mount.app, environ)

    def _who(self, scope: Any) -> tuple[str, str]:
        """The address that asks and the scheme by which, as the outermost web server that is trusted saw them."""
        return (
            _told(scope.headers, "x-forwarded-for", self._proxies) or scope.client.rpartition(":")[0].strip("[]"),
            _told(scope.headers, "x-forwarded-proto", self._proxies) or scope.scheme,
        )

    async def _received(self, scope: Any, proto: Any, most: int, network: str, body: IO[bytes]) -> int:
        """Read a body and return its length. Errors: _Refused, where it is too long, too slow, or one of too many

        Edges: one that does not say how long it is, is refused: granian does not tell its end from a line that broke
        """
        if scope.headers.get("transfer-encoding", ""):
            raise _Refused(HTTPStatus.LENGTH_REQUIRED, "Say first how long it is that you send.")
        told = scope.headers.get("content-length", "")
        length = int(told) if told.isdecimal() else 0
        if not length:
            return 0
        if length > most:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"Send {most:,} bytes at most.")
        with self._one_more(network):
            try:
                async with asyncio.timeout(self._bounds.body_seconds + length / self._bounds.bytes_a_second):
                    arrived = await _written(proto, body)
            except TimeoutError:
                raise _Refused(HTTPStatus.REQUEST_TIMEOUT, "What you sent took too long to arrive.") from None
        if arrived != length:
            raise _Refused(HTTPStatus.BAD_REQUEST, "What you sent broke off before its end.")
        return length

    @contextmanager
    def _one_more(self, network: str) -> Iterator[None]:
        if self._sending[network] >= self._bounds.bodies_of_one:
            raise _Refused(HTTPStatus.SERVICE_UNAVAILABLE, "You send many requests at once. Try again in a minute.")
        self._sending[network] += 1
        try:
            yield
        finally:
            self._sending[network] -= 1
            if not self._sending[network]:
                del self._sending[network]


async def _written(proto: Any, body: IO[bytes]) -> int:
    length = 0
    async for part in proto:
        length += body.write(part)
    body.seek(0)
    return length


def _drawn(app: Application, environ: dict[str, Any]) -> EdgeReply:
    return compressed(answered(app, environ), environ.get("HTTP_ACCEPT_ENCODING", ""))


def answered(app: Application, environ: dict[str, Any]) -> EdgeReply:
    """What an application answers, whole. Edges: where it leads on to an address here, it says the path alone"""
    begun: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
        begun[:] = [int(status.partition(" ")[0]), headers]
        return lambda _: None

    said = app(environ, start)
    try:
        body = b"".join(said)
    finally:
        close = getattr(said, "close", None)
        if close:
            close()
    status, headers = begun
    asked_by = environ["HTTP_HOST"]
    told = [(name, _path(value, asked_by) if name.lower() == "location" else value) for name, value in headers]
    return EdgeReply(status, told, body)


def _path(address: str, asked_by: str) -> str:
    """An address of ours without the name that we were asked by. Edges: two slashes in front would be another name"""
    parts = urlsplit(address)
    if parts.netloc.lower() not in (asked_by.lower(), DEFAULT_PORT.sub("", asked_by.lower())):
        return address
    return urlunsplit(("", "", f"/{parts.path.lstrip('/')}", parts.query, parts.fragment))


def _told(headers: Any, name: str, proxies: int) -> str:
    """What the outermost of so many web servers in front says; "" where there are none, or not so many."""
    said = [each.strip() for line in headers.get_all(name) for each in line.split(",")] if proxies else []
    return said[-proxies] if len(said) >= proxies > 0 else ""


def _environ(scope: Any, who: tuple[str, str], length: int, body: IO[bytes]) -> dict[str, Any]:
    """A request as a WSGI application takes it. Source: PEP 3333"""
    address, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": address,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": who[0],
        "CONTENT_LENGTH": str(length),
        "CONTENT_TYPE": scope.headers.get("content-type", ""),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": who[1],
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" not in name and name.lower() not in ("content-length", "content-type"):
            key = f"HTTP_{name.upper().replace('-', '_')}"
            environ[key] = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ', '}{value}" if key in environ else value
    return environ
