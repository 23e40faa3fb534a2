"""A site as it lies in its folder: what each page links, and where a link leads nowhere."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

HEADINGS = ("h1", "h2", "h3", "h4")
LISTS = ("ul", "ol", "dl", "table", "tbody", "select", "nav", "section", "fieldset")
SEEN = ("img", "svg", "input", "select", "button")


class Shown(HTMLParser):
    """A page's title, links and ids, and what on it holds nothing: an empty list, a heading with nothing under it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title = ""
        self.sends_on = False
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.empty: list[str] = []
        self._open: list[tuple[str, bool]] = []  # lists, and whether anything is in them
        self._headings: list[str] = []  # those under which nothing was seen yet
        self._skipped = 0
        self._in_heading = self._in_title = False
        self.feed(html)
        self._end_of("h1")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self._in_title = tag == "title"
        self.sends_on |= facts.get("http-equiv") == "refresh"
        self.ids.update(filter(None, (facts.get("id"),)))
        self.links += [facts[name] or "" for name in ("href", "src") if facts.get(name)]
        if tag in SEEN:
            self._see()
        if tag in LISTS:
            self._open.append((tag, False))
        if tag in HEADINGS:
            self._end_of(tag)
            self._in_heading = True
        self._skipped += tag in ("script", "style", "head")

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        self._skipped -= tag in ("script", "style", "head")
        if tag in LISTS:
            name, is_filled = self._open.pop()
            self.empty += [] if is_filled else [name]
        if tag in HEADINGS:
            self._headings.append(tag)
            self._in_heading = False
        if tag == "main":
            self._end_of("h1")

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""
        if data.strip() and not self._skipped:
            self._see(is_heading=self._in_heading)

    def _see(self, *, is_heading: bool = False) -> None:
        self._open = [(name, True) for name, _ in self._open]
        if not is_heading:
            self._headings.clear()

    def _end_of(self, tag: str) -> None:
        """What the headings of a level, or below it, had under them is over."""
        over = [each for each in self._headings if each >= tag]
        self.empty += over
        self._headings = [each for each in self._headings if each < tag]


def dead_links(site: Path, pages: Mapping[str, Shown]) -> list[tuple[str, str]]:
    """Each link of a page by which one gets to no file of the site, or to no place on it; pages go by their path."""
    return [(path, link) for path, page in pages.items() for link in page.links if _is_dead(site, pages, path, link)]


def _is_dead(site: Path, pages: Mapping[str, Shown], path: str, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or link.startswith("/"):
        return False
    target = path
    if parts.path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
    if (site / target).is_dir():
        target = f"{target}/index.html".removeprefix("./")
    lands = not parts.fragment or target not in pages or parts.fragment in pages[target].ids
    return not (site / target).is_file() or not lands
