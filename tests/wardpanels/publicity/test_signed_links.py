"""Links that only one person has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.scheduler.examples import a_profile, utc
from tests.wardpanels.subscriptions.examples import SECRET
from wardpanels.faults import CannotUse
from wardpanels.publicity.signed_links import Links, links_of

LINKS = Links("https://example.org/subscribe", SECRET)
MONDAY = utc("2027-02-01 09:00")


def token(link: str) -> str:
    return link.rpartition("/")[2]


def test_links_are_short_and_the_same_each_time():
    made = LINKS.stop("00000000000000a1")

    assert made == LINKS.stop("00000000000000a1")
    assert (made[:52], len(made)) == ("https://example.org/subscribe/stop/00000000000000a1-", 84)
    assert len(LINKS.confirm("00000000000000a1", MONDAY)) == 98


def test_link_tells_whose_it_is():
    assert LINKS.who_stops(token(LINKS.stop("a1"))) == "a1"
    assert LINKS.who_confirms(token(LINKS.confirm("a1", MONDAY))) == ("a1", MONDAY)
    assert LINKS.whose(LINKS.mark("a1")) == "a1"


def test_link_is_good_for_one_thing_only():
    stop, confirm, mark = token(LINKS.stop("a1")), token(LINKS.confirm("a1", MONDAY)), LINKS.mark("a1")

    assert [LINKS.who_stops(confirm), LINKS.who_stops(mark), LINKS.whose(stop)] == ["", "", ""]
    assert LINKS.who_confirms(stop) is None


CHANGES = (
    lambda told: f"b{told[1:]}",
    lambda told: told[:-1],
    lambda told: f"{told[:-1]}é",
    lambda told: told.upper(),
    lambda _: "",
    lambda _: "-",
    lambda told: "a" * 500 + told,
)


@pytest.mark.parametrize("change", CHANGES)
def test_link_that_somebody_changed_is_nobodys(change):
    made = change(token(LINKS.stop("a1f")))

    assert LINKS.who_stops(made) == ""
    assert LINKS.who_confirms(made) is None


def test_another_secret_makes_other_links():
    other = replace(LINKS, secret="f" * 32)

    assert other.who_stops(token(LINKS.stop("a1"))) == ""
    assert SECRET not in repr(LINKS)


def test_pages_are_below_the_site_unless_they_are_elsewhere():
    profile = a_profile(site_url="https://example.org/panels")

    elsewhere = replace(profile, subscribe_url="https://mail.example.org")

    pages = [links_of({"WARDPANELS_SECRET": SECRET}, each).pages for each in (profile, elsewhere)]
    assert pages == ["https://example.org/panels/subscribe", "https://mail.example.org"]


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "WARDPANELS_SECRET: found nothing, wanted a secret of 32 characters or more, to sign links in mails. "
             "To make one: python3 -c 'import secrets; print(secrets.token_hex(32))'"),
        ({"WARDPANELS_SECRET": "short"}, "WARDPANELS_SECRET: found 5 characters, wanted a secret of 32 characters or "
             "more, to sign links in mails. To make one: python3 -c 'import secrets; print(secrets.token_hex(32))'"),
    ],
)  # fmt: skip
def test_setting_that_cannot_be_used_is_named(environ, said):
    with pytest.raises(CannotUse) as caught:
        links_of(environ, a_profile())

    assert str(caught.value) == said
