"""Mail, sent to a real mail server: who gets what, under which name, and what each refusal means."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from threading import Thread

import icalendar
import pytest

from publishers.artifact import Artifact
from publishers.carriers.carrier import Closed, Mailbox, NobodyThere, Parcel, Refused, TryAgain
from publishers.carriers.every_carrier import KIND_BY_NAME, open_carrier
from publishers.carriers.message import mark_in, message_id, message_of
from publishers.carriers.smtp import SmtpCarrier
from publishers.channels import email
from publishers.pieces import pieces
from tests.publishers.carriers.certificates import self_signed, tls_server
from tests.publishers.carriers.examples import AT, PDF, TEXT, outlet, parcel
from tests.publishers.carriers.mail_peer import MailPeer, mail_peer
from tests.publishers.carriers.mail_readers import by_python
from tests.publishers.carriers.peers import closed_port
from tests.publishers.examples import a_release
from tests.publishers.test_invitations import an_attendance, sent

ANN = Mailbox("", "ann@example.org", "en", "https://panels.example.org/wp/subscribe/stop/a1-s1", "a1-m1")
OFFICER = Mailbox('Ann "Annie" O\'Neill, নাম', "ann@police.example")
SENDER = "Ward panels <panels@example.org>"
HOST = "localhost"


def mailing(meeting_id: str = "2027-E05009317-1", to: Mailbox = ANN, key: str = "email.1/a1") -> Parcel:
    piece = next(piece for piece in pieces(email.copies(a_release())) if piece.subject == meeting_id)
    return Parcel(key, "email", meeting_id, 1, piece.artifacts, AT, to)


@contextmanager
def carrier_to(peer: MailPeer, **told: object) -> Iterator[SmtpCarrier]:
    facts = {"security": "none", "sender": SENDER, "host": HOST, "port": str(peer.port), "channel": "email", **told}
    opened = open_carrier(outlet("smtp", allowed=(HOST,), **facts))
    try:
        yield opened
    finally:
        opened.close()


def hang_up(carrier: SmtpCarrier) -> None:
    """End the connection, as servers do with one that was idle for long."""
    carrier._server.sock.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def peer() -> Iterator[MailPeer]:
    with mail_peer(MailPeer()) as running:
        yield running


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate of the mail server's that this machine trusts."""
    made = self_signed(tmp_path, HOST)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    return made


def test_subscriber_gets_both_parts_in_their_language_with_their_own_way_out(peer):
    with carrier_to(peer) as carrier:
        receipt = carrier.carry(mailing(to=replace(ANN, language="bn")))

    (mail,) = peer.mails
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert receipt.note == f"localhost took it as {mail['Message-ID']}"
    assert (mail["From"], mail["To"], mail["Content-Language"]) == (SENDER, "ann@example.org", "bn")
    assert mail["Subject"] == "Bow East ওয়ার্ড প্যানেল সভা, বৃহস্পতিবার, 25 মার্চ 2027"
    assert mail.get_content_type() == "multipart/alternative"
    assert (ANN.stop in text, ANN.stop in html, "stop.invalid" in text + html) == (True, True, False)
    assert (peer.envelopes[0].mail_from, peer.envelopes[0].rcpt_tos) == ("panels@example.org", ["ann@example.org"])


def test_list_mail_can_be_ended_with_one_click_and_wants_no_holiday_reply(peer):
    with carrier_to(peer) as carrier:
        carrier.carry(mailing())

    (mail,) = peer.mails
    told = {
        name: mail[name]
        for name in ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "Precedence", "Date")
    }
    assert told == {
        "List-Id": "Ward panels <email.wardpanels.example.org>",
        "List-Unsubscribe": "<https://panels.example.org/wp/subscribe/stop/a1-s1>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Precedence": "bulk",
        "Date": "Mon, 11 Jan 2027 09:30:00 +0000",
    }


def test_long_way_out_is_sent_as_it_is_and_not_as_encoded_words(peer):
    long = "https://panels.somewhere.example.org/ward-panels/subscribe/stop/" + "a" * 90
    with carrier_to(peer) as carrier:
        carrier.carry(mailing(to=replace(ANN, stop=long)))

    assert f"\r\nList-Unsubscribe: <{long}>\r\n".encode() in peer.envelopes[0].original_content


def test_invitation_has_its_method_in_the_type_and_no_marks_of_a_list(peer):
    (piece,) = sent(an_attendance())
    with carrier_to(peer) as carrier:
        carrier.carry(Parcel("invitations.1", "invitations", piece.subject, 1, piece.artifacts, AT, OFFICER))

    (mail,) = peer.mails
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert (calendar.get_param("method"), calendar.get_content_charset()) == ("REQUEST", "utf-8")
    assert icalendar.Calendar.from_ical(calendar.get_content())["METHOD"] == "REQUEST"
    assert mail["To"].addresses[0].display_name == 'Ann "Annie" O\'Neill, নাম'
    assert [mail[name] for name in ("List-Id", "List-Unsubscribe", "Precedence")] == [None, None, None]
    assert mail["Auto-Submitted"] == "auto-generated"


def test_name_of_a_mail_is_the_same_at_each_try_and_tells_whose_mail_came_back(peer):
    with carrier_to(peer) as carrier:
        carrier.carry(mailing())
        carrier.carry(replace(mailing(), at=AT.replace(hour=23)))
        carrier.carry(mailing(key="email.1/b2"))

    first, again, other = (str(mail["Message-ID"]) for mail in peer.mails)
    assert first == again == message_id("email.1/a1", "a1-m1", "example.org")
    assert other != first
    assert mark_in(first) == "a1-m1"


@pytest.mark.parametrize("name", ["<abc.a1-m1@example.org>", "<20270111.a1@mail.gmail.example>", "", "a.b"])
def test_name_of_somebody_elses_mail_has_no_mark(name):
    assert mark_in(name) == ""


@pytest.mark.parametrize("name", ["Ann\r\nBcc: evil@example.org", "Ann\nBcc: evil@example.org\n\nBuy!"])
def test_name_cannot_smuggle_in_a_header(peer, name):
    with carrier_to(peer) as carrier:
        carrier.carry(mailing(to=replace(ANN, name=name)))

    (mail,) = peer.mails
    assert mail["Bcc"] is None
    assert (mail["To"].addresses[0].addr_spec, peer.envelopes[0].rcpt_tos) == ("ann@example.org", ["ann@example.org"])


@pytest.mark.parametrize("address", ["ann", "ann@x\r\nRCPT TO:<evil@example.org>", "ánn@example.org", "", "a@b@c"])
def test_address_that_is_none_is_refused_by_itself(peer, address):
    with carrier_to(peer) as carrier:
        with pytest.raises(Refused, match="email: found an address that is none, wanted one to write to"):
            carrier.carry(mailing(to=replace(ANN, address=address)))
        carrier.carry(mailing())

    assert len(peer.envelopes) == 1


def test_one_connection_serves_many_parcels(peer):
    with carrier_to(peer) as carrier:
        for number in range(3):
            carrier.carry(mailing(key=f"email.1/{number}"))

    assert (len(peer.sessions), peer.greeted) == (1, ["example.org"])


def test_connection_that_was_lost_is_opened_again():
    first = MailPeer()
    with mail_peer(first), carrier_to(first) as carrier:
        carrier.carry(mailing())
        hang_up(carrier)

        carrier.carry(mailing(key="email.1/b2"))

    assert (len(first.envelopes), len(first.greeted)) == (2, 2)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("550 5.1.1 <ann@example.org>: Recipient address rejected: user unknown", NobodyThere),
        ("553 5.1.3 Bad address syntax", NobodyThere),
        ("550 5.5.0 Not now 5.7.1", Refused),
        ("552 5.2.2 Mailbox full", Refused),
        ("450 4.2.0 Greylisted, come back later", TryAgain),
        ("451 4.3.0 Trouble", TryAgain),
    ],
)
def test_refusal_of_one_address_says_what_it_means_and_stops_no_other(answer, kind):
    with mail_peer(MailPeer({"ann@example.org": answer})) as peer, carrier_to(peer) as carrier:
        with pytest.raises(kind) as caught:
            carrier.carry(mailing())
        carrier.carry(mailing(to=replace(ANN, address="bob@example.org")))

    assert type(caught.value) is kind
    code, _, words = answer.partition(" ")
    assert str(caught.value) == f"localhost answered {code} ({words.replace('ann@example.org', '(the address)')})"
    assert [one.rcpt_tos for one in peer.envelopes] == [["bob@example.org"]]


@pytest.mark.parametrize(
    "answer",
    [
        "554 5.7.1 <ann@example.org>: Relay access denied",
        "550 5.7.26 Unauthenticated mail from example.org is not accepted",
        "550 5.1.8 Sender address rejected",
        "530 Log in first",
    ],
)
@pytest.mark.parametrize("is_of_the_mail", [False, True], ids=["to the address", "to the mail"])
def test_refusal_of_us_closes_the_channel_and_spares_the_parcel(answer, is_of_the_mail):
    peer = MailPeer(to_mail=[answer]) if is_of_the_mail else MailPeer({"ann@example.org": answer})
    with mail_peer(peer), carrier_to(peer) as carrier, pytest.raises(Closed) as caught:
        carrier.carry(mailing())

    code, _, words = answer.partition(" ")
    assert str(caught.value) == (
        f"[channels.email] localhost answered {code} ({words.replace('ann@example.org', '(the address)')}): "
        "it takes no mail from us. Ask whoever runs it."
    )


def test_server_that_takes_nothing_from_this_machine_closes_the_channel():
    with refusing_at_the_door(b"554 5.7.1 Your address is on a list\r\n") as port:
        told = r"localhost answered 554 \(5\.7\.1 Your address is on a list\): it takes no mail from us"
        with pytest.raises(Closed, match=told), carrier_to(MailPeer(port=port)):
            pass


@contextmanager
def refusing_at_the_door(greeting: bytes) -> Iterator[int]:
    """A port at which whoever comes is sent away at once."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        visit = Thread(target=lambda: _sent_away(door, greeting))
        visit.start()
        yield door.getsockname()[1]
        visit.join()


def _sent_away(door: socket.socket, greeting: bytes) -> None:
    visitor, _ = door.accept()
    with visitor:
        visitor.sendall(greeting)
        visitor.recv(100)


def test_mail_that_the_server_will_not_have_is_refused_and_trouble_passes():
    peer = MailPeer(to_mail=["554 5.6.0 Looks like spam", "451 4.3.0 Disk full"])
    with mail_peer(peer), carrier_to(peer) as carrier:
        with pytest.raises(Refused, match=r"localhost answered 554 \(5.6.0 Looks like spam\)"):
            carrier.carry(mailing())
        with pytest.raises(TryAgain, match=r"localhost answered 451 \(4.3.0 Disk full\)"):
            carrier.carry(mailing())
        carrier.carry(mailing())

    assert len(peer.envelopes) == 1


def test_sender_that_the_server_will_not_have_closes_the_channel_and_spares_the_parcel():
    peer = MailPeer({"panels@example.org": "553 5.7.1 Not yours"})
    with mail_peer(peer), carrier_to(peer) as carrier, pytest.raises(Closed) as caught:
        carrier.carry(mailing())

    assert str(caught.value) == (
        "[channels.email] sender: found localhost answered 553 (5.7.1 Not yours), "
        "wanted an address that this server lets us send from"
    )


def test_server_that_hangs_up_in_between_is_tried_again_later():
    peer = MailPeer(to_mail=["421 4.3.2 Shutting down"])
    with mail_peer(peer), carrier_to(peer) as carrier:
        with pytest.raises(TryAgain, match="localhost answered 421"):
            carrier.carry(mailing())
        carrier.carry(mailing())

    assert len(peer.envelopes) == 1


def test_failed_mail_comes_back_to_the_address_for_it(peer):
    with carrier_to(peer, bounces="bounces@example.org") as carrier:
        carrier.carry(mailing())

    assert peer.envelopes[0].mail_from == "bounces@example.org"
    assert peer.mails[0]["From"] == SENDER


def test_name_and_domain_of_the_sender_may_be_in_any_script(peer):
    with carrier_to(peer, sender="ওয়ার্ড প্যানেল <panels@bücher.example>") as carrier:
        carrier.carry(mailing(to=replace(ANN, address="ann@bücher.example")))

    (told,) = by_python([peer.envelopes[0].original_content])
    assert told["from"] == ["ওয়ার্ড প্যানেল", "panels@xn--bcher-kva.example"]
    assert peer.envelopes[0].mail_from == "panels@xn--bcher-kva.example"
    assert peer.envelopes[0].rcpt_tos == ["ann@xn--bcher-kva.example"]


def test_copy_for_no_one_person_goes_to_the_set_address_with_its_files(peer):
    with carrier_to(peer, channel="press", to="desk@paper.example") as carrier:
        carrier.carry(parcel(TEXT, PDF, channel="press"))

    (mail,) = peer.mails
    assert (mail["To"], mail["Subject"]) == ("desk@paper.example", "press: 2027-E05009328-1")
    assert mail.get_body().get_content().splitlines() == ["Mile End ward panel", "", "Tuesday 30 March"]
    assert [(part.get_filename(), part.get_content_type()) for part in mail.iter_attachments()] == [
        ("2027-E05009328-1.txt", "text/plain"),
        ("2027-E05009328-1.pdf", "application/pdf"),
    ]


def test_copy_for_nobody_is_refused(peer):
    with carrier_to(peer) as carrier, pytest.raises(Closed) as caught:
        carrier.carry(parcel(TEXT, channel="email"))

    assert str(caught.value) == (
        "[channels.email] to: found nothing, wanted an address, for 2027-E05009328-1 is for no one person"
    )


@pytest.mark.parametrize("is_wrapped", [False, True], ids=["starttls", "tls"])
def test_mail_goes_out_under_tls_after_a_login(certificate, is_wrapped):
    peer = MailPeer(login=("panels", "secret word"))
    told = {"security": "tls" if is_wrapped else "starttls", "username": "panels"}
    with (
        mail_peer(peer, tls_server(certificate), is_wrapped=is_wrapped),
        carrier_to(peer, **told, secrets={"password": "secret word"}) as carrier,
    ):
        carrier.carry(mailing())

    assert len(peer.envelopes) == 1


def test_refused_login_names_the_secret_to_renew(certificate):
    peer = MailPeer(login=("panels", "secret word"))
    told = {"security": "starttls", "username": "panels", "secrets": {"password": "old word"}}
    with mail_peer(peer, tls_server(certificate)), pytest.raises(Closed) as caught, carrier_to(peer, **told):
        pass

    assert str(caught.value) == (
        "[channels.email] username: found a login that localhost refuses (535), "
        "wanted the password renewed and set in WARDPANELS_EMAIL_PASSWORD"
    )


def test_login_that_is_refused_in_the_midst_of_a_mailing_closes_the_channel(certificate):
    peer = MailPeer(login=("panels", "secret word"))
    told = {"security": "starttls", "username": "panels", "secrets": {"password": "secret word"}}
    with mail_peer(peer, tls_server(certificate)), carrier_to(peer, **told) as carrier:
        peer.login = ("panels", "another word")
        hang_up(carrier)
        with pytest.raises(Closed, match="WARDPANELS_EMAIL_PASSWORD"):
            carrier.carry(mailing())


def test_login_that_fails_for_now_is_tried_again(certificate):
    peer = MailPeer(login=("panels", "secret word"), refuses_login_with="454 4.7.0 Temporary trouble")
    told = {"security": "starttls", "username": "panels", "secrets": {"password": "secret word"}}
    with mail_peer(peer, tls_server(certificate)), pytest.raises(TryAgain, match="454"), carrier_to(peer, **told):
        pass


def test_certificate_that_nobody_trusts_sends_nothing(tmp_path):
    peer, untrusted = MailPeer(), pytest.raises(TryAgain, match="certificate is not trusted")
    with mail_peer(peer, tls_server(self_signed(tmp_path, HOST))), untrusted, carrier_to(peer, security="starttls"):
        pass


def test_server_without_starttls_is_named(peer):
    with pytest.raises(Closed) as caught, carrier_to(peer, security="starttls"):
        pass

    assert str(caught.value) == (
        f"[channels.email] security: found 'starttls', which localhost does not offer at port {peer.port}, "
        "wanted tls, or another port"
    )


def test_server_that_is_not_there_is_tried_again():
    told = r"localhost: could not be reached at port \d+ \(connection refused\)"
    with pytest.raises(TryAgain, match=told), carrier_to(MailPeer(port=closed_port())):
        pass


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"security": "ssl"}, "security: found 'ssl', wanted one of starttls, tls, none"),
        ({"port": "smtp"}, "port: found 'smtp', wanted a number, such as 587"),
        (
            {"security": "tls", "username": "panels"},
            "username: found a name without a password, wanted the password in WARDPANELS_EMAIL_PASSWORD",
        ),
        (
            {"sender": "Ward panels"},
            "sender: found 'Ward panels', wanted one address such as Ward panels <panels@example.org>",
        ),
        (
            {"sender": "a@example.org, b@example.org"},
            "sender: found 'a@example.org, b@example.org', wanted one address such as Ward panels <panels@example.org>",
        ),
        (
            {"sender": "pänels@example.org"},
            "sender: found 'pänels@example.org', wanted one address such as Ward panels <panels@example.org>",
        ),
        (
            {"bounces": "a@example.org\r\nBcc: b@example.org"},
            "bounces: found 'a@example.org\\r\\nBcc: b@example.org', wanted one address such as "
            "Ward panels <panels@example.org>",
        ),
    ],
)
def test_wrong_setting_is_named(told, said):
    with pytest.raises(Closed) as caught, carrier_to(MailPeer(port=25), **told):
        pass

    assert str(caught.value) == f"[channels.email] {said}"


def test_mail_in_the_clear_stays_on_the_boroughs_own_network():
    with pytest.raises(Closed, match=r"\[channels.email\] security: found 'none', wanted starttls or tls"):
        open_carrier(outlet("smtp", security="none", sender=SENDER, host="mail.example.org", channel="email"))


def test_server_on_this_machine_is_refused_unless_it_is_listed():
    with pytest.raises(Closed, match=r'list "localhost:587" under `\[network\] allow` in borough\.toml'):
        open_carrier(outlet("smtp", sender=SENDER, host="localhost", channel="email"))


def test_mail_is_composed_without_a_server():
    from email.headerregistry import Address

    mail = message_of(mailing(), Address("Ward panels", "panels", "example.org"), ANN)

    assert isinstance(mail, EmailMessage)
    assert max(len(line) for line in mail.as_bytes().split(b"\r\n")) <= 998
    assert mail.as_bytes().isascii()


def test_smtp_does_not_know_keys():
    assert KIND_BY_NAME["smtp"].knows_keys is False


def test_file_beside_an_invitation_is_enclosed(peer):
    (piece,) = sent(an_attendance())
    agenda = Artifact("agenda.pdf", "application/pdf", b"%PDF")
    with carrier_to(peer) as carrier:
        carrier.carry(Parcel("invitations.1", "invitations", piece.subject, 1, (*piece.artifacts, agenda), AT, OFFICER))

    (mail,) = peer.mails
    assert mail.get_content_type() == "multipart/mixed"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["agenda.pdf"]
