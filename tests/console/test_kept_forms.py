"""A session that ends while a form is filled in: what was typed comes back, to who typed it, and nothing is done."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from tests.console.borough import CHEAP, NOW, SMALL, YEAR, sign_in
from tests.console.conftest import TOKEN, Seat
from wardpanels.console import guard
from wardpanels.console.app import application
from wardpanels.people.links import choose_passphrase, link_for

CODE = SMALL.profile.code
PASSPHRASE = "otter lamp gravel tulip"
LATER = NOW + timedelta(minutes=31)
HOSTILE = "<script>alert(1)</script> \" ' & {{ 7 * 7 }}"


@pytest.fixture
def left(house):
    """The seat of the sergeant, who came back to it after half an hour."""
    for who in ("sergeant", "recorder"):
        link = link_for(house.store, house.store.staff.accounts.find(who), NOW)
        choose_passphrase(house.store, CODE, link, PASSPHRASE, CHEAP, NOW, "")
    client = application(replace(house, clock=lambda: LATER)).test_client()
    client.set_cookie(guard.SESSION, sign_in(house.store, CODE, "sergeant"))
    return Seat(client)


@pytest.fixture
def over(store):
    plan = store.released_plan(CODE, YEAR.first_day, 1)
    return next(each for each in plan.meetings if each.starts_at < NOW and each.ward_code == SMALL.wards[0].code)


def carried(page) -> dict[str, str]:
    """What the page that asks to sign in carries along."""
    return {name: unescape(value) for name, value in re.findall(r'hidden" name="(\w+)" value="([^"]*)"', page.text)}


def signed_in(seat, page, who="sergeant", passphrase=PASSPHRASE):
    typed = {"address": f"{who}@police.example", "passphrase": passphrase}
    return seat.client.post("/console/sign-in", data=carried(page) | typed)


def typed(seat, over):
    """The form of a record as it was sent too late."""
    form = {"residents": "24", "roles": ["sergeant", "inspector"], "outcome": "held", "priorities": f"Mopeds {HOSTILE}"}
    return seat.send(f"/record/{over.meeting_id}", seen=0, **form)


def test_what_was_typed_stands_in_the_form_again_and_nothing_is_written_until_it_is_sent(left, store, over):
    asked = typed(left, over)

    again = signed_in(left, asked)

    assert asked.status_code == 403
    assert "Nothing was written, for you were not signed in any more." in asked.text
    assert again.status_code == 200
    assert "Nothing was written. What you typed before you signed in stands in the form again" in again.text
    assert 'value="24"' in again.text
    assert re.findall(r'name="roles" type="checkbox" value="(\w+)" checked', again.text) == ["sergeant", "inspector"]
    assert HOSTILE in unescape(again.text)
    assert HOSTILE not in again.text
    assert over.meeting_id not in store.records.latest(CODE)

    token = re.search(r'name="token" value="(\w+)"', again.text)[1]
    sent = left.client.post(
        f"/console/record/{over.meeting_id}", data={"token": token, "seen": 0, "residents": "24", "outcome": "held"}
    )
    assert sent.status_code == 303
    assert store.records.latest(CODE)[over.meeting_id].record.residents == 24


def test_it_is_kept_through_a_slip_in_the_passphrase(left, over):
    slipped = signed_in(left, typed(left, over), passphrase="otter lamp gravel tulips")

    again = signed_in(left, slipped)

    assert slipped.status_code == 422
    assert "Nothing was written, for you were not signed in any more." in slipped.text
    assert 'value="24"' in again.text


def test_somebody_else_who_signs_in_there_is_led_to_the_form_and_reads_nothing_of_it(left, over):
    other = signed_in(left, typed(left, over), "recorder")

    assert (other.status_code, other.location) == (303, f"/console/record/{over.meeting_id}")
    assert 'value="24"' not in left.look(f"/record/{over.meeting_id}").text


@pytest.mark.parametrize(
    "kept",
    ["", "no json", "[1]", json.dumps([["residents", "24"]]), json.dumps([["token", "f" * 20], ["residents", "24"]])],
    ids=["nothing", "no json", "no fields", "no token", "a made-up token"],
)
def test_what_no_form_of_this_session_held_is_not_shown(left, over, kept):
    asked = typed(left, over)
    form = carried(asked) | {"kept": kept, "address": "sergeant@police.example", "passphrase": PASSPHRASE}

    answer = left.client.post("/console/sign-in", data=form)

    assert (answer.status_code, answer.location) == (303, f"/console/record/{over.meeting_id}")


def test_letter_of_number_0_goes_nowhere(left, over):
    kept = json.dumps([["token", TOKEN], ["residents", "2\0"]])
    form = carried(typed(left, over)) | {"kept": kept}

    answer = left.client.post(
        "/console/sign-in", data=form | {"address": "sergeant@police.example", "passphrase": PASSPHRASE}
    )

    assert answer.status_code == 303


def test_form_of_another_site_is_carried_nowhere(left, over):
    path = f"/console/record/{over.meeting_id}"
    answer = left.client.post(path, data={"residents": "99"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert (answer.status_code, answer.location) == (303, "/console/sign-in")


@pytest.mark.parametrize(
    ("path", "form", "page"),
    [
        ("/account/passphrase", {"old": PASSPHRASE, "new": "another fine phrase", "again": "x"}, "account"),
        ("/account/phone/stop", {"figures": "123456"}, "account"),
        ("/drafts/undo", {"period": "2027-01-01", "revision": "1"}, "drafts?period=2027-01-01"),
        ("/publicity", {"item": "x.1 d1"}, "publicity"),
        ("/record/nothing", {"priorities": "x" * 60_000}, "record/nothing"),
    ],
)
def test_other_forms_lead_back_to_their_page_and_carry_nothing(left, path, form, page):
    asked = left.send(path, **form)

    assert carried(asked) == {"to": f"/console/{page}", "kept": ""}
    assert "you are led back to the page that you were on, to do it again." in asked.text
    assert signed_in(left, asked).location == f"/console/{page}"


def test_form_about_what_is_gone_leads_to_the_page_that_says_so(left):
    asked = left.send("/record/2027-E05000000-1", residents="24")

    assert signed_in(left, asked).location == "/console/record/2027-E05000000-1"


def test_each_page_that_keeps_what_was_typed_shows_it(left, store, over, house):
    plan = store.released_plan(CODE, YEAR.first_day, 1)
    ward = SMALL.wards[0]
    coming = next(each for each in plan.meetings if each.starts_at > LATER and each.ward_code == ward.code)
    here = f"/meetings/{coming.meeting_id}"
    forms = (
        (f"{here}/move", {"do": "check", "why": "A clash of mine", "held-day": "3"}),
        (f"{here}/cancel", {"reason": "other", "words": "A clash of mine"}),
        (f"{here}/call-off", {"reason": "other", "words": "A clash of mine"}),
        ("/meetings/add", {"ward": ward.code, "why": "A clash of mine", "period": "2027-01-01"}),
        ("/notes/posts", {"ward_code": ward.code, "chairs": "A clash of mine"}),
    )
    for path, form in forms:
        left.client.set_cookie(guard.SESSION, sign_in(store, CODE, "sergeant"))

        again = signed_in(left, left.send(path, **form))

        assert again.status_code == 200, path
        assert 'value="A clash of mine"' in again.text, path
        assert "Not sent yet" in again.text, path
