"""Which requests of a log are visits by a link or a code that we gave out, and to which page.

A visit is a page that was given (200, or 304 to who has it) at an address with a mark of ours. The way to it, such as
a short address or http before https, takes the mark along and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote_to_bytes, urlsplit

from publishers import addresses
from publishers.channels.every_channel import CHANNELS
from publishers.languages import MANNERS
from publishers.marks import Mark, every_mark
from scheduler.release.value import Release
from scheduler.visited import Visited
from wardpanels.publicity.server_log import Asked

GIVEN = (200, 304)
LED_ON = (301, 302, 307, 308)

Subject = tuple[str, str]
"""The code of a page's ward and the id of its meeting, each "" where it is about none."""


class MarkedPages:
    """Which page an address of a public site is, of all that its releases told of."""

    def __init__(self, site_url: str, releases: Iterable[Release]) -> None:
        self._root = urlsplit(site_url).path.rstrip("/").encode() + b"/"
        self._subjects: dict[bytes, Subject] = {}
        self._marks = {mark.encode(): told for mark, told in every_mark(each.name for each in CHANNELS).items()}
        self._languages = tuple(f"{tag}/".encode() for tag in MANNERS)
        for release in releases:
            self._learn(release)

    def _learn(self, release: Release) -> None:
        for ward in release.wards:
            for slug in (ward.slug, *ward.old_slugs):
                self._subjects[_inside(addresses.ward_page(slug))] = (ward.code, "")
        for meeting in release.meetings:
            subject = (meeting.ward_code, meeting.meeting_id)
            self._subjects[_inside(addresses.meeting_page(meeting.meeting_id))] = subject
            self._subjects[_inside(addresses.short_page(meeting.meeting_id))] = subject

    def visited(self, asked: Asked) -> Visited | None:
        """What a request counts for; None where it was for no page, without a mark of ours, or not given."""
        if asked.method != b"GET" or asked.status not in GIVEN or b"?" not in asked.target:
            return None
        path, _, query = asked.target.partition(b"?")
        mark = self._mark(query)
        subject = self._subject(path) if mark else None
        return Visited(asked.day, mark.channel, mark.moment.value, *subject) if mark and subject else None

    def is_led_on(self, asked: Asked) -> bool:
        """Whether a request is on the way to a page: it should arrive there with its mark."""
        query = asked.target.partition(b"?")[2]
        return asked.method == b"GET" and asked.status in LED_ON and self._mark(query) is not None

    def _mark(self, query: bytes) -> Mark | None:
        """The first mark in a query. Edges: networks put marks of their own beside ours, and some add a "="."""
        parts = (part.removesuffix(b"=") for part in query.split(b"&"))
        return next((self._marks[part] for part in parts if part in self._marks), None)

    def _subject(self, path: bytes) -> Subject | None:
        """Edges: a page of the site that is about no ward is about the whole borough."""
        if path.startswith((b"http://", b"https://")):  # as a proxy is asked
            path = b"/" + path.split(b"/", 3)[-1]
        page = unquote_to_bytes(path).removesuffix(b"index.html")
        if not page.startswith(self._root) or not page.endswith(b"/"):
            return None
        inside = page.removeprefix(self._root)
        tag = next((tag for tag in self._languages if inside.startswith(tag)), b"")
        return self._subjects.get(inside.removeprefix(tag), ("", ""))


def _inside(page: str) -> bytes:
    """A page's address inside the site, as it is when nothing in it is quoted."""
    return page.removesuffix(addresses.HOME_PAGE).encode()
