"""`python -m benchmarks.judges`: what every judge finds on the public site, in three languages and three months.

The shipped borough's year is planned, lived through and published in January, June and December of 2027. Pages of every
kind are opened with the browser's clock in the month they were made; those that change with the day also in June and
December as they were made in January, where nobody publishes. axe-core (WCAG 2.2 AA and its best practice) looks in
light, and at the first width in dark. HTML_CodeSniffer (WCAG2AA) looks, and our own look asks what is left: language,
headings, names of links, focus, sideways scroll, other hosts, what fails to load, and whether anything that is over is
offered. Without JavaScript each page is opened once more. The checker of the W3C reads every file, and links and titles
are held against each other over the whole site. Lighthouse sees what search engines may find: the pages that answer one
person are kept from them.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import click
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks import judged_site, lighthouse
from benchmarks.judged_site import LANGUAGES, MONTHS, PAGES, STANDING, Judged
from benchmarks.report import table, tell
from tests.browser.conftest import launched
from tests.browser.looks import WCAG, looks, opened, remarks, sniffed
from tests.browser.seeing import Finding, crawled, seen, unfocused
from tests.browser.test_site import IE_RULE
from wardpanels import wiring

WIDTHS = (320, 768, 1280)
SEEN_BY_LIGHTHOUSE = ("home", "ward", "meeting moved", "minutes", "list", "map", "postcodes that begin alike")
NO_WIDTH = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """When a page was made and when it is read, and in which language: the names of months, and a tag."""

    made: str
    read: str
    tag: str

    @property
    def told(self) -> tuple[str, str]:
        """The same for a table."""
        return self.made if self.made == self.read else f"{self.made}, read in {self.read}", self.tag


@dataclass(frozen=True, slots=True)
class Told:
    """What one judge found on one page. Units: pixels wide. Edges: the width is 0 where there was none."""

    judge: str
    visit: Visit
    width: int
    page: str
    finding: Finding


def visits(months: Iterable[str], tags: Iterable[str]) -> list[Visit]:
    """A page of each month in that month, and one of January in the others, as where nobody publishes."""
    read = [(month, month) for month in months] + [("January", month) for month in months if month != "January"]
    return [Visit(*when, tag) for when in read for tag in tags]


def judged_in(browser: Browser, judged: Judged, visit: Visit, widths: tuple[int, ...]) -> Iterator[Told]:
    """What axe, HTML_CodeSniffer and we find on a page of each kind, with a script and without."""
    with ExitStack() as stack:
        stack.enter_context(judged_site.served(judged, visit.made, MONTHS[visit.read]))
        scripted = stack.enter_context(browser.new_context(bypass_csp=True))
        scripted.clock.install(time=datetime.fromisoformat(f"{MONTHS[visit.read]}+00:00"))
        scriptless = stack.enter_context(browser.new_context(java_script_enabled=False))
        coming = judged.coming(visit.made, MONTHS[visit.read])
        for name, path in _pages(visit):
            address = judged.address(path, visit.tag)
            page, asked = opened(scripted, address)
            found = [("network", NO_WIDTH, each) for each in _strangers(judged, address, asked)]
            found += _without_script(scriptless, page, address)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            for width in widths:
                found += _at(page, width, visit.tag, coming)
            found += _in_the_dark(page, widths[0])
            for judge, width, finding in found:
                yield Told(judge, visit, width, name, finding)


def _pages(visit: Visit) -> Iterator[tuple[str, str]]:
    """The pages of a visit: in January all, later those that change with the day; what was not found is in English."""
    for name, path in PAGES.items():
        if (visit.read == "January" or name not in STANDING) and (visit.tag == "en" or path != "404.html"):
            yield name, path


def _strangers(judged: Judged, address: str, asked: list[str]) -> Iterator[Finding]:
    for each in asked:
        if not each.startswith(f"{judged.root}/") and not (each == "404" and "/a-1?lang=" in address):
            yield "asks another host, or fails to load", each


def _without_script(context: BrowserContext, page: Page, address: str) -> list[tuple[str, int, Finding]]:
    plain, _ = opened(context, address)
    said, with_script = (each.locator("main").inner_text().strip() for each in (plain, page))
    return [] if said or not with_script else [("without script", NO_WIDTH, ("says nothing", address))]


def _at(page: Page, width: int, tag: str, coming: tuple[str, ...]) -> Iterator[tuple[str, int, Finding]]:
    faults, fits = looks(page, *WCAG, "best-practice", widths=(width,))[width]
    yield from (("axe, light", width, (rule, piece)) for rule, pieces in faults for piece in pieces)
    if not fits:
        yield "our look", width, ("scrolls sideways", page.url)
    yield from (("HTML_CodeSniffer", width, each) for each in sniffed(page))
    yield from (("our look", width, each) for each in (*seen(page, tag, coming), *unfocused(page)))


def _in_the_dark(page: Page, width: int) -> Iterator[tuple[str, int, Finding]]:
    page.emulate_media(color_scheme="dark")
    faults, _ = looks(page, *WCAG, widths=(width,))[width]
    page.emulate_media(color_scheme="light")
    yield from (("axe, dark", width, (rule, piece)) for rule, pieces in faults for piece in pieces)


def judged_whole(judged: Judged, month: str) -> Iterator[Told]:
    """What the checker of the W3C says of every file of a month's site, and what is wrong among them."""
    site, visit = judged.folder(month), Visit(month, month, "all")
    for path, finding in crawled(site):
        yield Told("our crawl", visit, NO_WIDTH, path, finding)
    for each in remarks(site):
        if IE_RULE not in each.get("extract", ""):
            page = urlsplit(each["url"]).path.removeprefix(str(site))
            yield Told("vnu", visit, NO_WIDTH, page, (each["message"], each.get("extract", "")))


def lighthouse_rows(
    judged: Judged, home: Path, tags: Iterable[str], widths: Iterable[int]
) -> Iterator[tuple[str, ...]]:
    """The four marks of each page that Lighthouse saw, as it was made in January."""
    with judged_site.served(judged, "January", MONTHS["January"]):
        for tag in tags:
            for width in widths:
                for name in SEEN_BY_LIGHTHOUSE:
                    marks, lost = lighthouse.marks(home, judged.address(PAGES[name], tag), width)
                    yield name, tag, str(width), *map(str, marks.values()), "; ".join(lost)


def rows(
    looked: Iterable[tuple[str, Visit]], told: Iterable[Told], widths: tuple[int, ...]
) -> Iterator[tuple[str, ...]]:
    """One line for each judge and visit, with how much it found at each width; "" where it does not go by width."""
    found = Counter((each.judge, each.visit, each.width) for each in told)
    for judge, visit in looked:
        by_width = judge not in WIDTHLESS
        yield (
            judge,
            *visit.told,
            "" if by_width else str(found[judge, visit, NO_WIDTH]),
            *(str(found[judge, visit, width]) if by_width else "" for width in widths),
        )


WIDTHLESS = ("network", "without script", "vnu", "our crawl")
AT_WIDTHS = ("axe, light", "axe, dark", "HTML_CodeSniffer", "our look")


@click.command(help=__doc__)
@click.option("--month", "months", multiple=True, type=click.Choice(tuple(MONTHS)), default=tuple(MONTHS))
@click.option("--language", "tags", multiple=True, type=click.Choice(LANGUAGES), default=LANGUAGES)
@click.option("--width", "widths", multiple=True, type=int, default=WIDTHS, help="Units: pixels.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where the sites are kept, and found the next time.")
@click.option("--lighthouse", "home", type=click.Path(path_type=Path), help="The folder that Lighthouse is in.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the tables as well.")
def main(
    months: tuple[str, ...],
    tags: tuple[str, ...],
    widths: tuple[int, ...],
    folder: Path | None,
    home: Path | None,
    out: Path | None,
) -> None:
    """Let all judges look, and show what they found."""
    with tempfile.TemporaryDirectory() as spare:
        judged = judged_site.lived_through(wiring.shipped_data(), folder or Path(spare))
        told, looked = [], []
        with sync_playwright() as playwright:
            browser = launched(playwright)
            for visit in visits(months, tags):
                found = list(judged_in(browser, judged, visit, widths if visit.made == visit.read else widths[:1]))
                click.echo(f"{', '.join(visit.told)}: {len(found)} found", err=True)
                told += found
                looked += [(judge, visit) for judge in (*AT_WIDTHS, *WIDTHLESS[:2])]
            browser.close()
        for month in months:
            told += judged_whole(judged, month)
            looked += [(judge, Visit(month, month, "all")) for judge in WIDTHLESS[2:]]
        marked = list(lighthouse_rows(judged, home, tags, widths)) if home else []
    heads = ("Judge", "Month", "Language", "Found", *(f"Found at {width}" for width in widths))
    tell("judges", "What the judges find", __doc__, heads, rows(looked, told, widths), out, _more(told, marked))


def _more(told: Iterable[Told], marked: list[tuple[str, ...]]) -> Iterator[str]:
    if told:
        yield "## What they found"
        lines = (
            (each.judge, *each.visit.told, str(each.width), each.page, *map(_on_a_line, each.finding)) for each in told
        )
        yield table(("Judge", "Month", "Language", "Width", "Page", "What", "Where"), lines)
    if marked:
        yield "## Lighthouse, of 100, in January"
        names = (name.capitalize() for name in lighthouse.CATEGORIES)
        yield table(("Page", "Language", "Width", *names, "What lost a mark"), marked)


def _on_a_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    main()
