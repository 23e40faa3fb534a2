"""sitemap.xml and robots.txt: what tells search engines which pages there are and when each last changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from xml.etree import ElementTree as ET

from publishers import addresses, digests, languages
from publishers.artifact import Artifact
from publishers.pages import pages
from publishers.pages.site import NOT_FOUND_PAGE
from publishers.recipes import Recipe
from scheduler.release.edition import Edition
from scheduler.release.value import Release

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return both files, made."""
    return tuple(recipe.artifact() for recipe in recipes(Edition.of(release)))


def recipes(edition: Edition) -> tuple[Recipe, ...]:
    """Both files, still to be made.

    Edges: search engines read robots.txt at a host's root only, so it helps where the site has a host of its own
    """
    release = edition.release
    digest = digests.digest_of("sitemap", release, edition.kept)
    return (
        Recipe(addresses.ROBOTS, "text/plain; charset=utf-8", digest, partial(_robots, release)),
        Recipe(addresses.SITEMAP, "application/xml", digest, partial(_sitemap, edition)),
    )


def _robots(release: Release) -> bytes:
    sitemap = addresses.absolute(release.site_url, addresses.SITEMAP)
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode()


def _sitemap(edition: Edition) -> bytes:
    urls = ET.Element("urlset", {"xmlns": SITEMAPS})
    for page, changed_at in _pages(edition):
        url = ET.SubElement(urls, "url")
        ET.SubElement(url, "loc").text = addresses.absolute(edition.release.site_url, page)
        if changed_at:
            ET.SubElement(url, "lastmod").text = f"{changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    written: bytes = ET.tostring(urls, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _pages(edition: Edition) -> Iterator[tuple[str, datetime | None]]:
    """Every page in every language, with the time of its latest news, None where it has no meeting to tell of."""
    told = [page for page in pages(edition, is_printed=False) if page.path != NOT_FOUND_PAGE]
    for lang in languages.spoken(edition.release.languages):
        for page in told:
            yield addresses.in_language(page.path, lang.tag), page.news_at
