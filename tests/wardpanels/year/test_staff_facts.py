"""Nothing of an officer, and no address of staff, gets into a file that is about to be public."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.facts import Role
from scheduler.invitee import Contact
from scheduler.reading.borough import read_officers
from scheduler.store import open_store
from tests.publishers.examples import a_release
from tests.scheduler.examples import a_borough, an_officer
from tests.wardpanels.people.staff import ADA, BOROUGH, NOW
from wardpanels.faults import CannotUse
from wardpanels.year.staff_facts import found_addresses, staff_facts

OFFICER = "Zed.Quill@police.example"
WEEKS = "week 1-53/2 Mo-Fr 14:00-22:00; week 2-52/2 Mo-Fr 07:00-15:00"
OFFICERS = [
    an_officer("MP-4711", Role.SERGEANT, name="PS Ann O'Hara", working_hours=WEEKS),
    an_officer("S02", Role.DWO, name="Hill", working_hours="Mo-Fr 09:00-17:00"),
    an_officer("S03", Role.DWO, name="Bow Library"),
    an_officer("S04", Role.PCSO, name="Zoë Quinn Marsh"),
]


@pytest.fixture
def secret():
    store = open_store("memory:")
    profile = replace(a_borough().profile, code=BOROUGH)
    store.staff.accounts.add(ADA)
    store.invitees.know(BOROUGH, [Contact("po-1", Role.PCSO, "Zed Quill", OFFICER, NOW)], NOW)
    yield staff_facts(store, profile, OFFICERS, [a_release()])
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
        secret.refuse({"a.html": b"plain", "meetings/x/index.html": content})

    assert str(caught.value) == (
        "meetings/x/index.html: found the mail address of an officer or of somebody who signs in, "
        "wanted a public file without"
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"<p>Ann O&#39;Hara leads it.</p>", "the full name of an officer"),
        (b'{"who": "Zo\\u00eb Quinn Marsh"}', "the full name of an officer"),
        ("DESCRIPTION:With Zoë\r\n  Quinn Marsh".encode(), "the full name of an officer"),
        (b"Zed Quill", "the full name of an officer"),
        (b"MP-4711,sergeant", "the id of an officer"),
        (WEEKS.encode(), "a duty rota"),
    ],
    ids=["in HTML", "in JSON", "folded", "of before", "id", "rota"],
)
def test_file_that_tells_who_an_officer_is_or_when_on_duty_is_refused(secret, content, found):
    with pytest.raises(CannotUse) as caught:
        secret.refuse({"index.html": b"x " + content + b" y"})

    assert str(caught.value) == f"index.html: found {found}, wanted a public file without"


def test_what_only_looks_like_an_officer_goes_out(secret):
    secret.refuse(
        {"x": b"Hill, Bow Library, S02, Joann O'Hara, Zed Quilling, MP-47110, Mo-Fr 09:00-17:00, Quinn Marsh"}
    )


def test_officers_who_cannot_be_read_are_left_out_and_stop_nothing(tmp_path):
    (tmp_path / "officers.csv").write_text(
        "officer_id,role,name,email,ward_codes,working_hours\n"
        "S01,sergeant,Ann Archer,,,Mo-Fr 09:00-17:00\nS02,general,Bob Baker,,,Mo-Fr 09:00-17:00\n",
        encoding="utf-8",
    )

    assert [each.name for each in read_officers(tmp_path)] == ["Ann Archer"]
    assert read_officers(tmp_path / "nowhere") == ()


def test_address_of_whoever_signs_in_is_refused_too(secret):
    with pytest.raises(CannotUse):
        secret.refuse({"x": ADA.address.encode()})


def test_other_addresses_go_out(secret):
    secret.refuse({"x": b"info@towerhamlets.example, not.zed.quill@police.example @ @@ a@b", "y": b""})


def test_addresses_are_found_among_anything():
    text = b"a@b.example,<c.d+e@f.example>;x@y @z.example g@h.example. \xff@i.example"

    assert list(found_addresses(text)) == ["a@b.example", "c.d+e@f.example", "g@h.example"]
