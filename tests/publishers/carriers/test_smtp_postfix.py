"""What Postfix says, and whom it means: one person, one mail, or us."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from publishers.artifact import Artifact
from publishers.carriers.carrier import Closed, NobodyThere, Parcel, Refused, TryAgain
from tests.publishers.carriers.examples import TEXT, parcel
from tests.publishers.carriers.mail_peer import MailPeer
from tests.publishers.carriers.postfix_peer import Postfix, postfix_peer
from tests.publishers.carriers.test_smtp import ANN, carrier_to, mailing

HANDBOOK = Artifact("handbook.pdf", "application/pdf", b"%PDF-1.7" + b"-" * 30_000)


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    with postfix_peer() as peer:
        yield peer


@pytest.fixture
def port(postfix: Postfix) -> int:
    return postfix.port


def to(address: str) -> Parcel:
    return mailing(to=replace(ANN, address=address))


@pytest.mark.parametrize(
    ("address", "added", "kind", "said"),
    [
        ("nobody@example.org", (), NobodyThere, "answered 550 (5.1.1 <(the address)>: Recipient address rejected: "),
        ("full@example.org", (), Refused, "answered 552 (5.2.2 <(the address)>: Recipient address rejected: "),
        ("grey@example.org", (), TryAgain, "answered 450 (4.2.0 <(the address)>: Recipient address rejected: "),
        (ANN.address, (HANDBOOK,), Refused, "answered 552 (5.3.4 Message size exceeds fixed limit)"),
    ],
    ids=["no such person", "full mailbox", "greylisted", "too large"],
)
def test_what_is_wrong_with_one_letter_stops_no_other(port, address, added, kind, said):
    letter = parcel(TEXT, *added, to=replace(ANN, address=address), channel="email") if added else to(address)
    with carrier_to(MailPeer(port=port)) as carrier:
        with pytest.raises(kind) as caught:
            carrier.carry(letter)
        carrier.carry(to("bob@example.org"))

    assert type(caught.value) is kind
    assert said in str(caught.value)


def test_relay_that_is_denied_closes_the_channel_though_it_is_said_to_pass(port):
    with carrier_to(MailPeer(port=port)) as carrier, pytest.raises(Closed) as caught:
        carrier.carry(to("ann@elsewhere.example"))

    assert str(caught.value) == (
        "[channels.email] localhost answered 454 (4.7.1 <(the address)>: Relay access denied): "
        "it takes no mail from us. Ask whoever runs it."
    )


def test_sender_that_policy_refuses_closes_the_channel(port):
    with carrier_to(MailPeer(port=port), bounces="spoofed@example.org") as carrier, pytest.raises(Closed) as caught:
        carrier.carry(to("ann@example.org"))

    said = "554 (5.7.1 <spoofed@example.org>: Sender address rejected: You may not send from here)"
    assert str(caught.value) == (
        f"[channels.email] localhost answered {said}: it takes no mail from us. Ask whoever runs it."
    )


def test_sender_that_policy_refuses_at_once_closes_the_channel(postfix):
    with (
        carrier_to(MailPeer(port=postfix.at_once), bounces="spoofed@example.org") as carrier,
        pytest.raises(Closed, match=r"\[channels.email\] sender: found localhost answered 554 \(5\.7\.1"),
    ):
        carrier.carry(to("ann@example.org"))
