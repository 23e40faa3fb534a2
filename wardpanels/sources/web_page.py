"""What any web page lists: the events in its JSON-LD, or else the days in its text and what stands beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from html.parser import HTMLParser
from typing import Any

from wardpanels.sources.day_in_text import FoundDate, days_in, start_in
from wardpanels.sources.listing import Listing
from wardpanels.sources.web import Asker, CannotAsk

SOURCE = "web page"
LINES = frozenset(
    (
        "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "li", "main", "ol", "p", "section", "table", "tr", "ul",
    )
)  # fmt: skip
"""Elements that begin a line of their own."""

HIDDEN = frozenset({"script", "style", "template", "noscript"})
LONGEST_TEXT = 300_000
MOST_DAYS = 1_000
"""Units: letters, and days in them. What a page has beyond is not read: a page of meetings is far shorter."""

DEEPEST = 4
"""Units: levels of a location in JSON-LD: a place in a place, its address, its country."""

LONGEST_WINDOW = 600
"""Units: letters after a day that may still belong to it."""


class _Reader(HTMLParser):
    """The text of a page, line by line, its title, and its pieces of JSON-LD."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.title = ""
        self.data: list[str] = []
        self._inside = ""
        self.feed(html.replace("<![", "&lt;!["))  # Python 3.11 stops at a marked section that it does not know
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN or tag == "title":
            is_data = tag == "script" and dict(attrs).get("type") == "application/ld+json"
            self._inside = "data" if is_data else tag
            self.data += [""] if is_data else []
        self.parts.append("\n" if tag in LINES else " ")

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN or tag == "title":
            self._inside = ""
        self.parts.append("\n" if tag in LINES else " ")

    def handle_data(self, data: str) -> None:
        if self._inside == "data":
            self.data[-1] += data
        elif self._inside == "title":
            self.title += data
        elif not self._inside:
            self.parts.append(data.replace("\n", " "))

    @property
    def text(self) -> str:
        """What is seen of the page: one line for each paragraph, item or row."""
        lines = (" ".join(line.split()) for line in "".join(self.parts).split("\n"))
        return "\n".join(line for line in lines if line)


def plain_text(html: str) -> str:
    """A piece of HTML, or of text, as text."""
    return _Reader(html).text


def listings(asker: Asker, address: str, years: Sequence[int], zone: tzinfo) -> tuple[Listing, ...]:
    """Return what a page lists, by date. `years` are those of days that stand there without one.

    Errors: CannotAsk
    """
    page = asker.get(address)
    if not page.media_type.startswith(("text/", "application/xhtml")):
        raise CannotAsk(address, page.media_type or "no type", "a web page")
    reader = _Reader(page.text)
    events = [event for piece in reader.data for event in _events(piece)]
    found = [listing for event in events if (listing := _of_event(event, zone))]
    return tuple(sorted(found or _in_text(reader, years), key=lambda listing: listing.day))


def _events(piece: str) -> Iterator[dict[str, Any]]:
    """Every event in a piece of JSON-LD, however deep. Source: schema.org/Event; json-ld.org."""
    try:
        waiting = [json.loads(piece)]
    except (ValueError, RecursionError):
        return
    while waiting:
        told = waiting.pop()
        if isinstance(told, list):
            waiting += told
        elif isinstance(told, dict):
            if "Event" in str(told.get("@type", "")):
                yield told
            waiting += [value for value in told.values() if isinstance(value, dict | list)]


def _of_event(event: dict[str, Any], zone: tzinfo) -> Listing | None:
    text = str(event.get("startDate", ""))
    try:
        starts_at = datetime.fromisoformat(text)
    except ValueError:
        return None
    local = starts_at.astimezone(zone) if starts_at.tzinfo else starts_at
    place = _place(event.get("location"))
    words = [str(event.get("name", "")), str(event.get("description", "")), place]
    return Listing(
        local.date(),
        local.time() if "T" in text else None,
        "\n".join(word for word in words if word),
        place,
        is_cancelled="Cancelled" in str(event.get("eventStatus", "")),
    )


def _place(location: Any, depth: int = DEEPEST) -> str:
    """The words of a location, with its address, in the order they stand."""
    if isinstance(location, str):
        return location
    parts: Iterable[Any] = location if isinstance(location, list) else ()
    if isinstance(location, dict):
        parts = [value for key, value in location.items() if not key.startswith("@") and key != "geo"]
    return ", ".join(filter(None, (_place(part, depth - 1) for part in parts))) if depth else ""


def _in_text(reader: _Reader, years: Sequence[int]) -> Iterator[Listing]:
    text = reader.text[:LONGEST_TEXT]
    days = days_in(text, years)[:MOST_DAYS]
    for place, found in enumerate(days):
        before = max((one.end for one in days[:place] if one.end <= found.start), default=0)
        after = next((one for one in days[place:] if one.start > found.start), None)
        start = max(text.rfind("\n", 0, found.start) + 1, before)
        yield _of_window(reader.title, text, found, start, min(_end(text, found, after), found.end + LONGEST_WINDOW))


def _end(text: str, found: FoundDate, after: FoundDate | None) -> int:
    """Where what belongs to a day ends: at the line of the next day, or at that day where both are on one line."""
    if after is None:
        return len(text)
    line = text.rfind("\n", 0, after.start) + 1
    return line if line > found.end else after.start


def _of_window(title: str, text: str, found: FoundDate, start: int, end: int) -> Listing:
    """One day in the text: its time is the first one after it, or else before it on its line."""
    time_of_day = start_in(text[found.end : end]) or start_in(text[start : found.start])
    return Listing(found.day, time_of_day, f"{title}\n{text[start:end]}".strip())
