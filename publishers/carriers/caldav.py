"""Keeps meetings in a shared calendar over CalDAV: one resource a subject, so that an update overwrites.

A cancelled meeting stays, as its own STATUS:CANCELLED says; nothing is ever deleted here.
"""

from __future__ import annotations

import re

from publishers.carriers.carrier import Carrier, Closed, Outlet, Parcel, Receipt, TryAgain, slug
from publishers.carriers.http import Web

SECRET = "password"
SEQUENCE = re.compile(r"^SEQUENCE:(\d+)", re.MULTILINE)
UID = re.compile(r"^UID:(.*(?:\r?\n[ \t].*)*)", re.MULTILINE)


def open_caldav(outlet: Outlet) -> Carrier:
    """Open the calendar. Nothing is asked of the server before the first parcel.

    Errors: Closed, TryAgain
    """
    web = Web(outlet, "url", SECRET)
    web.logs_in(outlet.options["user"])
    return _CalDav(web)


class _CalDav:
    def __init__(self, web: Web) -> None:
        self._web = web

    def carry(self, parcel: Parcel) -> Receipt:
        """Put the meeting in the calendar, unless a newer state of it is there already.

        Errors: TryAgain, Closed, Refused
        """
        content = parcel.of_type("text/calendar")[0].content
        self._check_single(parcel, content)
        path = f"/{slug(parcel.subject)}.ics"
        there = self._web.ask("GET", path, fine=(404, 410))
        if there.ok and _sequence(there.text) > _sequence(content.decode()):
            return Receipt(f"a newer state is already at {self._web.below(path)}")
        headers = {
            "Content-Type": "text/calendar; charset=utf-8",
            **_only_over(there.ok, there.headers.get("ETag", "")),
        }
        answer = self._web.ask("PUT", path, data=content, headers=headers, fine=(404, 409, 412))
        if answer.status_code == 412:
            raise TryAgain(f"{self._web.place.host}: somebody changed {path[1:]} at the same moment")
        if not answer.ok:
            raise self._web.outlet.misses("url", repr(self._web.address), "the address of a calendar that is there")
        return Receipt(self._web.below(path))

    def _check_single(self, parcel: Parcel, content: bytes) -> None:
        """A calendar holds each meeting as a resource of its own. Source: RFC 4791 4.1"""
        meetings = len(set(UID.findall(content.decode())))
        if meetings != 1:
            raise Closed(
                f"{parcel.channel}, {parcel.subject}: found a calendar of {meetings} meetings, wanted one a parcel. "
                f"Give [channels.{parcel.channel}] another carrier in borough.toml."
            )

    def close(self) -> None:
        self._web.close()


def _sequence(text: str) -> int:
    return max((int(found) for found in SEQUENCE.findall(text)), default=0)


def _only_over(is_there: bool, etag: str) -> dict[str, str]:
    """What lets the server refuse a change over a state we have not seen. Edges: a weak tag promises too little"""
    if not is_there:
        return {"If-None-Match": "*"}
    return {"If-Match": etag} if etag and not etag.startswith("W/") else {}
