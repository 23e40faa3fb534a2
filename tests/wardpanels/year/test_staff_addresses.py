"""No address of an officer or of staff gets into a file that is about to be public."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.facts import Role
from scheduler.invitee import Contact
from scheduler.store import open_store
from tests.scheduler.examples import a_borough
from tests.wardpanels.people.staff import ADA, BOROUGH, NOW
from wardpanels.faults import CannotUse
from wardpanels.year.staff_addresses import found_addresses, refuse_staff_addresses, staff_addresses

OFFICER = "Zed.Quill@police.example"


@pytest.fixture
def secret():
    store = open_store("memory:")
    profile = replace(a_borough().profile, code=BOROUGH)
    store.staff.accounts.add(ADA)
    store.invitees.know(BOROUGH, [Contact("po-1", Role.PCSO, "Zed Quill", OFFICER, NOW)], NOW)
    yield staff_addresses(store, profile)
    store.close()


@pytest.mark.parametrize(
    "content",
    [
        b'<a href="mailto:zed.quill@POLICE.example">write</a>',
        b"ATTENDEE;CN=x:mailto:Zed.Quill@police.example\r\n",
        b'["Zed.Quill@police.example"]',
        b"Write to Zed.Quill@police.example.",
    ],
)
def test_file_with_an_address_of_an_officer_is_refused_and_the_address_not_repeated(secret, content):
    with pytest.raises(CannotUse) as caught:
        refuse_staff_addresses(secret, {"a.html": b"plain", "meetings/x/index.html": content})

    assert str(caught.value) == (
        "meetings/x/index.html: found the mail address of an officer or of somebody who signs in, "
        "wanted a public file without"
    )


def test_address_of_whoever_signs_in_is_refused_too(secret):
    with pytest.raises(CannotUse):
        refuse_staff_addresses(secret, {"x": ADA.address.encode()})


def test_other_addresses_go_out(secret):
    refuse_staff_addresses(secret, {"x": b"info@towerhamlets.example, not.zed.quill@police.example @ @@ a@b", "y": b""})


def test_addresses_are_found_among_anything():
    text = b"a@b.example,<c.d+e@f.example>;x@y @z.example g@h.example. \xff@i.example"

    assert list(found_addresses(text)) == ["a@b.example", "c.d+e@f.example", "g@h.example"]
