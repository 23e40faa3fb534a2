"""The web servers of docs/how-to-publish.md, started from its own blocks, say what hosts are told in `_headers`."""

from __future__ import annotations

import pytest
import requests

from publishers import addresses
from publishers.every_publisher import artifacts
from publishers.hosting import ASKED_ANEW, headers_for, redirects
from publishers.languages import spoken
from publishers.pages.redirects import short_addresses
from tests import hosts
from tests.publishers.carriers.peers import closed_port
from tests.publishers.examples import a_release

KINDS = (".ics", ".atom", ".json", ".csv", ".txt", ".html", ".css", ".js", ".svg", ".png", ".pdf", ".xml")


@pytest.fixture(scope="module")
def published():
    """A port, and a release that is to be shown there with its files: one server has it after the other."""
    port = closed_port()
    release = a_release(site_url=f"http://127.0.0.1:{port}", meetings=a_release().meetings[:2])
    return port, release, artifacts(release, "site and print")


@pytest.fixture(scope="module", params=hosts.SERVERS)
def host(request, published):
    """A server's address, the release it shows and the files."""
    port, release, site = published
    with hosts.site_folder(site) as folder, hosts.SERVERS[request.param](folder, port) as address:
        yield address, release, site


def asked(address, path, **headers):
    return requests.get(f"{address}/{addresses.shown(path)}", headers=headers, allow_redirects=False, timeout=10)


def one_of_each(site):
    """A file of each kind: the first, and one below a language's folder where there is one."""
    for kind in KINDS:
        of_kind = sorted(artifact.path for artifact in site if artifact.path.endswith(kind))
        yield from {of_kind[0], of_kind[-1]}


def test_every_kind_of_file_comes_with_the_headers_that_hosts_are_told(host):
    address, _, site = host
    for path in one_of_each(site):
        answer = asked(address, path)
        wanted = {"Cache-Control": ASKED_ANEW, **headers_for(path)}
        found = {name: answer.headers.get(name) for name in wanted}
        assert (answer.status_code, found) == (200, wanted), path


def test_pages_style_and_script_say_that_they_are_utf_8(host):
    address, _, site = host
    for path in one_of_each(site):
        if path.endswith((".html", ".css", ".js")):
            assert asked(address, path).headers["Content-Type"].endswith("; charset=utf-8"), path


def test_every_older_address_leads_on_for_good(host):
    address, release, _ = host
    for old, new in redirects(release):
        answer = asked(address, old)
        assert (answer.status_code, answer.headers["Location"]) == (301, addresses.absolute(address, new)), old
        assert asked(address, new).status_code == 200


def test_address_that_leads_on_takes_its_mark_along(host):
    address, release, _ = host
    for old, new in (*redirects(release), *short_addresses(release.meetings, spoken(release.languages))):
        answer = requests.get(f"{address}/{addresses.shown(old)}?x-week&fbclid=1", allow_redirects=False, timeout=10)
        wanted = (301, f"{addresses.absolute(address, new)}?x-week&fbclid=1")
        assert (answer.status_code, answer.headers["Location"]) == wanted, old


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_file_that_did_not_change_is_not_sent_again(host, coding):
    address, _, _ = host
    for path in (addresses.BOROUGH_FEED, addresses.HOME_PAGE, addresses.CHANGES_FEED):
        first = asked(address, path, **{"Accept-Encoding": coding})
        assert first.headers.get("Content-Encoding", "identity") == coding
        known = {"If-None-Match": first.headers.get("ETag"), "If-Modified-Since": first.headers["Last-Modified"]}
        again = asked(
            address, path, **{"Accept-Encoding": coding}, **{name: told for name, told in known.items() if told}
        )
        assert (again.status_code, again.content) == (304, b"")


def test_page_that_is_not_there_is_said_so_in_our_words_and_what_is_ours_alone_is_not_shown(host):
    address, _, site = host
    (words,) = (artifact.content for artifact in site if artifact.path == "404.html")
    for path in ("none/", "wards/none/calendar.ics", "_headers", "_redirects", ".wardpanels-manifest.json"):
        answer = asked(address, path)
        assert (answer.status_code, answer.content) == (404, words), path
        assert answer.headers["Content-Security-Policy"]


def test_folder_without_its_last_slash_leads_to_the_page(host):
    address, _, _ = host
    answer = requests.get(f"{address}/wards/mile-end", timeout=10)

    assert (answer.status_code, answer.url) == (200, f"{address}/wards/mile-end/")
