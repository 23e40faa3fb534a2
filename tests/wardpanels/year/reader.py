"""Somebody who follows a site for years, and remembers everything that was ever there.

Knows the formats of its files and none of our code: calendars are read by icalendar, news by an XML parser.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from icalendar import Calendar

ATOM = "{http://www.w3.org/2005/Atom}"
MANIFEST = ".wardpanels-manifest.json"
KEPT = timedelta(days=396)
ENTRY = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
STAMPS = re.compile(rb"(?:DTSTAMP|LAST-MODIFIED|SEQUENCE):[^\r]*\r\n")
ALARMS = re.compile(rb"BEGIN:VALARM\r\n.*?END:VALARM\r\n", re.DOTALL)
ROOT = "/ward-panels/"
"""Where the site is on its host."""
NOT_AS_FIRST = "not as we first announced them"
MEETING_LINK = re.compile(r"meetings/([^/\"]+)/\"")
NUMBER = re.compile(r"\d+")
SIGNATURES = {".png": b"\x89PNG", ".pdf": b"%PDF", ".svg": b"<"}


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar file. `plain` is one that only says that something ended."""

    uid: str
    sequence: int
    stamped: datetime
    modified: datetime
    shown: bytes
    begins: Any
    ends: Any
    state: str
    plain: bool

    @property
    def facts(self) -> tuple[Any, ...]:
        """When it is, and whether."""
        return self.begins, self.ends, self.state


@dataclass(frozen=True)
class Feed:
    """One calendar file."""

    entries: dict[str, Entry]
    modified: datetime | None
    content: bytes


@dataclass(frozen=True)
class News:
    """One entry of the news feed."""

    title: str
    published: str
    link: str


@dataclass(frozen=True)
class Seen:
    """A site as it was at one moment."""

    files: dict[str, bytes]
    feeds: dict[str, Feed]
    news: dict[str, dict[str, News]]
    meetings: dict[str, dict[str, Any]]


class Page(HTMLParser):
    """What a page needs to have."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.has_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of titles and links."""
        self.has_title = self.has_title or tag == "title"
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.links.append(href)


@dataclass
class Reader:
    """Looks at a site again and again, and finds what is wrong with what became of what it knows."""

    timezone: Any
    served: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    feeds: dict[str, Feed] = field(default_factory=dict)
    facts: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    first: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    moving: set[str] = field(default_factory=set)
    news: dict[tuple[str, str], News] = field(default_factory=dict)
    gone: set[tuple[str, str]] = field(default_factory=set)
    last: Seen | None = None
    _parsed: dict[bytes, Entry] = field(default_factory=dict)
    _sound: set[tuple[str, bytes]] = field(default_factory=set)

    def look(self, folder: Path, now: datetime) -> list[str]:
        """What is wrong with what is in the folder now, in sentences."""
        seen = self._seen(folder)
        changed, new = self._meetings(seen)
        found = [
            *(f"{path} is gone" for path in sorted(self.served - seen.files.keys())),
            *(f"meetings.json: {name} is gone" for name in sorted(self.listed - seen.meetings.keys())),
            *self._unsound(seen),
            *self._feeds(seen, now, changed),
            *self._told(seen, now, changed, new),
            *self._changes_page(seen, changed),
        ]
        self.served |= {path for path in seen.files if not path.startswith("static/")}
        self.listed |= seen.meetings.keys()
        self.last = seen
        return found

    # what is there

    def _seen(self, folder: Path) -> Seen:
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        files.pop(MANIFEST)
        feeds = {path: self._feed(path, content) for path, content in files.items() if path.endswith(".ics")}
        news = {path: _news(content) for path, content in files.items() if path.endswith(".atom")}
        meetings = {each["id"]: each for each in json.loads(files["meetings.json"])["meetings"]}
        return Seen(files, feeds, news, meetings)

    def _feed(self, path: str, content: bytes) -> Feed:
        if path in self.feeds and self.feeds[path].content == content:
            return self.feeds[path]
        found = [self._entry(block) for block in ENTRY.findall(content)]
        frame = Calendar.from_ical(ENTRY.sub(b"", content))
        modified = frame.get("LAST-MODIFIED")
        entries = {entry.uid: entry for entry in found}
        assert len(entries) == len(found), "a UID stands twice in one calendar"
        return Feed(entries, modified.dt if modified else None, content)

    def _entry(self, block: bytes) -> Entry:
        if block not in self._parsed:
            wrapped = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + block + b"END:VCALENDAR\r\n"
            (event,) = Calendar.from_ical(wrapped).walk("VEVENT")
            begins, ends = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
            is_plain = not isinstance(begins, datetime)
            self._parsed[block] = Entry(
                str(event["UID"]),
                int(event.get("SEQUENCE", 0)),
                event["DTSTAMP"].dt,
                event["LAST-MODIFIED"].dt,
                STAMPS.sub(b"", ALARMS.sub(b"", block)),
                begins if is_plain else begins.replace(tzinfo=self.timezone).astimezone(UTC),
                ends.replace(tzinfo=self.timezone).astimezone(UTC) if ends else None,
                f"{event['STATUS']}{' not held' if str(event['SUMMARY']).startswith('NOT HELD') else ''}",
                is_plain,
            )
        return self._parsed[block]

    def _meetings(self, seen: Seen) -> tuple[dict[str, tuple[Any, Any]], dict[str, tuple[Any, ...]]]:
        """By id, the facts of meetings that changed, before and now, and those of new ones."""
        changed, new = {}, {}
        for uid, entry in seen.feeds["calendar.ics"].entries.items():
            name = uid.partition("@")[0]
            before = self.facts.get(name)
            place = _place(seen.meetings[name]["venue"]) if name in seen.meetings else before and before[1]
            now = (entry.facts, place)
            if before is None:
                new[name] = now
            elif not _holds(before, now):
                changed[name] = (before, now)
            self.facts[name] = now
            self.first.setdefault(name, now)
        return changed, new

    def _changes_page(self, seen: Seen, changed: dict[str, Any]) -> list[str]:
        """Whether every change is on the page of changes, and nothing that is as it was at first."""
        news, _, so_far = seen.files["changes/index.html"].decode().partition(NOT_AS_FIRST)
        told, listed = (set(MEETING_LINK.findall(part)) for part in (news, so_far))
        is_of_all = "See all meetings" in news
        here = {name for name in changed if name in seen.meetings}
        self.moving |= changed.keys()
        found = [f"changes page: nothing of {name}" for name in here - told if not is_of_all]
        is_back = {name for name in listed if "CONFIRMED" in self.facts[name][0] or name not in self.moving}
        as_first = {name for name in is_back if self.facts[name] == self.first[name]}
        return [*found, *(f"changes page: {name} is not as first announced, and it is" for name in as_first)]

    # whether it is sound

    def _unsound(self, seen: Seen) -> list[str]:
        found = []
        for path, content in seen.files.items():
            if self.last and self.last.files.get(path) == content:
                continue
            found += [f"{path}: {wrong}" for wrong in _wrong_with(path, content, seen.files)]
        return found

    # calendars

    def _feeds(self, seen: Seen, now: datetime, changed: dict[str, Any]) -> list[str]:
        found: list[str] = []
        for path, feed in seen.feeds.items():
            found += (f"{path}: {wrong}" for wrong in self._feed_against(path, feed, self.feeds.get(path)))
            for uid, entry in feed.entries.items():
                before = self.entries.get((path, uid))
                if (path, uid) in self.gone:
                    found.append(f"{path}: {uid} is back after it was gone")
                if before:
                    is_news = uid.partition("@")[0] in changed
                    found += (f"{path}, {uid}: {wrong}" for wrong in _entry_against(entry, before, is_news=is_news))
                self.entries[path, uid] = entry
            self.feeds[path] = feed
        for (path, uid), entry in self.entries.items():
            if entry.plain or path not in seen.feeds or uid in seen.feeds[path].entries or "/meetings/" in f"/{path}":
                continue
            if entry.ends + KEPT >= now:
                found.append(f"{path}: {uid} is gone {now - entry.ends} after its end")
            self.gone.add((path, uid))
        return found

    def _feed_against(self, path: str, feed: Feed, before: Feed | None) -> list[str]:
        found = []
        if before is None:
            return found
        if before.modified and (feed.modified is None or feed.modified < before.modified):
            found.append(f"LAST-MODIFIED fell from {before.modified} to {feed.modified}")
        if (
            _frame_shown(feed) != _frame_shown(before)
            and before.modified
            and feed.modified
            and feed.modified <= before.modified
        ):
            found.append(f"shows something else, and LAST-MODIFIED is {feed.modified} as before")
        return found

    # news

    def _told(self, seen: Seen, now: datetime, changed: dict[str, Any], new: dict[str, Any]) -> list[str]:
        found: list[str] = []
        fresh: dict[str, News] = {}
        of_before = {news.published for (path, _), news in self.news.items() if path == "changes.atom"}
        for path, told in seen.news.items():
            unknown = {name: news for name, news in told.items() if (path, name) not in self.news}
            if path == "changes.atom":
                fresh = unknown
            elif path in self.served:
                new_here = {news.published for news in unknown.values() if "T00:00:00" not in news.published}
                found += (f"{path}: news of {at} is told again under another id" for at in new_here & of_before)
            for name, news in told.items():
                before = self.news.get((path, name), news)
                is_another = path == "changes.atom" and (before.link, _numbers(before)) != (news.link, _numbers(news))
                if before.published != news.published or is_another:
                    found.append(f"{path}: {name} is of something else: {before}, {news}")
                self.news[path, name] = news
        for (path, name), news in self.news.items():
            is_plain = "T00:00:00" in news.published
            if not is_plain and name not in seen.news[path] and datetime.fromisoformat(news.published) + KEPT >= now:
                found.append(f"{path}: {name} is gone: {news}")
        return [*found, *_news_against(fresh, changed, new)]


def _holds(was: tuple[Any, Any], now: tuple[Any, Any]) -> bool:
    """Whether whoever went by what was told still finds the meeting, and gets in: a first answer breaks no word."""
    if was[0] != now[0] or None in (was[1], now[1]):
        return was == now
    where, access = slice(3), slice(3, None)
    answers = zip(was[1][access], now[1][access], strict=True)
    return was[1][where] == now[1][where] and all(told in (is_, "unknown", "") for told, is_ in answers)


def _news_against(fresh: dict[str, News], changed: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Whether what is told as news is what happened since the site was written last, each once."""
    found: list[str] = []
    told = [news.link.rstrip("/").rpartition("/")[2] for news in fresh.values() if "/meetings/" in news.link]
    of_all = [news for news in fresh.values() if "/meetings/" not in news.link]
    found += (f"changes.atom: {name} is told twice at once" for name in {one for one in told if told.count(one) > 1})
    is_new = {name for name, facts in new.items() if facts[0][2] == "CONFIRMED"}
    found += (f"changes.atom: {name} is told, and nothing happened" for name in set(told) - changed.keys() - is_new)
    untold = (changed.keys() | is_new) - set(told)
    number = sum(int(NUMBER.findall(news.title)[0]) for news in of_all)
    if len(untold) != number:
        found.append(f"changes.atom: found {number} told together, wanted {untold}, of {changed}")
    for news in fresh.values():
        name = news.link.rstrip("/").rpartition("/")[2]
        if name not in told:
            continue
        was, now = changed.get(name, (None, new.get(name)))
        found += (
            f"changes.atom: {news.title}, of {was}, {now}"
            for kind in [_kind(was, now)]
            if kind and not news.title.startswith(f"{kind}:")
        )
    return found


def _kind(was: Any, now: Any) -> str:
    """What such news begins with."""
    if now is None:
        return ""
    if was is None:
        return "New"
    before, after = was[0][2], now[0][2]
    if "CANCELLED" in (before, after) and before != after:
        return "Cancelled" if after == "CANCELLED" else "Back on"
    if before != after:
        return "Not held" if "not held" in after else "Held after all"
    if was[0] != now[0]:
        return "Moved"
    return "New place" if was[1][:3] != now[1][:3] else "Getting in has changed"


def _entry_against(now: Entry, before: Entry, *, is_news: bool) -> list[str]:
    found = [
        f"{what} fell from {was} to {is_}"
        for what, was, is_ in (
            ("SEQUENCE", before.sequence, now.sequence),
            ("DTSTAMP", before.stamped, now.stamped),
            ("LAST-MODIFIED", before.modified, now.modified),
        )
        if is_ < was
    ]
    if now.shown != before.shown and now.modified <= before.modified:
        found.append(f"shows something else, and LAST-MODIFIED is {now.modified} as before")
    if now.shown == before.shown and now.modified != before.modified:
        found.append(f"shows the same, and LAST-MODIFIED went from {before.modified} to {now.modified}")
    if now.plain:
        return found
    if (now.facts != before.facts or is_news) and now.sequence <= before.sequence:
        found.append(f"facts changed from {before.facts} to {now.facts}, and SEQUENCE is {now.sequence} as before")
    if not is_news and now.facts == before.facts and now.sequence != before.sequence:
        found.append(f"only words changed, and SEQUENCE went from {before.sequence} to {now.sequence}")
    return found


def _news(content: bytes) -> dict[str, News]:
    found = {}
    for entry in ET.fromstring(content).findall(f"{ATOM}entry"):
        texts = {each.tag: each.text or "" for each in entry}
        name = texts[f"{ATOM}id"]
        assert name not in found, f"{name} stands twice"
        link = entry.find(f"{ATOM}link")
        assert link is not None
        found[name] = News(texts[f"{ATOM}title"], texts[f"{ATOM}published"], link.attrib["href"])
    return found


def _numbers(news: News) -> list[str]:
    return NUMBER.findall(news.title)


def _place(venue: dict[str, Any]) -> tuple[Any, ...]:
    """What of a hall is news where it changes: where it is, and how to get in."""
    entrance = "".join(mark for mark in venue["entrance"].casefold() if mark.isalnum())
    where = venue["venue_id"], venue["postcode"].replace(" ", ""), tuple(NUMBER.findall(venue["address"]))
    return (*where, venue["step_free"], venue["hearing_loop"], venue["accessible_toilet"], entrance)


def _frame_shown(feed: Feed) -> bytes:
    return STAMPS.sub(b"", ALARMS.sub(b"", feed.content))


def _wrong_with(path: str, content: bytes, files: dict[str, bytes]) -> list[str]:
    if path.endswith(".json"):
        json.loads(content)
    if path.endswith((".xml", ".svg")):
        ET.fromstring(content)
    ending = Path(path).suffix
    if not content.startswith(SIGNATURES.get(ending, b"")):
        return [f"begins with {content[:8]!r}"]
    if ending != ".html":
        return []
    page = Page(content.decode())
    here = [link for link in page.links if not re.match(r"[a-z]+:|#", link)]
    dead = [link for link in here if _target(path, link) not in files]
    found = [f"a link to {link}, which is not there" for link in dead]
    if not page.has_title:
        found.append("no title")
    if not page.links:
        found.append("no link")
    return found


def _target(path: str, link: str) -> str:
    """The file that a link on a page leads to."""
    plain = re.split(r"[?#]", link)[0]
    parts = [] if plain.startswith(ROOT) else path.split("/")[:-1]
    plain = plain.removeprefix(ROOT) or "./"
    for part in plain.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    whole = "/".join(parts)
    if plain.endswith("/") or plain in ("", ".", "..") or plain.endswith("/.."):
        return f"{whole}/index.html" if whole else "index.html"
    return whole
