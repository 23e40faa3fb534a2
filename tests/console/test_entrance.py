"""Coming in and going out: links, passphrases, tokens, and what is shown to whom."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pyotp
import pytest

from scheduler.account import AccountState
from tests.console.borough import NOW, SMALL, WHO, house_in
from tests.console.conftest import TOKEN
from tests.console.crawling import Page
from tests.thorough import some
from wardpanels.console.app import application
from wardpanels.console.every_page import ROUTES
from wardpanels.people.links import link_for
from wardpanels.people.rights import may, person_of

PASSPHRASE = "otter lamp gravel tulip"


@pytest.fixture
def stranger(house):
    return application(house).test_client()


def opened(house, client, who="viewer", passphrase=PASSPHRASE):
    """Open somebody's account by a link, as an administrator hands it over."""
    account = house.store.staff.accounts.find(who)
    link = link_for(house.store, account, NOW)
    page = f"/console/welcome/{link}"
    return client.get(page), client.post(page, data={"passphrase": passphrase, "again": passphrase})


def sign_in(client, who="viewer", passphrase=PASSPHRASE, **more):
    return client.post("/console/sign-in", data={"address": f"{who}@police.example", "passphrase": passphrase} | more)


def test_a_link_opens_an_account_and_its_passphrase_signs_in_where_one_wanted_to_go(house, stranger):
    asked = stranger.get("/console/people/rights")
    shown, chosen = opened(house, stranger)
    entered = sign_in(stranger, to="/console/people/rights")
    page = stranger.get(entered.location)

    assert (asked.status_code, asked.location) == (303, "/console/sign-in?to=/console/people/rights")
    assert "Vic Chair" in shown.text
    assert (chosen.status_code, chosen.location) == (303, "/console/sign-in")
    assert (entered.status_code, entered.location) == (303, "/console/people/rights")
    assert page.status_code == 200


@pytest.mark.parametrize(
    "to",
    some(
        ["https://evil.example/", "//evil.example/", "/console//evil.example", "/console/\\evil", "evil", ""],
        2,
        after=1,
    ),
)
def test_nobody_is_sent_on_to_another_site(house, stranger, to):
    opened(house, stranger)

    assert sign_in(stranger, to=to).location == "/console/"


@pytest.mark.parametrize(
    ("chosen", "again", "said"),
    [
        ("too short", "too short", "15 or more"),
        ("a" * 30, "a" * 30, "several"),
        (PASSPHRASE, "something else", "not the same"),
    ],
)
def test_a_passphrase_that_is_not_good_enough_is_refused_at_its_field_and_the_link_counts_still(
    house, stranger, chosen, again, said
):
    link = link_for(house.store, house.store.staff.accounts.find("viewer"), NOW)
    refused = stranger.post(f"/console/welcome/{link}", data={"passphrase": chosen, "again": again})

    assert refused.status_code == 422
    assert said in refused.text
    assert chosen not in refused.text.replace("aaa", "")
    assert stranger.get(f"/console/welcome/{link}").status_code == 200


def test_wrong_passphrases_are_told_apart_from_nothing_and_end_in_a_pause(house, stranger):
    opened(house, stranger)
    wrong = [sign_in(stranger, passphrase="wrong passphrase it is") for _ in range(10)]
    unknown = sign_in(stranger, who="nobody")
    paused = sign_in(stranger)

    assert {page.status_code for page in wrong} == {422}
    assert "is not right" in wrong[0].text
    assert unknown.text == wrong[1].text.replace("viewer@", "nobody@")
    assert "Try again at 10:15am" in paused.text


def test_a_session_ends_when_nobody_is_there_and_when_it_is_left(house, folder, store, stranger):
    opened(house, stranger)
    sign_in(stranger)
    later = application(house_in(folder, store, lambda: NOW + timedelta(minutes=31))).test_client()
    for cookie in stranger._cookies.values():
        later.set_cookie(cookie.key, cookie.value)

    assert stranger.get("/console/account").status_code == 200
    assert later.get("/console/account").status_code == 303


def test_signing_out_needs_the_token_and_ends_the_session(as_):
    seat = as_("viewer")
    forged = seat.client.post("/console/sign-out", data={"token": "other"})
    still = seat.look("/account").status_code
    cookie = next(iter(seat.client._cookies.values()))
    out = seat.send("/sign-out")
    seat.client.set_cookie(cookie.key, cookie.value)

    assert (forged.status_code, still, out.status_code) == (403, 200, 303)
    assert seat.look("/account").status_code == 303


def test_every_form_is_refused_without_its_token_or_from_another_site(as_):
    seat = as_("administrator")
    forms = [route for route in ROUTES if route.is_form]

    assert len(forms) > 5
    for route in forms:
        path = f"/console{route.rule}".replace("<", "").replace(">", "")
        bare = seat.client.post(path, data={})
        crossed = seat.client.post(path, data={"token": TOKEN}, headers={"Origin": "https://evil.example"})
        embedded = seat.client.post(path, data={"token": TOKEN}, headers={"Sec-Fetch-Site": "cross-site"})
        assert [page.status_code for page in (bare, crossed, embedded)] == [403] * 3, route.rule


@pytest.mark.parametrize("who", some([*WHO], every=2))
def test_a_route_answers_nobody_who_may_not_do_what_it_is_for(looking, house, who):
    seat, person = looking(who), person_of(house.store.staff.accounts.find(who))
    for route in ROUTES:
        if may(person, route.act, person.ward_codes):
            continue
        path = route.rule.replace("<", "").replace(">", "")
        page = seat.send(path) if route.is_form else seat.look(path)
        assert page.status_code == 403, route.rule
        assert "may not" in page.text


def test_pages_are_kept_by_nobody_framed_by_nobody_and_run_nothing_of_others(as_):
    headers = as_("viewer").look("/").headers

    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_administrator_adds_somebody_changes_and_closes_them_and_reads_it_later(as_, house):
    seat = as_("administrator")
    slug = SMALL.wards[0].code
    link = seat.send("/people/new", name="Nia <b>New", address="nia@police.example", roles="planner", wards=slug)
    (account,) = [
        each for each in house.store.staff.accounts.listed(SMALL.profile.code) if each.address == "nia@police.example"
    ]
    changed = seat.send(f"/people/{account.id}", roles=["viewer"])
    closed = seat.send(f"/people/{account.id}", close="yes")
    alone = seat.send("/people/administrator", close="yes")
    read = seat.look("/people/acts").text

    assert "Nia &lt;b&gt;New" in link.text
    assert "/console/welcome/" in link.text
    assert changed.status_code == closed.status_code == 303
    assert alone.status_code == 422
    assert "only administrator" in alone.text
    assert read.index("Close the account of nia@") < read.index("Add nia@")


def test_people_are_shut_out_while_a_file_needs_mending(as_, house, folder):
    """Roles and wards stay as they are meanwhile: rights of some wards must not become those of all."""
    officers = folder / "data" / "officers.csv"
    officers.write_text(officers.read_text(encoding="utf-8").replace("@", "(at)"), encoding="utf-8")
    seat, sergeant = as_("administrator"), house.store.staff.accounts.find("sergeant")

    shown, one, read = (seat.look(path) for path in ("/people", "/people/sergeant", "/people/acts"))
    changed = seat.send("/people/sergeant", roles=["planner"])
    kept, link = house.store.staff.accounts.find("sergeant"), seat.send("/people/sergeant/link")
    closed, own = seat.send("/people/sergeant", close="yes"), seat.look("/account")

    assert [page.status_code for page in (shown, one, read, changed, link, closed, own)] == [
        *(200, 200, 200, 422),
        *(200, 303, 200),
    ]
    assert ("Close the account" in one.text, "once the borough's files are mended" in one.text) == (True, True)
    assert 'name="roles"' not in one.text
    assert kept == sergeant
    assert house.store.staff.accounts.find("sergeant").state is AccountState.CLOSED


@pytest.mark.parametrize("origin", ["http://[", "http://[x]:1", "http://a]", "null", "", "http://", "//localhost"])
def test_origin_that_is_none_is_another_site(as_, origin):
    seat = as_("administrator")
    token = {"token": TOKEN, "address": "a", "passphrase": "b"}

    for path in ("/console/sign-in", "/console/people/sergeant/link"):
        assert seat.client.post(path, data=token, headers={"Origin": origin}).status_code == 403


def test_who_adds_nonsense_is_told_at_the_field_and_it_is_kept(as_):
    refused = as_("administrator").send("/people/new", name="Nia", address="not an address", roles="planner")

    assert refused.status_code == 422
    assert 'value="not an address"' in refused.text
    assert refused.text.count("There is a problem") == 1


def test_nobody_finds_what_is_not_there(as_):
    seat = as_("administrator")

    assert seat.look("/people/nobody").status_code == 404
    assert seat.look("/nowhere").status_code == 404
    refused = seat.client.put("/console/people")
    assert (refused.status_code, sorted(refused.headers["Allow"].split(", "))) == (405, ["GET", "HEAD", "OPTIONS"])
    assert seat.send("/people/new", name="x" * 70_000).status_code == 413


def test_the_token_of_a_page_is_another_each_time_and_each_of_them_counts(as_):
    seat = as_("administrator")
    tokens = {seat.look("/account").text.partition('name="token" value="')[2].partition('"')[0] for _ in range(3)}

    assert len(tokens) == 3
    assert {seat.send("/account/phone/confirm", token=token).status_code for token in tokens} == {422}


def test_a_slip_in_the_figures_keeps_what_the_phone_was_told(as_):
    pat = as_("sergeant")
    begun = pat.send("/account/phone").text
    secret = re.search(r"<code>(\w+)</code>", begun)[1]
    phone = pyotp.TOTP(secret)

    slipped = pat.send("/account/phone/confirm", figures="000000" if phone.at(NOW) != "000000" else "111111")

    assert slipped.status_code == 422
    assert f"<code>{secret}</code>" in slipped.text
    assert '<a href="#figures">These are not the figures that your phone shows now</a>' in slipped.text
    assert re.search(r'<input [^>]*id="figures"[^>]* aria-describedby="figures-error"', slipped.text)
    assert pat.send("/account/phone/confirm", figures=phone.at(NOW)).status_code == 303


def test_account_with_figures_has_each_id_once_and_its_two_forms_take_them(as_, house, stranger):
    opened(house, stranger, "sergeant")
    pat = as_("sergeant")
    phone = pyotp.TOTP(re.search(r"<code>(\w+)</code>", pat.send("/account/phone").text)[1])
    assert pat.send("/account/phone/confirm", figures=phone.at(NOW)).status_code == 303

    page = Page("/console/account", pat.look("/account").text)

    assert [name for name, count in Counter(page.ids).items() if count > 1] == []
    new, (form,) = "another fine phrase", [each for each in page.forms if each.action.endswith("/passphrase")]
    (figures,) = [name for name in form.fields if name.startswith("figures")]
    later = phone.at(NOW + timedelta(seconds=30))  # those of a moment count once
    typed = {"old": PASSPHRASE, "new": new, "again": new, figures: later}
    assert pat.send("/account/passphrase", **typed).status_code == 303


def test_figures_of_a_phone_that_was_told_nothing_are_refused(as_):
    answer = as_("sergeant").send("/account/phone/confirm", figures="000000")

    assert answer.status_code == 422
    assert "Set up my phone" in answer.text
