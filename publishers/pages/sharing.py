"""For those who pass our meetings on: a QR code for each ward, and a piece of HTML for other sites' pages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from io import BytesIO

from publishers import addresses, templating
from publishers.artifact import Artifact
from publishers.languages import ENGLISH
from publishers.pages.site import Page, Site, meetings_by_ward
from scheduler.release import Release

QUIET_MODULES = 4
"""The empty edge that a code needs. Source: ISO/IEC 18004:2015, 6.3.8"""


def files(release: Release) -> Iterator[Artifact]:
    """A QR code and a snippet for each ward. Both are in English: other sites choose their own words around them."""
    meetings = meetings_by_ward(release)
    for ward in release.wards:
        page = addresses.absolute(release.site_url, addresses.ward_page(ward.slug))
        yield Artifact(addresses.ward_qr(ward.slug), "image/svg+xml", qr_code(page))
        html = templating.render(
            "site/snippet.html",
            ENGLISH,
            release=release,
            ward=ward,
            meetings=meetings[ward.code],
            page=page,
            feed=addresses.subscription(release.site_url, addresses.ward_feed(ward.slug)),
            at=addresses,
        )
        yield Artifact(addresses.ward_snippet(ward.slug), "text/plain; charset=utf-8", html.encode())


@cache
def qr_code(address: str) -> bytes:
    """An address as a QR code that still reads with a quarter of it dirty or torn (level Q)."""
    import segno

    drawn = BytesIO()
    code = segno.make(address, error="q", micro=False)
    code.save(drawn, kind="svg", border=QUIET_MODULES, xmldecl=False, light="#fff", scale=4, omitsize=False)
    return drawn.getvalue()


def pages(site: Site) -> Iterator[Page]:
    """The page that says how to put our meetings on another site."""
    say = site.lang.say
    yield Page(
        addresses.REUSE_PAGE,
        "site/reuse.html",
        say("Use our list of meetings"),
        say("Put ward panel meetings on your own website, or take them as data."),
        site.crumbs(),
    )
