"""For those who pass our meetings on: a QR code for each ward, and a piece of HTML for other sites' pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from publishers import addresses, digests, templating, wording
from publishers.languages import ENGLISH
from publishers.pages.site import Facts, Page, PageWords, Site
from publishers.pages.standing import by_ward
from publishers.qr_codes import qr_code
from publishers.recipes import Recipe
from scheduler.release.edition import Edition


def files(edition: Edition) -> Iterator[Recipe]:
    """A QR code and a snippet for each ward. Both are in English: other sites choose their own words around them."""
    release = edition.release
    stands = by_ward(release, edition.today)
    for ward in release.wards:
        page = addresses.absolute(release.site_url, addresses.ward_page(ward.slug))
        yield Recipe(
            addresses.ward_qr(ward.slug), "image/svg+xml", digests.digest_of("qr", page), partial(code_of, page)
        )
        facts = {
            "site_url": release.site_url,
            "name": ward.name,
            "meetings": stands[ward.code].to_come,
            "page": page,
            "feed": addresses.subscription(release.site_url, addresses.ward_feed(ward.slug)),
        }
        yield Recipe(
            addresses.ward_snippet(ward.slug),
            "text/plain; charset=utf-8",
            digests.digest_of(facts),
            partial(_snippet, facts),
        )


def _snippet(facts: Mapping[str, object]) -> bytes:
    return templating.render("site/snippet.html", ENGLISH, at=addresses, wording=wording, **facts).encode()


def code_of(address: str) -> bytes:
    """An address as a QR code that still reads with a quarter of it dirty or torn."""
    return qr_code(address, "Q").encode()


def pages() -> Iterator[Page]:
    """The page that says how to put our meetings on another site."""
    yield Page(addresses.REUSE_PAGE, "site/reuse.html", _reuse)


def _reuse(site: Site, _: Facts) -> PageWords:
    say = site.lang.say
    return PageWords(
        say("Use our list of meetings"),
        say("Put ward panel meetings on your own website, or take them as data."),
        site.crumbs(),
    )
