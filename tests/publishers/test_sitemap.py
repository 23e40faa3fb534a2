"""sitemap.xml and robots.txt."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from publishers import addresses
from publishers.every_publisher import recipes
from publishers.sitemap import publish
from scheduler.release.edition import Edition
from tests.publishers.examples import a_release

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_every_page_is_listed_with_the_time_of_its_latest_news():
    root = ET.fromstring(publish(a_release(languages=("en",)))[1].content)
    seen = {
        url.findtext("s:loc", namespaces=NAMES).removeprefix("https://panels.example.org/wp/"): url.findtext(
            "s:lastmod", namespaces=NAMES
        )
        for url in root.findall("s:url", NAMES)
    }

    first, second = "2026-11-02T09:00:00Z", "2027-01-11T09:30:00Z"
    assert seen == {
        "": None,
        "changes/": second,
        "glossary/": None,
        "reuse/": None,
        "find/": second,
        "find/evening/": second,
        "find/daytime/": first,
        "find/weekend/": first,
        "find/step-free/": second,
        "find/hearing-loop/": None,
        "find/march-2027/": second,
        "find/april-2027/": first,
        "find/may-2027/": first,
        "find/june-2027/": second,
        "find/october-2027/": first,
        "find/november-2027/": second,
        "find/december-2027/": first,
        "postcodes/": None,
        "postcodes/e3/": None,
        "postcodes/e1w/": None,
        "wards/bow-east/": first,
        "wards/mile-end/": second,
        "wards/quiet-ward/": None,
        "wards/st-hostile/": first,
        "meetings/2027-E05009317-1/": first,
        "meetings/2027-E05009317-2/": first,
        "meetings/2027-E05009317-3/": first,
        "meetings/2027-E05009317-4/": first,
        "meetings/2027-E05009328-1/": second,
        "meetings/2027-E05009328-2/": second,
        "meetings/2027-E05009328-3/": second,
        "meetings/2027-E05009330-1/": first,
    }


def test_sitemap_lists_the_pages_that_are_made_and_no_others():
    listed = {url.text for url in ET.fromstring(publish(a_release())[1].content).iter(f"{{{NAMES['s']}}}loc")}
    made = [each.path for each in recipes(Edition.of(a_release()), "site") if each.path.endswith("index.html")]
    # For nobody to find: what they lead to is.
    leading_on = ("wards/globe-town/", "bn/wards/globe-town/", "m/", "bn/m/")
    made = [path for path in made if not path.startswith(leading_on)]

    assert listed == {addresses.absolute("https://panels.example.org/wp", path) for path in made}


def test_robots_names_the_sitemap():
    assert publish(a_release())[0].content.decode() == (
        "User-agent: *\nAllow: /\n\nSitemap: https://panels.example.org/wp/sitemap.xml\n"
    )


def test_borough_without_meetings_still_has_a_sitemap():
    root = ET.fromstring(publish(a_release(languages=("en",), meetings=()))[1].content)

    assert len(root.findall("s:url", NAMES)) == 17
