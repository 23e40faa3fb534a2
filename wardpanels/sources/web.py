"""Asks web servers for pages, politely: not too often, later where they are busy, and once for one answer.

Waiting, chance and the clock are given, so that this can be tried without them. urllib3's Retry and CacheControl wait
and count by the machine's own, and CacheControl answers without asking where it takes a page for fresh.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import requests

from publishers.carriers.answers import retry_after
from publishers.carriers.http import stand_guard
from publishers.carriers.network import LeadsInside, NoAddress, judged
from scheduler.errors import PanelError
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file

USER_AGENT = "WardPanels/1 (checks listings of ward panel meetings)"
TIMEOUT = (5.0, 20.0)
"""Units: seconds to connect, and seconds between two parts of an answer."""

A_SECOND = 15
"""Units: requests. Source: data.police.uk/docs/api-call-limits: 15 a second on average, bursts of 30"""

ROUNDING = 1e-6
"""Units: tokens. A wait that ends on time may leave so much less than a whole one."""

MOST_BYTES = 5_000_000
MOST_BYTES_OF_OURS = 100_000_000
"""Units: bytes of a page, and of a file that we made ourselves: a city's meetings may be many."""

MOST_TRIES = 4
LONGEST_WAIT_SECONDS = 60.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NO_ANSWER = 0
BUSY = frozenset({NO_ANSWER, 429, 502, 503, 504})


class CannotAsk(PanelError):
    """A page could not be had, or not be read. It says why, and others may still be looked at.

    Edges: `status` is that of HTTP, NO_ANSWER where nothing answered, None where what was answered cannot be read
    """

    code = "cannot-ask"

    def __init__(self, address: str, found: str, wanted: str, status: int | None = None) -> None:
        self.address, self.found, self.wanted, self.status = address, found, wanted, status
        super().__init__(f"{address}: found {found}, wanted {wanted}")

    @property
    def is_busy(self) -> bool:
        """Whether nothing answered, or only that it is busy, to each try."""
        return self.status in BUSY


@dataclass
class TokenBucket:
    """Lets so many pass in a second, and up to `burst` at once after a rest."""

    clock: Callable[[], float]
    pause: Callable[[float], None]
    a_second: float = A_SECOND
    burst: int = 1
    _tokens: float = field(init=False)
    _seen: float = field(init=False)

    def __post_init__(self) -> None:
        self._tokens, self._seen = float(self.burst), self.clock()

    def take(self) -> None:
        """Wait until there is a token, and take it."""
        self._fill()
        while self._tokens < 1 - ROUNDING:
            self.pause((1 - self._tokens) / self.a_second)
            self._fill()
        self._tokens -= 1

    def _fill(self) -> None:
        now = self.clock()
        self._tokens = min(self.burst, self._tokens + (now - self._seen) * self.a_second)
        self._seen = now


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What a web server gave. Edges: `address` is where it was in the end, after any redirect"""

    address: str
    media_type: str
    content: bytes

    @property
    def text(self) -> str:
        """The content as text; a letter that cannot be read shows as a question mark in a box."""
        return self.content.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class HostAnswer:
    """All that a web server answered, whatever it was.

    Edges: `hops` are the redirects on the way from `asked` to `address`, each with its status and where it led; names
           of headers are found in capitals and small letters alike
    """

    asked: str
    address: str
    status: int
    headers: Mapping[str, str]
    content: bytes = b""
    hops: tuple[tuple[int, str], ...] = ()


@dataclass
class Asker:
    """One look around. `chance` gives numbers from 0 to 1, which spread out the tries of many machines.

    Edges: without a `cache` folder every answer is asked for anew; only the public internet is asked, and what is
           `allowed` of our own network, as HOST or HOST:PORT, wherever a redirect leads
    """

    bucket: TokenBucket
    pause: Callable[[float], None]
    chance: Callable[[], float]
    cache: Path | None = None
    allowed: tuple[str, ...] = ()
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.headers["User-Agent"] = USER_AGENT
        self.session.max_redirects = 5
        guarded(self.session, self.allowed)

    def get(self, address: str, form: str = "") -> FetchedPage:
        """Return a page, from the cache where its server says that it has not changed.

        Edges:  with a form, the form is posted, and the answer is not kept
        Errors: CannotAsk
        """
        check_address(address)
        kept = None if form else _read(self._file(address))
        for attempt in range(1, MOST_TRIES + 1):
            status, said, page = self._ask(address, kept, form)
            if status == 304 and kept:
                return kept.page
            if page is not None:
                return page
            wait = said if said is not None else 2.0 ** (attempt - 1) * (0.5 + self.chance() / 2)
            if status not in BUSY or attempt == MOST_TRIES or wait > LONGEST_WAIT_SECONDS:
                wanted = "the page. Try again later, or look at it yourself"
                raise CannotAsk(address, _seen(status, said), wanted, status)
            self.pause(wait)
        raise AssertionError("the last try returns or raises")

    def look(self, address: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> HostAnswer:
        """Ask once, and return what is answered: a page, that it has not changed, that there is none.

        Errors: CannotAsk, where nothing is answered, or too much
        """
        check_address(address)
        self.bucket.take()
        try:
            with self.session.request(
                method, address, headers=headers, timeout=TIMEOUT, stream=True, allow_redirects=True
            ) as told:
                hops = tuple((hop.status_code, then.url) for hop, then in pairwise((*told.history, told)))
                body = _body(address, told, MOST_BYTES_OF_OURS)
                return HostAnswer(address, told.url, told.status_code, told.headers, body, hops)
        except (requests.RequestException, ValueError) as error:
            raise cannot_ask(address, error, "an answer") from error

    def _ask(self, address: str, kept: _Kept | None, form: str) -> tuple[int, float | None, FetchedPage | None]:
        """The status, how long we are asked to wait, and the page if there is one."""
        self.bucket.take()
        method, headers = ("POST", FORM) if form else ("GET", _validators(kept))
        try:
            with self.session.request(
                method, address, data=form or None, headers=headers, timeout=TIMEOUT, stream=True
            ) as answer:
                if answer.status_code != 200:
                    return answer.status_code, retry_after(answer.headers), None
                page = FetchedPage(answer.url, answer.headers.get("Content-Type", ""), _body(address, answer))
                if not form:
                    self._keep(address, page, answer)
                return 200, None, page
        except (requests.ConnectionError, requests.Timeout):
            return NO_ANSWER, None, None
        except (requests.RequestException, ValueError) as error:
            raise cannot_ask(address, error, "a page that can be read") from error

    def _file(self, address: str) -> Path | None:
        return self.cache / f"{hashlib.sha256(address.encode()).hexdigest()}.json" if self.cache else None

    def _keep(self, address: str, page: FetchedPage, answer: requests.Response) -> None:
        etag, changed = (answer.headers.get(name, "") for name in ("ETag", "Last-Modified"))
        file = self._file(address)
        if file is None or not (etag or changed):
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        body = base64.b64encode(page.content).decode()
        told = {"address": page.address, "media_type": page.media_type, "etag": etag, "changed": changed, "body": body}
        write_file(file, json.dumps(told).encode(), outputs.SHELF)


class _Inside(requests.RequestException):
    """A request leads to our own network."""

    def __init__(self, seen: str, wanted: str) -> None:
        self.seen, self.wanted = seen, wanted
        super().__init__(seen)


def cannot_ask(address: str, error: Exception, wanted: str) -> CannotAsk:
    """What to say of a request that failed."""
    if isinstance(error, _Inside):
        return CannotAsk(address, error.seen, error.wanted)
    return CannotAsk(address, trouble(error), wanted)


def guarded(session: requests.Session, allowed: tuple[str, ...]) -> requests.Session:
    """A session that asks the public internet alone, and what is `allowed` of our own network.

    Edges: a request that leads inside fails; `cannot_ask` says why
    """
    session.trust_env = False  # no password of a .netrc is for these pages, and no proxy stands in between

    def look(host: str, port: int) -> str:
        try:
            return judged(host, port, allowed)[0]
        except LeadsInside as error:
            raise _Inside(error.seen, error.wanted) from error
        except NoAddress as error:
            raise requests.ConnectionError(f"no address for {host}") from error

    stand_guard(session, look)
    return session


@dataclass(frozen=True, slots=True)
class _Kept:
    page: FetchedPage
    etag: str
    changed: str


def _read(file: Path | None) -> _Kept | None:
    """What the cache has; nothing where it is not there or cannot be read."""
    try:
        told = json.loads(file.read_bytes()) if file else {}
        page = FetchedPage(told["address"], told["media_type"], base64.b64decode(told["body"], validate=True))
        return _Kept(page, told["etag"], told["changed"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _validators(kept: _Kept | None) -> dict[str, str]:
    """The headers that let a server answer "not changed". Source: RFC 9110 13.1.2, 13.1.3."""
    if kept is None:
        return {}
    return {**({"If-None-Match": kept.etag} if kept.etag else {}),
            **({"If-Modified-Since": kept.changed} if kept.changed else {})}  # fmt: skip  # one header a line


def _body(address: str, answer: requests.Response, most: int = MOST_BYTES) -> bytes:
    body = bytearray()
    for part in answer.iter_content(65_536):
        body += part
        if len(body) > most:
            raise CannotAsk(address, f"more than {most:,} bytes", "a page of less")
    return bytes(body)


def check_address(address: str) -> None:
    """Refuse what is no web address. Errors: CannotAsk."""
    told = urlsplit(address)
    if told.scheme not in ("http", "https") or not told.hostname:
        raise CannotAsk(address, "no web address", "one such as https://www.example.org/panels")


TROUBLES: tuple[tuple[type[Exception], str], ...] = (
    (requests.exceptions.SSLError, "a certificate that cannot be trusted"),
    (requests.Timeout, "no answer in time"),
    (requests.TooManyRedirects, "redirects without an end"),
    (requests.exceptions.ChunkedEncodingError, "an answer that broke off"),
    (requests.exceptions.ContentDecodingError, "a compressed answer that cannot be read"),
    (requests.ConnectionError, "nothing that answers there"),
    (ValueError, "a redirect to what is no web address"),
)
"""What is said of each kind of failure. The first that fits counts; requests lets the ValueError of urllib through."""


def trouble(error: Exception) -> str:
    """What is said of a failure."""
    return next((told for kind, told in TROUBLES if isinstance(error, kind)), type(error).__name__)


def _seen(status: int, wait: float | None) -> str:
    asked = f", and to wait {wait:.0f} s" if wait else ""
    return f"status {status}{asked}" if status else "no answer"
