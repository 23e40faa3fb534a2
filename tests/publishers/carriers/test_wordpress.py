"""Pages and posts on a real WordPress: made once, updated after, found by their slug."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from publishers.carriers.carrier import Closed, Outlet, Receipt, Refused, TryAgain
from publishers.carriers.every_carrier import open_carrier
from tests.publishers.carriers.examples import TEXT, carried, html, outlet, parcel
from tests.publishers.carriers.peers import Reply, web_peer
from tests.publishers.carriers.wordpress_site import Site, wordpress

BENGALI = html("৩০ মার্চ", "bn")


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    with wordpress(tmp_path_factory.mktemp("wp")) as found:
        yield found


def to(site: Site, user: str = "ann", password: str = "", **told: str) -> Outlet:
    secrets = {"password": password or site.password}
    return outlet("wordpress", allowed=(f"127.0.0.1:{site.port}",), url=site.url, user=user, secrets=secrets, **told)


def content(words: str) -> str:
    return f"<section><h2><bdi>Mile End</bdi></h2>\n<p>{words}</p></section>\n"


def test_page_is_made_for_each_language_under_the_first_heading(site: Site):
    receipt = carried(to(site), parcel(html(), BENGALI, subject="mile-end"))

    assert receipt == Receipt(f"{site.url}/council-page-mile-end/ {site.url}/council-page-mile-end-bn/")
    assert site.items("pages") == {
        "council-page-mile-end": ("Mile End", content("Tuesday 30 March"), "publish"),
        "council-page-mile-end-bn": ("Mile End", content("৩০ মার্চ"), "publish"),
    }
    public = requests.get(f"{site.url}/wp-json/wp/v2/pages?slug=council-page-mile-end", timeout=20).json()
    assert "<h2><bdi>Mile End</bdi></h2>" in public[0]["content"]["rendered"]


@pytest.mark.parametrize(("kind", "status"), [("pages", "publish"), ("posts", "publish"), ("posts", "draft")])
def test_parcel_that_was_carried_but_not_marked_is_there_once_and_a_later_version_overwrites(site, kind, status):
    told, subject = to(site, kind=kind, status=status), f"bow-{kind}-{status}"

    for words, version in (("first", 1), ("first", 1), ("MOVED", 2)):
        carried(told, parcel(html(words), subject=subject, key=str(version), version=version))

    ours = {slug: facts for slug, facts in site.items(kind).items() if slug.startswith(f"council-page-{subject}")}
    assert ours == {f"council-page-{subject}": ("Mile End", content("MOVED"), status)}


def test_draft_that_a_person_published_stays_published_when_it_changes(site: Site):
    told = to(site, status="draft")
    carried(told, parcel(html(), subject="stepney"))
    (draft,) = site.ask("GET", "pages", params={"slug": "council-page-stepney", "status": "draft"}).json()
    site.ask("POST", f"pages/{draft['id']}", json={"status": "publish"})

    carried(told, parcel(html("MOVED"), subject="stepney", key="2", version=2))

    assert site.items("pages")["council-page-stepney"] == ("Mile End", content("MOVED"), "publish")


def test_slug_that_something_else_has_is_told_and_nothing_is_left(site: Site):
    file = {"Content-Disposition": 'attachment; filename="council-page-poplar.txt"', "Content-Type": "text/plain"}
    site.ask("POST", "media", data=b"minutes", headers=file)

    for _ in range(2):
        with pytest.raises(Refused) as refused:
            carried(to(site), parcel(html(), subject="poplar"))

    assert [slug for slug in site.items("pages") if "poplar" in slug] == []
    assert refused.value.reason == (
        "127.0.0.1: found the slug 'council-page-poplar' taken, wanted it free. Rename or delete what has it there."
    )


def test_wrong_password_names_the_variable(site: Site):
    with pytest.raises(Closed) as closed:
        carried(to(site, password="hunter2"), parcel(html()))

    assert closed.value.reason == (
        "127.0.0.1 answered 401 (You are not currently logged in.): the password is wrong or has expired, or may not "
        "do this. Renew it and set WARDPANELS_COUNCIL_PAGE_PASSWORD"
    )


def test_user_who_may_not_edit_is_told(site: Site):
    reader = {"username": "bo", "email": "bo@example.org", "password": "not used", "roles": ["subscriber"]}
    made = site.ask("POST", "users", json=reader).json()
    password = site.ask("POST", f"users/{made['id']}/application-passwords", json={"name": "x"}).json()["password"]

    with pytest.raises(Closed) as closed:
        carried(to(site, "bo", password), parcel(html(), subject="limehouse"))

    assert closed.value.reason == (
        "[channels.council-page] user: found 'bo', who may not edit pages, wanted an editor of the site"
    )


def test_site_without_the_api_closes_the_channel():
    with web_peer(lambda _: Reply(404, "<title>Not found</title>")) as peer, pytest.raises(Closed) as closed:
        carried(_elsewhere(peer), parcel(html()))

    assert closed.value.reason == "[channels.council-page] 127.0.0.1 answered 404 (Not found). Check the address there."


def test_site_under_repair_is_tried_again():
    repair = Reply(503, "<h1>Briefly unavailable for scheduled maintenance.</h1>", {"Retry-After": "600"})
    with web_peer(lambda _: repair) as peer, pytest.raises(TryAgain) as later:
        carried(_elsewhere(peer), parcel(html()))

    assert later.value.after_seconds == 600
    assert later.value.reason == "127.0.0.1 answered 503 (Briefly unavailable for scheduled maintenance.)"


def _elsewhere(peer) -> Outlet:
    return outlet("wordpress", allowed=(peer.place,), url=peer.url, user="ann", secrets={"password": "x"})


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"kind": "media"}, "kind: found 'media', wanted one of pages, posts"),
        ({"status": "live"}, "status: found 'live', wanted one of publish, draft, pending, private"),
    ],
)
def test_bad_setting_is_told_at_the_start(told, reason):
    facts = {"url": "https://8.8.8.8", "user": "ann", "secrets": {"password": "x"}, **told}

    with pytest.raises(Closed) as closed:
        open_carrier(outlet("wordpress", **facts))

    assert closed.value.reason == f"[channels.council-page] {reason}"


def test_parcel_without_html_closes_the_channel(site: Site):
    with pytest.raises(Closed, match="found text/plain, wanted text/html"):
        carried(to(site), parcel(TEXT))
