"""Parcels to carry, and outlets to carry them by, for the carriers' tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from publishers.artifact import Artifact, ArtifactKind
from publishers.carriers.carrier import Carrier, Outlet, Parcel, Receipt
from publishers.carriers.every_carrier import KIND_BY_NAME, open_carrier
from publishers.channels.copy import path_of

AT = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)
SUBJECT = "2027-E05009328-1"
PASSWORD = "correct horse battery"

TEXT = Artifact(
    "copy/x/2027-E05009328-1.txt", "text/plain; charset=utf-8", b"Mile End ward panel\n\nTuesday 30 March\n"
)
BENGALI = Artifact(
    "copy/x/2027-E05009328-1.bn.txt", "text/plain; charset=utf-8", "সভা\n".encode(), ArtifactKind.TEXT, "bn"
)
PDF = Artifact("posters/2027-E05009328-1.pdf", "application/pdf", b"%PDF-1.7\n\xff\xfe\x00")


def html(words: str = "Tuesday 30 March", language: str = "en") -> Artifact:
    """A piece for the council's site."""
    text = f"<section><h2><bdi>Mile End</bdi></h2>\n<p>{words}</p></section>\n"
    path = path_of("council-page", "mile-end", language, ArtifactKind.HTML)
    return Artifact(path, "text/html; charset=utf-8", text.encode(), ArtifactKind.HTML, language)


def meeting_ics(sequence: int = 0, start: str = "20270330T183000Z", status: str = "CONFIRMED") -> Artifact:
    """A calendar file of one meeting."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Ward Panels//Ward panel meetings//EN",
        "BEGIN:VEVENT",
        "UID:2027-E05009328-1@e09000030.wardpanels",
        f"SEQUENCE:{sequence}",
        "DTSTAMP:20270111T093000Z",
        f"DTSTART:{start}",
        "DURATION:PT90M",
        f"STATUS:{status}",
        "SUMMARY:Mile End ward panel meeting",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    return Artifact(
        "meetings/2027-E05009328-1/meeting.ics", "text/calendar; charset=utf-8", "\r\n".join(lines).encode()
    )


def parcel(*artifacts: Artifact, key: str = "r3/x/2027-E05009328-1", version: int = 1, **rest: object) -> Parcel:
    """A parcel of some artifacts."""
    facts = {"channel": "council-page", "subject": SUBJECT, "at": AT, **rest}
    return Parcel(key=key, version=version, artifacts=artifacts or (TEXT,), **facts)


def outlet(carrier: str, *, allowed: tuple[str, ...] = (), channel: str = "council-page", **told: object) -> Outlet:
    """An outlet with the carrier's defaults. `secrets` is given as a mapping, everything else is an option."""
    secrets = told.pop("secrets", {})
    defaults = {option.name: option.default for option in KIND_BY_NAME[carrier].options if option.default is not None}
    return Outlet(channel, carrier, {**defaults, **told}, secrets, allowed)


@contextmanager
def opened(told: Outlet) -> Iterator[Carrier]:
    """An outlet's carrier, closed after."""
    carrier = open_carrier(told)
    try:
        yield carrier
    finally:
        carrier.close()


def carried(told: Outlet, *parcels: Parcel) -> Receipt:
    """Carry parcels by one carrier. Returns the last one's receipt."""
    with opened(told) as carrier:
        return [carrier.carry(one) for one in parcels][-1]
