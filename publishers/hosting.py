"""What a web server says beside the files: `_headers` and `_redirects`, which Netlify and Cloudflare Pages read.

Source: docs.netlify.com and developers.cloudflare.com/pages, "Headers" and "Redirects". Only what both understand is
written. No path is matched by two rules that name one header, for one host joins the values and the other takes the
last. nginx and Apache say the same by docs/how-to-publish.md; the tests hold them to this table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from publishers import addresses, languages
from publishers.artifact import Artifact
from publishers.pages.redirects import short_addresses
from publishers.recipes import Recipe, ready
from publishers.security_headers import security_headers
from scheduler.release.edition import Edition
from scheduler.release.value import Release

HEADERS_FILE = "_headers"
REDIRECTS_FILE = "_redirects"
PLAIN = "text/plain; charset=utf-8"

ASKED_ANEW = "public, max-age=0, must-revalidate"
"""For files without a rule. Both hosts say it themselves; other servers have to be told."""

SHORT = "public, max-age=300, must-revalidate"
"""How long a copy of a feed may be shown unasked: a move is then seen within five minutes of its publish."""

MOST_REDIRECTS = 2000

FOR_EVER = "public, max-age=31536000, immutable"
"""For files whose name changes with their bytes."""


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """What goes with the files of some addresses.

    Edges: `paths` begins with "/", is below the site's own address, and has one "*" at most, for any letters at all
    """

    paths: str
    headers: Mapping[str, str]

    def is_for(self, path: str) -> bool:
        """Whether a path inside the site folder is one of them."""
        return fnmatchcase(f"/{path}", self.paths)


def _open_data(ending: str, media_type: str) -> HeaderRule:
    """What others build on: any page's script may read it, and a copy of it is soon asked for anew."""
    headers = {
        "Content-Type": f"{media_type}; charset=utf-8",
        "Cache-Control": SHORT,
        "Access-Control-Allow-Origin": "*",
    }
    return HeaderRule(f"/*.{ending}", headers)


RULES: tuple[HeaderRule, ...] = (
    HeaderRule("/*", security_headers("site")),
    _open_data("ics", "text/calendar"),
    _open_data("atom", "application/atom+xml"),
    _open_data("json", "application/json"),
    _open_data("csv", "text/csv"),
    HeaderRule("/*.txt", {"Content-Type": PLAIN}),
    HeaderRule("/static/*", {"Cache-Control": FOR_EVER}),
)


def headers_for(path: str) -> dict[str, str]:
    """What a web server has to say with a file, by its path inside the site folder."""
    return {name: value for rule in RULES if rule.is_for(path) for name, value in rule.headers.items()}


def redirects(release: Release) -> Iterator[tuple[str, str]]:
    """Every older path of a ward and where it is now, as paths inside the site folder."""
    for ward in release.wards:
        for slug in ward.old_slugs:
            yield from zip(_of_ward(release, slug), _of_ward(release, ward.slug), strict=True)


def _of_ward(release: Release, slug: str) -> Iterator[str]:
    """Every path that a ward's slug is in."""
    feed = addresses.ward_feed(slug)
    for lang in languages.spoken(release.languages):
        for path in (addresses.ward_page(slug), feed, addresses.with_reminders(feed), addresses.noticeboard(slug)):
            yield addresses.in_language(path, lang.tag)
    yield addresses.ward_card(slug)
    yield addresses.ward_qr(slug)
    yield addresses.ward_snippet(slug)
    yield addresses.year_card(slug)


def recipes(edition: Edition) -> tuple[Recipe, ...]:
    """Both files."""
    return (
        ready(Artifact(HEADERS_FILE, PLAIN, "".join(map(header_lines, RULES)).encode())),
        ready(Artifact(REDIRECTS_FILE, PLAIN, "".join(redirect_lines(edition)).encode())),
    )


def header_lines(rule: HeaderRule) -> str:
    """One rule as `_headers` has it."""
    return "".join((f"{rule.paths}\n", *(f"  {name}: {value}\n" for name, value in rule.headers.items())))


def redirect_lines(edition: Edition) -> Iterator[str]:
    """Each redirect as `_redirects` has it: those of wards, then the short addresses of the newest meetings.

    Edges: each is written out, for a host takes 2,000 such lines and only 100 with a "*"; what is over that has a page
           that leads on, as all of them have; the new address is whole, so that it is right too where another server
           stands before the host
    """
    short = short_addresses(reversed(edition.meetings), languages.spoken(edition.release.languages))
    for old, new in (*redirects(edition.release), *short)[:MOST_REDIRECTS]:
        yield f"/{addresses.shown(old)} {addresses.absolute(edition.release.site_url, new)} 301\n"
