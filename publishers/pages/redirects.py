"""Pages at older addresses: a ward that was renamed leads on to where it is now.

Plain files cannot answer "moved for good", so a page sends the browser on (HTML's refresh), names the new address as
the right one, and holds a link for those whom nothing sends on. Calendars are repeated at the old address: see feeds.
"""

from __future__ import annotations

from collections.abc import Iterator

from publishers import addresses, templating
from publishers.artifact import Artifact
from publishers.pages.links import relative
from publishers.pages.site import Site


def files(site: Site) -> Iterator[Artifact]:
    """One page for each older name of a ward."""
    for ward in site.frame.wards:
        new = addresses.in_language(addresses.ward_page(ward.slug), site.lang.tag)
        for slug in ward.old_slugs:
            old = addresses.in_language(addresses.ward_page(slug), site.lang.tag)
            html = templating.render(
                "site/moved.html",
                site.lang,
                link=relative(old)(new),
                canonical=addresses.absolute(site.frame.site_url, new),
                panel=site.panel(ward),
            )
            yield Artifact(old, "text/html; charset=utf-8", html.encode())
