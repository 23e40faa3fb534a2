"""Signing in with an account at work through the console's pages, and each way in which it does not work."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient

from tests.console.borough import SMALL
from tests.wardpanels.people.issuing import issuer_here
from wardpanels import wiring
from wardpanels.console.app import application
from wardpanels.people.console_settings import CLIENT_SECRET
from wardpanels.people.links import link_for

BUTTON = "Sign in with your account at work"
WHO = "sam@work"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with issuer_here() as address:
        yield address


def set_up(house, issuer, secret="a secret"):
    """The same house, whose people have an account there. The issuer goes by this computer's clock."""
    with (house.data / "borough.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[console.openid]\nissuer = "{issuer}"\nclient_id = "ward-panels"\n')
        file.write('\n[network]\nallow = ["localhost"]\n')
    invited = replace(house.store.staff.accounts.find("sender"), id="sam", address="sam@police.example", passphrase="")
    house.store.staff.accounts.add(invited)
    return replace(house, openid_secret=secret, clock=wiring.now)


@pytest.fixture
def at_work(house, issuer):
    return set_up(house, issuer)


@pytest.fixture
def browser(at_work) -> FlaskClient:
    return application(at_work).test_client()


def link_of(house, who="sam"):
    return link_for(house.store, house.store.staff.accounts.find(who), house.clock())


def back_from(answer, subject=WHO, **form):
    """Where the issuer sends a browser back to, once somebody said who they are there."""
    sent = requests.post(answer.location, data={"sub": subject} | form, allow_redirects=False, timeout=10)
    told = urlsplit(sent.headers["Location"])
    assert told.path == "/console/back"
    state = "" if "state=" in told.query else f"&state={parse_qs(urlsplit(answer.location).query)['state'][0]}"
    return f"{told.path}?{told.query}{state}"


def bound(browser, house, subject=WHO):
    """Somebody's account is bound by a link."""
    return browser.get(back_from(browser.get(f"/console/welcome/{link_of(house)}/at-work"), subject))


def test_link_binds_the_account_at_work_and_it_signs_in_where_one_wanted_to_go(browser, at_work):
    asked = browser.get(f"/console/welcome/{link_of(at_work)}")
    entered = bound(browser, at_work)
    mine = browser.get("/console/account").text
    browser.set_cookie("wardpanels-session", "")
    form = browser.get("/console/people/rights", follow_redirects=True).text
    again = browser.get(back_from(browser.get("/console/at-work?to=/console/people/rights")))

    assert "Use my account at work" in asked.text
    assert (entered.status_code, entered.location) == (303, "/console/")
    assert "You have none: you sign in with your account at work" in mine
    assert f'href="/console/at-work?to=/console/people/rights">{BUTTON}' in form
    assert (again.status_code, again.location) == (303, "/console/people/rights")
    assert browser.get("/console/people/rights").status_code == 200
    assert browser.get_cookie("wardpanels-away") is None


def test_what_went_wrong_is_a_page_in_words_with_the_button_still_there(browser, at_work):
    bound(browser, at_work)
    browser.set_cookie("wardpanels-session", "")
    back = back_from(browser.get("/console/at-work"))
    other = application(at_work).test_client()
    said = {
        "another browser": other.get(back),
        "nothing": browser.get("/console/back"),
        "never sent": browser.get("/console/back?state=x&code=y"),
        "let in once": browser.get(back) and browser.get(back),
        "declined": browser.get(back_from(browser.get("/console/at-work"), action="deny")),
        "nobody here": browser.get(back_from(browser.get("/console/at-work"), "eve@work")),
        "somebody's": bound(browser, at_work),
    }

    assert {name: page.status_code for name, page in said.items()} == dict.fromkeys(said, 422)
    assert all(BUTTON in page.text and 'href="#at-work"' in page.text for page in said.values())
    assert "for another browser" in said["another browser"].text
    assert "not let in at work" in said["declined"].text
    assert "Nobody here has this account" in said["nobody here"].text
    assert "is somebody" in said["somebody's"].text


def test_nobody_is_sent_on_to_another_site(browser, at_work):
    bound(browser, at_work)
    for to in ("https://evil.example/", "//evil.example", "/console//evil.example"):
        assert browser.get(back_from(browser.get("/console/at-work", query_string={"to": to}))).location == "/console/"


def test_issuer_that_does_not_answer_is_said_and_a_dead_link_goes_nowhere(house):
    browser = application(set_up(house, "http://localhost:9")).test_client()
    asked, dead = browser.get("/console/at-work"), browser.get("/console/welcome/nothing/at-work")

    assert (asked.status_code, dead.status_code) == (422, 422)
    assert "does not answer as it should" in asked.text
    assert "This link does not work any more" in dead.text


@pytest.mark.parametrize(
    ("told", "secret", "missing"),
    [
        ("", "a secret", ""),
        ('[console.openid]\nissuer = "https://a.example"\nclient_id = "c"\n', "", f"{CLIENT_SECRET} is not set"),
        ('[console.openid]\nissuer = "http://a.example"\n', "a secret", "wanted an address that begins with https://"),
    ],
    ids=["not set up", "no secret", "bad settings"],
)
def test_where_it_is_not_set_up_there_is_no_button_and_the_log_says_what_is_missing(
    house, told, secret, missing, caplog
):
    with (house.data / "borough.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{told}")
    with caplog.at_level(logging.WARNING):
        browser = application(replace(house, openid_secret=secret)).test_client()
    page = browser.get("/console/sign-in")

    assert page.status_code == 200
    assert BUTTON not in page.text
    assert browser.get("/console/at-work").status_code == browser.get("/console/back").status_code == 404
    assert missing in caplog.text
    assert bool(caplog.records) is bool(missing)
    assert SMALL.profile.name in page.text
