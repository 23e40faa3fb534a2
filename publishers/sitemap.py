"""sitemap.xml and robots.txt: what tells search engines which pages there are and when each last changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from publishers import addresses, languages
from publishers.artifact import Artifact
from scheduler.release import Release

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return both files.

    Edges: search engines read robots.txt at a host's root only, so it helps where the site has a host of its own
    """
    urls = ET.Element("urlset", {"xmlns": SITEMAPS})
    for page, changed_at in _pages(release):
        url = ET.SubElement(urls, "url")
        ET.SubElement(url, "loc").text = addresses.absolute(release.site_url, page)
        if changed_at:
            ET.SubElement(url, "lastmod").text = f"{changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    sitemap: bytes = ET.tostring(urls, encoding="utf-8", xml_declaration=True)
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {addresses.absolute(release.site_url, addresses.SITEMAP)}\n"
    return (
        Artifact(addresses.ROBOTS, "text/plain; charset=utf-8", robots.encode()),
        Artifact(addresses.SITEMAP, "application/xml", sitemap + b"\n"),
    )


def _pages(release: Release) -> Iterator[tuple[str, datetime | None]]:
    """Every page in every language, with the time of its latest news, None where it has no meeting to tell of."""
    for lang in languages.spoken(release.languages):
        for page, changed_at in _english_pages(release):
            yield addresses.in_language(page, lang.tag), changed_at


def _english_pages(release: Release) -> Iterator[tuple[str, datetime | None]]:
    latest = max((meeting.last_changed_at for meeting in release.meetings), default=None)
    yield addresses.HOME_PAGE, latest
    yield addresses.CHANGES_PAGE, latest
    yield addresses.GLOSSARY_PAGE, None
    changed_by_ward: dict[str, datetime] = {}
    for meeting in release.meetings:
        seen_at = changed_by_ward.get(meeting.ward_code, meeting.last_changed_at)
        changed_by_ward[meeting.ward_code] = max(seen_at, meeting.last_changed_at)
    for ward in release.wards:
        yield addresses.ward_page(ward.slug), changed_by_ward.get(ward.code)
    for meeting in release.meetings:
        yield addresses.meeting_page(meeting.meeting_id), meeting.last_changed_at
