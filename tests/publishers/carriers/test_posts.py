"""Posts on Mastodon and Bluesky, at servers that answer in the documented shapes: a repeat is no second post."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from io import BytesIO
from urllib.parse import parse_qs

import pytest
from PIL import Image

from publishers.artifact import Artifact, ArtifactKind
from publishers.carriers.bluesky import record_name
from publishers.carriers.carrier import Closed, Outlet, Receipt, Refused, TryAgain
from publishers.carriers.every_carrier import open_carrier
from tests.publishers.carriers.examples import BENGALI, TEXT, carried, opened, outlet, parcel
from tests.publishers.carriers.peers import Reply, Request, WebPeer, web_peer


def _png(width: int, height: int) -> bytes:
    made = BytesIO()
    Image.new("1", (width, height)).save(made, "PNG")
    return made.getvalue()


RECORD = {"$type": "app.bsky.feed.post", "text": "Mile End ward panel", "langs": ["en"], "facets": []}
POST = Artifact("copy/bluesky/2027-E05009328-1.json", "application/json; charset=utf-8", json.dumps(RECORD).encode())
ALT = Artifact(
    "copy/x/2027-E05009328-1.alt.txt", "text/x-alt-text; charset=utf-8", b"Mile End ward panel\n", ArtifactKind.ALT
)
BENGALI_ALT = Artifact(
    "copy/x/2027-E05009328-1.bn.alt.txt", "text/x-alt-text; charset=utf-8", "সভা\n".encode(), ArtifactKind.ALT, "bn"
)
PICTURE = Artifact("copy/x/2027-E05009328-1.png", "image/png", _png(1200, 630), ArtifactKind.PICTURE)
DID = "did:plc:abcdefghijklmnopqrstuvwx"


class Mastodon:
    """Enough of a server: it keeps pictures and posts, and remembers the posts' keys."""

    def __init__(self) -> None:
        self.posts: dict[str, dict[str, str]] = {}
        self.media: list[tuple[str, str, bytes]] = []

    def __call__(self, request: Request) -> Reply:
        if request.headers["authorization"] != "Bearer t0ken":
            return Reply(401, {"error": "The access token is invalid"})
        if request.path == "/api/v2/media":
            parts = {part.get_param("name", header="content-disposition"): part for part in parts_of(request)}
            file = parts["file"]
            description = parts["description"].get_payload(decode=True).decode()
            self.media.append((file.get_content_type(), description, file.get_payload(decode=True)))
            return Reply(200, {"id": str(len(self.media)), "type": "image"})
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        key = request.headers["idempotency-key"]
        if key not in self.posts:
            self.posts[key] = {**form, "url": f"https://mastodon.example/@panels/{len(self.posts)}"}
        return Reply(200, {"id": "1", "content": "", **self.posts[key]})


class Bluesky:
    """Enough of a server: it logs in, forgets tokens when told to, and puts records."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.records: dict[str, dict] = {}

    def __call__(self, request: Request) -> Reply:
        if request.path == "/xrpc/com.atproto.server.createSession":
            if request.json != {"identifier": "panels.example", "password": "abcd-efgh-ijkl-mnop"}:
                return Reply(401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"})
            self.tokens.append(f"jwt-{len(self.tokens)}")
            return Reply(200, {"accessJwt": self.tokens[-1], "refreshJwt": "", "did": DID, "handle": "panels.example"})
        if request.headers["authorization"] != f"Bearer {self.tokens[-1]}":
            return Reply(400, {"error": "ExpiredToken", "message": "Token has expired"})
        if request.path == "/xrpc/com.atproto.repo.uploadBlob":
            blob = {"$type": "blob", "mimeType": request.headers["content-type"], "size": len(request.body)}
            return Reply(200, {"blob": blob})
        told = request.json
        if told["record"]["text"] == "":
            return Reply(400, {"error": "InvalidRequest", "message": "Invalid app.bsky.feed.post record"})
        self.records[f"{told['repo']}/{told['collection']}/{told['rkey']}"] = told["record"]
        return Reply(200, {"uri": f"at://{told['repo']}/{told['collection']}/{told['rkey']}", "cid": "bafy"})


def parts_of(request: Request) -> list[Message]:
    """The parts of a form with files in it."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    return BytesParser().parsebytes(head + request.body).get_payload()


@pytest.fixture
def mastodon():
    with web_peer(Mastodon()) as peer:
        yield peer


@pytest.fixture
def bluesky():
    with web_peer(Bluesky()) as peer:
        yield peer


def on_mastodon(peer: WebPeer, token: str = "t0ken", **told: str) -> Outlet:
    return outlet("mastodon", allowed=(peer.place,), url=peer.url, secrets={"token": token}, **told)


def on_bluesky(peer: WebPeer, password: str = "abcd-efgh-ijkl-mnop") -> Outlet:
    facts = {"url": peer.url, "user": "panels.example", "secrets": {"password": password}}
    return outlet("bluesky", allowed=(peer.place,), **facts)


def test_mastodon_gets_one_post_a_language(mastodon):
    receipt = carried(on_mastodon(mastodon), parcel(TEXT, BENGALI))

    assert receipt == Receipt("https://mastodon.example/@panels/0 https://mastodon.example/@panels/1")
    assert [(post["status"], post["language"], post["visibility"]) for post in mastodon.reply.posts.values()] == [
        ("Mile End ward panel\n\nTuesday 30 March\n", "en", "public"),
        ("সভা\n", "bn", "public"),
    ]


def test_mastodon_gets_the_picture_with_words_in_the_language_of_the_post(mastodon):
    carried(on_mastodon(mastodon), parcel(TEXT, ALT, PICTURE, BENGALI, BENGALI_ALT))

    assert mastodon.reply.media == [
        ("image/png", "Mile End ward panel", PICTURE.content),
        ("image/png", "সভা", PICTURE.content),
    ]
    assert [post["media_ids[]"] for post in mastodon.reply.posts.values()] == ["1", "2"]


def test_repeat_on_mastodon_is_the_same_post(mastodon):
    receipts = [carried(on_mastodon(mastodon), parcel()) for _ in range(2)]

    assert receipts == [Receipt("https://mastodon.example/@panels/0")] * 2
    assert len(mastodon.reply.posts) == 1


def test_mastodon_token_that_expired_names_the_variable(mastodon):
    with pytest.raises(Closed) as closed:
        carried(on_mastodon(mastodon, "0ld"), parcel())

    assert closed.value.reason == (
        "127.0.0.1 answered 401 (The access token is invalid): the token is wrong or has expired, or may not do this. "
        "Renew it and set WARDPANELS_COUNCIL_PAGE_TOKEN"
    )


def test_audience_that_mastodon_has_not_is_told_at_the_start(mastodon):
    with pytest.raises(Closed) as closed:
        open_carrier(on_mastodon(mastodon, visibility="everyone"))

    assert closed.value.reason == (
        "[channels.council-page] visibility: found 'everyone', wanted one of public, unlisted, private"
    )


def test_bluesky_gets_the_record_with_the_moment_of_the_try(bluesky):
    receipt = carried(on_bluesky(bluesky), parcel(POST))

    ((name, record),) = bluesky.reply.records.items()
    assert record == {**RECORD, "createdAt": "2027-01-11T09:30:00.000Z"}
    assert receipt == Receipt(f"https://bsky.app/profile/{DID}/post/{name.rpartition('/')[2]}")


def test_bluesky_gets_the_picture_with_its_words_and_its_shape(bluesky):
    carried(on_bluesky(bluesky), parcel(POST, ALT, PICTURE))

    (record,) = bluesky.reply.records.values()
    blob = {"$type": "blob", "mimeType": "image/png", "size": len(PICTURE.content)}
    shape = {"width": 1200, "height": 630}
    assert record["embed"] == {
        "$type": "app.bsky.embed.images",
        "images": [{"alt": "Mile End ward panel", "image": blob, "aspectRatio": shape}],
    }


def test_repeat_on_bluesky_is_the_same_post(bluesky):
    later = replace(parcel(POST), at=datetime(2027, 1, 11, 9, 40, tzinfo=UTC))

    for one in (parcel(POST), later):
        carried(on_bluesky(bluesky), one)

    assert len(bluesky.reply.records) == 1


def test_parcels_share_one_login(bluesky):
    carried(on_bluesky(bluesky), *(parcel(POST, key=key) for key in ("1", "2", "3")))

    assert (len(bluesky.reply.records), bluesky.reply.tokens) == (3, ["jwt-0"])


def test_login_that_expired_is_made_again(bluesky):
    with opened(on_bluesky(bluesky)) as carrier:
        carrier.carry(parcel(POST, key="1"))
        bluesky.reply.tokens.append("another")

        carrier.carry(parcel(POST, ALT, PICTURE, key="2"))

    assert (len(bluesky.reply.records), bluesky.reply.tokens) == (2, ["jwt-0", "another", "jwt-2"])


def test_wrong_app_password_names_the_variable(bluesky):
    with pytest.raises(Closed, match="Renew it and set WARDPANELS_COUNCIL_PAGE_PASSWORD") as closed:
        carried(on_bluesky(bluesky, "hunter2"), parcel(POST))

    assert "hunter2" not in closed.value.reason


def test_account_that_bluesky_has_closed_is_no_fault_of_the_post(bluesky):
    taken = Reply(400, {"error": "AccountTakedown", "message": "Account has been taken down"})
    at_work = bluesky.reply
    bluesky.reply = lambda request: taken if request.path.endswith("putRecord") else at_work(request)

    with pytest.raises(Closed) as closed:
        carried(on_bluesky(bluesky), parcel(POST))

    assert closed.value.reason == (
        "127.0.0.1: AccountTakedown (Account has been taken down). See to the account, or make a new app password and "
        "set WARDPANELS_COUNCIL_PAGE_PASSWORD"
    )


def test_login_that_bluesky_refuses_in_any_way_is_no_fault_of_the_post(bluesky):
    bluesky.reply = lambda _: Reply(400, {"error": "InvalidRequest", "message": "Input/identifier must be a string"})

    with pytest.raises(Closed, match=r"127\.0\.0\.1 answered 400 .* See to the account"):
        carried(on_bluesky(bluesky), parcel(POST))


def test_record_that_bluesky_refuses_is_told_in_its_words(bluesky):
    empty = replace(POST, content=json.dumps({**RECORD, "text": ""}).encode())

    with pytest.raises(Refused) as refused:
        carried(on_bluesky(bluesky), parcel(empty))

    assert refused.value.reason == "127.0.0.1: InvalidRequest (Invalid app.bsky.feed.post record)"


@pytest.mark.parametrize("open_to", [on_mastodon, on_bluesky])
def test_busy_server_is_tried_again(mastodon, open_to):
    mastodon.reply = lambda _: Reply(429, {"error": "RateLimitExceeded"}, {"Retry-After": "300"})

    with pytest.raises(TryAgain) as later:
        carried(open_to(mastodon), parcel(TEXT, POST))

    assert (later.value.reason, later.value.after_seconds) == ("127.0.0.1 answered 429 (RateLimitExceeded)", 300)


def test_name_of_a_record_is_a_tid_and_the_same_for_a_key():
    assert re.fullmatch("[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", record_name("a"))
    assert record_name("a") == record_name("a")
    assert len({record_name(str(number)) for number in range(10_000)}) == 10_000
    assert all(record_name(str(number))[0] == "3" for number in range(1000))
