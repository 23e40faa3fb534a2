"""What a line of a web server's log says, in the Common or Combined Log Format of nginx, Apache and most others.

Of who asked, nothing is read but what their program calls itself: no address, and no time finer than a day.

Source: httpd.apache.org, mod_log_config, "Common Log Format", "Combined"; nginx.org, ngx_http_log_module, "combined"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import BinaryIO
from zoneinfo import ZoneInfo

LONGEST_LINE = 1 << 16
"""Units: bytes. Servers cut a request long before; what is longer is no line of a log."""

TEXT = rb'"((?:[^"\\]|\\.)*)"'
LINE = re.compile(
    rb'[^"]* \[(?P<minute>\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d):[0-6]\d (?P<ahead>[+-]\d{4})\] '
    + TEXT  # the request
    + rb" (\d{3}) (?:\d+|-)"
    # Where from, and which program: Combined only. After either format stands what a server was told to add.
    + rb"(?: " + TEXT + rb" " + TEXT + rb"(?: .*)?"
    + rb'|(?: [^"].*)?)',
    re.DOTALL,
)  # fmt: skip  # a part a line
MONTHS = (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec")

BROWSERS = (b"Mozilla/", b"Opera/")
"""How every browser that people use begins its name."""

PROGRAM = re.compile(
    rb"(?<!cu)bot\b|crawl|spider|slurp|preview|headless|lighthouse|monitor|scan|fetch|externalhit|https?://"
    rb"|\(compatible;(?! MSIE)",
    re.IGNORECASE,
)
"""What a program says of itself that calls itself a browser too. Cubot is a maker of phones."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request.

    Units: `day` by the clocks of the zone that was given; `status` is HTTP's
    Edges: `method` and `target` are b"" where what was asked is no request of HTTP; `agent` is what the program that
           asked calls itself, None where the log does not say it
    """

    day: date
    method: bytes
    target: bytes
    status: int
    agent: bytes | None

    @property
    def is_by_program(self) -> bool | None:
        """Whether a robot asked, as far as it says so; None where nobody knows."""
        return None if self.agent is None else is_program(self.agent)


def reader(zone: ZoneInfo) -> Callable[[bytes], Asked | None]:
    """What reads a line without its end, with days by the clocks of a zone. It gives None for what is no such line."""

    @lru_cache(maxsize=1024)
    def day_of(minute: bytes, ahead: bytes) -> date | None:
        try:
            return _moment(minute, ahead).astimezone(zone).date()
        except (ValueError, OverflowError):
            return None

    def read(line: bytes) -> Asked | None:
        found = LINE.fullmatch(line)
        day = day_of(found["minute"], found["ahead"]) if found else None
        if found is None or day is None:
            return None
        request, status, _, agent = found.groups()[2:]
        method, target = _request(request)
        return Asked(day, method, target, int(status), agent)

    return read


def whole_lines(log: BinaryIO) -> Iterator[bytes | None]:
    """Each line of a log without its end; None for one that is too long, and for the last where it has no end yet."""
    while line := log.readline(LONGEST_LINE):
        if line.endswith(b"\n"):
            yield line.rstrip(b"\r\n")
            continue
        while rest := log.readline(LONGEST_LINE):
            if rest.endswith(b"\n"):
                break
        yield None


def is_program(agent: bytes) -> bool:
    """Whether what calls itself so is no person's browser: it says nothing, is none, or says that it is a robot."""
    return not agent.startswith(BROWSERS) or PROGRAM.search(agent) is not None


def _request(text: bytes) -> tuple[bytes, bytes]:
    method, _, rest = text.partition(b" ")
    target, _, version = rest.rpartition(b" ")
    return (method, target) if version.startswith(b"HTTP/") else (b"", b"")


def _moment(minute: bytes, ahead: bytes) -> datetime:
    """Errors: ValueError."""
    day, month, year, hour, past = re.split(rb"[/:]", minute)
    offset = timedelta(hours=int(ahead[1:3]), minutes=int(ahead[3:]))
    zone = timezone(-offset if ahead.startswith(b"-") else offset)
    return datetime(int(year), MONTHS.index(month) + 1, int(day), int(hour), int(past), tzinfo=zone)
