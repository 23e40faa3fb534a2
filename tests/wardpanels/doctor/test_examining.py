"""Hosts that are good, bare or broken, each a real server, and what is found of them."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from publishers import addresses
from publishers.every_publisher import artifacts
from publishers.hosting import headers_for
from tests import hosts
from tests.publishers.carriers.peers import LOOPBACK, Reply, closed_port, web_peer
from tests.publishers.examples import SECOND, a_release
from tests.thorough import some
from wardpanels.doctor import judging
from wardpanels.doctor.examining import NEVER_THERE, examine
from wardpanels.doctor.findings import Check
from wardpanels.doctor.remedies import APACHE, NGINX, NGINX_AROUND, advice, snippets
from wardpanels.sources.web import Asker, HostAnswer, TokenBucket

BARE_NGINX = "%s\nserver {\n    listen 80;\n    root /srv/ward-panels/site;\n%s\n}\n"
BARE_APACHE = """<VirtualHost *:80>
    DocumentRoot /srv/ward-panels/site
    <Directory /srv/ward-panels/site>
        Require all granted
    </Directory>
%s
</VirtualHost>
"""


def an_asker():
    return Asker(
        TokenBucket(lambda: 0.0, lambda _: None, burst=10_000), lambda _: None, lambda: 0.5, allowed=(LOOPBACK,)
    )


def look(release):
    return examine(an_asker(), release.site_url, release, SECOND)


@cache
def the_site(port):
    release = a_release(site_url=f"http://{LOOPBACK}:{port}")
    return release, artifacts(release, "site")


def wrong(examination):
    return {(one.check, one.path) for one in examination.wrong}


def checks(examination):
    return {one.check for one in examination.wrong}


@pytest.mark.parametrize("kind", hosts.SERVERS)
def test_host_that_is_set_up_as_the_page_says_has_nothing_wrong(kind):
    port = closed_port()
    release, site = the_site(port)
    with hosts.site_folder(site) as folder, hosts.SERVERS[kind](folder, port):
        examination = look(release)

    assert examination.wrong == ()
    assert {one.check for one in examination.findings} == set(Check) - {Check.WAY, Check.HTTPS}
    assert (snippets(examination.findings), advice(examination.findings)) == ((), ())


@pytest.mark.parametrize(
    ("kind", "told"), [("nginx", (BARE_NGINX, [NGINX_AROUND, NGINX])), ("apache", (BARE_APACHE, [APACHE]))]
)
def test_lines_that_are_printed_for_a_bare_host_mend_it(kind, told, monkeypatch):
    text, places = told
    page = {"sh": hosts.block("sh")}
    monkeypatch.setattr(hosts, "block", lambda name: page[name])

    def seen_with(found):
        lines = [[snippet.lines for snippet in snippets(found) if snippet.place == place] for place in places]
        page[kind] = text % tuple("\n".join(each) for each in lines)
        port = closed_port()
        release, site = the_site(port)
        with hosts.site_folder(site) as folder, hosts.SERVERS[kind](folder, port):
            return look(release)

    bare = seen_with(())
    assert {Check.TYPE, Check.COPIES, Check.OPEN, Check.POLICY, Check.SNIFFING} <= checks(bare)
    assert seen_with(bare.findings).wrong == ()


@contextmanager
def bare_python(site):
    """Python's own server: no headers of any use, no compression, no ETag."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with (
        hosts.site_folder(site) as folder,
        ThreadingHTTPServer((LOOPBACK, 0), partial(Quiet, directory=str(folder / "site"))) as server,
    ):
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://{LOOPBACK}:{server.server_port}"
        server.shutdown()
        thread.join()


def test_bare_host_is_told_of_each_header_that_is_missing():
    _, site = the_site(1)
    with bare_python(site) as address:
        found = look(a_release(site_url=address))

    assert checks(found) == {
        Check.TYPE, Check.COPIES, Check.OPEN, Check.POLICY, Check.SNIFFING, Check.FRAMING, Check.REFERRER, Check.SMALL,
    }  # fmt: skip
    assert (Check.TYPE, addresses.BOROUGH_FEED) in wrong(found)
    told = "\n".join(snippet.lines for snippet in snippets(found.findings) if snippet.place == "_headers")
    assert "/*.ics\n  Content-Type: text/calendar; charset=utf-8\n  Cache-Control:" in told


@contextmanager
def host_that(change):
    """A host that does all rightly but for what `change` makes of a path and its reply."""
    port_of_links = 9
    _, site = the_site(port_of_links)
    files = {f"/{addresses.shown(artifact.path)}": artifact for artifact in site}

    def reply(request):
        artifact = files.get(request.path)
        plain = Reply(404, b"") if artifact is None else good(artifact, request)
        return change(request.path, plain)

    def good(artifact, request):
        if request.headers.get("if-none-match") == '"1"':
            return Reply(304)
        body = b"" if request.method == "HEAD" else artifact.content
        return Reply(200, body, {"ETag": '"1"', "Content-Type": artifact.media_type, **headers_for(artifact.path)})

    with web_peer(reply) as peer:
        yield a_release(site_url=peer.url)


def found_of(change):
    with host_that(change) as release:
        return look(release)


def of_feeds(**facts):
    return lambda path, reply: replace(reply, **facts) if path.endswith(".ics") and reply.status == 200 else reply


def test_missing_page_that_is_answered_with_200_is_told():
    found = found_of(lambda path, reply: Reply(200, b"Home") if path == f"/{NEVER_THERE}" else reply)

    assert (Check.MISSING, NEVER_THERE) in wrong(found)


def test_feed_that_is_a_page_of_html_is_read_by_neither_reader():
    found = found_of(of_feeds(body=b"<!DOCTYPE html>\n<title>Blocked</title>\n"))

    assert (Check.READS, addresses.BOROUGH_FEED) in wrong(found)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda body: body.replace(b"\r\n", b"\n"), "lines that do not end in CR LF"),
        (lambda body: body[: body.index(b"END:VEVENT")], "calendar"),
    ],
)
def test_feed_that_was_changed_on_the_way_is_told(harm, said):
    def change(path, reply):
        return replace(reply, body=harm(reply.body)) if path == "/calendar.ics" and reply.body else reply

    (read,) = [one for one in found_of(change).wrong if one.check is Check.READS]
    assert said in read.found
    assert read.path == addresses.BOROUGH_FEED


def test_host_that_shows_an_older_release_is_told_which():
    with host_that(lambda _, reply: reply) as release:
        newer = replace(release, number=release.number + 1, released_at=release.released_at + timedelta(days=1))
        (stale,) = [one for one in look(newer).wrong if one.check is Check.SHOWS]

    assert (stale.found, stale.wanted) == ("release 2", "release 3 of 2027")
    assert any("wardpanels publish" in sentence for sentence in advice([stale]))


def test_redirects_on_the_way_are_named_and_are_no_fault():
    def change(path, reply):
        if path == "/calendar.ics":
            return Reply(302, b"", {"Location": "/wards/bow-east/calendar.ics"})
        return reply

    (way,) = [one for one in found_of(change).findings if one.check is Check.WAY]
    assert way.is_right
    assert "302 to http://" in way.found


def test_redirects_without_an_end_are_told_and_stop_nothing_else():
    found = found_of(lambda path, reply: Reply(301, b"", {"Location": path}) if path == "/changes.atom" else reply)

    assert (Check.ANSWERS, addresses.CHANGES_FEED) in wrong(found)
    assert any(one.check is Check.SHOWS and one.is_right for one in found.findings)


@pytest.mark.parametrize(
    ("headers", "check"),
    [
        ({}, Check.UNCHANGED),
        pytest.param({"Cache-Control": "public, max-age=86400"}, Check.COPIES, marks=pytest.mark.thorough),
        ({"Cache-Control": "max-age=60, s-maxage=604800"}, Check.COPIES),
        ({"Content-Type": "text/plain; charset=utf-8"}, Check.TYPE),
        pytest.param({"Content-Type": "text/calendar; charset=iso-8859-1"}, Check.TYPE, marks=pytest.mark.thorough),
    ],
)
def test_one_wrong_header_of_a_feed_is_told(headers, check):
    right = headers_for(addresses.BOROUGH_FEED)
    found = found_of(of_feeds(headers={**right, **headers}))

    assert (check, addresses.BOROUGH_FEED) in wrong(found)


@pytest.mark.parametrize("kept", some(["no-cache", "no-store", "max-age=0, must-revalidate", "max-age=3600"], every=3))
def test_copies_that_are_soon_asked_for_anew_are_right_in_any_words(kept):
    right = headers_for(addresses.BOROUGH_FEED)
    found = found_of(of_feeds(headers={**right, "Cache-Control": kept}))

    assert (Check.COPIES, addresses.BOROUGH_FEED) not in wrong(found)


def test_policy_that_asks_for_more_than_ours_is_right_and_one_that_asks_for_less_is_not():
    right = headers_for(addresses.HOME_PAGE)
    policy = right["Content-Security-Policy"]

    def with_policy(told):
        def change(path, reply):
            return replace(reply, headers={**reply.headers, "Content-Security-Policy": told}) if path == "/" else reply

        return Check.POLICY in checks(found_of(change))

    assert not with_policy(f"upgrade-insecure-requests;  {policy}")
    assert with_policy(policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"))


def test_host_that_does_not_answer_is_one_finding():
    found = look(a_release(site_url=f"http://{LOOPBACK}:{closed_port()}"))

    assert not found.is_reached
    assert [(one.check, one.found) for one in found.findings] == [(Check.ANSWERS, "nothing that answers there")]
    assert advice(found.findings) == ("See that the host runs, and that site_url in borough.toml is its address.",)


def test_host_without_the_site_is_told_to_be_given_it():
    found = found_of(lambda _, reply: Reply(404))

    assert (Check.ANSWERS, addresses.HOME_PAGE) in wrong(found)
    assert "Put the whole folder site/ on the host, at the address in site_url of borough.toml." in advice(
        found.findings
    )


def test_lines_for_a_site_in_a_folder_of_another_host_name_the_folder():
    site_url = "https://council.example.org/panels"
    old, missing = f"{site_url}/wards/globe-town/", f"{site_url}/{NEVER_THERE}"
    found = [
        judging.of_older(
            "wards/globe-town/index.html", old, f"{site_url}/wards/mile-end/", HostAnswer(old, old, 404, {})
        ),
        judging.of_missing(NEVER_THERE, HostAnswer(missing, missing, 200, {})),
    ]
    told = {snippet.lines for snippet in snippets(found)}

    assert told == {
        f"/wards/globe-town/ {site_url}/wards/mile-end/ 301",
        f"location = /panels/wards/globe-town/ {{ return 301 {site_url}/wards/mile-end/$is_args$args; }}",
        f'RedirectMatch 301 "^/panels/wards/globe\\-town/$" "{site_url}/wards/mile-end/"',
        "error_page 404 /panels/404.html;",
        "ErrorDocument 404 /panels/404.html",
    }


HOME = "http://panels.example.org/"


@pytest.mark.parametrize(
    ("answer", "is_right"),
    [
        (None, True),
        (HostAnswer(HOME, "https://panels.example.org/", 200, {}), True),
        (HostAnswer(HOME, HOME, 200, {}), False),
    ],
)
def test_http_must_lead_to_https_or_nowhere(answer, is_right):
    found = judging.of_http(HOME, answer)

    assert found.is_right == is_right
    told = "".join(snippet.lines for snippet in snippets([found]))
    assert ("return 301 https://panels.example.org$request_uri;" in told) != is_right


@pytest.mark.parametrize(
    ("asked", "hops", "is_right"),
    [
        ("https://panels.example.org/", ((301, "http://www.example.org/"),), False),
        ("https://panels.example.org/", ((301, "http://a.example.org/"), (302, "https://a.example.org/")), False),
        (HOME, ((301, "https://panels.example.org/"), (301, "https://www.example.org/")), True),
        (HOME, ((301, "http://www.example.org/"),), True),
    ],
)
def test_way_is_named_and_wrong_only_where_it_leaves_https(asked, hops, is_right):
    found = judging.of_file("", HostAnswer(asked, hops[-1][1], 200, {}, b"", hops))
    (way,) = (one for one in found if one.check is Check.WAY)

    assert way.is_right == is_right
    assert way.found == ", ".join(f"{status} to {address}" for status, address in hops)
