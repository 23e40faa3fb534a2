"""Mail in every script and of any length, read back by three programs that share no code."""

from __future__ import annotations

import re
from dataclasses import replace
from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishers.artifact import Artifact, ArtifactKind
from publishers.carriers.carrier import Mailbox, Parcel
from publishers.carriers.headers import ascii_address
from publishers.carriers.message import message_of
from publishers.wording import one_line
from tests.publishers.carriers.examples import AT
from tests.publishers.carriers.mail_readers import READERS, by_python
from tests.publishers.carriers.test_smtp import ANN, mailing
from tests.publishers.test_invitations import an_attendance, sent

SUBJECTS = (
    "Bow East ward panel meeting, Thursday 25 March 2027",
    "MOVED: " + "Bow East ward panel meeting, " * 12 + "2027",
    "x" * 300,
    "Bow East ওয়ার্ড প্যানেল সভা, বৃহস্পতিবার, 25 মার্চ 2027, " * 4 + "শেষ",
    "اجتماع لجنة الحي، الخميس ٢٥ مارس",
    "Réunion",
    "👨‍👩‍👧‍👦" * 20,
    "=?utf-8?q?not_encoded?= at all",
    'Quotes " and \\ and <angles>, (brackets)',
)
NAMES = ("Ann O'Neill", 'Ann "Annie" O\'Neill, নাম', "Ward panels, Tower Hamlets", "", "নাম " * 30, "Zoë", "A. N. Other")


ENDS_AT_COLON = re.compile(rb"^[A-Za-z-]+: ?\r\n[ \t]", re.MULTILINE)
BENGALI = replace(ANN, language="bn")


def letter(subject: str, name: str = "") -> bytes:
    artifacts = (
        Artifact("a.subject", "text/plain", f"{subject}\n".encode(), ArtifactKind.SUBJECT),
        Artifact("a.txt", "text/plain", "Words – শব্দ\n".encode(), ArtifactKind.TEXT),
    )
    parcel = Parcel("email.1", "email", "2027", 1, artifacts, AT)
    return message_of(
        parcel, Address(one_line(name), "panels", "example.org"), Mailbox(name, "ann@example.org")
    ).as_bytes()


def heads(mail: bytes) -> list[bytes]:
    return mail.partition(b"\r\n\r\n")[0].split(b"\r\n")


@pytest.fixture(params=READERS.values(), ids=READERS)
def read(request):
    return request.param


def test_every_subject_and_name_is_read_as_it_was_written(read):
    written = [(subject, name) for subject in SUBJECTS for name in NAMES]

    told = read([letter(subject, name) for subject, name in written])

    assert [each["subject"] for each in told] == [subject for subject, _ in written]
    assert [tuple(each["to"]) for each in told] == [(one_line(name), "ann@example.org") for _, name in written]
    assert [tuple(each["from"]) for each in told] == [(one_line(name), "panels@example.org") for _, name in written]


@given(st.text(max_size=300), st.text(max_size=120))
def test_words_begin_behind_the_colon_on_lines_that_every_server_takes(subject, name):
    mail = letter(subject, name)

    (told,) = by_python([mail])

    assert [told["subject"], told["to"][0]] == [one_line(subject), one_line(name)]
    assert mail.isascii()
    assert not ENDS_AT_COLON.search(mail)
    assert all(len(line) <= 78 for line in heads(mail) if b"=?utf-8?" in line)


@pytest.mark.parametrize("meeting_id", ["2027-E05009317-1", "2027-E05009328-1"])
def test_no_header_of_a_real_mail_ends_at_its_colon(meeting_id):
    mail = message_of(mailing(meeting_id), Address("Ward panels", "panels", "mail." + "long." * 20 + "example"), ANN)

    assert not ENDS_AT_COLON.search(mail.as_bytes())


@pytest.mark.parametrize("read", [READERS["python"], READERS["postal-mime"]], ids=["python", "postal-mime"])
def test_both_parts_say_how_to_stop_in_every_reader(read):
    (told,) = read([message_of(mailing(), Address("Ward panels", "panels", "example.org"), BENGALI).as_bytes()])

    assert (ANN.stop in told["text"], ANN.stop in told["html"]) == (True, True)
    assert told["subject"] == "Bow East ওয়ার্ড প্যানেল সভা, বৃহস্পতিবার, 25 মার্চ 2027"


def invitation(domain: str = "example.org") -> bytes:
    (piece,) = sent(an_attendance(name="Zoë নাম"))
    parcel = Parcel("invitation.1", "invitation", piece.subject, 1, piece.artifacts, AT)
    to = Mailbox("Zoë নাম", "ann@police.example")
    return message_of(parcel, Address("Ward panels", "panels", domain), to).as_bytes()


@pytest.mark.parametrize("read", [READERS["python"], READERS["postal-mime"]], ids=["python", "postal-mime"])
def test_invitation_is_read_with_its_calendar(read):
    (told,) = read([invitation()])

    assert told["text"].startswith("You are down to come as the sergeant who leads it.")
    assert told["html"].count("You are down to come as the sergeant who leads it.") == 1
    assert "METHOD:REQUEST" in "".join(told["enclosed"])


@pytest.mark.parametrize(("domain", "is_told"), [("example.org", False), ("mail.example", True)])
def test_sender_who_is_not_the_one_who_asks_is_named_beside(domain, is_told):
    (told,) = by_python([invitation(domain)])

    assert told["from"][1] == f"panels@{domain}"
    assert ('SENT-BY="mailto:panels@mail.example"' in told["enclosed"][0].replace("\n ", "")) is is_told


@pytest.mark.parametrize(
    ("written", "sent_as"),
    [
        ("panels@bücher.example", "panels@xn--bcher-kva.example"),
        ("panels@straße.example", "panels@xn--strae-oqa.example"),
        ("panels@পানেল.example", "panels@xn--85bdz0c5b.example"),
        ("panels@example.org", "panels@example.org"),
    ],
)
def test_domain_in_any_script_is_written_as_mail_servers_know_it(written, sent_as):
    assert ascii_address(written) == sent_as


@pytest.mark.parametrize(
    "address", ["pänels@example.org", "panels", "@example.org", "panels@", "panels@ex ample.org", ""]
)
def test_address_that_no_server_takes_is_none(address):
    with pytest.raises(ValueError):
        Address(addr_spec=ascii_address(address))
