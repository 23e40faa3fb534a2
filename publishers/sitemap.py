"""sitemap.xml and robots.txt: what tells search engines which pages there are and when each last changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from xml.etree import ElementTree as ET

from publishers import addresses, digests, languages
from publishers.artifact import Artifact
from publishers.pages.lists import CHOICES
from publishers.pages.views import by_month, kinds
from publishers.recipes import Recipe
from scheduler.release.value import Release, ReleasedMeeting

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return both files, made."""
    return tuple(recipe.artifact() for recipe in recipes(release))


def recipes(release: Release) -> tuple[Recipe, ...]:
    """Both files, still to be made.

    Edges: search engines read robots.txt at a host's root only, so it helps where the site has a host of its own
    """
    digest = digests.digest_of("sitemap", release)
    return (
        Recipe(addresses.ROBOTS, "text/plain; charset=utf-8", digest, partial(_robots, release)),
        Recipe(addresses.SITEMAP, "application/xml", digest, partial(_sitemap, release)),
    )


def _robots(release: Release) -> bytes:
    sitemap = addresses.absolute(release.site_url, addresses.SITEMAP)
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode()


def _sitemap(release: Release) -> bytes:
    urls = ET.Element("urlset", {"xmlns": SITEMAPS})
    for page, changed_at in _pages(release):
        url = ET.SubElement(urls, "url")
        ET.SubElement(url, "loc").text = addresses.absolute(release.site_url, page)
        if changed_at:
            ET.SubElement(url, "lastmod").text = f"{changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    written: bytes = ET.tostring(urls, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _pages(release: Release) -> Iterator[tuple[str, datetime | None]]:
    """Every page in every language, with the time of its latest news, None where it has no meeting to tell of."""
    for lang in languages.spoken(release.languages):
        for page, changed_at in _english_pages(release):
            yield addresses.in_language(page, lang.tag), changed_at


def _english_pages(release: Release) -> Iterator[tuple[str, datetime | None]]:
    latest = _latest(release.meetings)
    yield addresses.HOME_PAGE, None
    yield addresses.CHANGES_PAGE, latest
    yield addresses.GLOSSARY_PAGE, None
    yield addresses.REUSE_PAGE, None
    yield addresses.MAP_PAGE, None
    yield from _lists(release)
    yield addresses.POSTCODES_PAGE, None
    for outward in sorted({area.outward for area in release.postcodes}):
        yield addresses.postcodes_page(outward), None
    meetings = release.meetings_by_ward
    for ward in release.wards:
        yield addresses.ward_page(ward.slug), _latest(meetings[ward.code])
    for meeting in release.meetings:
        yield addresses.meeting_page(meeting.meeting_id), _latest(meetings[meeting.ward_code])  # it lists the others


def _lists(release: Release) -> Iterator[tuple[str, datetime | None]]:
    yield addresses.LIST_PAGE, _latest(release.meetings)
    for choice in CHOICES:
        yield addresses.list_of(choice.key), _latest(one for one in release.meetings if choice.key in kinds(one))
    for month in by_month(release.meetings):
        yield addresses.list_of(month.anchor), _latest(month.meetings)


def _latest(meetings: Iterable[ReleasedMeeting]) -> datetime | None:
    return max((meeting.last_changed_at for meeting in meetings), default=None)
