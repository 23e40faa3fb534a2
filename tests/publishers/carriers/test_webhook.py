"""Webhooks: signed as Standard Webhooks has it, the same at each try, and told apart by their key."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from publishers.carriers.carrier import Closed, Outlet, Receipt, TryAgain
from publishers.carriers.every_carrier import open_carrier
from publishers.carriers.webhook import signature
from tests.publishers.carriers.examples import AT, BENGALI, PDF, TEXT, carried, outlet, parcel
from tests.publishers.carriers.peers import Reply, Request, WebPeer, closed_port, web_peer

SIGNING_KEY = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
GUIDE = Path(__file__).parents[3] / "docs" / "how-to-deliver.md"


def code_of(page: Path) -> dict[str, object]:
    """What the Python on a page defines."""
    defined: dict[str, object] = {}
    exec(re.search(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)[1], defined)
    return defined


IS_OURS = code_of(GUIDE)["is_ours"]


class Listener:
    """A receiver of somebody else's, which checks what it gets with the code in docs/how-to-deliver.md."""

    def __init__(self, now: float) -> None:
        self.now, self.kept = now, {}

    def __call__(self, request: Request) -> Reply:
        if not IS_OURS(request.headers, request.body, SIGNING_KEY, self.now):
            return Reply(401, {"message": "not yours"})
        key = request.headers["webhook-id"]
        if key in self.kept:
            return Reply(200, {"message": "known"})
        self.kept[key] = json.loads(request.body)
        return Reply(201)


@pytest.fixture
def listener() -> Listener:
    return Listener(AT.timestamp())


@pytest.fixture
def peer(listener):
    with web_peer(listener) as found:
        yield found


def to(peer: WebPeer, signing_key: str = SIGNING_KEY) -> Outlet:
    secrets = {"signing_key": signing_key}
    return outlet("webhook", allowed=(peer.place,), url=f"{peer.url}/hook/?from=panels", secrets=secrets)


def test_receiver_gets_every_artifact_as_text_or_as_base64(peer, listener):
    receipt = carried(to(peer), parcel(TEXT, BENGALI, PDF))

    assert receipt == Receipt("127.0.0.1 answered 201")
    assert peer.asked[0].path == "/hook/?from=panels"
    assert listener.kept["r3/x/2027-E05009328-1"] == {
        "key": "r3/x/2027-E05009328-1",
        "channel": "council-page",
        "subject": "2027-E05009328-1",
        "version": 1,
        "artifacts": [
            {
                "path": "copy/x/2027-E05009328-1.txt",
                "media_type": "text/plain; charset=utf-8",
                "text": "Mile End ward panel\n\nTuesday 30 March\n",
            },
            {"path": "copy/x/2027-E05009328-1.bn.txt", "media_type": "text/plain; charset=utf-8", "text": "সভা\n"},
            {
                "path": "posters/2027-E05009328-1.pdf",
                "media_type": "application/pdf",
                "base64": "JVBERi0xLjcK//4A",
            },
        ],
    }


def test_parcel_that_was_carried_but_not_marked_is_kept_once(peer, listener):
    later = replace(parcel(), at=datetime(2027, 1, 11, 9, 32, tzinfo=UTC))

    receipts = [carried(to(peer), one) for one in (parcel(), later)]

    assert [receipt.note for receipt in receipts] == ["127.0.0.1 answered 201", "127.0.0.1 answered 200"]
    assert list(listener.kept) == ["r3/x/2027-E05009328-1"]
    assert peer.asked[0].body == peer.asked[1].body
    assert [asked.headers["idempotency-key"] for asked in peer.asked] == ["r3/x/2027-E05009328-1"] * 2


def test_later_version_is_a_parcel_of_its_own(peer, listener):
    carried(to(peer), parcel(key="1"), parcel(key="2", version=2))

    assert [kept["version"] for kept in listener.kept.values()] == [1, 2]


def test_receiver_can_tell_that_another_key_signed(peer, listener):
    with pytest.raises(Closed) as closed:
        carried(to(peer, "whsec_" + base64.b64encode(b"another key of 24 bytes!").decode()), parcel())

    assert listener.kept == {}
    assert closed.value.reason == (
        "127.0.0.1 answered 401 (not yours): the signing_key is wrong or has expired, or may not do this. Renew it "
        "and set WARDPANELS_COUNCIL_PAGE_SIGNING_KEY"
    )


@pytest.mark.parametrize("seconds", [-301, 301])
def test_receiver_can_tell_that_a_request_is_stale(peer, listener, seconds):
    listener.now += seconds

    with pytest.raises(Closed, match=r"127.0.0.1 answered 401 \(not yours\)"):
        carried(to(peer), parcel())


def test_signature_is_that_of_the_specification():
    """The example that the libraries of Standard Webhooks are tested with."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    made = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("signing_key", ["", "hunter2", "whsec_c2hvcnQ=", "whsec_" + "A" * 120, "whsec_ä"])
def test_key_that_is_no_key_is_told_without_showing_it(signing_key):
    with pytest.raises(Closed) as closed:
        open_carrier(outlet("webhook", url="https://8.8.8.8/", secrets={"signing_key": signing_key}))

    assert closed.value.reason == (
        "WARDPANELS_COUNCIL_PAGE_SIGNING_KEY: found something else, wanted whsec_ and then 24 to 64 random bytes in "
        'base64. To make one, type: echo "whsec_$(openssl rand -base64 32)"'
    )


def test_busy_receiver_is_tried_again_when_it_says(peer):
    peer.reply = lambda _: Reply(429, {"message": "slow down"}, {"Retry-After": "30"})

    with pytest.raises(TryAgain) as later:
        carried(to(peer), parcel())

    assert (later.value.reason, later.value.after_seconds) == ("127.0.0.1 answered 429 (slow down)", 30)


def test_receiver_that_is_away_is_named():
    place = f"127.0.0.1:{closed_port()}"
    told = outlet("webhook", allowed=(place,), url=f"http://{place}/", secrets={"signing_key": SIGNING_KEY})

    with pytest.raises(TryAgain, match=r"127.0.0.1: could not be reached, or hung up"):
        carried(told, parcel())
