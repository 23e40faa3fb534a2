"""A stand-in for data.police.uk on loopback: crimes of some areas and months."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qs, urlsplit

from scheduler.recorded_crime import months_to
from tests.publishers.carriers.peers import Reply, Request, WebPeer, web_peer

NEWEST = date(2026, 9, 1)
MONTHS = months_to(NEWEST)


@dataclass
class Police:
    """What it says. `crimes` are kinds with their numbers by area and month; what is not there is 3 of drugs.

    Edges: `instead` are other answers, by area and month, or by the last part of an address
    """

    updated: str = "2026-11-05"
    months: tuple[date, ...] = MONTHS
    crimes: dict[tuple[str, date], dict[str, int]] = field(default_factory=dict)
    instead: dict[object, Reply] = field(default_factory=dict)
    asked: list[tuple[str, date]] = field(default_factory=list)

    def reply(self, request: Request) -> Reply:
        asked = urlsplit(request.path)
        name = asked.path.rpartition("/")[2]
        if name in self.instead:
            return self.instead[name]
        if name == "crime-last-updated":
            return Reply(body={"date": self.updated})
        if name == "crimes-street-dates":
            return Reply(body=[{"date": f"{month:%Y-%m}", "stop-and-search": []} for month in reversed(self.months)])
        given = parse_qs(asked.query or request.body.decode())
        key = (given["poly"][0], date.fromisoformat(f"{given['date'][0]}-01"))
        self.asked.append(key)
        told = self.crimes.get(key, {"drugs": 3})
        return (
            self.instead.get(key)
            or self.instead.get(key[0])
            or Reply(body=[{"category": kind} for kind, count in told.items() for _ in range(count)])
        )


@contextmanager
def police(said: Police) -> Iterator[WebPeer]:
    """It, as a web server."""
    with web_peer(said.reply) as peer:
        yield peer
